//! The language of Sigma's conditions: names of detections, `and`, `or`, `not`, parentheses, `1 of` and `all of`.

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    /// The detection of this name.
    Named(String),
    /// Of the detections whose names fit, one, or all of them.
    Of {
        all: bool,
        names: String,
    },
}

/// Levels of parentheses.
const DEEPEST: usize = 100;

/// Reads a condition.
///
/// # Errors
/// What is wrong, and at which character.
pub fn parse(text: &str) -> Result<Condition, String> {
    let words = words(text);
    let mut read = Read { words: &words, at: 0, text };
    let condition = read.any(0)?;
    match read.peek() {
        None => Ok(condition),
        Some("|") => Err("counts events behind a |, which Sigma itself has given up; write a correlation".to_owned()),
        Some(_) => Err(read.mistake("and or or is expected")),
    }
}

/// The words of a text and where they begin.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let Some(first) = rest.chars().next() else { return all };
        let end = match first {
            '(' | ')' | '|' => 1,
            _ => rest.find(|c: char| c.is_whitespace() || "()|".contains(c)).unwrap_or(rest.len()),
        };
        all.push((at, &rest[..end]));
        rest = &rest[end..];
    }
}

struct Read<'a> {
    words: &'a [(usize, &'a str)],
    at: usize,
    text: &'a str,
}

impl<'a> Read<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).map(|(_, word)| *word)
    }

    fn mistake(&self, what: &str) -> String {
        match self.words.get(self.at) {
            Some((at, word)) => format!("{what} at its character {}, {word:?}", self.text[..*at].chars().count() + 1),
            None => format!("{what} at its end"),
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|next| next.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn any(&mut self, depth: usize) -> Result<Condition, String> {
        let mut all = vec![self.every(depth)?];
        while self.take("or") {
            all.push(self.every(depth)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::Or(all) })
    }

    fn every(&mut self, depth: usize) -> Result<Condition, String> {
        let mut all = vec![self.term(depth)?];
        while self.take("and") {
            all.push(self.term(depth)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::And(all) })
    }

    fn term(&mut self, depth: usize) -> Result<Condition, String> {
        if depth > DEEPEST {
            return Err("is nested too deeply".to_owned());
        }
        if self.take("not") {
            return Ok(Condition::Not(Box::new(self.term(depth + 1)?)));
        }
        if self.take("(") {
            let inner = self.any(depth + 1)?;
            return if self.take(")") { Ok(inner) } else { Err(self.mistake("\")\" is expected")) };
        }
        let of = self.words.get(self.at + 1).is_some_and(|(_, word)| word.eq_ignore_ascii_case("of"));
        let word = self.peek().ok_or_else(|| self.mistake("the name of a detection is expected"))?;
        if [")", "|", "and", "or"].contains(&word) {
            return Err(self.mistake("the name of a detection is expected"));
        }
        if !of {
            self.at += 1;
            return Ok(Condition::Named(word.to_owned()));
        }
        let all = match word.to_ascii_lowercase().as_str() {
            "all" => true,
            "1" | "any" => false,
            _ => return Err(self.mistake("\"1 of\" or \"all of\" is expected")),
        };
        self.at += 2;
        let names = self.peek().ok_or_else(|| self.mistake("the names of detections are expected"))?;
        self.at += 1;
        Ok(Condition::Of { all, names: names.to_owned() })
    }
}

/// Whether the name of a detection is among `names`: a pattern, or `them`, which are all that do not begin with an underscore.
pub fn among(names: &str, name: &str) -> bool {
    if names.eq_ignore_ascii_case("them") {
        return !name.starts_with('_');
    }
    let mut parts = names.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let middle: Vec<&str> = parts.collect();
    let Some((last, middle)) = middle.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(name: &str) -> Condition {
        Condition::Named(name.to_owned())
    }

    #[test]
    fn conditions_of_every_form() {
        let not = |condition| Condition::Not(Box::new(condition));
        let of = |all, names: &str| Condition::Of { all, names: names.to_owned() };
        assert_eq!(
            parse("a and not 1 of filter_* or (all of them and b)"),
            Ok(Condition::Or(vec![
                Condition::And(vec![named("a"), not(of(false, "filter_*"))]),
                Condition::And(vec![of(true, "them"), named("b")])
            ]))
        );
        assert_eq!(parse("not selection"), Ok(not(named("selection"))));
    }

    #[test]
    fn mistakes_have_a_place() {
        assert!(parse("a and").unwrap_err().contains("at its end"));
        assert!(parse("a b").unwrap_err().contains("character 3, \"b\""));
        assert!(parse("2 of x").unwrap_err().contains("1 of"));
        assert!(parse("a | count() > 5").unwrap_err().contains("correlation"));
        assert!(parse(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn patterns_of_names() {
        assert!(among("selection_*", "selection_a") && !among("selection_*", "selection"));
        assert!(among("them", "a") && !among("them", "_a"));
        assert!(among("*a*b", "xaab") && !among("a*a", "a") && among("a", "a") && !among("a", "ab"));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[a-c ()|*1of\u{e9}]{0,40}", name in "[a-c_*]{0,6}") {
            drop(parse(&text));
            among(&text, &name);
        }
    }
}
