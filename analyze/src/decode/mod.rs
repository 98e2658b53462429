//! What raw arguments and captured bytes mean, in strace's notation. Knows no system call by name: what an argument is, the
//! table in `schema` says.

mod arguments;
mod attributes;
mod captures;
mod control;
mod dirents;
mod filter;
mod memory;
mod netlink;
#[cfg(test)]
mod replay;
mod result;
mod sets;
mod siginfo;
mod sockaddr;
mod structs;
mod text;
mod value;

pub use arguments::Argument;
pub use captures::Captures;
pub use siginfo::siginfo;
pub use text::signal;
pub use value::unsigned;

use schema::{
    Arch,
    choices::decided,
    kind::{Kind, Ret, Syscall},
    stands::{self, Standing},
    syscalls,
    wire::ARG_STACK,
};
use std::fmt::Write;

/// How much of a captured piece of memory there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// All of it.
    #[default]
    Whole,
    /// Less than the argument has.
    Truncated,
    /// It could not be read.
    Fault,
}

impl Status {
    fn read(text: Option<&str>) -> Status {
        match text {
            Some("ok") => Status::Whole,
            Some("truncated") => Status::Truncated,
            _ => Status::Fault,
        }
    }
}

/// A captured piece of memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct Capture<'a> {
    /// Index of the argument.
    pub arg: u16,
    /// 0: what it points to; otherwise what a pointer inside that leads to.
    pub part: u16,
    /// Whether it was read when the call ended.
    pub exit: bool,
    /// How much of it there is.
    pub status: Status,
    /// The bytes kept.
    pub bytes: &'a [u8],
}

/// How calls are shown.
#[derive(Debug, Clone, Copy)]
pub struct Notation {
    /// Numbers only.
    pub raw: bool,
    /// Structures with all members.
    pub verbose: bool,
    /// Behind a descriptor what it stands for: 0 nothing, 1 paths, 2 also the two ends of sockets.
    pub descriptors: u8,
    /// Bytes of a string shown, paths excepted; and elements of a list.
    pub strings: usize,
}

impl Default for Notation {
    fn default() -> Notation {
        Notation { raw: false, verbose: false, descriptors: 0, strings: 32 }
    }
}

/// A row of `syscalls`, as far as it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// ABI; `None` if this version knows no such ABI.
    pub arch: Option<Arch>,
    /// Number.
    pub nr: i32,
    /// Raw arguments.
    pub args: [u64; 6],
    /// Value returned.
    pub ret: Option<i64>,
    /// Captures.
    pub captures: &'a [Capture<'a>],
    /// What the descriptor argument stood for.
    pub fd_path: Option<&'a str>,
    /// The path argument, made absolute.
    pub path_abs: Option<&'a str>,
    /// How it is shown.
    pub notation: Notation,
}

impl<'a> Call<'a> {
    /// The value of an argument that counts something: 32 bits of it, if that is what the kernel takes.
    fn count(&self, arg: u8) -> Option<u64> {
        let value = self.args.get(usize::from(arg)).copied()?;
        let kind = self.row().and_then(|row| row.args.get(usize::from(arg))).map(|arg| arg.kind);
        Some(if matches!(kind, Some(Kind::Int | Kind::Uint)) { value & 0xffff_ffff } else { value })
    }

    fn row(&self) -> Option<&'static Syscall> {
        syscalls::lookup(self.arch?, self.nr)
    }

    /// The ABI whose layouts its structures have.
    fn layouts(&self) -> Arch {
        self.arch.unwrap_or(Arch::X86_64)
    }

    /// Bytes of a `long` in its structures: x32 shares the calls of x86_64.
    fn word_of_kernel(&self) -> usize {
        if self.layouts() == Arch::I386 { 4 } else { 8 }
    }

    /// Whether the call has returned without an error.
    fn succeeded(&self) -> bool {
        self.ret.is_some_and(|ret| !(-4095..0).contains(&ret))
    }

    /// Whether a signal ended the call: EINTR, or one of the kernel's own ERESTART numbers (`include/linux/errno.h`).
    fn was_interrupted(&self) -> bool {
        matches!(self.ret, Some(-4 | -516..=-512))
    }

    /// Gives `with` the call that this one stands for (socketcall(2)); itself, if it stands for none.
    fn meant<T>(&self, with: impl FnOnce(&Call<'_>) -> T) -> T {
        let Some(standing) = self.standing() else { return with(self) };
        let argument = |c: &Capture<'a>| {
            let arg = standing.argument(u8::try_from(c.arg).ok()?)?;
            Some(Capture { arg: arg.into(), ..*c })
        };
        let captures: Vec<_> = self.captures.iter().filter_map(argument).collect();
        with(&Call { nr: standing.nr, args: standing.args, captures: &captures, ..*self })
    }

    /// What the call stands for, if it does.
    fn standing(&self) -> Option<Standing> {
        let arch = self.arch.filter(|arch| stands::may(*arch, self.nr))?;
        let whole = |c: &&Capture<'a>| c.status == Status::Whole;
        stands::of(arch, self.nr, &self.args, |arg| {
            self.capture_at(arg.into(), 0, false).filter(whole).map(|c| c.bytes)
        })
    }

    /// The arguments, separated by commas. A call without a row shows all six registers.
    pub fn arguments(&self, out: &mut String) {
        self.meant(|call| call.own_arguments(out));
    }

    fn own_arguments(&self, out: &mut String) {
        let Some(row) = self.row() else {
            for (i, value) in self.args.iter().enumerate() {
                let _ = write!(out, "{}{value:#x}", if i > 0 { ", " } else { "" });
            }
            return;
        };
        if self.notation.raw {
            for i in 0..row.args.len().min(6) {
                out.push_str(if i > 0 { ", " } else { "" });
                value::hex(out, self.args[i]);
            }
            return;
        }
        let start = out.len();
        if row.shown.is_empty() {
            for i in 0..row.args.len() {
                self.shown(out, start, row, i, "");
            }
        } else {
            for (label, i) in row.shown {
                self.shown(out, start, row, usize::from(*i), label);
            }
        }
    }

    /// One of the arguments, behind those that are there from `start` on.
    fn shown(&self, out: &mut String, start: usize, row: &Syscall, i: usize, label: &str) {
        let Some(arg) = row.args.get(i) else { return };
        let kind = decided(arg.kind, &self.args);
        if self.is_left_out(kind) {
            return;
        }
        if out.len() > start {
            out.push_str(", ");
        }
        if !label.is_empty() {
            out.push_str(label);
            out.push('=');
        }
        self.argument(out, i, kind);
    }

    /// Whether an argument is not shown: the call does not look at it, or it is no argument and was not recorded.
    fn is_left_out(&self, kind: Kind) -> bool {
        match kind {
            Kind::Unused => true,
            Kind::Frame(..) => self.capture(ARG_STACK.into(), 0).is_none(),
            _ => false,
        }
    }

    fn argument(&self, out: &mut String, i: usize, kind: Kind) {
        let raw = self.args.get(i).copied().unwrap_or_default();
        if !value::render(self, out, i, kind, raw) {
            memory::render(self, out, memory::Target { arg: i as u16, part: 0, raw }, kind);
        }
    }

    /// The data that the program wrote or was given, as far as they were recorded.
    pub fn payloads(&self) -> impl Iterator<Item = &'a [u8]> {
        let standing = self.standing();
        let (nr, args) = standing.map_or((self.nr, self.args), |standing| (standing.nr, standing.args));
        let row = self.arch.and_then(|arch| syscalls::lookup(arch, nr));
        self.captures.iter().filter(|c| c.status != Status::Fault).filter_map(move |c| {
            let arg = match standing {
                Some(standing) => standing.argument(u8::try_from(c.arg).ok()?)?.into(),
                None => c.arg,
            };
            let kind = decided(row?.args.get(usize::from(arg))?.kind, &args);
            if let (Kind::Message(..), 0) = (kind, c.part) {
                return c.bytes.get(self.word_of_kernel()..);
            }
            let data = match (kind, c.part) {
                (Kind::Payload(..), 0) | (Kind::Iovec(..), 1) => true,
                // What the vector of a message leads to.
                (Kind::Struct("msghdr", ..), part) => part == 3,
                (Kind::Struct("mmsghdr", ..), part) => part % 4 == 3,
                _ => false,
            };
            data.then_some(c.bytes)
        })
    }

    /// Whether the call does not return when it succeeds, so that having no result is no mishap.
    pub fn never_returns(&self) -> bool {
        self.row().is_some_and(|row| matches!(row.ret, Ret::Never))
    }

    /// What was read of a piece of memory when the call began, or when it ended.
    fn capture_at(&self, arg: u16, part: u16, exit: bool) -> Option<&'a Capture<'a>> {
        let same = |c: &&Capture<'_>| (c.arg, c.part, c.exit) == (arg, part, exit) && c.status != Status::Fault;
        self.captures.iter().find(same)
    }

    /// What could be read, the first time it could be.
    fn capture(&self, arg: u16, part: u16) -> Option<&'a Capture<'a>> {
        self.captures.iter().find(|c| (c.arg, c.part) == (arg, part) && c.status != Status::Fault)
    }

    /// What is to be shown of memory that the kernel changes: the end, if the call succeeded.
    fn latest(&self, arg: u16, part: u16) -> Option<&'a Capture<'a>> {
        self.capture_at(arg, part, true).or_else(|| self.capture_at(arg, part, false))
    }
}

#[cfg(test)]
mod tests;
