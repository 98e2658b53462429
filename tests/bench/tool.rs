//! The recorders that are compared, and how each is run.

use crate::work::{Place, Work, installed};
use anyhow::{Context, Result, bail, ensure};
use aya::{Btf, Ebpf, programs::BtfTracePoint};
use e2e::binary;
use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A way to run the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Nobody watches.
    Untraced,
    /// The floor: two kernel programs that do nothing.
    Empty,
    /// `record`, everything, with default settings.
    Record,
    /// `record` of three calls.
    RecordThree,
    /// `record` watches another process.
    Beside,
    /// `record --backend ptrace`.
    Ptrace,
    /// `record --backend ptrace` of three calls.
    PtraceThree,
    /// `strace -f -o`.
    Strace,
    /// `strace --seccomp-bpf` of three calls.
    StraceThree,
    /// `perf trace -o`.
    PerfTrace,
    /// `perf record -e raw_syscalls:*`.
    PerfRecord,
}

/// The kernel programs that run once a call.
pub const PROGRAMS: [&str; 2] = ["sys_enter", "sys_exit"];

/// The three calls.
const THREE: &str = "connect,execve,openat";

/// What a run showed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Run {
    /// Time of the work, ns.
    pub ns: u64,
    /// Processor seconds of the recorder itself.
    pub cpu: f64,
    /// Its largest resident memory, bytes.
    pub memory: u64,
    /// Calls that it recorded.
    pub events: Option<u64>,
    /// Bytes that it wrote.
    pub bytes: Option<u64>,
}

impl Tool {
    /// In the order of the tables.
    pub const ALL: [Tool; 11] = [
        Tool::Untraced,
        Tool::Empty,
        Tool::Record,
        Tool::RecordThree,
        Tool::Beside,
        Tool::Ptrace,
        Tool::Strace,
        Tool::PtraceThree,
        Tool::StraceThree,
        Tool::PerfTrace,
        Tool::PerfRecord,
    ];

    /// Name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Tool::Untraced => "untraced",
            Tool::Empty => "empty probe pair",
            Tool::Record => "record",
            Tool::RecordThree => "record --syscalls of three",
            Tool::Beside => "record of another process",
            Tool::Ptrace => "record --backend ptrace",
            Tool::PtraceThree => "record --backend ptrace of three",
            Tool::Strace => "strace -f -o",
            Tool::StraceThree => "strace --seccomp-bpf of three",
            Tool::PerfTrace => "perf trace -o",
            Tool::PerfRecord => "perf record raw_syscalls",
        }
    }

    /// Slow recorders get a part of the loops: this many times less.
    pub const fn divisor(self) -> u64 {
        match self {
            Tool::Strace | Tool::Ptrace => 100,
            Tool::PerfTrace => 20,
            Tool::PerfRecord | Tool::StraceThree | Tool::PtraceThree => 4,
            _ => 1,
        }
    }

    /// Whether it can run here.
    pub fn installed(self) -> bool {
        match self {
            Tool::Strace | Tool::StraceThree => installed("strace"),
            Tool::PerfTrace | Tool::PerfRecord => installed("perf"),
            _ => true,
        }
    }

    /// Runs the work of this size under the recorder.
    ///
    /// # Errors
    /// When something fails to run.
    pub fn run(self, place: &Place, work: &Work, size: u64) -> Result<Run> {
        let times = place.folder.join("ns");
        let out = place.folder.join(match self {
            Tool::Record | Tool::RecordThree | Tool::Ptrace | Tool::PtraceThree | Tool::Beside => "out.trace",
            _ => "out",
        });
        let timed: Vec<String> = [place.timed.to_string_lossy(), times.to_string_lossy()]
            .into_iter()
            .map(Into::into)
            .chain((work.command)(place, size))
            .collect();
        let record = |options: &[&str]| -> Result<Command> {
            let mut command = Command::new(binary("record")?);
            command.args(["run", "--quiet", "--force"]).args(options).arg("-o").arg(&out).arg("--");
            Ok(command)
        };
        let peer = |name: &str, options: &[&str]| {
            let mut command = Command::new(name);
            command.args(options).arg("-o").arg(&out);
            command
        };
        let mut command = match self {
            Tool::Untraced | Tool::Empty | Tool::Beside => Command::new(&timed[0]),
            Tool::Record => record(&[])?,
            Tool::RecordThree => record(&["--syscalls", THREE])?,
            Tool::Ptrace => record(&["--backend", "ptrace"])?,
            Tool::PtraceThree => record(&["--backend", "ptrace", "--syscalls", THREE])?,
            Tool::Strace => peer("strace", &["-f"]),
            Tool::StraceThree => peer("strace", &["-f", "--seccomp-bpf", "-e", &format!("trace={THREE}")]),
            Tool::PerfTrace => peer("perf", &["trace"]),
            Tool::PerfRecord => peer("perf", &["record", "-q", "-e", "raw_syscalls:*"]),
        };
        let watched = matches!(self, Tool::Untraced | Tool::Empty | Tool::Beside);
        command.args(&timed[usize::from(watched)..]).stdout(Stdio::null()).stderr(Stdio::null());
        let _programs = if self == Tool::Empty { Some(empty()?) } else { None };
        let mut other = match self {
            Tool::Beside => Some(record(&[])?.args(["sleep", "1000"]).spawn()?),
            _ => None,
        };
        if other.is_some() {
            std::thread::sleep(Duration::from_millis(700));
        }
        let usage = watch(command.spawn().with_context(|| format!("{command:?}"))?)?;
        if let Some(other) = &mut other {
            ensure!(other.try_wait()?.is_none(), "record ended early");
            stop(other)?;
        }
        let text = std::fs::read_to_string(&times).with_context(|| format!("{command:?} ran nothing"))?;
        std::fs::remove_file(&times)?;
        let mut run = Run { ns: text.trim().parse()?, ..Run::default() };
        if !watched {
            (run.cpu, run.memory) = usage;
            run.events = self.events(&out)?;
            run.bytes = Some(bytes(&out)?);
        }
        Ok(run)
    }

    fn events(self, out: &Path) -> Result<Option<u64>> {
        let lines = |command: &mut Command| -> Result<u64> {
            let text = e2e::stdout(command)?;
            text.trim().parse().with_context(|| text)
        };
        Ok(match self {
            Tool::Record | Tool::RecordThree | Tool::Ptrace | Tool::PtraceThree => {
                let text = std::fs::read_to_string(out.join("manifest.json"))?;
                serde_json::from_str::<serde_json::Value>(&text)?["completeness"]["recorded"].as_u64()
            }
            // A call that was interrupted has two lines.
            Tool::Strace | Tool::StraceThree => {
                Some(lines(Command::new("grep").args(["-cv", "-e", "resumed>", "-e", "+++", "-e", "---"]).arg(out))?)
            }
            Tool::PerfTrace => Some(lines(Command::new("grep").args(["-c", " = "]).arg(out))?),
            Tool::PerfRecord => {
                let script = "perf script -i \"$0\" -F event 2>/dev/null | grep -c sys_enter";
                Some(lines(Command::new("sh").args(["-c", script]).arg(out))?)
            }
            _ => None,
        })
    }
}

/// The empty pair; it is detached when this is dropped.
fn empty() -> Result<Ebpf> {
    let btf = Btf::from_sys_fs()?;
    let mut programs = Ebpf::load(ebpf::EMPTY)?;
    for name in ["sys_enter", "sys_exit"] {
        let program: &mut BtfTracePoint = programs.program_mut(name).context("no such program")?.try_into()?;
        program.load(name, &btf)?;
        program.attach()?;
    }
    Ok(programs)
}

/// Waits for a process; its own processor seconds and largest memory, without its children's.
fn watch(mut child: Child) -> Result<(f64, u64)> {
    let pid = child.id() as i32;
    // Not the times of /proc/PID/stat: they are sampled by the tick, with which a recorder that sleeps falls into step.
    let clock = nix::time::clock_getcpuclockid(nix::unistd::Pid::from_raw(pid))?;
    let (mut cpu, mut memory) = (0.0, 0);
    loop {
        let process = procfs::process::Process::new(pid)?;
        if let Some(peak) = process.status().ok().and_then(|s| s.vmhwm) {
            memory = peak * 1024;
        }
        cpu = clock.now().map_or(cpu, |time| Duration::from(time).as_secs_f64());
        if process.stat()?.state == 'Z' {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("it ended with {status}");
    }
    Ok((cpu, memory))
}

fn stop(child: &mut Child) -> Result<()> {
    // The recorder lets its target run on; the target ends with the recorder's own group.
    let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", child.id()))?;
    for pid in children.split_whitespace().chain([child.id().to_string().as_str()]) {
        Command::new("kill").arg(pid).status()?;
    }
    child.wait()?;
    Ok(())
}

fn bytes(path: &Path) -> Result<u64> {
    if path.is_file() {
        return Ok(path.metadata()?.len());
    }
    std::fs::read_dir(path)?.map(|entry| Ok(entry?.metadata()?.len())).sum()
}
