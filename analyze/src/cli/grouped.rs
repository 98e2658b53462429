//! `analyze frequency` and `latency`: what they are asked.

use super::Asked;
use crate::window::Every;
use clap::{Args, ValueEnum};

/// What both are asked.
#[derive(Debug, Args)]
pub struct Grouped {
    /// What to count by: one or several of syscall, class, errno, process, exe, comm, pid, tid, path, path-prefix, file, fd-kind, peer,
    /// waiting, container, trace, arch, phase
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "KEY,...",
        default_value = "syscall",
        hide_possible_values = true
    )]
    pub by: Vec<Key>,
    /// Folders that make up a path prefix (--by path-prefix)
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..))]
    pub depth: u8,
    /// Sort by this column, largest first (texts: first first)
    #[arg(long, value_name = "COLUMN")]
    pub sort: Option<String>,
    /// Of which calls of which traces, and how to answer.
    #[command(flatten)]
    pub asked: Asked,
}

/// `analyze frequency`.
#[derive(Debug, Args)]
pub struct Frequency {
    /// What is grouped, and how.
    #[command(flatten)]
    pub grouped: Grouped,
    /// Also by time, in pieces of this length (1s, 250ms), or auto: some sixty pieces
    #[arg(long, value_name = "DURATION|auto")]
    pub every: Option<Every>,
}

/// `analyze latency`.
#[derive(Debug, Args)]
pub struct Latency {
    /// What is grouped, and how.
    #[command(flatten)]
    pub grouped: Grouped,
    /// Also how many calls of each group took from 2^n to 2^(n+1)-1 ns
    #[arg(long)]
    pub histogram: bool,
    /// Also the N slowest calls, with their arguments
    #[arg(long, value_name = "N")]
    pub slowest: Option<usize>,
    /// Also where each process spent its time: in calls that wait, in other calls, and outside of calls
    #[arg(long, conflicts_with_all = ["filter", "from", "to"])]
    pub wall: bool,
}

/// What calls can be counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Key {
    /// Name of the call
    Syscall,
    /// Class of the call, as in strace; each call is counted under the one that says most
    Class,
    /// Name of the error
    Errno,
    /// Name and id of the process: comm[tgid]
    Process,
    /// The program that the process had executed
    Exe,
    /// Name of the task
    Comm,
    /// Process id
    Pid,
    /// Thread id
    Tid,
    /// First path argument, as given
    Path,
    /// The first folders of the absolute path, or of what the descriptor stands for
    PathPrefix,
    /// The absolute path, or what the descriptor stands for
    File,
    /// What the descriptor is: file, pipe, socket, ...
    FdKind,
    /// Address at the other end
    Peer,
    /// What the call may have waited for: timer, child, lock, event, peer, disk; none if it does not wait
    Waiting,
    /// Name of the container
    Container,
    /// The trace
    Trace,
    /// ABI
    Arch,
    /// setup or payload
    Phase,
}
