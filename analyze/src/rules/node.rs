//! YAML as it stands in a file: values that know where they are.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1.
    pub column: u64,
    /// The value.
    pub kind: Kind,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Any other scalar.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping; keys as texts, in order.
    Map(Vec<(Key, Node)>),
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1.
    pub column: u64,
    /// The key.
    pub text: String,
}

/// What is wrong with a rule file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}:{column}: {what}", path.display())]
pub struct Wrong {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1; 0 if it is not known.
    pub line: u64,
    /// Column, from 1.
    pub column: u64,
    /// What is wrong, and what to do.
    pub what: String,
}

/// What is wrong at a place; the file is told by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// Line.
    pub line: u64,
    /// Column.
    pub column: u64,
    /// What is wrong.
    pub what: String,
}

impl At {
    /// In this file.
    pub fn file(self, path: &Path) -> Wrong {
        Wrong { path: path.to_owned(), line: self.line, column: self.column, what: self.what }
    }
}

/// Reads every document of a text.
///
/// # Errors
/// When it is no YAML, with the place.
pub fn read(text: &str) -> Result<Vec<Node>, At> {
    // Words such as yes, on and y, and numbers such as 0755, are what they look like: names, and modes.
    let read = || {
        let options = serde_saphyr::options! { strict_booleans: true, leading_zero_numbers_as_strings: true };
        serde_saphyr::from_str_multiple_with_options::<Spanned<Any>, Vec<_>>(text, options)
    };
    let documents =
        std::panic::catch_unwind(read).map_err(|_| At { line: 0, column: 0, what: "is no YAML".to_owned() })?;
    let documents = documents.map_err(|error| {
        let (line, column) = error.location().map_or((0, 0), |at| (at.line(), at.column()));
        At { line, column, what: crate::error::first_line(error) }
    })?;
    Ok(documents.into_iter().map(node).collect())
}

/// A value whose members have places.
enum Any {
    Plain(Kind),
    List(Vec<Spanned<Any>>),
    Map(Vec<(Spanned<String>, Spanned<Any>)>),
}

fn node(any: Spanned<Any>) -> Node {
    let key =
        |key: Spanned<String>| Key { line: key.referenced.line(), column: key.referenced.column(), text: key.value };
    let kind = match any.value {
        Any::Plain(kind) => kind,
        Any::List(items) => Kind::List(items.into_iter().map(node).collect()),
        Any::Map(members) => Kind::Map(members.into_iter().map(|(k, v)| (key(k), node(v))).collect()),
    };
    Node { line: any.referenced.line(), column: any.referenced.column(), kind }
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Any, D::Error> {
        from.deserialize_any(Values)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Any;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Any, E> {
        Ok(Any::Plain(Kind::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Any, E> {
        Ok(Any::Plain(Kind::Number(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Any, E> {
        Ok(Any::Plain(i64::try_from(value).map_or_else(|_| Kind::Text(value.to_string()), Kind::Number)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Any, E> {
        Ok(Any::Plain(Kind::Text(value.to_string())))
    }

    fn visit_str<E>(self, value: &str) -> Result<Any, E> {
        Ok(Any::Plain(Kind::Text(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Any, E> {
        Ok(Any::Plain(Kind::Null))
    }

    fn visit_none<E>(self) -> Result<Any, E> {
        Ok(Any::Plain(Kind::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Any, D::Error> {
        Any::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Any, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Any::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Any, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = from.next_entry()? {
            members.push(member);
        }
        Ok(Any::Map(members))
    }
}

impl Node {
    /// An error at this place.
    pub fn wrong(&self, what: impl Into<String>) -> At {
        At { line: self.line, column: self.column, what: what.into() }
    }

    /// A member of a mapping.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.members().ok()?.iter().find(|(key, _)| key.text == name).map(|(_, value)| value)
    }

    /// The members of a mapping.
    ///
    /// # Errors
    /// When it is none.
    pub fn members(&self) -> Result<&[(Key, Node)], At> {
        match &self.kind {
            Kind::Map(members) => Ok(members),
            _ => Err(self.wrong("here must stand a mapping (name: value)")),
        }
    }

    /// The elements of a list; a single value is a list of one.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// A scalar as text.
    ///
    /// # Errors
    /// When it is none.
    pub fn text(&self) -> Result<String, At> {
        match &self.kind {
            Kind::Text(text) => Ok(text.clone()),
            Kind::Number(number) => Ok(number.to_string()),
            Kind::Bool(is) => Ok(is.to_string()),
            Kind::Null => Ok(String::new()),
            Kind::List(_) | Kind::Map(_) => Err(self.wrong("here must stand a text")),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// When it is none.
    pub fn number(&self) -> Result<i64, At> {
        match self.kind {
            Kind::Number(number) => Ok(number),
            _ => Err(self.wrong("here must stand a whole number")),
        }
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn bool(&self) -> Result<bool, At> {
        match self.kind {
            Kind::Bool(is) => Ok(is),
            _ => Err(self.wrong("here must stand true or false")),
        }
    }
}

impl Key {
    /// An error at this place.
    pub fn wrong(&self, what: impl Into<String>) -> At {
        At { line: self.line, column: self.column, what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_know_their_places() -> Result<(), String> {
        let text = "a: 1\nb:\n  - x\n  - {c: true, d: 0x10}\n";
        let nodes = read(text).map_err(|e| e.what)?;
        let root = nodes.first().ok_or("nothing")?;
        let b = root.get("b").ok_or("no b")?;
        let map = b.items().get(1).ok_or("no second")?;
        assert_eq!((map.line, map.get("c").map(|c| (c.kind.clone(), c.line))), (4, Some((Kind::Bool(true), 4))));
        assert_eq!(map.get("d").map(|d| d.kind.clone()), Some(Kind::Number(16)));
        assert_eq!(root.members().map(|m| m[1].0.line).map_err(|e| e.what)?, 2);
        assert_eq!(read("a: [1\nb: 2").map_err(|e| e.line > 0), Err(true));
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[ -~\n]{0,80}") {
            let _ = read(&text);
        }
    }
}
