//! Ways of acting that system calls alone do not show: whoever opens one can then do more than the calls that follow tell.
//!
//! Sources: the manual page of each call (section 2), `include/uapi/asm-generic/mman-common.h` for bits.

/// When a call opens a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Whenever it succeeds.
    Always,
    /// If argument 2 has the bits .0 and argument 3 the bits .1.
    Bits(u64, u64),
}

/// A row: the call, when it opens the channel, and what that is.
pub type Row = (&'static str, Opens, &'static str);

use Opens::{Always, Bits};

/// Every call that opens one.
pub const CHANNELS: &[Row] = &[
    ("io_uring_setup", Always, "io_uring: operations without system calls"),
    ("process_vm_writev", Always, "memory of another process written"),
    ("process_vm_readv", Always, "memory of another process read"),
    ("ptrace", Always, "another process traced"),
    ("pidfd_getfd", Always, "descriptor taken from another process"),
    ("bpf", Always, "program or map in the kernel"),
    ("userfaultfd", Always, "page faults answered by a program"),
    ("perf_event_open", Always, "events of the processor"),
    ("memfd_create", Always, "file in memory without a name"),
    ("memfd_secret", Always, "memory hidden from the kernel"),
    ("shmat", Always, "System V shared memory"),
    ("fanotify_init", Always, "accesses of others to files"),
    // PROT_WRITE, MAP_SHARED.
    ("mmap", Bits(2, 1), "shared memory, writable"),
    ("mmap2", Bits(2, 1), "shared memory, writable"),
];

/// The channel that a call which succeeded has opened, by its arguments 2 and 3.
pub fn of(name: &str, third: u64, fourth: u64) -> Option<&'static str> {
    let opens = |opens: Opens| match opens {
        Always => true,
        Bits(third_bits, fourth_bits) => third & third_bits == third_bits && fourth & fourth_bits == fourth_bits,
    };
    CHANNELS.iter().find(|(call, when, _)| *call == name && opens(*when)).map(|(.., channel)| *channel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arch;

    #[test]
    fn every_row_is_a_call() {
        for (name, ..) in CHANNELS {
            assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(name).is_some()), "{name}");
        }
    }

    #[test]
    fn only_shared_memory_that_can_be_written_is_a_channel() {
        assert_eq!(of("mmap", 3, 0x21), Some("shared memory, writable"));
        assert_eq!((of("mmap", 1, 0x21), of("mmap", 3, 0x22), of("getpid", 3, 3)), (None, None, None));
        assert!(of("bpf", 0, 0).is_some());
    }
}
