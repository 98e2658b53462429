//! What a rule asks of a row: tests on fields, and what holds them together.
//!
//! Logic has two values. A test on a value that is not there is false, so `Not` of it is true.

use super::fields::Field;
use ipnet::IpNet;
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use std::collections::BTreeSet;

/// A question about a row, true or false.
#[derive(Debug, Clone)]
pub enum Condition {
    /// Every one of them; of none, true.
    All(Vec<Condition>),
    /// At least one of them; of none, false.
    Any(Vec<Condition>),
    /// It is false.
    Not(Box<Condition>),
    /// A test of one field.
    Test {
        /// What is tested.
        field: Field,
        /// How.
        op: Op,
    },
    /// Always this.
    Always(bool),
}

/// Whether capitals count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Case {
    /// They do.
    #[default]
    Exact,
    /// They do not.
    Ignored,
}

/// A test of a value. Of a list, it holds if it holds for one of its elements.
#[derive(Debug, Clone)]
pub enum Op {
    /// There is a value.
    Exists,
    /// It is one of these texts.
    Equals(Vec<String>, Case),
    /// It is one of these numbers.
    Number(Vec<i64>),
    /// It begins with one of these.
    Starts(Vec<String>, Case),
    /// It ends with one of these.
    Ends(Vec<String>, Case),
    /// One of these is in it.
    Contains(Vec<String>, Case),
    /// One of these fits it; made by [`Op::glob`].
    Glob(RegexSet),
    /// One of these is found in it.
    Regex(RegexSet),
    /// It is a number below this.
    Below(i64),
    /// It is at most this.
    AtMost(i64),
    /// It is above this.
    Above(i64),
    /// It is at least this.
    AtLeast(i64),
    /// It is an address in one of these networks.
    Within(Vec<IpNet>),
    /// It has all of these bits.
    Bits(i64),
    /// It has at least one of these bits.
    AnyBit(i64),
}

/// Bytes that the compiled patterns of one test may have.
const PATTERN_LIMIT: usize = 16 << 20;

impl Op {
    /// One of these shell patterns fits the whole text: `*` any text (`/` too), `?` one character, `[...]` one of those.
    ///
    /// # Errors
    /// When a pattern is none.
    pub fn glob<S: AsRef<str>>(patterns: &[S], case: Case) -> Result<Op, regex::Error> {
        set(patterns.iter().map(|pattern| translated(pattern.as_ref())), case).map(Op::Glob)
    }

    /// One of these regular expressions is found in the text.
    ///
    /// # Errors
    /// When an expression is none, or is too large.
    pub fn regex<S: AsRef<str>>(patterns: &[S], case: Case) -> Result<Op, regex::Error> {
        set(patterns.iter().map(|pattern| pattern.as_ref().to_owned()), case).map(Op::Regex)
    }

    /// Whether a text passes.
    pub fn text(&self, value: &str) -> bool {
        match self {
            Op::Exists => true,
            Op::Equals(any, Case::Exact) => any.iter().any(|one| one == value),
            Op::Equals(any, Case::Ignored) => any.iter().any(|one| same(one, value)),
            Op::Starts(any, Case::Exact) => any.iter().any(|one| value.starts_with(one.as_str())),
            Op::Ends(any, Case::Exact) => any.iter().any(|one| value.ends_with(one.as_str())),
            Op::Contains(any, Case::Exact) => any.iter().any(|one| value.contains(one.as_str())),
            Op::Starts(any, Case::Ignored) => lower(any, value, |value, one| value.starts_with(one)),
            Op::Ends(any, Case::Ignored) => lower(any, value, |value, one| value.ends_with(one)),
            Op::Contains(any, Case::Ignored) => lower(any, value, |value, one| value.contains(one)),
            Op::Glob(set) | Op::Regex(set) => set.is_match(value),
            Op::Within(nets) => {
                value.parse().is_ok_and(|address: std::net::IpAddr| nets.iter().any(|net| net.contains(&address)))
            }
            Op::Number(_) | Op::Below(_) | Op::AtMost(_) | Op::Above(_) | Op::AtLeast(_) => {
                value.parse().is_ok_and(|number| self.number(number))
            }
            Op::Bits(_) | Op::AnyBit(_) => false,
        }
    }

    /// Whether a number passes. Tests of texts see it in decimal.
    pub fn number(&self, value: i64) -> bool {
        match self {
            Op::Exists => true,
            Op::Number(any) => any.contains(&value),
            Op::Below(than) => value < *than,
            Op::AtMost(than) => value <= *than,
            Op::Above(than) => value > *than,
            Op::AtLeast(than) => value >= *than,
            Op::Bits(bits) => value & bits == *bits,
            Op::AnyBit(bits) => value & bits != 0,
            Op::Within(_) => false,
            texts => texts.text(&value.to_string()),
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || a.to_lowercase() == b.to_lowercase()
}

fn lower(any: &[String], value: &str, is: impl Fn(&str, &str) -> bool) -> bool {
    let value = value.to_lowercase();
    any.iter().any(|one| is(&value, &one.to_lowercase()))
}

fn set(patterns: impl Iterator<Item = String>, case: Case) -> Result<RegexSet, regex::Error> {
    // Many patterns in one set must not hide which of them is wrong.
    let patterns: Vec<String> = patterns.collect();
    for pattern in &patterns {
        let one: Result<Regex, _> = RegexBuilder::new(pattern).size_limit(PATTERN_LIMIT).build();
        one?;
    }
    // Part of the patterns, so that they say all about the set.
    let flag = if case == Case::Ignored { "(?i)" } else { "" };
    let patterns = patterns.into_iter().map(|pattern| format!("{flag}{pattern}"));
    RegexSetBuilder::new(patterns).size_limit(PATTERN_LIMIT).build()
}

/// A shell pattern as a regular expression for the whole text.
fn translated(glob: &str) -> String {
    let mut out = String::from("(?s)^");
    let mut rest = glob.chars();
    while let Some(c) = rest.next() {
        match c {
            '*' => out.push_str(".*"),
            '?' => out.push('.'),
            '[' => match rest.as_str().split_once(']') {
                Some((inside, after)) if !inside.is_empty() => {
                    let (not, inside) = inside.strip_prefix('!').map_or(("", inside), |inside| ("^", inside));
                    let inside = inside.replace('\\', "\\\\").replace('[', "\\[").replace('^', "\\^");
                    out.push_str(&format!("[{not}{inside}]"));
                    rest = after.chars();
                }
                _ => out.push_str("\\["),
            },
            '\\' => out.push_str(&regex::escape(&rest.next().unwrap_or('\\').to_string())),
            c => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out + "$"
}

impl Condition {
    /// The values of a field of texts outside of which the condition is never true; `None` if it may be true whatever the value is.
    pub fn values_of(&self, field: Field) -> Option<BTreeSet<String>> {
        match self {
            Condition::Test { field: tested, op: Op::Equals(any, Case::Exact) } if *tested == field => {
                Some(any.iter().cloned().collect())
            }
            // Other calls have no value there, and pass no test.
            Condition::Test { field: tested, .. } if field.name() == "name" => tested.calls(),
            Condition::Always(false) => Some(BTreeSet::new()),
            Condition::All(parts) => parts
                .iter()
                .filter_map(|part| part.values_of(field))
                .reduce(|a, b| a.intersection(&b).cloned().collect()),
            Condition::Any(parts) => parts
                .iter()
                .map(|part| part.values_of(field))
                .try_fold(BTreeSet::new(), |all, part| part.map(|part| all.union(&part).cloned().collect())),
            _ => None,
        }
    }

    /// Every field that is tested.
    pub fn fields(&self, out: &mut BTreeSet<Field>) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.fields(out)),
            Condition::Not(part) => part.fields(out),
            Condition::Test { field, .. } => {
                out.insert(*field);
            }
            Condition::Always(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn globs_fit_the_whole_text() -> Result<(), regex::Error> {
        for (glob, text, fits) in [
            ("/etc/*", "/etc/passwd", true),
            ("/etc/*", "/x/etc/passwd", false),
            ("*.so", "/a.so.1", false),
            ("/proc/[0-9]*/mem", "/proc/17/mem", true),
            ("/proc/[!0-9]*", "/proc/17", false),
            ("a?c", "abc", true),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
            ("[", "[", true),
        ] {
            assert_eq!(Op::glob(&[glob], Case::Exact)?.text(text), fits, "{glob} {text}");
        }
        assert!(Op::glob(&["*.SH"], Case::Ignored)?.text("x.sh"));
        Ok(())
    }

    #[test]
    fn the_calls_a_rule_is_about_are_known() {
        let name = Field::named("name").unwrap_or_default();
        let is = |any: &[&str]| Condition::Test {
            field: name,
            op: Op::Equals(any.iter().map(|s| (*s).to_owned()).collect(), Case::Exact),
        };
        let other = || Condition::Test { field: Field::named("file").unwrap_or_default(), op: Op::Exists };
        let values = |c: Condition| c.values_of(name).map(|v| v.into_iter().collect::<Vec<_>>().join(" "));
        assert_eq!(values(Condition::All(vec![is(&["a", "b"]), other(), is(&["b"])])), Some("b".to_owned()));
        assert_eq!(values(Condition::Any(vec![is(&["a"]), is(&["b"])])), Some("a b".to_owned()));
        assert_eq!(values(Condition::Any(vec![is(&["a"]), other()])), None);
        assert_eq!(values(Condition::Not(Box::new(is(&["a"])))), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_glob_or_an_error(glob: String, text: String) {
            if let Ok(op) = Op::glob(&[glob], Case::Exact) {
                op.text(&text);
            }
        }
    }
}
