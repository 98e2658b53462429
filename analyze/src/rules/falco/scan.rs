//! A place in the text of a condition, and the words that can follow there.

/// Where a text is no condition, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes before it.
    pub at: usize,
    /// What is wrong.
    pub what: String,
}

/// A text, read up to a place.
pub struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str) -> Scan<'a> {
        Scan { text, at: 0 }
    }

    /// How far it was read, in bytes.
    pub fn at(&self) -> usize {
        self.at
    }

    /// To a place where it was before.
    pub fn go_back(&mut self, at: usize) {
        self.at = at;
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Something is wrong here.
    pub fn mistake(&self, what: impl Into<String>) -> Mistake {
        Mistake { at: self.at, what: what.into() }
    }

    /// Past blanks and line ends.
    pub fn blank(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Past `text`, if it stands right here.
    pub fn take_here(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Past `text`, if it comes next.
    pub fn take(&mut self, text: &str) -> bool {
        self.blank();
        self.take_here(text)
    }

    /// Past `text`, which must come next.
    ///
    /// # Errors
    /// When something else does.
    pub fn expect(&mut self, text: &str) -> Result<(), Mistake> {
        if self.take(text) { Ok(()) } else { Err(self.mistake(format!("{text:?} is expected"))) }
    }

    /// Past the word `text`, if it comes next and no longer word does.
    pub fn keyword(&mut self, text: &str) -> bool {
        self.blank();
        let follows = self.rest().strip_prefix(text);
        let whole =
            follows.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "_.".contains(c)));
        whole && self.take_here(text)
    }

    /// The name of a field, a macro or a function, if one comes next.
    pub fn identifier(&mut self) -> Option<&'a str> {
        self.blank();
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return None;
        }
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_.-".contains(c))).unwrap_or(rest.len());
        self.at += end;
        Some(&rest[..end])
    }

    /// What stands up to the closing bracket, which is read too; it may be quoted.
    ///
    /// # Errors
    /// When there is no end.
    pub fn argument(&mut self) -> Result<String, Mistake> {
        if let Some(quoted) = self.quoted()? {
            self.expect("]")?;
            return Ok(quoted);
        }
        let rest = self.rest();
        let end = rest.find(']').ok_or_else(|| self.mistake("\"]\" is expected"))?;
        self.at += end + 1;
        Ok(rest[..end].trim().to_owned())
    }

    /// A text in quotation marks of either kind, if one stands here. A backslash makes the next character an ordinary one.
    ///
    /// # Errors
    /// When there is no end.
    pub fn quoted(&mut self) -> Result<Option<String>, Mistake> {
        let mut chars = self.rest().char_indices();
        let Some((_, mark @ ('"' | '\''))) = chars.next() else { return Ok(None) };
        let mut text = String::new();
        while let Some((i, c)) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, 'r')) => text.push('\r'),
                    Some((_, c @ ('\\' | '"' | '\''))) => text.push(c),
                    // Of a regular expression, for example.
                    Some((_, c)) => text.extend(['\\', c]),
                    None => break,
                },
                c if c == mark => {
                    self.at += i + c.len_utf8();
                    return Ok(Some(text));
                }
                c => text.push(c),
            }
        }
        Err(self.mistake("a quotation mark is never closed"))
    }

    /// A value without quotation marks, if one stands here.
    pub fn bare(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "()\"'=,".contains(c)).unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| &rest[..end])
    }
}
