//! A value of a field.

use super::condition::Op;

/// What a field has in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing: not known, or the row has no such thing.
    #[default]
    None,
    /// A number; of 64-bit registers the same bits.
    Number(i64),
    /// A text, escaped as the trace has it.
    Text(String),
    /// Texts in order.
    List(Vec<String>),
}

impl Value {
    /// Whether it passes a test. Nothing passes none; a list passes if one of its elements does.
    pub fn passes(&self, op: &Op) -> bool {
        match self {
            Value::None => false,
            Value::Number(number) => op.number(*number),
            Value::Text(text) => op.text(text),
            Value::List(texts) => texts.iter().any(|text| op.text(text)),
        }
    }

    /// For people; empty if there is none.
    pub fn show(&self) -> String {
        match self {
            Value::None => String::new(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::List(texts) => texts.join(" "),
        }
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Value {
        number.map_or(Value::None, Value::Number)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Value {
        text.map_or(Value::None, Value::Text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}
