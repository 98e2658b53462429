//! Channels through which a program can act or learn something without a system call that tells of it: which call opens each,
//! and what a backend still sees then. A recording names those that were open and not all seen; a comparison tells of those that only one
//! side opened, seen or not: whoever opens one can then do more than the calls that follow tell.
//!
//! Sources: the manual pages of the calls, vdso(7); `include/uapi/linux/{sched,io_uring,bpf,seccomp,ptrace}.h` and
//! `include/uapi/asm-generic/mman-common.h` for numbers.

use crate::{
    Arch, errno, syscalls,
    wire::{self, SyscallEvent},
};
use std::sync::LazyLock;

/// A channel.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    /// Its name.
    pub name: &'static str,
    /// What opens it.
    pub opened: Opened,
    /// What is not seen of it through eBPF; `None` if the calls tell of all.
    pub ebpf: Option<&'static str>,
    /// The same of ptrace.
    pub ptrace: Option<&'static str>,
}

/// What opens a channel.
#[derive(Debug, Clone, Copy)]
pub enum Opened {
    /// Nothing: every program has it.
    Always,
    /// One of these calls, if it succeeds and all conditions hold.
    By(&'static [(&'static str, &'static [Condition])]),
    /// Any call of this ABI.
    Abi(Arch),
    /// An OCI runtime whose name contains one of these.
    Runtime(&'static [&'static str]),
}

/// What an argument has to be.
#[derive(Debug, Clone, Copy)]
pub enum Condition {
    /// Argument .0 under the mask .1 is one of these.
    Is(u8, u64, &'static [u64]),
    /// The number of four bytes at place .1 of what argument .0 points to has all these bits, or it could not be read.
    Points(u8, usize, u32),
}

use Condition::{Is, Points};
use Opened::{Abi, Always, By, Runtime};

const BOTH: Option<&str> =
    Some("what is written and read through it is no call: files and other processes can be changed unseen");
const SHARED: &[Condition] = &[Is(2, 2, &[2]), Is(3, 0xf, &[1, 3])];

/// Every channel.
pub const CHANNELS: &[Channel] = &[
    Channel {
        name: "vDSO",
        opened: Always,
        ebpf: Some("clock_gettime, gettimeofday, time and getcpu mostly need no call, and then have no row"),
        ptrace: Some("clock_gettime, gettimeofday, time and getcpu mostly need no call, and then have no row"),
    },
    Channel {
        name: "io_uring",
        opened: By(&[("io_uring_setup", &[])]),
        ebpf: None,
        ptrace: Some("what is done through a ring is no call and is not seen"),
    },
    Channel {
        name: "io_uring with a thread of the kernel's (SQPOLL)",
        opened: By(&[("io_uring_setup", &[Points(1, 8, 2)])]),
        ebpf: Some(
            "operations are rows of the ring's own thread: which thread of the program asked for them is not known",
        ),
        ptrace: None,
    },
    Channel {
        name: "shared memory",
        opened: By(&[("mmap", SHARED), ("mmap2", SHARED), ("shmat", &[])]),
        ebpf: BOTH,
        ptrace: BOTH,
    },
    Channel {
        name: "memory of other processes",
        opened: By(&[("process_vm_writev", &[]), ("ptrace", &[Is(0, !0, &[4, 5])])]),
        ebpf: Some("that it was written is seen, not what that makes the other process do"),
        ptrace: Some("that it was written is seen, not what that makes the other process do"),
    },
    Channel {
        name: "programs in the kernel (BPF)",
        opened: By(&[("bpf", &[Is(0, !0, &[5])])]),
        ebpf: Some("a program that the target loaded acts without calls, and may change what others see"),
        ptrace: Some("a program that the target loaded acts without calls, and may change what others see"),
    },
    Channel {
        name: "calls that another process answers (seccomp)",
        opened: By(&[("seccomp", &[Is(0, !0, &[1]), Is(1, 8, &[8])])]),
        ebpf: Some("what such a call did is up to that process: its result is not the kernel's"),
        ptrace: Some("what such a call did is up to that process: its result is not the kernel's"),
    },
    Channel {
        name: "children that cannot be traced (CLONE_UNTRACED)",
        opened: By(&[("clone", &[Is(0, UNTRACED, &[UNTRACED])]), ("clone3", &[Points(0, 0, UNTRACED as u32)])]),
        ebpf: None,
        ptrace: Some("such a child, and what descends from it, is not recorded"),
    },
    Channel {
        name: "memory of other processes, read",
        opened: By(&[("process_vm_readv", &[])]),
        ebpf: None,
        ptrace: None,
    },
    Channel { name: "other processes, traced", opened: By(&[("ptrace", &[])]), ebpf: None, ptrace: None },
    Channel { name: "descriptors of other processes", opened: By(&[("pidfd_getfd", &[])]), ebpf: None, ptrace: None },
    Channel { name: "maps in the kernel (BPF)", opened: By(&[("bpf", &[Is(0, !0, &[0])])]), ebpf: None, ptrace: None },
    Channel {
        name: "page faults that a program answers",
        opened: By(&[("userfaultfd", &[])]),
        ebpf: None,
        ptrace: None,
    },
    Channel { name: "events of the processor", opened: By(&[("perf_event_open", &[])]), ebpf: None, ptrace: None },
    Channel { name: "accesses of others to files", opened: By(&[("fanotify_init", &[])]), ebpf: None, ptrace: None },
    Channel { name: "files in memory without a name", opened: By(&[("memfd_create", &[])]), ebpf: None, ptrace: None },
    Channel { name: "memory hidden from the kernel", opened: By(&[("memfd_secret", &[])]), ebpf: None, ptrace: None },
    Channel {
        name: "x32",
        opened: Abi(Arch::X32),
        ebpf: Some("structures are read in the form of x86_64, which some calls do not use there"),
        ptrace: Some("structures are read in the form of x86_64, which some calls do not use there"),
    },
    Channel {
        name: "a kernel of the container's own",
        opened: Runtime(&["runsc", "gvisor", "kata", "krun", "firecracker"]),
        ebpf: Some("the container's programs call another kernel: only what that one asks of this one is recorded"),
        ptrace: Some("the container's programs call another kernel: only what that one asks of this one is recorded"),
    },
];

/// CLONE_UNTRACED.
const UNTRACED: u64 = 0x80_0000;

impl Channel {
    /// What a backend does not see of it; `None` if it sees all.
    pub fn unseen(&self, backend: &str) -> Option<&'static str> {
        if backend == "ptrace" { self.ptrace } else { self.ebpf }
    }

    /// The calls that can open it.
    pub fn calls(&self) -> impl Iterator<Item = &'static str> {
        let calls = match self.opened {
            By(calls) => calls,
            _ => &[],
        };
        calls.iter().map(|(name, _)| *name)
    }

    fn opened_by(&self, name: &str, holds: impl Fn(&Condition) -> bool) -> bool {
        let By(calls) = self.opened else { return false };
        calls.iter().any(|(call, conditions)| *call == name && conditions.iter().all(&holds))
    }
}

impl Condition {
    /// Whether the arguments of a call are so, as far as they say it themselves.
    fn is(&self, args: &[u64]) -> Option<bool> {
        match self {
            Is(arg, mask, values) => {
                let argument = args.get(usize::from(*arg)).copied().unwrap_or_default();
                Some(values.contains(&(argument & mask & 0xffff_ffff)))
            }
            Points(..) => None,
        }
    }
}

/// The arguments of a call that matter for channels: the first so many.
pub const ARGUMENTS: usize = 4;

/// The channels that a call which succeeded has opened, as far as its arguments alone say it.
pub fn of(name: &str, args: [u64; ARGUMENTS]) -> impl Iterator<Item = &'static Channel> {
    CHANNELS.iter().filter(move |channel| channel.opened_by(name, |condition| condition.is(&args) == Some(true)))
}

/// The bits of arguments that decide which channels a call of this name opens; nothing if it opens none.
pub fn bits(name: &str) -> Option<[u64; ARGUMENTS]> {
    let calls = CHANNELS.iter().filter_map(|channel| if let By(calls) = channel.opened { Some(calls) } else { None });
    let mut found = None;
    for (_, conditions) in calls.flatten().filter(|(call, _)| *call == name) {
        let bits = found.get_or_insert([0; ARGUMENTS]);
        for condition in *conditions {
            if let Is(arg, mask, _) = condition
                && let Some(bits) = bits.get_mut(usize::from(*arg))
            {
                *bits |= mask & 0xffff_ffff;
            }
        }
    }
    found
}

/// The numbers of the channels that a call has opened. `data` are its captures.
pub fn opened<'a>(event: &'a SyscallEvent, data: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let arch = Arch::from_code(event.arch);
    let name = arch.and_then(|arch| syscalls::lookup(arch, event.nr)).map(|row| row.name);
    let succeeded = event.flags & wire::flags::UNFINISHED == 0 && errno::of_return(event.ret).is_none();
    CHANNELS.iter().enumerate().filter_map(move |(i, channel)| {
        let abi = matches!(channel.opened, Abi(own) if Some(own) == arch);
        let pointed = |arg: u8, place: usize| -> Option<u32> {
            let memory = wire::captures(data).find(|c| c.head.arg == arg && c.head.part == 0)?;
            memory.bytes.get(place..)?.first_chunk().copied().map(u32::from_le_bytes)
        };
        let holds = |condition: &Condition| match condition {
            Points(arg, place, bits) => pointed(*arg, *place).is_none_or(|number| number & bits == *bits),
            condition => condition.is(&event.args) == Some(true),
        };
        let call = succeeded && name.is_some_and(|name| channel.opened_by(name, holds));
        (abi || call).then_some(i)
    })
}

/// Whether a call can open one of which a backend does not see all.
#[inline]
pub fn can_open(arch: Arch, nr: i32) -> bool {
    static CALLS: LazyLock<Vec<(Arch, Vec<bool>)>> = LazyLock::new(|| {
        let can = |arch: Arch, nr: i32| {
            let name = syscalls::lookup(arch, nr).map(|row| row.name);
            let mut hidden = CHANNELS.iter().filter(|channel| channel.ebpf.or(channel.ptrace).is_some());
            hidden.any(|channel| channel.calls().any(|call| Some(call) == name))
        };
        let of = |arch: Arch| (arch, (0..crate::plan::SLOTS as i32).map(|nr| can(arch, nr)).collect());
        Arch::ALL.iter().map(|arch| of(*arch)).collect()
    });
    let known = CALLS.iter().find(|(own, _)| *own == arch).and_then(|(_, calls)| calls.get(usize::try_from(nr).ok()?));
    arch == Arch::X32 || known == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(call: &str, args: [u64; 6], ret: i64, data: &[u8]) -> Vec<&'static str> {
        let nr = Arch::X86_64.syscall_nr(call).unwrap();
        let event = SyscallEvent { arch: Arch::X86_64.code(), nr, args, ret, ..Default::default() };
        let found =
            opened(&event, data).map(|i| &CHANNELS[i]).filter(|channel| channel.ebpf.or(channel.ptrace).is_some());
        let found: Vec<&str> = found.map(|channel| channel.name).collect();
        assert!(found.is_empty() || can_open(Arch::X86_64, nr));
        found
    }

    #[test]
    fn every_call_exists() {
        for call in CHANNELS.iter().flat_map(Channel::calls) {
            assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(call).is_some()), "{call}");
        }
    }

    #[test]
    fn calls_open_channels_if_their_arguments_say_so() {
        assert_eq!(names("mmap", [0, 4096, 3, 1, 5, 0], 0x7000, &[]), ["shared memory"]);
        assert!(names("mmap", [0, 4096, 1, 1, 5, 0], 0x7000, &[]).is_empty(), "only read");
        assert!(names("mmap", [0, 4096, 3, 0x22, !0, 0], 0x7000, &[]).is_empty(), "private");
        assert!(names("mmap", [0, 4096, 3, 1, 5, 0], -13, &[]).is_empty(), "refused");
        assert_eq!(names("clone", [0x80_0011, 0, 0, 0, 0, 0], 5, &[]).len(), 1);
        assert_eq!(names("bpf", [5, 0, 0, 0, 0, 0], 3, &[]).len(), 1);
        assert!(names("bpf", [0, 0, 0, 0, 0, 0], 3, &[]).is_empty());
        let alone = |name, args| of(name, args).map(|channel| channel.name).collect::<Vec<_>>();
        assert_eq!(alone("mmap", [0, 4096, 3, 0x21]), ["shared memory"]);
        assert!(alone("mmap", [0, 4096, 1, 0x21]).is_empty() && alone("getpid", [0, 0, 3, 3]).is_empty());
        assert_eq!(alone("ptrace", [4, 0, 0, 0]).len(), 2);
        assert_eq!((bits("mmap"), bits("getpid")), (Some([0, 0, 2, 0xf]), None));
        let mut params = [0; 120];
        let ring = |params: &[u8]| {
            let mut data = Vec::new();
            wire::push_capture(&mut data, wire::CaptureHead { arg: 1, ..Default::default() }, params);
            names("io_uring_setup", [8, 1, 0, 0, 0, 0], 3, &data).len()
        };
        assert_eq!(ring(&params), 1);
        params[8] = 2;
        assert_eq!(ring(&params), 2);
    }
}
