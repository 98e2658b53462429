//! Values of Sigma: texts with wildcards, and what modifiers make of them.

use crate::rules::condition::{Case, Op};
use base64::{Engine, engine::general_purpose::STANDARD};

/// A text with wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern(Vec<Part>);

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// Any text, also none.
    Many,
    /// One character.
    One,
}

impl Pattern {
    /// Reads a text: `*` and `?` are wildcards, unless a backslash stands before them; a backslash stands for itself, except before a
    /// wildcard or another one.
    pub fn read(text: &str) -> Pattern {
        let mut pattern = Pattern::default();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '*' => pattern.push(Part::Many),
                '?' => pattern.push(Part::One),
                '\\' => {
                    let next = chars.next_if(|next| ['*', '?', '\\'].contains(next));
                    pattern.text(&next.unwrap_or('\\').to_string());
                }
                c => pattern.text(c.encode_utf8(&mut [0; 4])),
            }
        }
        pattern
    }

    /// A text without wildcards.
    pub fn plain(text: &str) -> Pattern {
        Pattern(if text.is_empty() { Vec::new() } else { vec![Part::Text(text.to_owned())] })
    }

    fn push(&mut self, part: Part) {
        if !(part == Part::Many && self.0.last() == Some(&Part::Many)) {
            self.0.push(part);
        }
    }

    fn text(&mut self, more: &str) {
        match self.0.last_mut() {
            Some(Part::Text(text)) => text.push_str(more),
            _ => self.0.push(Part::Text(more.to_owned())),
        }
    }

    /// The same with anything before it.
    pub fn open_front(mut self) -> Pattern {
        if self.0.first() != Some(&Part::Many) {
            self.0.insert(0, Part::Many);
        }
        self
    }

    /// The same with anything after it.
    pub fn open_back(mut self) -> Pattern {
        self.push(Part::Many);
        self
    }

    /// The text, if it has no wildcards.
    pub fn as_plain(&self) -> Option<&str> {
        match &self.0[..] {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The tests of which one must hold for one of `patterns` to fit a text of a trace.
    ///
    /// # Errors
    /// When a pattern is too large.
    pub fn ops(patterns: &[Pattern], case: Case) -> Result<Vec<Op>, regex::Error> {
        let [mut equal, mut starts, mut ends, mut contains] = [const { Vec::new() }; 4];
        let mut others = Vec::new();
        let mut any = false;
        for pattern in patterns {
            let written = |part: &Part| match part {
                // As the trace writes it.
                Part::Text(text) => Part::Text(schema::text::escape(text.as_bytes()).into_owned()),
                wildcard => wildcard.clone(),
            };
            match &pattern.0.iter().map(written).collect::<Vec<_>>()[..] {
                [] => equal.push(String::new()),
                [Part::Text(text)] => equal.push(text.clone()),
                [Part::Many] => any = true,
                [Part::Text(text), Part::Many] => starts.push(text.clone()),
                [Part::Many, Part::Text(text)] => ends.push(text.clone()),
                [Part::Many, Part::Text(text), Part::Many] => contains.push(text.clone()),
                parts => others.push(expression(parts)),
            }
        }
        let mut ops = Vec::new();
        let mut add = |texts: Vec<String>, op: fn(Vec<String>, Case) -> Op| {
            if !texts.is_empty() {
                ops.push(op(texts, case));
            }
        };
        add(equal, Op::Equals);
        add(starts, Op::Starts);
        add(ends, Op::Ends);
        add(contains, Op::Contains);
        if any {
            ops.push(Op::Exists);
        }
        if !others.is_empty() {
            ops.push(Op::regex(&others, case)?);
        }
        Ok(ops)
    }

    /// The pattern with each option's dash in every way that command lines write it.
    pub fn dashes(&self) -> Vec<Pattern> {
        let mut all = vec![self.clone()];
        for dash in ['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'] {
            let part = |part: &Part| match part {
                Part::Text(text) => Part::Text(with_dash(text, dash)),
                other => other.clone(),
            };
            let changed = Pattern(self.0.iter().map(part).collect());
            if !all.contains(&changed) {
                all.push(changed);
            }
        }
        all
    }
}

/// The text with every - or / that begins an option as this dash.
fn with_dash(text: &str, dash: char) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = None;
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let option = ['-', '/'].contains(&c) && !before.is_some_and(word) && chars.peek().is_some_and(|c| word(*c));
        out.push(if option { dash } else { c });
        before = Some(c);
    }
    out
}

/// A regular expression for the whole text.
fn expression(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => regex::escape(text),
        Part::Many => ".*".to_owned(),
        Part::One => ".".to_owned(),
    };
    format!("(?s)^{}$", parts.iter().map(part).collect::<String>())
}

/// As base64.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// What is in every base64 of a text that holds these bytes, for the three places at which they may begin.
pub fn base64_offsets(bytes: &[u8]) -> [String; 3] {
    [0, 1, 2].map(|before| {
        let padded = [vec![b' '; before], bytes.to_vec()].concat();
        let text = STANDARD.encode(&padded);
        // Characters that depend on what stands before or after.
        let from = [0, 2, 3][before];
        let to = text.len() - [0, 3, 2][padded.len() % 3];
        text.get(from..to).unwrap_or_default().to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let ops = Pattern::ops(&[Pattern::read(pattern)], Case::Ignored).unwrap();
        ops.iter().any(|op| op.text(text))
    }

    #[test]
    fn wildcards_fit_and_can_be_escaped() {
        for (pattern, text, expected) in [
            ("/bin/sh", "/BIN/sh", true),
            ("*/sh", "/bin/sh", true),
            ("*/sh", "/bin/sh x", false),
            ("/bin/*", "/bin/", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a*c?e", "a...c.e", true),
            ("a\\*c", "a*c", true),
            ("a\\*c", "abc", false),
            ("a\\\\*", "a\\\\x", true),
            ("a\\b", "a\\\\b", true),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
            ("a[b]*c.d?", "A[B]\nc.dx", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn dashes_of_options_only() {
        let all: Vec<_> = Pattern::read(" -f a-b").dashes();
        assert!(all.contains(&Pattern::read(" /f a-b")) && all.len() == 5, "{all:?}");
    }

    #[test]
    fn base64_is_found_wherever_it_begins() {
        for before in ["", "x", "xy", "xyz"] {
            let text = base64(format!("{before}/bin/bash -i").as_bytes());
            assert!(base64_offsets(b"/bin/bash").iter().any(|part| text.contains(part.as_str())), "{text}");
        }
    }
}
