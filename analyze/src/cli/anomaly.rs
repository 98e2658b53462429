//! `analyze suspicious --baseline`: what it is asked.

use clap::Args;
use std::path::PathBuf;

/// What is compared with a baseline, and how.
#[derive(Debug, Args)]
pub struct Anomaly {
    /// Also what is new and strange beside these traces, of the same programs at ordinary work; folders of traces, and files or folders of
    /// plain sequences of calls, are taken too
    #[arg(long, num_args = 1.., value_name = "TRACE", help_heading = "Beside a baseline")]
    pub baseline: Vec<PathBuf>,
    /// Calls of a sequence that is looked up as a whole
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=64), help_heading = "Beside a baseline")]
    pub ngram: u8,
    /// Sequences, one after the other, among which unknown ones are counted (locality frame)
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000), help_heading = "Beside a baseline")]
    pub frame: u32,
    /// What counts: program, sequence, frequency, calls, arguments, paths, peers
    #[arg(long, value_name = "WAY,...", value_delimiter = ',', help_heading = "Beside a baseline")]
    pub ways: Vec<String>,
    /// Tell traces that are so strange that at most this share of ordinary ones would be told
    #[arg(long, value_name = "SHARE", default_value_t = 0.02, help_heading = "Beside a baseline")]
    pub alarm_rate: f64,
}
