//! The system call ABIs a row can belong to, and the way from number to name.
//!
//! Numbers come from the `syscalls` crate, which is generated from the kernel's own tables.

use crate::uring;
use serde::{Deserialize, Serialize};

/// A system call ABI. One program may use several (a 64-bit kernel runs 32-bit programs).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Arch {
    /// `arch/x86/entry/syscalls/syscall_64.tbl`, ABIs "common" and "64".
    #[serde(rename = "x86_64")]
    X86_64,
    /// `arch/x86/entry/syscalls/syscall_32.tbl`: 32-bit programs on a 64-bit kernel (`int 0x80`).
    I386,
    /// x86_64 with [`X32_BIT`] set in the number.
    X32,
    /// `include/uapi/asm-generic/unistd.h`.
    Aarch64,
    /// Operations of io_uring ([`crate::uring`]), by their number.
    #[serde(rename = "io_uring")]
    IoUring,
}

/// Set in the number of every x32 call (`__X32_SYSCALL_BIT` in `arch/x86/include/uapi/asm/unistd.h`).
pub const X32_BIT: i32 = 0x4000_0000;

impl Arch {
    /// Every ABI, in the order of their codes on the wire.
    pub const ALL: [Arch; 5] = [Arch::X86_64, Arch::I386, Arch::X32, Arch::Aarch64, Arch::IoUring];

    /// The name used in the `arch` column.
    pub const fn name(self) -> &'static str {
        match self {
            Arch::X86_64 => "x86_64",
            Arch::I386 => "i386",
            Arch::X32 => "x32",
            Arch::Aarch64 => "aarch64",
            Arch::IoUring => "io_uring",
        }
    }

    /// The ABI of that name, as found in the `arch` column.
    pub fn from_name(name: &str) -> Option<Arch> {
        Arch::ALL.into_iter().find(|a| a.name() == name)
    }

    /// The code used between the kernel program and `record` (an index into [`Arch::ALL`]).
    pub const fn code(self) -> u8 {
        match self {
            Arch::X86_64 => 0,
            Arch::I386 => 1,
            Arch::X32 => 2,
            Arch::Aarch64 => 3,
            Arch::IoUring => 4,
        }
    }

    /// The ABI with that code.
    pub fn from_code(code: u8) -> Option<Arch> {
        Arch::ALL.get(usize::from(code)).copied()
    }

    /// Bytes of a pointer or `long` in a program of this ABI.
    pub const fn word(self) -> usize {
        match self {
            Arch::X86_64 | Arch::Aarch64 | Arch::IoUring => 8,
            Arch::I386 | Arch::X32 => 4,
        }
    }

    /// The ABI whose structures and table of calls this one uses, where it has no own.
    pub const fn like(self) -> Arch {
        match self {
            Arch::IoUring => Arch::X86_64,
            arch => arch,
        }
    }

    /// The kernel's name of call `nr`, or `None` for a number this table does not know.
    pub fn syscall_name(self, nr: i32) -> Option<&'static str> {
        let n = usize::try_from(nr).ok()?;
        let name = match self {
            Arch::X86_64 => syscalls::x86_64::Sysno::new(n).map(|s| s.name()),
            Arch::X32 => {
                let n = usize::try_from(nr & !X32_BIT).ok()?;
                syscalls::x86_64::Sysno::new(n).map(|s| s.name())
            }
            Arch::I386 => syscalls::x86::Sysno::new(n).map(|s| s.name()),
            Arch::Aarch64 => syscalls::aarch64::Sysno::new(n).map(|s| s.name()),
            Arch::IoUring => uring::OPERATIONS.get(n).map(|operation| operation.name),
        };
        // The crate writes i386's `break` as Rust must.
        name.map(|name| name.strip_prefix("r#").unwrap_or(name))
    }

    /// The number of the call with that name, the first if there are several, or `None` if this ABI has no such call.
    pub fn syscall_nr(self, name: &str) -> Option<i32> {
        let name = if name == "break" { "r#break" } else { name };
        let nr = match self {
            Arch::X86_64 | Arch::X32 => name.parse::<syscalls::x86_64::Sysno>().ok()?.id(),
            Arch::I386 => name.parse::<syscalls::x86::Sysno>().ok()?.id(),
            Arch::Aarch64 => name.parse::<syscalls::aarch64::Sysno>().ok()?.id(),
            Arch::IoUring => uring::OPERATIONS.iter().position(|operation| operation.name == name)? as i32,
        };
        Some(if self == Arch::X32 { nr | X32_BIT } else { nr })
    }

    /// Every number this ABI's table knows, in ascending order.
    pub fn syscall_nrs(self) -> Vec<i32> {
        (0..crate::plan::SLOTS as i32)
            .map(|nr| if self == Arch::X32 { nr | X32_BIT } else { nr })
            .filter(|nr| self.syscall_name(*nr).is_some())
            .collect()
    }

    /// What the `name` column holds for call `nr`: the kernel's name, or `syscall_NNN` (strace's form) when unknown.
    pub fn display_name(self, nr: i32) -> std::borrow::Cow<'static, str> {
        match self.syscall_name(nr) {
            Some(name) => name.into(),
            None => format!("syscall_{nr:#x}").into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_between_abis_and_round_trip() {
        assert_eq!(Arch::X86_64.syscall_name(0), Some("read"));
        assert_eq!(Arch::I386.syscall_name(3), Some("read"));
        assert_eq!(Arch::Aarch64.syscall_name(63), Some("read"));
        assert_eq!(Arch::X32.syscall_name(X32_BIT), Some("read"));
        for arch in Arch::ALL {
            for nr in arch.syscall_nrs() {
                let name = arch.syscall_name(nr).unwrap();
                // Several operations of io_uring stand for the same call.
                let back = arch.syscall_nr(name).unwrap();
                assert!(back == nr || arch == Arch::IoUring && arch.syscall_name(back) == Some(name), "{name}");
            }
            assert_eq!(Arch::from_code(arch.code()), Some(arch));
            assert_eq!(Arch::from_name(arch.name()), Some(arch));
        }
    }

    #[test]
    fn unknown_numbers_keep_their_number() {
        assert_eq!(Arch::X86_64.display_name(9999), "syscall_0x270f");
        assert_eq!(Arch::X86_64.display_name(-1), "syscall_0xffffffff");
    }
}
