//! `analyze files`, `processes` and `resources`: what they are asked.

use super::{Answer, Asked};
use crate::window::Every;
use clap::Args;
use std::path::PathBuf;

/// `analyze files`.
#[derive(Debug, Args)]
pub struct Files {
    /// Sort by this column, largest first (texts: first first); otherwise by calls
    #[arg(long, value_name = "COLUMN")]
    pub sort: Option<String>,
    /// The image that was run: origin then also says which layer and which package a file comes from. A root file system (a folder or a
    /// tar), an OCI image layout, or what podman save or docker save wrote
    #[arg(long, value_name = "PATH")]
    pub image: Option<PathBuf>,
    /// Of which calls of which traces, and how to answer.
    #[command(flatten)]
    pub asked: Asked,
}

/// `analyze processes`.
#[derive(Debug, Args)]
pub struct Processes {
    /// The traces, or folders of traces
    #[arg(required = true, value_name = "TRACE")]
    pub traces: Vec<PathBuf>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze resources`.
#[derive(Debug, Args)]
pub struct Resources {
    /// Also over time, in pieces of this length (1s, 250ms), or auto: some sixty pieces
    #[arg(long, value_name = "DURATION|auto")]
    pub every: Option<Every>,
    /// Of which calls of which traces, and how to answer.
    #[command(flatten)]
    pub asked: Asked,
}
