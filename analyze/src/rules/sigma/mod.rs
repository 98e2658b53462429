//! Sigma's rules over our rows.
//!
//! [`file`] reads what is written, [`condition`] the language of conditions, [`pattern`] values with wildcards; [`fields`] says what the
//! fields of each log are here, [`detection`] and [`correlation`] make conditions and counts of ours of it, and [`compile`] a rule.

mod compile;
mod condition;
mod correlation;
mod detection;
mod fields;
mod file;
mod pattern;

pub use compile::compile;
pub use file::{Body, Document, is_one, read};
