//! What calls do to a process's memory and to the number of its descriptors: the table behind reports about resources.
//!
//! Sources: mmap(2), munmap(2), mremap(2), brk(2), and for descriptors [`crate::effects`].

use crate::effects::{self, Effect};

/// What a call that succeeds does to memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// Adds as many bytes as argument .0 says.
    Adds(u8),
    /// Takes away as many bytes as argument .0 says, whether they were there or not.
    Takes(u8),
    /// Makes so many bytes (argument .0) so many (argument .1).
    Resizes(u8, u8),
    /// Moves the end of the heap to what it returns.
    Heap,
}

/// A call and an ABI in which the arguments are in memory, so that nothing is known of it here.
pub const OLD: (&str, &str) = ("mmap", "i386");

/// Every call of that kind.
#[rustfmt::skip]
pub const MEMORY: &[(&str, Memory)] = &[
    ("mmap", Memory::Adds(1)), ("mmap2", Memory::Adds(1)), ("munmap", Memory::Takes(1)), ("mremap", Memory::Resizes(1, 2)),
    ("brk", Memory::Heap),
];

/// How many descriptors a call that succeeds makes; the first is what it returns, if it is one.
pub fn descriptors(name: &str) -> u32 {
    match effects::of(name) {
        Some(
            Effect::Open(..)
            | Effect::Make(..)
            | Effect::Memfd
            | Effect::Socket
            | Effect::Accept(_)
            | Effect::Pidfd
            | Effect::PidfdGetfd
            | Effect::Dup(_),
        ) => 1,
        Some(Effect::SocketPair | Effect::Pipe(_)) => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arch;

    #[test]
    fn every_row_is_a_call_and_stands_once() {
        for (i, (name, _)) in MEMORY.iter().enumerate() {
            assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(name).is_some()), "{name}");
            assert!(MEMORY[..i].iter().all(|(other, _)| other != name), "{name}");
        }
        assert_eq!(["openat", "pipe2", "read", "dup"].map(descriptors), [1, 2, 0, 1]);
    }
}
