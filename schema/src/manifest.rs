//! The manifest: what a trace is, how it was made and how complete it is.
//!
//! It is JSON (`manifest.json` in a trace folder; the one row of table `manifest` in SQLite) so that it can be read with
//! any tool and without this crate. Readers ignore members they do not know.

use crate::version::FormatVersion;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file's name in a trace folder.
pub const FILE_NAME: &str = "manifest.json";

/// Everything about a trace that is not a row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    pub format: FormatVersion,
    /// The program that wrote the trace.
    pub tool: Tool,
    /// Random identity of this trace: 32 hexadecimal digits.
    pub id: String,
    /// Whether the recording was ended in order.
    pub state: State,
    /// The clocks.
    pub clock: Clock,
    /// When recording began, ns of the boot clock.
    pub started_ns: i64,
    /// When recording ended; absent while it runs.
    pub ended_ns: Option<i64>,
    /// The machine.
    pub host: Host,
    /// What was recorded.
    pub target: Target,
    /// The container, if the target is one.
    pub container: Option<Container>,
    /// How it was recorded.
    pub backend: Backend,
    /// What was asked to be recorded or left out.
    pub filters: Filters,
    /// Channels that were open and of which the backend does not see all; absent until the recording has ended, and in traces of
    /// older recorders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blind_spots: Option<Vec<BlindSpot>>,
    /// How the target ended; absent if it was still running or is unknown.
    pub exit: Option<Exit>,
    /// What is missing.
    pub completeness: Completeness,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// The finished files, in order. Empty in SQLite.
    pub files: Vec<FileEntry>,
    /// In SQLite, the digests of ranges of rows, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<Leaf>,
    /// The seal over `files` or `leaves`; absent while recording, and before format 1.3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
    /// What was taken out of it since; absent if nothing was (since format 1.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redactions: Option<Redactions>,
}

/// What was taken out of a trace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redactions {
    /// Values, in all.
    pub values: u64,
    /// Values by the name of the rule.
    pub rules: BTreeMap<String, u64>,
}

impl Manifest {
    /// The manifest as it is stored, in every form of a trace. Its SHA-256 is what a seal and a signature are about.
    ///
    /// # Errors
    /// As serde_json has them; no manifest is known that gives one.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

/// A range of rows of a SQLite table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// The table.
    pub table: String,
    /// Number of its first row, from 0, in the order of rowid.
    pub first: u64,
    /// Rows.
    pub rows: u64,
    /// SHA-256 as [`crate::seal::rows`] says, hexadecimal.
    pub sha256: String,
}

/// One digest over all rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// [`crate::seal::ALGORITHM`].
    pub algorithm: String,
    /// How many files or ranges of rows.
    pub leaves: u64,
    /// Merkle root over their SHA-256, hexadecimal.
    pub root: String,
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
}

/// Whether a trace was finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The recorder was still writing, or was killed before it could finish.
    Recording,
    /// The recorder finished: counts and checksums are final.
    Sealed,
}

/// How the times in the tables relate to the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Add this to a `ts` to get ns since 1970-01-01 UTC, as the host's clock said when recording began.
    pub boot_to_utc_ns: i64,
}

/// The machine on which a trace was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// `uname -n`.
    pub hostname: String,
    /// `uname -r`.
    pub kernel: String,
    /// `uname -v`.
    pub kernel_build: String,
    /// `uname -m`.
    pub machine: String,
    /// `/proc/sys/kernel/random/boot_id`: two traces with the same one share a boot clock.
    pub boot_id: String,
    /// Processors on line.
    pub cpus: u32,
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// `run`, `container`, `attach`, `attach to container` or `host`.
    pub kind: String,
    /// The command and its arguments, escaped as [`crate::text`] says; of a container as given after the image.
    pub command: Vec<String>,
    /// Folder in which it started, escaped.
    pub cwd: Option<String>,
    /// Process id on the host; 0 if that is what is recorded.
    pub pid: u32,
    /// User id under which it started.
    pub uid: Option<u32>,
    /// How its processes were told from others; empty in older traces.
    #[serde(default)]
    pub selected_by: String,
    /// The processes that ran when recording began, the first 256; those of a host are in table `processes` alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub processes: Vec<Process>,
}

/// A process that ran when recording began, as /proc showed it. Text is escaped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Process id on the host.
    pub pid: u32,
    /// That of its parent.
    pub ppid: u32,
    /// Name.
    pub comm: String,
    /// File of its program.
    pub exe: Option<String>,
    /// Current directory.
    pub cwd: Option<String>,
    /// Root.
    pub root: Option<String>,
    /// Descriptors.
    pub fds: Vec<OpenFile>,
    /// Executable mappings: addresses, permissions, offset, file.
    pub code: Vec<String>,
}

/// A descriptor of a [`Process`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenFile {
    /// Number.
    pub fd: u32,
    /// What it stands for, as a link in /proc/PID/fd shows it.
    pub path: String,
}

/// A container, as its engine described it before it started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Container {
    /// `podman` or `docker`.
    pub engine: String,
    /// Version of the engine.
    pub engine_version: String,
    /// OCI runtime.
    pub runtime: String,
    /// Full id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The image as the engine names it.
    pub image: String,
    /// Id of the image (digest of its configuration).
    pub image_id: String,
    /// Digest of the image's manifest, as `podman image inspect` prints it.
    pub image_digest: String,
    /// Digests under which registries know it.
    pub repo_digests: Vec<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Environment of the container.
    pub env: Vec<String>,
    /// Entry point and arguments that the runtime executes.
    pub argv: Vec<String>,
    /// User.
    pub user: String,
    /// Mounts: type, source, destination, options.
    pub mounts: Vec<BTreeMap<String, serde_json::Value>>,
    /// Effective capabilities of its first process; of docker, the changes to its default set.
    pub capabilities: Vec<String>,
    /// Security options (seccomp, AppArmor, SELinux).
    pub security: Vec<String>,
    /// Layers of the image, from the lowest, as digests of the unpacked tars.
    pub layers: Vec<String>,
    /// When it was created, as the engine prints it. This and what follows is not in traces of older recorders.
    #[serde(default)]
    pub created: String,
    /// Entry point.
    #[serde(default)]
    pub entrypoint: Vec<String>,
    /// AppArmor profile.
    #[serde(default)]
    pub apparmor: String,
    /// Whether it is privileged.
    #[serde(default)]
    pub privileged: Option<bool>,
    /// Whether its root is read-only.
    #[serde(default)]
    pub read_only: Option<bool>,
    /// Network mode.
    #[serde(default)]
    pub network: String,
    /// Mode of its pid namespace: `host`, `private`, or empty.
    #[serde(default)]
    pub pid_mode: String,
    /// Limits of resources, under the engine's names.
    #[serde(default)]
    pub limits: BTreeMap<String, serde_json::Value>,
}

/// How a trace was captured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backend {
    /// `ebpf` or `ptrace`.
    pub name: String,
    /// Why this one was taken.
    pub reason: String,
    /// What it cannot see or how it disturbs the target, a sentence each.
    pub limits: Vec<String>,
}

/// A channel that was open in this run, and what was not seen of it ([`crate::blind`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindSpot {
    /// Its name.
    pub channel: String,
    /// How often it was opened, as far as was seen; absent if the calls that open it were left out.
    pub opened: Option<u64>,
    /// The processes that opened it, the first 16.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub processes: Vec<u32>,
    /// What is not seen of it, a sentence.
    pub unseen: String,
}

/// What was asked to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filters {
    /// The `--syscalls` expression; absent: every call.
    pub syscalls: Option<String>,
    /// `--snaplen` in bytes.
    pub snaplen: u32,
    /// The `--payload` expression; absent: of no call.
    #[serde(default)]
    pub payload: Option<String>,
    /// The `--path` patterns: only rows that touch such a path were kept; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// The `--exe` patterns: only rows of processes with such a program were kept; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exes: Vec<String>,
    /// SHA-256 of the capture plan in use.
    pub plan_sha256: String,
}

/// How the target ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// Exit status, if it exited.
    pub code: Option<i32>,
    /// Signal, if it was killed.
    pub signal: Option<i32>,
}

/// How sure it is that nothing is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every wanted call of the target is a row.
    Exact,
    /// At most `lost` rows are missing.
    Bounded,
    /// Rows may be missing and it is not known how many.
    #[default]
    Unknown,
}

impl Verdict {
    /// `exact`, `bounded`, `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Bounded => "bounded",
            Verdict::Unknown => "unknown",
        }
    }
}

/// What is missing from a trace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Completeness {
    /// How sure.
    pub verdict: Verdict,
    /// Rows of `syscalls`.
    pub recorded: u64,
    /// Calls that the kernel side counted, apart from the rings; absent if it could not count.
    pub expected: Option<u64>,
    /// Rows known to be lost.
    pub lost: u64,
    /// Why the verdict is not `exact`, a sentence each.
    pub reasons: Vec<String>,
    /// Per process and call, where fewer rows were recorded than calls were counted; the largest gap first.
    #[serde(default)]
    pub missing: Vec<Missing>,
    /// Further processes and calls of that kind, which `missing` does not name.
    #[serde(default)]
    pub missing_unnamed: u64,
    /// What each ring lost, and when.
    #[serde(default)]
    pub rings: Vec<RingLoss>,
    /// How often the kernel did not run a program of the capture because it was already running on that processor.
    #[serde(default)]
    pub recursion_misses: u64,
    /// How often a process was made to wait because a ring was nearly full.
    #[serde(default)]
    pub held: u64,
    /// Rows that were recorded and given up again, because only the newest were asked for.
    #[serde(default)]
    pub discarded: u64,
    /// Calls that were seen and not kept, because of `--path` or `--exe`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub filtered: u64,
    /// Programs of the capture that the kernel did not take, and what is unknown for that.
    #[serde(default)]
    pub not_attached: Vec<String>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Calls of a process that were counted and partly not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Process id on the host.
    pub tgid: u32,
    /// Name of the call.
    pub syscall: String,
    /// Calls counted.
    pub expected: u64,
    /// Rows.
    pub recorded: u64,
}

/// What one ring lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingLoss {
    /// Processor.
    pub cpu: u16,
    /// As in table `losses`.
    pub lane: String,
    /// Events.
    pub lost: u64,
    /// Before the first loss, ns of the boot clock.
    pub from_ns: i64,
    /// After the last.
    pub to_ns: i64,
}

/// A finished file of a trace folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Name within the folder.
    pub name: String,
    /// Table whose rows it holds.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}
