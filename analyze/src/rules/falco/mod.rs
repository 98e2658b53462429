//! Falco's rules over our rows.
//!
//! [`file`] reads what is written, [`condition`] its language, [`expand`] puts macros, lists and exceptions in; [`fields`] is the table of
//! what Falco's fields are here, and [`compile`] makes a rule of ours of it, and says which fields are missing.

mod compile;
mod condition;
mod expand;
mod fields;
mod file;
mod scan;
mod test;

pub use compile::compile;
pub use expand::Expander;
pub use file::Rulebook;
