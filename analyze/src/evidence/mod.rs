//! Evidence: whether a trace is what was sealed, who signed it, what was done to it since, and in which form it goes on.

pub mod database;
mod files;
pub mod findings;
pub mod keys;
pub mod output;
pub mod pack;
pub mod package;
pub mod recipients;
pub mod sign;
pub mod verify;
