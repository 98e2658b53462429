//! Which arguments of a call are descriptors and paths, and what a path is relative to.

use crate::{
    Arch,
    effects::{self, Effect},
    kind::{Kind, Syscall},
    plan::SLOTS,
    stands, syscalls,
};
use std::sync::LazyLock;

/// What a relative path begins at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// There is no such path.
    None,
    /// The current directory.
    Cwd,
    /// The directory behind the descriptor in this argument, or the current one if that is `AT_FDCWD`.
    Fd(u8),
}

/// The arguments of a call that name something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names {
    /// The first descriptor.
    pub fd: Option<u8>,
    /// What the first and the second path are relative to.
    pub bases: [Base; 2],
    /// What the call does to descriptors and directories.
    pub effect: Option<Effect>,
}

/// Names nothing.
const NOTHING: Names = Names { fd: None, bases: [Base::None; 2], effect: None };

/// Calls whose first path is text that is stored, and looked up only later (symlink(2)).
pub const STORED: &[&str] = &["symlink", "symlinkat"];

/// What a call names for which others stand.
fn stood_for(arch: Arch, nr: i32) -> &'static Names {
    static INDEX: LazyLock<Vec<Names>> = LazyLock::new(|| syscalls::stood_for().iter().map(names).collect());
    let place = usize::try_from(i64::from(nr) - i64::from(stands::FIRST));
    place.ok().filter(|_| arch == Arch::I386).and_then(|place| INDEX.get(place)).unwrap_or(&NOTHING)
}

fn names(row: &Syscall) -> Names {
    let descriptor = |kind: Kind| matches!(kind, Kind::Fd | Kind::DirFd);
    let mut bases = [Base::None; 2];
    let paths = row.args.iter().enumerate().filter(|(_, arg)| matches!(arg.kind, Kind::Path));
    for (base, (i, _)) in bases.iter_mut().zip(paths) {
        *base = match i.checked_sub(1).map(|before| row.args[before].kind) {
            Some(Kind::DirFd) => Base::Fd(i as u8 - 1),
            _ => Base::Cwd,
        };
    }
    if STORED.contains(&row.name) {
        bases[0] = Base::None;
    }
    let fd = row.args.iter().position(|arg| descriptor(arg.kind)).map(|i| i as u8);
    Names { fd, bases, effect: effects::of(row.name) }
}

impl Names {
    /// Whether there is anything to find out about the call.
    pub fn any(&self) -> bool {
        *self != NOTHING
    }
}

/// What call `nr` of `arch` names.
#[inline]
pub fn of(arch: Arch, nr: i32) -> &'static Names {
    static INDEX: LazyLock<Vec<Names>> = LazyLock::new(|| {
        let slots = |arch: Arch| (0..SLOTS as i32).map(move |slot| (arch, slot));
        let nr = |arch: Arch, slot: i32| if arch == Arch::X32 { slot | crate::arch::X32_BIT } else { slot };
        let find = |(arch, slot): (Arch, i32)| syscalls::lookup(arch, nr(arch, slot)).map_or(NOTHING, names);
        Arch::ALL.into_iter().flat_map(slots).map(find).collect()
    });
    let slot = if arch == Arch::X32 { nr ^ crate::arch::X32_BIT } else { nr };
    match usize::try_from(slot) {
        Ok(slot) if slot < SLOTS => &INDEX[usize::from(arch.code()) * SLOTS + slot],
        Ok(_) => &NOTHING,
        Err(_) => stood_for(arch, nr),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_where_the_manual_says() {
        let names = |name: &str| *of(Arch::X86_64, Arch::X86_64.syscall_nr(name).unwrap());
        assert_eq!(names("open").bases, [Base::Cwd, Base::None]);
        assert_eq!((names("openat").fd, names("openat").bases[0]), (Some(0), Base::Fd(0)));
        assert_eq!(names("renameat").bases, [Base::Fd(0), Base::Fd(2)]);
        assert_eq!(names("symlinkat").bases, [Base::None, Base::Fd(1)]);
        assert_eq!(names("mmap").fd, Some(4));
        assert!(!names("getppid").any());
        assert!(!of(Arch::X86_64, -1).any() && !of(Arch::I386, 511).any() && !of(Arch::X32, 1).any());
    }
}
