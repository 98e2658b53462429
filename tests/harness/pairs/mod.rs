//! Two images that differ in one thing, run and compared: recipes, in `tests/pairs/`, and what is done with them.
//!
//! Both images are the same base with a layer of their own. Each is run as a container, several times and in alternation, and recorded;
//! `analyze diff` gets the traces and the images. A recipe says what must be among the first differences, or that there must be none.

mod fetch;
mod image;
mod outcome;
mod recipe;
mod runs;

pub use outcome::{check, lacking};
pub use recipe::{Base, Recipe, all};
