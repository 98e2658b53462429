//! Rules over stored traces: what they are, how they are read, and how all of them are asked in one pass.
//!
//! The way of the data: [`reduce`] makes rows of a trace, [`evaluate`] says for which of them a condition is true, [`matches`] what a rule
//! finds, [`findings`] tells it. [`load`] is the one place where rules come in, whoever wrote them.

mod bits;
mod built_in;
pub mod condition;
mod derive;
mod descriptor;
#[cfg(test)]
mod docs;
mod evaluate;
pub mod facts;
mod falco;
pub mod fields;
pub mod findings;
mod flow;
mod fold;
pub mod foreign;
pub mod load;
mod many;
mod matches;
pub mod node;
mod read;
mod reduce;
mod rows;
pub mod rule;
mod sigma;
mod steps;
#[cfg(test)]
mod tests;
mod value;

pub use findings::{Finding, find};
pub use load::load;
pub use rows::RowId;
