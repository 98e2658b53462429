//! Rules over stored traces: what they are, how they are read, and how all of them are asked in one pass.
//!
//! The way of the data: [`question`] makes conditions ready, [`reduce`] reads a trace piece by piece, [`ask`] says for which rows of a piece
//! a condition is true, [`kept`] holds those, [`matches`] says what a rule finds in them, [`findings`] tells it. [`load`] is the one place where
//! rules come in, whoever wrote them.

mod ask;
mod beside;
mod built_in;
pub mod condition;
mod contents;
mod derive;
mod descriptor;
#[cfg(test)]
mod docs;
mod ends;
mod evaluate;
pub mod facts;
mod falco;
pub mod fields;
pub mod findings;
mod flow;
mod fold;
pub mod foreign;
mod kept;
pub mod load;
mod many;
mod matches;
pub mod node;
mod question;
mod read;
mod reduce;
mod rows;
pub mod rule;
mod shape;
mod sigma;
mod steps;
#[cfg(test)]
mod tests;
mod value;

pub use findings::{Finding, find};
pub use load::load;
pub use rows::RowId;
