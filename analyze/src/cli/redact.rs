//! `analyze redact`: what it is asked.

use clap::Args;
use std::path::PathBuf;

/// `analyze redact`.
#[derive(Debug, Args)]
pub struct Redact {
    /// The trace, a folder or an archive
    pub trace: PathBuf,
    /// The redacted trace: X.trace or X.trace.tar
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
    /// What to take out: a YAML file as docs/redact.md describes it [default: secrets, by the rules that are built in]
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Replace an output that exists (a folder never)
    #[arg(long)]
    pub force: bool,
}
