//! `analyze catalog`: what it is asked.

use clap::Args;
use std::path::PathBuf;

/// `analyze catalog`.
#[derive(Debug, Args)]
pub struct Catalog {
    /// The folder; those below it are looked into too
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The catalog; one that exists is brought up to date
    #[arg(short, long, value_name = "FILE", default_value = "catalog.sqlite")]
    pub output: PathBuf,
    /// Verify each trace that is read, and note the outcome
    #[arg(long)]
    pub verify: bool,
}
