//! `analyze suspicious` and `analyze rules`: what they are asked.

use super::{Anomaly, Answer};
use crate::rules::rule::Severity;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `analyze suspicious`.
#[derive(Debug, Args)]
pub struct Suspicious {
    /// The traces, or folders of traces
    #[arg(value_name = "TRACE")]
    pub traces: Vec<PathBuf>,
    /// Also the rules of these files, or folders of files
    #[arg(long, num_args = 1.., value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Without the built-in rules
    #[arg(long)]
    pub no_built_in: bool,
    /// Only rules of these names
    #[arg(long, value_delimiter = ',', value_name = "ID,...")]
    pub only: Vec<String>,
    /// Only findings at least this severe
    #[arg(long, value_enum, default_value_t = Severity::Info, value_name = "SEVERITY")]
    pub min_severity: Severity,
    /// At most so many findings
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Beside a baseline.
    #[command(flatten)]
    pub anomaly: Anomaly,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// The rules: name, severity, techniques, what each finds
    List(RulesList),
    /// The fields that rules test: name, type, what each is
    Fields(Fields),
    /// Whether files of rules are right; with --trace, also how often each rule matches
    Test(RulesTest),
    /// All about one rule: what it finds, why that matters, when it is harmless, what it does not see, and its text
    Explain(Explain),
    /// How good rules are: precision and recall over traces that are known to be clean or bad
    ///
    /// DIR/clean holds traces without an attack, DIR/bad those with one. A trace in DIR/bad/RULE is one that RULE must find: its recall is the
    /// share of those in which it finds something; of a rule without such a folder none is known. Its precision is the share of bad ones
    /// among all traces in which it finds something.
    Backtest(Backtest),
}

/// `analyze rules list`.
#[derive(Debug, Args)]
pub struct RulesList {
    /// Also the rules of these files, or folders of files
    #[arg(long, num_args = 1.., value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze rules fields`.
#[derive(Debug, Args)]
pub struct Fields {
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze rules test`.
#[derive(Debug, Args)]
pub struct RulesTest {
    /// The files, or folders of files
    #[arg(required = true, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Traces, or folders of traces, to ask
    #[arg(long, num_args = 1.., value_name = "TRACE")]
    pub trace: Vec<PathBuf>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze rules explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's name
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// Look for it in these files, too
    #[arg(long, num_args = 1.., value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze rules backtest`.
#[derive(Debug, Args)]
pub struct Backtest {
    /// The folder with the folders clean and bad
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Also the rules of these files, or folders of files
    #[arg(long, num_args = 1.., value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Without the built-in rules
    #[arg(long)]
    pub no_built_in: bool,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

impl Rules {
    /// How to answer.
    pub fn answer(&self) -> &Answer {
        match self {
            Rules::List(options) => &options.answer,
            Rules::Fields(options) => &options.answer,
            Rules::Test(options) => &options.answer,
            Rules::Explain(options) => &options.answer,
            Rules::Backtest(options) => &options.answer,
        }
    }
}
