//! `analyze diff` and `baseline`: what they are asked.

use super::Answer;
use crate::rules::rule::Severity;
use clap::Args;
use std::path::PathBuf;

/// `analyze diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The two that are compared, the older first: traces, folders of traces, or a profile that baseline wrote
    #[arg(value_name = "TRACE", num_args = 2, required_unless_present_all = ["left", "right"], conflicts_with_all = ["left", "right"])]
    pub pair: Vec<PathBuf>,
    /// Runs of the older one
    #[arg(long, value_name = "TRACE", num_args = 1.., requires = "right")]
    pub left: Vec<PathBuf>,
    /// Runs of the newer one
    #[arg(long, value_name = "TRACE", num_args = 1.., requires = "left")]
    pub right: Vec<PathBuf>,
    /// The image that the older one ran: a root file system (a folder or a tar), an OCI image layout, or what podman save or docker save
    /// wrote. Origins then say which layer and which package a file comes from; with both, which packages differ
    #[arg(long, value_name = "PATH")]
    pub left_image: Option<PathBuf>,
    /// The image that the newer one ran
    #[arg(long, value_name = "PATH")]
    pub right_image: Option<PathBuf>,
    /// Exit with 1 only if a difference is as grave as this, or graver
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Severity::Info)]
    pub fail_on: Severity,
    /// Differences that were reviewed: a file that --write-accept wrote
    #[arg(long, value_name = "FILE")]
    pub accept: Vec<PathBuf>,
    /// Write what differs into a file for --accept
    #[arg(long, value_name = "FILE")]
    pub write_accept: Option<PathBuf>,
    /// Also what was taken for the same, and by which rule
    #[arg(long)]
    pub explain: bool,
    /// Take nothing for the same: process ids, temporary names, ports, versions and so on stay as they are
    #[arg(long, conflicts_with = "explain")]
    pub raw: bool,
    /// At most so many differences
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze baseline`.
#[derive(Debug, Args)]
pub struct Baseline {
    /// The runs, or folders of them
    #[arg(required = true, value_name = "TRACE")]
    pub traces: Vec<PathBuf>,
    /// The profile: SQLite if its name ends in .sqlite, .sqlite3 or .db, otherwise JSON
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}
