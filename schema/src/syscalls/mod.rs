//! The system call table: one row per call, in one file per family.
//!
//! A row reads like a prototype (macro `table!` below says how). Where an ABI differs, a call has several rows, each with
//! the ABIs for which it holds; a row without ABIs holds for every ABI that has a call of that name.
//!
//! What to know before changing a row:
//! - An argument's kind decides what is captured on every call, in the kernel. `Addr` costs nothing.
//! - A length must never be more than the memory the program has to provide, or the capture can fault where the call
//!   does not. Where a structure grows with its version, the length is that of its first version.
//! - 32-bit programs have smaller structures: a row with `Fixed` lengths that depend on the word needs a second row.

use crate::{
    Arch,
    kind::{Class, Syscall},
};
use std::{collections::HashMap, sync::LazyLock};

/// Rows: `[classes] name(arg: Kind, ...) -> Ret as [label argument, ...] @ ABIS;`. Without `->` the call returns a number;
/// `as` says how the usual notation names and orders the arguments, if it does; without `@` the row holds for every ABI.
macro_rules! table {
    ($($(#[doc = $doc:literal])* [$($class:ident)*] $name:ident ($($arg:ident: $kind:expr),* $(,)?) $(-> $ret:ident $(($($set:expr),*))?)? $(as [$($label:ident $place:literal),*])? $(@ $arches:expr)?;)*) => {
        /// The rows of this family.
        pub(super) static ROWS: &[Syscall] = &[$(Syscall {
            name: stringify!($name),
            arches: table!(@arches $($arches)?),
            classes: &[$(Class::$class),*],
            args: &[$(Arg { name: stringify!($arg), kind: $kind }),*],
            ret: table!(@ret $($ret $(($($set),*))?)?),
            shown: &[$($((stringify!($label), $place)),*)?],
        },)*];
    };
    (@arches) => { &[] };
    (@arches $arches:expr) => { $arches };
    (@ret) => { Ret::Int };
    (@ret $ret:ident) => { Ret::$ret };
    (@ret $ret:ident ($($set:expr),*)) => { Ret::$ret($($set),*) };
}

mod words;

mod aio_uring;
mod creds;
mod desc;
mod file_attr;
mod file_open;
mod file_path;
mod file_stat;
mod i386_only;
mod io_uring;
mod ipc;
mod key;
mod memory;
mod misc;
mod mount;
mod process;
mod sched;
mod signal;
mod socket;
mod stands;
mod time;
mod wait_fd;

/// Every family, in the order of [`all`].
static FAMILIES: &[&[Syscall]] = &[
    file_open::ROWS,
    file_path::ROWS,
    file_attr::ROWS,
    file_stat::ROWS,
    desc::ROWS,
    wait_fd::ROWS,
    memory::ROWS,
    process::ROWS,
    signal::ROWS,
    socket::ROWS,
    ipc::ROWS,
    time::ROWS,
    creds::ROWS,
    mount::ROWS,
    sched::ROWS,
    aio_uring::ROWS,
    key::ROWS,
    misc::ROWS,
    i386_only::ROWS,
    io_uring::ROWS,
];

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Syscall> {
    FAMILIES.iter().copied().flatten()
}

/// Rows of what other calls stand for ([`crate::stands`]); they have no numbers in the kernel.
pub fn stood_for() -> &'static [Syscall] {
    stands::ROWS
}

/// The row that describes call `nr` of `arch`; `None` if the number is unknown.
pub fn lookup(arch: Arch, nr: i32) -> Option<&'static Syscall> {
    static INDEX: LazyLock<Vec<Vec<Option<&'static Syscall>>>> =
        LazyLock::new(|| Arch::ALL.into_iter().map(index).collect());
    let slot = if arch == Arch::X32 { nr ^ crate::arch::X32_BIT } else { nr };
    match usize::try_from(slot) {
        Ok(slot) => *INDEX[usize::from(arch.code())].get(slot)?,
        Err(_) => crate::stands::row(arch, nr),
    }
}

/// The one class under which a call is counted where each is counted once; `None` if it has none.
pub fn main_class(name: &str) -> Option<Class> {
    static CLASSES: LazyLock<HashMap<&str, Class>> = LazyLock::new(|| {
        let class = |row: &Syscall| Class::BY_WEIGHT.into_iter().find(|class| row.classes.contains(class));
        all().filter_map(|row| Some((row.name, class(row)?))).collect()
    });
    CLASSES.get(name).copied()
}

/// Whether it is the call with which the kernel goes on with one that was interrupted (restart_syscall(2)).
pub fn is_restart(arch: Arch, nr: i32) -> bool {
    lookup(arch, nr).is_some_and(|row| row.name == "restart_syscall")
}

/// Whether a call asks for a seccomp filter, and if so, whether for all threads of its process (seccomp(2), prctl(2)).
pub fn confines(arch: Arch, nr: i32, args: &[u64; 6]) -> Option<bool> {
    // SECCOMP_SET_MODE_STRICT and _FILTER; SECCOMP_FILTER_FLAG_TSYNC; PR_SET_SECCOMP.
    const STRICT: u64 = 0;
    const FILTER: u64 = 1;
    const TSYNC: u64 = 1;
    const PR_SET_SECCOMP: u64 = 22;
    match lookup(arch, nr)?.name {
        "seccomp" if matches!(args[0], STRICT | FILTER) => Some(args[0] == FILTER && args[1] & TSYNC != 0),
        "prctl" if args[0] == PR_SET_SECCOMP => Some(false),
        _ => None,
    }
}

/// The rows of one ABI by number (without the x32 bit).
fn index(arch: Arch) -> Vec<Option<&'static Syscall>> {
    let rows = |arch: Arch| all().filter(move |row| holds(row, arch)).map(|row| (row.name, row));
    // Rows of its own come last, and count.
    let rows: HashMap<&str, &'static Syscall> = rows(arch.like()).chain(rows(arch)).collect();
    let mut index = vec![None; crate::plan::SLOTS];
    for nr in arch.syscall_nrs() {
        let name = arch.syscall_name(nr).unwrap_or_default();
        index[(nr & !crate::arch::X32_BIT) as usize] = rows.get(name).copied();
    }
    index
}

/// Whether a row holds for an ABI, if that has such a call.
fn holds(row: &Syscall, arch: Arch) -> bool {
    row.arches.is_empty() || row.arches.contains(&arch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Kind, Len, When};

    #[test]
    fn every_number_has_exactly_one_row_of_its_name() {
        for arch in Arch::ALL {
            for nr in arch.syscall_nrs() {
                let name = arch.syscall_name(nr).unwrap();
                let holds = |row: &&Syscall| row.name == name && (holds(row, arch) || holds(row, arch.like()));
                let rows: Vec<_> = all().filter(holds).collect();
                assert_eq!(rows.len(), 1, "{arch:?} {nr} {name}: {rows:?}");
                assert!(std::ptr::eq(lookup(arch, nr).unwrap(), rows[0]), "{arch:?} {nr} {name}");
            }
        }
        let nop = lookup(Arch::IoUring, 0).unwrap();
        assert!(nop.name == "io_uring_nop" && lookup(Arch::IoUring, 63).is_none());
        assert!(lookup(Arch::X86_64, -1).is_none() && lookup(Arch::X86_64, i32::MAX).is_none());
        assert!(lookup(Arch::X32, 1).is_none() && lookup(Arch::X86_64, crate::arch::X32_BIT).is_none());
    }

    #[test]
    fn every_row_is_used_by_each_of_its_abis() {
        for row in all() {
            let has = |arch: Arch| {
                arch.syscall_nrs().into_iter().any(|nr| lookup(arch, nr).is_some_and(|found| std::ptr::eq(found, row)))
            };
            if row.arches.is_empty() {
                assert!(Arch::ALL.into_iter().any(has), "{} is no system call", row.name);
            }
            for arch in row.arches {
                assert!(has(*arch), "{} is no system call of {arch:?}", row.name);
            }
        }
    }

    #[test]
    fn rows_refer_only_to_arguments_they_have() {
        for row in all() {
            assert!(row.args.len() <= 6, "{}", row.name);
            let number = |i: u8| {
                assert!(usize::from(i) < row.args.len(), "{}: no argument {i}", row.name);
                let kind = row.args[usize::from(i)].kind;
                assert!(
                    matches!(kind, Kind::Int | Kind::Uint | Kind::Size | Kind::Long),
                    "{}: {kind:?} is no count",
                    row.name
                );
            };
            for (i, arg) in row.args.iter().enumerate() {
                assert!(
                    row.args[..i].iter().all(|other| other.name != arg.name),
                    "{}: two arguments {}",
                    row.name,
                    arg.name
                );
                match arg.kind {
                    Kind::Payload(when, len)
                    | Kind::Struct(_, when, len)
                    | Kind::Sockaddr(when, len)
                    | Kind::SockVal(_, _, when, len) => match len {
                        Len::Fixed(bytes) => assert!((1..=512).contains(&bytes), "{}", row.name),
                        Len::Whole => {}
                        Len::Own(..) => {}
                        Len::Pages(i) => number(i),
                        Len::Member(..) => panic!("{}: an argument has no members", row.name),
                        Len::Arg(i, _) => number(i),
                        Len::Ret(_) => assert_eq!(when, When::Exit, "{}", row.name),
                        Len::ArgPtr(i) => assert!(
                            when == When::Exit
                                && matches!(
                                    row.args[usize::from(i)].kind,
                                    Kind::Struct(_, When::Exit | When::Both, Len::Fixed(4))
                                ),
                            "{}",
                            row.name
                        ),
                    },
                    Kind::Iovec(_, Len::Arg(i, _)) | Kind::FdSet(i) | Kind::Polls(i) => number(i),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn a_call_is_counted_under_one_class_in_every_abi() {
        for row in all() {
            let others = all().filter(|other| other.name == row.name);
            assert!(others.into_iter().all(|other| other.classes == row.classes), "{}", row.name);
        }
        assert_eq!(main_class("openat"), Some(Class::File));
        assert_eq!(main_class("read"), Some(Class::Desc));
        assert_eq!(main_class("mmap"), Some(Class::Memory));
        assert_eq!(main_class("execve"), Some(Class::Process));
        assert_eq!((main_class("getpid"), main_class("")), (None, None));
    }

    #[test]
    fn a_call_differs_between_abis_where_the_kernel_does() {
        let args = |arch: Arch, name: &str| -> Vec<&str> {
            lookup(arch, arch.syscall_nr(name).unwrap()).unwrap().args.iter().map(|a| a.name).collect()
        };
        assert_eq!(args(Arch::X86_64, "clone")[3..], ["child_tid", "tls"]);
        assert_eq!(args(Arch::I386, "clone")[3..], ["tls", "child_tid"]);
        assert_eq!(args(Arch::Aarch64, "clone")[3..], ["tls", "child_tid"]);
        assert_eq!(args(Arch::X86_64, "pread64").len(), 4);
        assert_eq!(args(Arch::I386, "pread64").len(), 5);
    }
}
