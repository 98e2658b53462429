//! The command line: what can be asked, and nothing done about it yet.

mod values;

use crate::keep::{Keep, Pattern};
use clap::{Args, Parser, Subcommand, ValueEnum};
use schema::{plan::Selection, profile::Profile};
use std::{ffi::OsString, path::PathBuf, time::Duration};
use values::{bytes, duration, profile, size};

/// Record the system calls of a command, a container, a running process or the whole machine into a trace.
///
/// The trace holds every system call of the target and its descendants, with arguments, return values and times, and
/// says how complete it is. Look at it with `analyze`, on any machine.
#[derive(Debug, Parser)]
#[command(
    name = "record",
    version,
    after_help = "Examples:\n  \
        record run -- ls -l /etc                      a command, into ls-DATE.trace\n  \
        record run -o ls.sqlite -- ls -l /etc         the same, into one SQLite file\n  \
        record container -o app.trace IMAGE -- ARGS   one run of a container image\n  \
        record attach --pid 1234 --duration 10s       what a running process does\n  \
        record doctor                                 what this machine allows\n\n\
        Exit status: the target's own (128+N if signal N killed it); 2 usage; 4 incomplete, with --require-complete;\n\
        125 record failed; 126 the command cannot be executed; 127 the command was not found."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Record a command and all its descendants
    ///
    /// The command is held until the capture is armed, so its first execve is in the trace. Recording ends when the
    /// command and all its descendants have ended, or on Ctrl-C or SIGTERM; either way the trace is sealed.
    Run(Run),
    /// Create a container from an image, record it, and remove it
    ///
    /// The container is created and prepared by the engine, held before its first program, recorded from that program's
    /// execve to its end, and then removed.
    Container(Container),
    /// Record a process, or a container, that runs already
    ///
    /// The process, its threads and all its descendants are recorded, from now on; so is what they start. Ctrl-C, SIGTERM or a
    /// limit ends the recording, and the target goes on.
    Attach(Attach),
    /// Record every process of this machine, except the recorder itself
    ///
    /// Needs eBPF. Ctrl-C, SIGTERM or a limit ends the recording.
    Host(Host),
    /// Start a recording that runs by itself
    ///
    /// It leaves the terminal and goes on when that is closed. What it and its target print goes to a log beside its state, in
    /// XDG_RUNTIME_DIR. Example: record start --name web attach --pid 1234
    Start(Start),
    /// Say how a recording that runs by itself is doing, or all of them
    #[command(visible_alias = "list")]
    Status(Status),
    /// End a recording that runs by itself; its trace is sealed
    Stop(Stop),
    /// Say what this machine allows, what will be used, and how to get more
    Doctor(Doctor),
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
    /// Watch over a recorder whose targets may be waiting (used by `--on-pressure block` itself)
    #[cfg(feature = "ebpf")]
    #[command(name = crate::source::ebpf::guard::SUBCOMMAND, hide = true)]
    Guard {
        /// Descriptor of the map of waiting processes.
        map: i32,
        /// Descriptor of a socket to the recorder.
        line: i32,
    },
    /// Record the container that an OCI runtime is making, if it has the annotation io.record.output
    ///
    /// To be run by the runtime as a createRuntime hook, with the container's state as its input; docs/record.md has the file
    /// for hooks.d. The options of a recording can be given there.
    OciHook(OciHook),
    /// Record a container whose first process waits (used by `oci-hook` itself)
    #[command(hide = true)]
    Hooked(Hooked),
    /// Record by itself (used by `start` itself)
    #[command(name = crate::detached::SUBCOMMAND, hide = true)]
    Detached {
        /// Name of the recording.
        name: String,
        /// A command line of record.
        #[arg(last = true)]
        line: Vec<OsString>,
    },
    /// Wait on a socket, then become a command (used by `run` itself)
    #[command(name = crate::source::hold::SUBCOMMAND, hide = true)]
    Hold {
        /// Descriptor of a socket to the recorder.
        gate: i32,
        /// Whether the standard input becomes its controlling terminal.
        #[arg(long)]
        terminal: bool,
        /// Path to execute, then argv.
        #[arg(last = true)]
        command: Vec<OsString>,
    },
}

impl Action {
    /// How it records, if it does.
    pub fn recording(&self) -> Option<&Recording> {
        match self {
            Action::Run(run) => Some(&run.recording),
            Action::Container(container) => Some(&container.recording),
            Action::Attach(attach) => Some(&attach.recording),
            Action::Host(host) => Some(&host.recording),
            Action::Hooked(hooked) => Some(&hooked.recording),
            _ => None,
        }
    }
}

/// `record oci-hook`.
#[derive(Debug, Args)]
pub struct OciHook {
    /// How to record.
    #[command(flatten)]
    pub recording: Recording,
}

/// `record hooked`.
#[derive(Debug, Args)]
pub struct Hooked {
    /// How to record.
    #[command(flatten)]
    pub recording: Recording,
    /// The container's first process.
    #[arg(long)]
    pub pid: u32,
    /// The container's id.
    #[arg(long)]
    pub id: String,
    /// The folder with its config.json.
    #[arg(long)]
    pub bundle: PathBuf,
}

/// `record start`.
#[derive(Debug, Args)]
pub struct Start {
    /// The name under which it is known; letters, digits, - and _
    #[arg(long)]
    pub name: Option<String>,
    /// run, container, attach or host, with their options
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true, value_name = "SUBCOMMAND")]
    pub line: Vec<OsString>,
}

/// `record status`.
#[derive(Debug, Args)]
pub struct Status {
    /// Name of the recording; by default all
    pub name: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `record stop`.
#[derive(Debug, Args)]
pub struct Stop {
    /// Name of the recording
    pub name: String,
}

/// `record run`.
#[derive(Debug, Args)]
pub struct Run {
    /// How to record.
    #[command(flatten)]
    pub recording: Recording,
    /// What becomes of its output.
    #[command(flatten)]
    pub printing: Printing,
    /// The command and its arguments
    #[arg(required = true, last = true, value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

/// `record container`.
#[derive(Debug, Args)]
pub struct Container {
    /// How to record.
    #[command(flatten)]
    pub recording: Recording,
    /// How to make the container.
    #[command(flatten)]
    pub create: Create,
    /// What becomes of its output.
    #[command(flatten)]
    pub printing: Printing,
    /// The image, as the engine names it
    pub image: String,
    /// Arguments for the image's entry point
    #[arg(last = true, value_name = "ARG")]
    pub args: Vec<String>,
}

/// What becomes of a target's output.
#[derive(Debug, Clone, Copy, Args)]
pub struct Printing {
    /// Give the target a terminal of its own, as a container's or ssh's -t does
    #[arg(long)]
    pub tty: bool,
    /// Also keep what the target prints in the trace, with times (table output)
    #[arg(long)]
    pub output_log: bool,
}

/// `record attach`.
#[derive(Debug, Args)]
pub struct Attach {
    /// How to record.
    #[command(flatten)]
    pub recording: Recording,
    /// What to record.
    #[command(flatten)]
    pub target: Existing,
    /// The engine that has the container; by default podman is asked, then docker
    #[arg(long, value_enum, requires = "container")]
    pub engine: Option<Engine>,
    /// A global option of the engine, before its subcommand; can be given several times
    #[arg(long, value_name = "ARG", allow_hyphen_values = true, requires = "container")]
    pub engine_arg: Vec<String>,
}

/// Something that runs.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Existing {
    /// The process, by its id on this machine
    #[arg(long, value_name = "PID", value_parser = clap::value_parser!(u32).range(1..))]
    pub pid: Option<u32>,
    /// The container, with whoever comes into it later (podman exec)
    #[arg(long, value_name = "NAME|ID")]
    pub container: Option<String>,
}

/// `record host`.
#[derive(Debug, Args)]
pub struct Host {
    /// How to record.
    #[command(flatten)]
    pub recording: Recording,
}

/// Options that go to the container engine.
#[derive(Debug, Args)]
pub struct Create {
    /// The container engine
    #[arg(long, value_enum, default_value_t = Engine::Podman)]
    pub engine: Engine,
    /// A global option of the engine, before its subcommand; can be given several times (--engine-arg=--runtime=runc)
    #[arg(long, value_name = "ARG", allow_hyphen_values = true)]
    pub engine_arg: Vec<String>,
    /// Set a variable in the container's environment
    #[arg(long, value_name = "K=V")]
    pub env: Vec<String>,
    /// Mount a folder into the container
    #[arg(long, value_name = "FROM:TO[:OPTIONS]")]
    pub volume: Vec<String>,
    /// The container's network (none, host, ...)
    #[arg(long, value_name = "MODE")]
    pub network: Option<String>,
    /// Replace the image's entry point
    #[arg(long, value_name = "COMMAND")]
    pub entrypoint: Option<String>,
    /// User inside the container
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// A further option of the engine's create; can be given several times (--create-arg=--memory=64m)
    #[arg(long, value_name = "ARG", allow_hyphen_values = true)]
    pub create_arg: Vec<String>,
    /// Leave the container behind when it has ended
    #[arg(long)]
    pub keep: bool,
}

/// Container engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Podman 4 or newer
    Podman,
    /// Docker; needs eBPF
    Docker,
}

/// `record doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

/// Options of every recording.
#[derive(Debug, Args)]
pub struct Recording {
    /// The trace: X.trace (a folder of Parquet files), X.trace.tar, X.sqlite or X.sqlite.zst; by default TARGET-DATE.trace
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Replace an output that exists
    #[arg(long)]
    pub force: bool,
    /// How to capture: through eBPF (as root), or ptrace (slower, unprivileged)
    #[arg(long, value_enum, default_value_t = Backend::Auto)]
    pub backend: Backend,
    /// The calls to record: names, numbers and %classes as in strace, !NAME excludes (openat,%network,!futex)
    #[arg(long, value_name = "SET", allow_hyphen_values = true)]
    pub syscalls: Option<Selection>,
    /// A set of calls by name: file, network, security or minimal; --syscalls then adds to it, or takes away
    #[arg(long, value_name = "NAME", value_parser = profile)]
    pub profile: Option<Profile>,
    /// Keep only calls that touch this path or what is below it (/etc, /home/*/.ssh, *.conf); can be given several times
    #[arg(long, value_name = "PATTERN")]
    pub path: Vec<Pattern>,
    /// Keep only calls of processes that run this program (/usr/bin/curl, python3*); can be given several times
    #[arg(long, value_name = "PATTERN")]
    pub exe: Vec<Pattern>,
    /// Bytes kept of each pointer argument that is not a path, an argument vector or a structure of fixed size
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(0..=4096))]
    pub snaplen: u32,
    /// Also keep the data that these calls read and write, up to --snaplen bytes each: a set as for --syscalls, or all
    #[arg(long, value_name = "SET", allow_hyphen_values = true)]
    pub payload: Option<Selection>,
    /// Size of each processor's ring for system calls, in bytes, K or M; rounded up to a power of two, at least 256K
    /// [default: 32M, on more than 32 processors less]
    #[arg(long, value_name = "S", value_parser = size)]
    pub buffer: Option<u32>,
    /// What happens when a ring is full: calls are lost, counted and positioned; or the target waits
    #[arg(long, value_enum, default_value_t = OnPressure::Drop)]
    pub on_pressure: OnPressure,
    /// End the recording after this time (10s, 5m, 1h 30m)
    #[arg(long, value_name = "T", value_parser = duration)]
    pub duration: Option<Duration>,
    /// End the recording when it has this many calls
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_events: Option<u64>,
    /// End the recording when the trace has this size, in bytes, K, M or G
    #[arg(long, value_name = "S", value_parser = bytes)]
    pub max_size: Option<u64>,
    /// Keep only the newest calls, up to this size, in bytes, K, M or G: a flight recorder
    #[arg(long, value_name = "S", value_parser = bytes)]
    pub last: Option<u64>,
    /// What happens to a target that still runs when its recording ends [default: detach; docs/record.md says where it is kill]
    #[arg(long, value_enum)]
    pub then: Option<Then>,
    /// Also record what happens before the target's first program: the runtime preparing the container
    #[arg(long)]
    pub setup: bool,
    /// Sign the sealed trace with this key: a minisign secret key, or an OpenSSH private key
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// The file whose first line is the key's password [default: ask on the terminal]
    #[arg(long, value_name = "FILE", requires = "sign")]
    pub sign_password_file: Option<PathBuf>,
    /// Exit with 4 if anything was lost
    #[arg(long)]
    pub require_complete: bool,
    /// Take options from this file, in TOML: their long names without dashes; the command line wins
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

impl Recording {
    /// The calls to record: those of the profile, and what --syscalls changes of it.
    pub fn selection(&self) -> Option<Selection> {
        let profile = self.profile.and_then(|profile| profile.selection().ok());
        match (profile, &self.syscalls) {
            (Some(profile), Some(more)) => Some(profile.then(more)),
            (profile, more) => profile.or_else(|| more.clone()),
        }
    }

    /// The rows to keep.
    pub fn keep(&self) -> Keep {
        Keep { paths: self.path.clone(), exes: self.exe.clone() }
    }

    /// Whether a command that ptrace records may end with its recording, so that calls left out need not stop it: that was
    /// asked for, or nothing was and there is no limit that could end it before.
    pub fn ends_with_us(&self) -> bool {
        let limited = self.duration.is_some() || self.max_events.is_some() || self.max_size.is_some();
        let ends = self.then.map_or(!limited, |then| then == Then::Kill);
        ends && self.selection().is_some()
    }
}

/// What to do when a ring is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnPressure {
    /// Lose calls, and say how many, when and which
    Drop,
    /// Stop the process (SIGSTOP) until there is room
    Block,
}

/// What to do with a target after its recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Then {
    /// Let it run on, unobserved
    Detach,
    /// Kill all of it
    Kill,
}

/// Ways to capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Backend {
    /// eBPF if it works here, else ptrace
    Auto,
    /// The kernel program
    Ebpf,
    /// ptrace(2)
    Ptrace,
}

#[cfg(test)]
mod tests {
    #[test]
    fn command_line_is_consistent() {
        use clap::CommandFactory;
        super::Cli::command().debug_assert();
    }
}
