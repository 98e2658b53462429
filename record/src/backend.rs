//! The choice between the kernel program and ptrace.

use crate::{
    cli::{Backend as Choice, OnPressure, Recording},
    source::{Source, ptrace::Ptrace},
    target::Aim,
};
use anyhow::{Context, Result};
use schema::{
    Arch,
    manifest::Backend,
    plan::{self, Options, Plan},
};
use sha2::{Digest, Sha256};

/// A backend that is ready to be pointed at a process.
pub enum Chosen {
    /// The loaded kernel program.
    #[cfg(feature = "ebpf")]
    Ebpf(Box<crate::source::ebpf::EbpfSource>),
    /// ptrace, with the plans of every ABI that this machine's programs can use.
    Ptrace(Vec<Plan>),
}

/// The plans of every ABI that programs of this machine can use; its own comes first.
fn plans(recording: &Recording) -> Vec<Plan> {
    let (wanted, payload) = (recording.selection(), recording.payload.clone());
    let options = Options { snaplen: recording.snaplen, wanted, payload };
    let arches: &[Arch] = match cfg!(target_arch = "aarch64") {
        true => &[Arch::Aarch64, Arch::IoUring],
        false => &[Arch::X86_64, Arch::I386, Arch::X32, Arch::IoUring],
    };
    arches.iter().map(|arch| plan::build(*arch, &options)).collect()
}

/// Takes the backend that was asked for, or the best one that works. With it, the SHA-256 of the capture plans. `needs_ebpf`
/// names a target that only that can record.
///
/// # Errors
/// When the one that was asked for does not work here.
pub fn choose(recording: &Recording, needs_ebpf: Option<&str>) -> Result<(Chosen, Backend, String)> {
    let plans = plans(recording);
    let mut sum = Sha256::new();
    plans.iter().for_each(|plan| sum.update(plan.to_bytes()));
    let sum = crate::sink::hex(&sum.finalize());
    let ptrace = |reason: String| {
        let backend = Backend { name: "ptrace".to_owned(), reason, limits: ptrace_limits() };
        (Chosen::Ptrace(plans.clone()), backend, sum.clone())
    };
    if let (Some(what), Choice::Ptrace) = (needs_ebpf, recording.backend) {
        anyhow::bail!("{what} can be recorded through eBPF alone");
    }
    if recording.backend == Choice::Ptrace {
        return Ok(ptrace("asked for".to_owned()));
    }
    match load(recording, &plans) {
        Ok((chosen, mut limits)) => {
            let reason = if recording.backend == Choice::Auto { "works here" } else { "asked for" };
            limits.extend(common_limits());
            let backend = Backend { name: "ebpf".to_owned(), reason: reason.to_owned(), limits };
            Ok((chosen, backend, sum))
        }
        Err(error) if needs_ebpf.is_some() => {
            let what = needs_ebpf.unwrap_or_default();
            Err(error.context(format!(
                "{what} can be recorded through eBPF alone, which does not work here; see `record doctor`"
            )))
        }
        Err(error) if recording.backend == Choice::Auto => Ok(ptrace(format!("eBPF does not work here: {error:#}"))),
        Err(error) => Err(error.context("eBPF does not work here; see `record doctor`, or use --backend ptrace")),
    }
}

#[cfg(feature = "ebpf")]
fn load(recording: &Recording, plans: &[Plan]) -> Result<(Chosen, Vec<String>)> {
    use crate::source::ebpf::{EbpfSource, Options};
    let plan = |arch: Arch| plans.iter().find(|plan| plan.arch == arch).cloned();
    let options = Options {
        plans: [plans.first().cloned(), plan(Arch::I386), plan(Arch::IoUring)],
        blocks: blocks(recording.buffer),
        hold_back: recording.on_pressure == OnPressure::Block,
        keep_setup: recording.setup,
    };
    let source = EbpfSource::load(&options)?;
    let limits = source.limits().to_vec();
    Ok((Chosen::Ebpf(Box::new(source)), limits))
}

/// Blocks of each processor's ring. Without a wish 32 MiB, and less where many processors would take too much together.
#[cfg(feature = "ebpf")]
fn blocks(buffer: Option<u32>) -> u32 {
    let cpus = std::thread::available_parallelism().map_or(1, |n| n.get() as u32);
    let bytes = buffer.unwrap_or_else(|| ((1 << 30) / cpus.next_power_of_two()).clamp(1 << 20, 32 << 20));
    (bytes / schema::wire::BLOCK as u32).max(4)
}

#[cfg(not(feature = "ebpf"))]
fn load(_: &Recording, _: &[Plan]) -> Result<(Chosen, Vec<String>)> {
    anyhow::bail!("this record was built without it (feature ebpf)")
}

/// Points a backend at those who are to be recorded. If `filtered`, the target can be given a filter, and ends with it.
///
/// # Errors
/// When they cannot be followed.
pub fn arm(chosen: Chosen, aim: &Aim, filtered: bool, keep_setup: bool) -> Result<Box<dyn Source>> {
    match chosen {
        #[cfg(feature = "ebpf")]
        Chosen::Ebpf(mut source) => {
            source.follow(aim)?;
            Ok(source)
        }
        Chosen::Ptrace(plans) => {
            let source = Ptrace::seize(aim, plans, filtered, keep_setup);
            Ok(Box::new(source.context("ptrace does not work here; see `record doctor`")?))
        }
    }
}

/// What capturing through eBPF cannot see, wherever it works.
pub fn common_limits() -> Vec<String> {
    vec!["argument vectors of a failed execve are kept up to 4096 bytes".to_owned()]
}

/// What is changed besides where calls that are left out do not stop the target.
pub const FILTERED: &str =
    "calls that are left out pass a seccomp filter, which the target keeps: it ends with its recorder";

/// What capturing through ptrace cannot see, or changes.
pub fn ptrace_limits() -> Vec<String> {
    let own = [
        "processes that join the target from outside (podman exec) are not followed",
        "what a program does through io_uring is not a system call and is not seen",
        "children made with CLONE_UNTRACED are not followed",
        "the target's calls are slowed down, short ones more than a hundred times",
        "the target can notice: TracerPid in /proc/PID/status, PTRACE_TRACEME and debuggers fail, with calls left out also \
         the mode of seccomp",
        "without privileges of the recorder set-user-id programs do not gain theirs",
        "calls that a seccomp filter refuses look like calls that fail",
        "the processor of a call and the cgroup are not known: both are 0",
    ];
    common_limits().into_iter().chain(own.map(str::to_owned)).collect()
}
