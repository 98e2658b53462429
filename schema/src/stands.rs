//! Calls that stand for others: socketcall(2) and ipc(2), and the old mmap and select of i386, which find their arguments in
//! memory.
//!
//! The row keeps what the program did: the number, the registers, and the words of the memory as they were at entry. What
//! the call is for has a number of its own here, far from all numbers that the kernel gives, under which
//! [`crate::syscalls::lookup`] and [`crate::names::of`] know it. Its captures carry the number of the word that is their
//! pointer plus [`WORDS`]; [`Standing`] turns them into those of its arguments.

use crate::{
    Arch,
    kind::Syscall,
    syscalls,
    wire::{self, CaptureHead, SyscallEvent, Wire},
};
use std::mem::offset_of;

/// Numbers of captured arguments from here on are words of the memory, not registers.
pub const WORDS: u8 = 8;

/// The first number of what calls stand for. The kernel refuses a program's call of such a number, as any that it does not know.
pub const FIRST: i32 = i32::MIN;

/// Where an argument comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// That register.
    Register(u8),
    /// That word of the memory.
    Word(u8),
}

/// What a call stands for if its first argument has a value.
#[derive(Debug)]
pub struct Stand {
    /// The value of the first argument.
    pub value: u64,
    /// The name of the other call.
    pub name: &'static str,
    /// Where its arguments come from.
    pub from: &'static [Source],
}

use Source::{Register as R, Word as W};

const TWO: &[Source] = &[W(0), W(1)];
const THREE: &[Source] = &[W(0), W(1), W(2)];
const FOUR: &[Source] = &[W(0), W(1), W(2), W(3)];
const FIVE: &[Source] = &[W(0), W(1), W(2), W(3), W(4)];
const SIX: &[Source] = &[W(0), W(1), W(2), W(3), W(4), W(5)];

macro_rules! stands {
    ($($value:literal $name:ident $from:expr;)*) => {
        &[$(Stand { value: $value, name: stringify!($name), from: $from }),*]
    };
}

/// socketcall(2): `include/uapi/linux/net.h`.
pub const SOCKETCALL: &[Stand] = stands! {
    1 socket THREE;
    2 bind THREE;
    3 connect THREE;
    4 listen TWO;
    5 accept THREE;
    6 getsockname THREE;
    7 getpeername THREE;
    8 socketpair FOUR;
    9 send FOUR;
    10 recv FOUR;
    11 sendto SIX;
    12 recvfrom SIX;
    13 shutdown TWO;
    14 setsockopt FIVE;
    15 getsockopt FIVE;
    16 sendmsg THREE;
    17 recvmsg THREE;
    18 accept4 FOUR;
    19 recvmmsg FIVE;
    20 sendmmsg FOUR;
};

/// ipc(2): `include/uapi/linux/ipc.h`, `ipc/syscall.c`. The registers are call, first, second, third, pointer, fifth.
pub const IPC: &[Stand] = stands! {
    1 semop &[R(1), R(4), R(2)];
    2 semget &[R(1), R(2), R(3)];
    3 semctl &[R(1), R(2), R(3), R(4)];
    4 semtimedop &[R(1), R(4), R(2), R(5)];
    11 msgsnd &[R(1), R(4), R(2), R(3)];
    12 msgrcv &[R(1), W(0), R(2), W(1), R(3)];
    0x1000c msgrcv &[R(1), R(4), R(2), R(5), R(3)];
    13 msgget &[R(1), R(2)];
    14 msgctl &[R(1), R(2), R(4)];
    21 shmat &[R(1), R(4), R(2)];
    22 shmdt &[R(4)];
    23 shmget &[R(1), R(2), R(3)];
    24 shmctl &[R(1), R(2), R(4)];
};

/// The old mmap: `struct mmap_arg_struct` of `mm/mmap.c`.
pub const OLD_MMAP: &[Stand] = stands! { 0 mmap SIX; };

/// The old select: `struct sel_arg_struct` of `fs/select.c`.
pub const OLD_SELECT: &[Stand] = stands! { 0 select FIVE; };

/// A call that stands for others.
struct Group {
    name: &'static str,
    /// The argument that points to the words, if there are any.
    memory: u8,
    /// Whether the first argument decides.
    decided: bool,
    rows: &'static [Stand],
}

static GROUPS: &[Group] = &[
    Group { name: "socketcall", memory: 1, decided: true, rows: SOCKETCALL },
    Group { name: "ipc", memory: 4, decided: true, rows: IPC },
    Group { name: "mmap", memory: 0, decided: false, rows: OLD_MMAP },
    Group { name: "select", memory: 0, decided: false, rows: OLD_SELECT },
];

impl Stand {
    /// The row of the other call.
    pub fn row(&self) -> Option<&'static Syscall> {
        syscalls::stood_for().iter().find(|row| row.name == self.name)
    }

    /// Words of the memory that it looks at.
    pub fn words(&self) -> u8 {
        self.from.iter().filter(|from| matches!(from, Source::Word(_))).count() as u8
    }

    /// What the captures of its argument `i` are numbered.
    pub fn captured(&self, i: u8) -> u8 {
        match self.from.get(usize::from(i)) {
            Some(Source::Register(register)) => *register,
            Some(Source::Word(word)) => WORDS + word,
            // No call has such an argument.
            None => u8::MAX,
        }
    }
}

/// The call that another one stands for.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Its number here.
    pub nr: i32,
    /// Its name.
    pub name: &'static str,
    /// Its arguments.
    pub args: [u64; 6],
    from: &'static [Source],
}

impl Standing {
    /// The argument whose memory a capture holds that is numbered `arg`; `None` if it is none of this call's.
    pub fn argument(&self, arg: u8) -> Option<u8> {
        let is = |from: &Source| match *from {
            Source::Register(register) => register == arg,
            Source::Word(word) => WORDS + word == arg,
        };
        self.from.iter().position(is).map(|i| i as u8)
    }
}

/// Whether call `nr` of `arch` may stand for another.
#[inline]
pub fn may(arch: Arch, nr: i32) -> bool {
    // `arch/x86/entry/syscalls/syscall_32.tbl`: select, mmap, socketcall, ipc.
    arch == Arch::I386 && matches!(nr, 82 | 90 | 102 | 117)
}

/// The calls that `nr` of `arch` may stand for.
pub fn names(arch: Arch, nr: i32) -> impl Iterator<Item = &'static str> {
    group(arch, nr).into_iter().flat_map(|group| group.rows).map(|row| row.name)
}

fn group(arch: Arch, nr: i32) -> Option<&'static Group> {
    let name = arch.syscall_name(nr).filter(|_| may(arch, nr))?;
    GROUPS.iter().find(|group| group.name == name)
}

/// What call `nr` of `arch` stands for. `memory` gives the bytes captured behind an argument at entry. `None` if it stands
/// for none, or if that is not known: no such row, or the memory could not be read.
pub fn of<'a>(arch: Arch, nr: i32, args: &[u64; 6], memory: impl FnOnce(u8) -> Option<&'a [u8]>) -> Option<Standing> {
    let group = group(arch, nr)?;
    let value = if group.decided { args[0] & 0xffff_ffff } else { 0 };
    let stand = group.rows.iter().find(|row| row.value == value)?;
    let place = syscalls::stood_for().iter().position(|row| row.name == stand.name)?;
    let words = if stand.words() > 0 { memory(group.memory)? } else { &[] };
    let mut found = [0; 6];
    for (value, from) in found.iter_mut().zip(stand.from) {
        *value = match *from {
            Source::Register(register) => *args.get(usize::from(register))?,
            Source::Word(word) => {
                let bytes = words.get(4 * usize::from(word)..)?.first_chunk()?;
                u32::from_le_bytes(*bytes).into()
            }
        };
    }
    Some(Standing { nr: FIRST + place as i32, name: stand.name, args: found, from: stand.from })
}

/// The record of the call that the one in `record` stands for: a [`SyscallEvent`] and its captures, as the program might have
/// made it; `None` if it stands for none.
pub fn rewritten(record: &[u8]) -> Option<Vec<u8>> {
    let (arch, nr) = (Arch::from_code(*record.get(1)?)?, i32::read(record.get(offset_of!(SyscallEvent, nr)..)?)?);
    if !may(arch, nr) {
        return None;
    }
    let mut event = SyscallEvent::read(record)?;
    let data = record.get(SyscallEvent::SIZE..)?;
    let standing = of(arch, nr, &event.args, |arg| memory(data, arg))?;
    (event.nr, event.args) = (standing.nr, standing.args);
    let mut out = Vec::with_capacity(record.len());
    event.write(&mut out);
    for capture in wire::captures(data) {
        if let Some(arg) = standing.argument(capture.head.arg) {
            wire::push_capture(&mut out, CaptureHead { arg, ..capture.head }, capture.bytes);
        }
    }
    Some(out)
}

/// The words behind argument `arg`, among the captures in `data`.
fn memory(data: &[u8], arg: u8) -> Option<&[u8]> {
    let is = |c: &wire::Capture<'_>| (c.head.arg, c.head.part) == (arg, 0) && c.head.status == wire::STATUS_OK;
    wire::captures(data).find(is).map(|c| c.bytes)
}

/// The row under a number of what calls stand for.
pub fn row(arch: Arch, nr: i32) -> Option<&'static Syscall> {
    if arch != Arch::I386 {
        return None;
    }
    syscalls::stood_for().get(usize::try_from(i64::from(nr) - i64::from(FIRST)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn a_socketcall_is_the_call_it_names() {
        let (nr, memory) = (Arch::I386.syscall_nr("socketcall").unwrap(), words(&[3, 0x1000, 16]));
        let standing = of(Arch::I386, nr, &[3, 0x500, 0, 0, 0, 0], |arg| (arg == 1).then_some(&memory[..])).unwrap();
        assert_eq!((standing.name, standing.args), ("connect", [3, 0x1000, 16, 0, 0, 0]));
        assert_eq!((standing.argument(9), standing.argument(1), standing.argument(11)), (Some(1), None, None));
        assert_eq!(syscalls::lookup(Arch::I386, standing.nr).unwrap().name, "connect");
        // Memory that is missing or too short, a number without a row, another ABI.
        assert!(of(Arch::I386, nr, &[3, 0x500, 0, 0, 0, 0], |_| None).is_none());
        assert!(of(Arch::I386, nr, &[3, 0x500, 0, 0, 0, 0], |_| Some(&memory[..8])).is_none());
        assert!(of(Arch::I386, nr, &[77, 0x500, 0, 0, 0, 0], |_| Some(&memory[..])).is_none());
        assert!(of(Arch::X86_64, nr, &[3, 0x500, 0, 0, 0, 0], |_| Some(&memory[..])).is_none());
    }

    #[test]
    fn ipc_has_its_arguments_in_registers() {
        let nr = Arch::I386.syscall_nr("ipc").unwrap();
        let standing = of(Arch::I386, nr, &[1, 7, 2, 0, 0x600, 0], |_| None).unwrap();
        assert_eq!((standing.name, standing.args), ("semop", [7, 0x600, 2, 0, 0, 0]));
        assert_eq!(standing.argument(4), Some(1));
    }

    #[test]
    fn every_row_is_the_meaning_of_a_call() {
        for group in GROUPS {
            let nr = Arch::I386.syscall_nr(group.name).unwrap();
            assert!(may(Arch::I386, nr), "{}", group.name);
            for stand in group.rows {
                let row = stand.row().unwrap_or_else(|| panic!("{}", stand.name));
                assert_eq!(row.args.len(), stand.from.len(), "{}", stand.name);
            }
        }
        for row in syscalls::stood_for() {
            assert!(GROUPS.iter().flat_map(|group| group.rows).any(|stand| stand.name == row.name), "{}", row.name);
        }
    }
}
