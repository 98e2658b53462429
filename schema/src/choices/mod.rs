//! What an argument is where another argument decides: the commands of fcntl(2), the requests of ioctl(2), the options of
//! prctl(2), and so on, one file per call.
//!
//! A table has a row per value: the value, its name, and the kinds of the arguments that depend on it. A kind that is
//! missing at the end of a row is an argument that the call does not look at. Both backends follow pointers by these rows,
//! as by those of the system call table.

use crate::{
    Arch, flags,
    kind::{Kind, Ret},
};
use std::{collections::HashMap, sync::OnceLock};

/// What the arguments are if the deciding one has this value.
#[derive(Debug)]
pub struct Choice {
    /// The value.
    pub value: u64,
    /// Its name in the headers.
    pub name: &'static str,
    /// The kinds of the arguments that depend on it, in order.
    pub kinds: &'static [Kind],
    /// What the call then returns, if it is something else than its row says.
    pub ret: Option<Ret>,
}

/// A table of choices.
#[derive(Debug)]
pub struct Choices {
    /// What is chosen.
    pub name: &'static str,
    /// The headers that define it.
    pub header: &'static str,
    /// Bits of the deciding argument that count.
    pub mask: u32,
    /// Whether a value without a row tells direction and length of its argument itself, as requests of ioctl(2) do
    /// (`include/uapi/asm-generic/ioctl.h`).
    pub encoded: bool,
    /// The rows, in groups.
    pub groups: &'static [&'static [Choice]],
    /// The kinds of the arguments if the value has no row.
    pub otherwise: &'static [Kind],
    /// The rows by value, once they have been asked for.
    pub index: OnceLock<HashMap<u64, &'static Choice>>,
}

/// Rows: `value NAME [kinds] -> Ret;`. Without `->` the call returns what its own row says.
macro_rules! choices {
    ($($(#[doc = $doc:literal])* $value:literal $name:ident [$($kind:expr),* $(,)?] $(-> $ret:expr)?;)*) => {
        &[$(Choice {
            value: $value,
            name: stringify!($name),
            kinds: &[$($kind),*],
            ret: choices!(@ret $($ret)?),
        },)*]
    };
    (@ret) => { None };
    (@ret $ret:expr) => { Some($ret) };
}

mod words;

mod arch_prctl;
mod bpf;
mod fcntl;
mod fsconfig;
mod futex;
mod io_uring;
mod io_uring_enter;
pub mod ioctl;
mod ipc;
mod kcmp;
mod keyctl;
mod landlock;
mod modify_ldt;
mod prctl;
mod ptrace;
mod quotactl;
mod seccomp;

pub use arch_prctl::ARCH_PRCTL_ARGS;
pub use bpf::BPF_ATTR;
pub use fcntl::FCNTL_ARGS;
pub use fsconfig::FSCONFIG_ARGS;
pub use futex::{FUTEX_ARGS, FUTEX_TIME64_ARGS};
pub use io_uring::IO_URING_REGISTER_ARGS;
pub use io_uring_enter::IO_URING_ENTER_ARGS;
pub use ioctl::IOCTL_ARGS;
pub use ipc::{MSGCTL_ARGS, SEMCTL_ARGS, SHMCTL_ARGS};
pub use kcmp::KCMP_ARGS;
pub use keyctl::KEYCTL_ARGS;
pub use landlock::LANDLOCK_RULE_ARGS;
pub use modify_ldt::MODIFY_LDT_ARGS;
pub use prctl::PRCTL_ARGS;
pub use ptrace::PTRACE_ARGS;
pub use quotactl::QUOTACTL_ARGS;
pub use seccomp::SECCOMP_ARGS;

impl Choices {
    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = &'static Choice> {
        self.groups.iter().copied().flatten()
    }

    /// The row for a value of the deciding argument.
    pub fn find(&self, value: u64) -> Option<&'static Choice> {
        let index = self.index.get_or_init(|| self.rows().map(|row| (row.value, row)).collect());
        index.get(&(value & u64::from(self.mask))).copied()
    }

    /// What the argument is that is number `place` of those that depend on `value`.
    pub fn kind(&self, value: u64, place: u8) -> Kind {
        match self.find(value) {
            Some(row) => row.kinds.get(usize::from(place)).copied().unwrap_or(Kind::Unused),
            // A request that has a name and says how much memory it is about has a pointer.
            None if self.encoded && value >> 16 & 0x3fff != 0 && flags::IOCTL.name(value & 0xffff_ffff).is_some() => {
                Kind::Addr
            }
            None => self.otherwise.get(usize::from(place)).copied().unwrap_or(Kind::Unused),
        }
    }
}

/// What an argument is, with what depends on other arguments decided.
pub fn decided(kind: Kind, args: &[u64; 6]) -> Kind {
    let value = |arg: u8| args.get(usize::from(arg)).copied().unwrap_or_default();
    match kind {
        Kind::By(arg, choices, place) => match choices.kind(value(arg), place) {
            // A choice may depend on a further argument, and no deeper.
            Kind::By(arg, choices, place) => choices.kind(value(arg), place),
            kind => kind,
        },
        Kind::If(arg, bits, kind) => {
            if value(arg) & bits != 0 {
                *kind
            } else {
                Kind::Unused
            }
        }
        kind => kind,
    }
}

/// The tables that rows of the system call table of an ABI refer to, each with what it is asked for: argument and place.
pub fn used(arch: Arch) -> impl Iterator<Item = &'static Choices> {
    let rows = arch.syscall_nrs().into_iter().filter_map(move |nr| crate::syscalls::lookup(arch, nr));
    rows.flat_map(|row| row.args).filter_map(|arg| match arg.kind {
        Kind::By(_, choices, _) => Some(choices),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_unique_and_kinds_fit_a_call() {
        for choices in Arch::ALL.into_iter().flat_map(used) {
            let mut values: Vec<u64> = choices.rows().map(|row| row.value).collect();
            values.sort_unstable();
            let twice: Vec<_> = values.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
            assert!(twice.is_empty(), "{}: {twice:x?} twice", choices.name);
            for row in choices.rows() {
                assert!(row.kinds.len() <= 5, "{}", row.name);
                assert_eq!(row.value & u64::from(choices.mask), row.value, "{}", row.name);
            }
        }
    }

    #[test]
    fn what_is_not_looked_at_is_left_out() {
        assert!(matches!(FCNTL_ARGS.kind(1, 0), Kind::Unused));
        assert!(matches!(FCNTL_ARGS.kind(0x5555, 0), Kind::Hex));
        let mode = Kind::If(1, 0x40, &Kind::Mode);
        assert!(matches!(decided(mode, &[0, 0x41, 0, 0, 0, 0]), Kind::Mode));
        assert!(matches!(decided(mode, &[0; 6]), Kind::Unused));
    }
}
