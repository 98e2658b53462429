//! `analyze import`: what it is asked.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `analyze import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The other tool's files; several of one tool become one trace. Of sequences a folder too, each file in which is a process
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// The trace: X.trace, X.trace.tar, X.sqlite or X.sqlite.zst
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
    /// What the files are [default: what the first lines look like]
    #[arg(long, value_enum)]
    pub from: Option<Source>,
    /// The ABI of the calls, where they do not say: x86_64, i386, x32, aarch64
    #[arg(long, default_value = "x86_64")]
    pub arch: String,
    /// Fail at the first line that is not understood
    #[arg(long)]
    pub strict: bool,
    /// Replace an output that exists (a folder never)
    #[arg(long)]
    pub force: bool,
}

/// Files of other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Source {
    /// The text of strace -f -ttt -T (-y and -tt too)
    Strace,
    /// The text of perf trace
    Perf,
    /// The log of auditd, as it is or as ausearch prints it raw
    Audit,
    /// The text of sysdig in its usual form
    Sysdig,
    /// Falco's alerts in JSON, one a line
    Falco,
    /// Numbers or names of calls, separated by spaces or line ends
    Sequence,
}

impl Source {
    /// As it is written after --from.
    pub const fn name(self) -> &'static str {
        match self {
            Source::Strace => "strace",
            Source::Perf => "perf",
            Source::Audit => "audit",
            Source::Sysdig => "sysdig",
            Source::Falco => "falco",
            Source::Sequence => "sequence",
        }
    }
}
