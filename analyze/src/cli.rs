//! The command line: what can be asked, and nothing done about it yet.

mod anomaly;
mod catalog;
mod diff;
mod events;
mod grouped;
mod import;
mod redact;
mod suspicious;

pub use crate::rules::rule::Severity;
pub use anomaly::Anomaly;
pub use catalog::Catalog;
pub use diff::{Baseline, Diff};
pub use events::{Files, Processes, Resources};
pub use grouped::{Frequency, Grouped, Key, Latency};
pub use import::{Import, Source};
pub use redact::Redact;
pub use suspicious::{Backtest, Explain, Rules, RulesList, RulesTest, Suspicious};

use crate::{rules::RowId, window::Moment};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Answer questions about recorded traces of system calls.
///
/// A trace is what `record` has written: a folder X.trace, or a file X.trace.tar, X.sqlite or X.sqlite.zst. Every report first says how
/// complete the trace is.
#[derive(Debug, Parser)]
#[command(
    name = "analyze",
    version,
    after_help = "Examples:\n  \
        analyze info app.trace                                  what it is and how complete\n  \
        analyze frequency app.trace                             calls and errors by system call\n  \
        analyze frequency app.trace --by process,errno --where \"errno IS NOT NULL\"\n  \
        analyze latency app.trace --where \"name = 'fsync'\"      how long calls took\n  \
        analyze print app.trace --where \"path LIKE '/etc/%'\"    the calls, one a line, as strace prints them\n  \
        analyze sql app.trace 'SELECT name, sum(calls) n FROM counts GROUP BY name ORDER BY n DESC'\n\n\
        Exit status: 0 ok; 1 verify or diff found differences, suspicious found something, or the output cannot be written; 2 usage; 3 a trace cannot be read;\n\
        4 a trace is incomplete, with --require-complete; 70 a mistake in analyze itself."
)]
pub struct Cli {
    /// The file with the key of encrypted traces (X.trace.tar.age): keys of age, or a private key of OpenSSH
    #[arg(long, global = true, value_name = "FILE")]
    pub identity: Vec<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// A report, in any form.
    #[command(flatten)]
    Ask(Question),
    /// All of it on one page for a browser, to attach to a ticket
    ///
    /// One HTML file that loads nothing and reaches nothing. Beside every figure stands the command that gives it again.
    Report(Page),
    /// Look through the calls in the terminal: filter, details, processes, jump to a time
    ///
    /// Keys: arrows, PgUp, PgDn, Home and End move; Enter shows all about a call; / filters with a SQL expression, as --where; t jumps to
    /// a time; p shows the processes; ? lists the keys; q ends.
    Browse(Browse),
    /// What the second of two does that the first does not, and whether that is chance
    ///
    /// Programs, arguments, files, peers, privileges, values, calls, errors, signals, amounts, durations; what one cause explains is one
    /// entry, the gravest first. With several runs on each side (--left, --right) what differs from run to run is learnt; five and five
    /// can be tested. Exit status 1 if anything differs, or with --fail-on if it is as grave as that. docs/diff.md says how to read it.
    #[command(after_help = "Examples:\n  \
        analyze diff app-1.4.trace app-1.5.trace\n  \
        analyze diff --left old/*.trace --right new/*.trace --format html -o changes.html\n  \
        analyze diff old.profile.json new.trace --accept reviewed.json --fail-on medium")]
    Diff(Diff),
    /// Learn from several runs what a program usually does, for diff
    Baseline(Baseline),
    /// Whether a trace is what was sealed, and if not, what was changed
    ///
    /// Every file, or every row of a SQLite trace, is compared with the manifest, and the manifest with its seal. Exit status 1 if
    /// anything differs.
    Verify(Verify),
    /// Sign a sealed trace
    ///
    /// The signature lies beside the manifest; `minisign -V -m manifest.json` and `ssh-keygen -Y verify -n file` can check it too.
    Sign(Sign),
    /// Take secrets out of a trace, so that the rest can be given away
    ///
    /// Passwords, tokens and keys in arguments, environments, headers and paths, and what --rules names. If the trace was signed with
    /// `sign --redactable`, whoever has the redacted one can verify that all the rest is what was signed.
    Redact(Redact),
    /// Put a trace folder into one file, X.trace.tar, which analyze reads as it is
    Pack(Pack),
    /// Write a trace in another form: X.trace, X.trace.tar, X.sqlite or X.sqlite.zst
    ///
    /// The rows stay the same, and every report too. A line in the custody log says what was converted.
    Convert(Convert),
    /// Make a trace of what another tool recorded
    ///
    /// What the source does not tell stays empty; info says what that is. A line that is not understood is reported and left out.
    Import(Import),
    /// Write the rows for another tool
    ///
    /// csv, jsonl and parquet have the columns of docs/FORMAT.md; chrome-trace opens in Perfetto and chrome://tracing, timesketch is a
    /// timeline in JSON lines. Rows are in the order of the trace.
    Export(Export),
    /// List the traces below a folder in one SQLite file, to be searched
    ///
    /// One row for each trace: image, digest, times, how complete; its calls and programs; a sketch of what it did, by which similar traces
    /// are found. Called again, it reads only what is new or changed.
    Catalog(Catalog),
    /// Completions for a shell, to be sourced by it
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Pages for man, written into a folder
    Man {
        /// The folder; it is made if it is not there
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// The reports.
#[derive(Debug, Subcommand)]
pub enum Question {
    /// What a trace is, how it was made, and how complete it is
    Info(Info),
    /// How often each system call was made and failed
    ///
    /// Columns: the keys of --by, calls, errors, share (of all calls shown) and rate (calls per second of recording).
    Frequency(Frequency),
    /// How long system calls took
    ///
    /// Columns: the keys of --by, calls, and of the time from entry to exit in nanoseconds: total, min, mean, p50, p90, p99,
    /// p99.9 and max. A quantile is the smallest time that at least that share of the calls did not exceed. Calls that
    /// never returned are not counted.
    Latency(Latency),
    /// Which calls failed and how
    ///
    /// Columns: call, error, how often, as a share of all calls of that name, in how many processes, first when (UTC), and the
    /// path of that first time.
    Errors(Asked),
    /// What was done to each file, by whom, and what became of it
    ///
    /// A row for each path that a call named, or that a descriptor stood for: how it was opened (read, write, create, truncate, append)
    /// or used (exec, map), how often calls named it, opened it, failed; bytes read and written; how often it was created, deleted,
    /// renamed, executed, mapped; its state after the last call that tells; in a container, where it lies; and which processes used it.
    Files(Files),
    /// Who listened, who was connected with whom, and which names were asked for
    ///
    /// Connections and peers of every protocol, unix sockets too: direction, process, both addresses, attempts and failures, bytes sent
    /// and received, when, how long. Several connections of a process to the same peer are one row. Listening sockets. Questions to name
    /// servers and their answers, if the data were recorded (record --payload).
    Network(Asked),
    /// The processes: who started whom, what each executed, how it ended
    ///
    /// Children stand below their parent, indented. lived is the time from the beginning to the end of the last thread; calls are
    /// the recorded ones.
    Processes(Processes),
    /// What of importance happened, in the order of time
    ///
    /// Processes that begin, execute programs, change their credentials, get signals, end; listening and connections; files made, opened
    /// for writing, renamed, removed; mounts, namespaces, other processes' memory, the kernel; bursts of failures (half of at least 100
    /// calls within 100 ms); what went to standard output and error, if it was recorded (record --payload write, or --output-log). At most 1,000 events,
    /// unless --limit says otherwise. With --where only what calls tell.
    Timeline(Asked),
    /// Memory, descriptors, threads and bytes, of each process and over time
    ///
    /// heap: how far the end of the heap moved (brk); mapped, unmapped: bytes by mmap, munmap, mremap; peak: the most of both together that
    /// one program had, at the end of one of some sixty pieces of time; opened and closed descriptors, those left open, the highest number;
    /// bytes read and written. Memory and descriptors from before the recording are not known. left_open names what was not closed.
    Resources(Resources),
    /// The calls, one a line in time order, as strace prints them
    ///
    /// In the table form: time (UTC), process/thread, call with decoded arguments, result, seconds it took.
    Print(Print),
    /// What looks like an attack, told so that it can be checked
    ///
    /// Every rule is asked of every trace. A finding says how severe it is, what happened in one sentence, which process did it and who
    /// started that, which technique of ATT&CK it is, how sure it is, when it would be harmless, and by which rows it can be checked
    /// (analyze print --rows). Exit status 1 if anything is found. docs/rules.md lists the rules and says how to write one.
    Suspicious(Suspicious),
    /// The rules of suspicious: list, explain, test, backtest
    #[command(subcommand)]
    Rules(Rules),
    /// Any question, in SQL
    ///
    /// Tables: syscalls, processes, counts, losses, output, with the columns of docs/FORMAT.md.
    Sql(Sql),
}

/// `analyze export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The trace
    pub trace: PathBuf,
    /// The form
    #[arg(long, value_enum)]
    pub to: ExportForm,
    /// The table: syscalls, processes, counts, losses or output (csv, jsonl and parquet)
    #[arg(long, default_value = "syscalls")]
    pub table: String,
    /// Only calls for which this SQL expression is true
    #[arg(long = "where", value_name = "SQL-EXPR")]
    pub filter: Option<String>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Forms for other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// For spreadsheets
    Csv,
    /// A JSON object a line
    Jsonl,
    /// One Parquet file
    Parquet,
    /// Trace event format
    ChromeTrace,
    /// A timeline
    Timesketch,
    /// Indicators, STIX 2.1: files changed or executed, addresses, names, the image
    Stix,
}

/// `analyze convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// The trace
    pub trace: PathBuf,
    /// The new one; its name's end says the form
    pub output: PathBuf,
    /// Replace an output that exists (a folder never)
    #[arg(long)]
    pub force: bool,
}

/// `analyze verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The trace
    pub trace: PathBuf,
    /// It must be signed with this key: a file with a public key of minisign or OpenSSH, or a key of minisign itself
    #[arg(long, value_name = "KEY")]
    pub pubkey: Vec<String>,
    /// It must be signed by one of these, as in ssh-keygen(1), ALLOWED SIGNERS
    #[arg(long, value_name = "FILE")]
    pub allowed_signers: Option<PathBuf>,
    /// The manifest must have this SHA-256, as record printed it
    #[arg(long, value_name = "SHA256")]
    pub expect: Option<String>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze sign`.
#[derive(Debug, Args)]
pub struct Sign {
    /// The trace
    pub trace: PathBuf,
    /// The key: a secret key of minisign, or a private key of OpenSSH (ed25519)
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// The file whose first line is the key's password [default: ask on the terminal]
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Sign commitments to every value too, so that `redact` can take some out and the rest still verifies (a folder or an archive)
    #[arg(long)]
    pub redactable: bool,
}

/// `analyze pack`.
#[derive(Debug, Args)]
pub struct Pack {
    /// The trace, a folder; to encrypt it an archive too
    pub trace: PathBuf,
    /// The archive [default: the folder's name with .tar, encrypted .tar.age]
    #[arg(short, long, value_name = "X.trace.tar")]
    pub output: Option<PathBuf>,
    /// Encrypt it, so that only the owner of this key can read it: a public key of age (age1...) or OpenSSH (ed25519, rsa), or a file with
    /// such keys; may be given several times
    #[arg(long, value_name = "RECIPIENT")]
    pub encrypt_to: Vec<String>,
    /// Replace an output that exists
    #[arg(long)]
    pub force: bool,
}

/// `analyze info`.
#[derive(Debug, Args)]
pub struct Info {
    /// The trace
    pub trace: PathBuf,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze print`.
#[derive(Debug, Args)]
pub struct Print {
    /// The trace
    pub trace: PathBuf,
    /// Behind a descriptor the path that it stands for; twice: of sockets also both ends
    #[arg(short = 'y', action = clap::ArgAction::Count)]
    pub descriptors: u8,
    /// Structures, filters, environments and folders in full
    #[arg(short, long)]
    pub verbose: bool,
    /// Numbers only: registers in hexadecimal, results in decimal
    #[arg(long)]
    pub raw: bool,
    /// Bytes of a string shown, paths excepted, and elements of a list
    #[arg(short, long, value_name = "N", default_value_t = 32)]
    pub string_limit: usize,
    /// Below each call the data that it read or wrote, as far as they were recorded (record --payload): as text, or in hexadecimal
    #[arg(long)]
    pub payload: bool,
    /// Only these rows, as suspicious names them: THREAD@NANOSECONDS
    #[arg(long, value_delimiter = ',', value_name = "ROW,...")]
    pub rows: Vec<RowId>,
    /// Which calls.
    #[command(flatten)]
    pub choice: Choice,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze sql`.
#[derive(Debug, Args)]
pub struct Sql {
    /// The trace
    pub trace: PathBuf,
    /// The query
    #[arg(value_name = "SELECT ...")]
    pub query: String,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// `analyze browse`.
#[derive(Debug, Args)]
pub struct Browse {
    /// The trace
    pub trace: PathBuf,
    /// Begin with only the calls for which this SQL expression is true
    #[arg(long = "where", value_name = "SQL-EXPR")]
    pub filter: Option<String>,
}

/// `analyze report`.
#[derive(Debug, Args)]
pub struct Page {
    /// The trace
    pub trace: PathBuf,
    /// The page; standard output if none is named
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Exit with 4 if anything is missing from the trace
    #[arg(long)]
    pub require_complete: bool,
}

/// What most reports are asked.
#[derive(Debug, Args)]
pub struct Asked {
    /// The traces, or folders of traces
    #[arg(required = true, value_name = "TRACE")]
    pub traces: Vec<PathBuf>,
    /// Which calls.
    #[command(flatten)]
    pub choice: Choice,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// Which calls a report is about.
#[derive(Debug, Args)]
pub struct Choice {
    /// Only calls for which this SQL expression is true; columns as in docs/FORMAT.md ("path LIKE '/etc/%' AND ret < 0")
    #[arg(long = "where", value_name = "SQL-EXPR")]
    pub filter: Option<String>,
    /// Only calls that began at this time or later: 2026-11-21T06:17:11.5Z, 06:17:11.5 (UTC), or +1.5s (since the recording began)
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub from: Option<Moment>,
    /// Only calls that began before this time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub to: Option<Moment>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

impl Choice {
    /// Whether it is every call of the recording.
    pub fn everything(&self) -> bool {
        self.filter.is_none() && self.from.is_none() && self.to.is_none()
    }
}

/// Options of every report.
#[derive(Debug, Args)]
pub struct Answer {
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Colour: on a terminal, or never
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Exit with 4 if anything is missing from a trace
    #[arg(long)]
    pub require_complete: bool,
}

/// Forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs: everything, numbers as they are
    Json,
    /// For spreadsheets: the main table
    Csv,
    /// For tickets and notes: tables as GitHub shows them
    Markdown,
    /// For a browser: one page that needs nothing else
    Html,
    /// Findings for code scanning and editors: SARIF 2.1.0 (suspicious)
    Sarif,
    /// Findings for threat intelligence: a bundle of STIX 2.1 (suspicious)
    Stix,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
