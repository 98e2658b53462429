//! Reading a tracee's memory, and captures of it.

use super::{Pending, request};
use nix::{
    errno::Errno,
    sys::uio::{RemoteIoVec, process_vm_readv},
    unistd::Pid,
};
use schema::{
    Arch, stands,
    wire::{self, CaptureHead, ChoiceKey, PlanCapture, PlanChoice, SyscallEvent, flags},
};
use std::{collections::HashMap, fs::File, io::IoSliceMut, os::unix::fs::FileExt};

/// The tables of plans.
pub(super) type Choices = HashMap<ChoiceKey, PlanChoice, hashbrown::DefaultHashBuilder>;

/// Whose memory is read, and by which tables.
pub(super) struct Task<'a> {
    pid: Pid,
    arch: Arch,
    choices: &'a Choices,
    ahead: Ahead,
}

impl<'a> Task<'a> {
    /// A tracee in a call of that ABI.
    pub(super) fn new(pid: Pid, arch: Arch, choices: &'a Choices) -> Task<'a> {
        Task { pid, arch, choices, ahead: Ahead::default() }
    }

    /// Reads from `addr` into `out`, which holds [`LIMIT`] bytes at most; how many could be read.
    fn read(&self, addr: u64, out: &mut [u8]) -> usize {
        match self.ahead.get(addr, out.len()) {
            Some(bytes) => {
                out.copy_from_slice(bytes);
                bytes.len()
            }
            None => read(self.pid, addr, out),
        }
    }
}

/// Memory that was read ahead: several places in one call of the kernel.
#[derive(Default)]
struct Ahead {
    /// Address and length of each place, in the order in which their bytes lie in `bytes`.
    places: Vec<(u64, usize)>,
    bytes: Vec<u8>,
}

impl Ahead {
    /// Reads places of [`LIMIT`] bytes at most. Those behind one that cannot be read are left out.
    fn of(pid: Pid, mut places: Vec<(u64, usize)>) -> Ahead {
        let mut bytes = vec![0; places.iter().map(|(_, len)| len).sum()];
        let remote: Vec<RemoteIoVec> = places.iter().flat_map(|(addr, len)| pages(*addr, *len)).collect();
        let mut rest = process_vm_readv(pid, &mut [IoSliceMut::new(&mut bytes)], &remote).unwrap_or(0);
        places.retain(|(_, len)| {
            let whole = *len <= rest;
            rest = if whole { rest - len } else { 0 };
            whole
        });
        Ahead { places, bytes }
    }

    fn get(&self, addr: u64, len: usize) -> Option<&[u8]> {
        let mut start = 0;
        for (first, all) in &self.places {
            let inside = addr.checked_sub(*first).and_then(|offset| usize::try_from(offset).ok());
            if let Some(offset) = inside.filter(|offset| offset.saturating_add(len) <= *all) {
                return self.bytes.get(start + offset..start + offset + len);
            }
            start += all;
        }
        None
    }
}

/// The pieces of a place of [`LIMIT`] bytes at most that lie on one page each.
fn pages(addr: u64, len: usize) -> impl Iterator<Item = RemoteIoVec> {
    let first = (PAGE - addr as usize % PAGE).min(len);
    let second = RemoteIoVec { base: (addr as usize).wrapping_add(first), len: len - first };
    [RemoteIoVec { base: addr as usize, len: first }, second].into_iter().filter(|piece| piece.len > 0)
}

/// Which capture is being made.
#[derive(Clone, Copy)]
struct At {
    /// Its place in the plan's entry.
    slot: usize,
    /// When, as the row will say.
    when: u8,
}

/// Strings of a vector at most: as the kernel program.
const STRVEC_MAX: usize = 128;
/// The smallest page of any machine.
const PAGE: usize = 4096;
const LIMIT: usize = wire::CAPTURE_MAX as usize;
/// With this, a buffer of [`LIMIT`] bytes touches two pages at most.
const _: () = assert!(LIMIT <= PAGE);

/// Reads from `addr` into `out`, which holds [`LIMIT`] bytes at most; how many could be read.
fn read(pid: Pid, addr: u64, out: &mut [u8]) -> usize {
    // The second page may not be there: the kernel reads whole pieces or nothing of them.
    let remote: Vec<RemoteIoVec> = pages(addr, out.len()).collect();
    match process_vm_readv(pid, &mut [IoSliceMut::new(out)], &remote) {
        Ok(n) => n,
        // A kernel without this call, or a sandbox around the recorder that forbids it.
        Err(Errno::ENOSYS | Errno::EPERM) => read_file(pid, addr, out, remote.first().map_or(0, |piece| piece.len)),
        Err(_) => 0,
    }
}

/// As [`read`], through /proc/TID/mem.
fn read_file(pid: Pid, addr: u64, out: &mut [u8], first: usize) -> usize {
    let Ok(memory) = File::open(format!("/proc/{pid}/mem")) else { return 0 };
    let (one, two) = out.split_at_mut(first);
    if memory.read_exact_at(one, addr).is_err() {
        return 0;
    }
    let more = memory.read_exact_at(two, addr.wrapping_add(first as u64)).is_ok();
    if more { first + two.len() } else { first }
}

/// Appends the string at `addr`, without its NUL, to `out`. Whether its NUL came within `limit` bytes; if not, the
/// last of them is not kept. `None` if it cannot be read.
fn string(task: &Task<'_>, addr: u64, limit: usize, out: &mut Vec<u8>) -> Option<bool> {
    let start = out.len();
    while out.len() - start < limit {
        let done = out.len() - start;
        // Most strings end soon.
        let want = (limit - done).min(if done == 0 { 256 } else { LIMIT });
        out.resize(start + done + want, 0);
        let got = task.read(addr.wrapping_add(done as u64), &mut out[start + done..]);
        if let Some(end) = out[start + done..start + done + got].iter().position(|b| *b == 0) {
            out.truncate(start + done + end);
            return Some(true);
        }
        if got < want {
            out.truncate(start);
            return None;
        }
    }
    out.truncate(start + limit.saturating_sub(1));
    Some(false)
}

/// Captures what the call was given.
pub(super) fn capture_entry(task: &Task<'_>, pending: &mut Pending) {
    for slot in 0..pending.plan.captures {
        capture_slot(task, pending, slot.into(), wire::WHEN_ENTRY, wire::WHEN_ENTRY);
    }
}

/// Captures what the call gave, if it did not fail, and what could not be read at entry: another thread may have made
/// it readable since.
pub(super) fn capture_exit(task: &mut Task<'_>, pending: &mut Pending, failed: bool) {
    let due = if failed { wire::WHEN_FAILED } else { wire::WHEN_EXIT };
    let names = if failed || pending.plan.flags & wire::PLAN_EXEC == 0 { names(pending) } else { Vec::new() };
    let mut places: Vec<(u64, usize)> = names.iter().map(|name| (name.addr, name.bytes.len())).collect();
    let captures = pending.plan.capture.iter().take(pending.plan.captures.into());
    places.extend(captures.filter(|c| is_due(c, due)).filter_map(|c| plain(c, &pending.event)));
    if places.len() > 1 {
        task.ahead = Ahead::of(task.pid, places);
    }
    check_names(task, pending, &names);
    // After an exec the old program's memory is gone.
    let again = if pending.plan.flags & wire::PLAN_EXEC != 0 && !failed { 0 } else { pending.faulted };
    for slot in 0..pending.plan.captures {
        let retried = again >> slot & 1 != 0;
        if retried {
            capture_slot(task, pending, slot.into(), wire::WHEN_ENTRY, wire::WHEN_EXIT);
        }
        let by = pending.plan.capture.get(usize::from(slot)).is_some_and(|c| c.op == wire::OP_BY);
        if by || !retried {
            capture_slot(task, pending, slot.into(), due, wire::WHEN_EXIT);
        }
    }
}

/// Whether a capture is one of those that are made now.
fn is_due(c: &PlanCapture, due: u8) -> bool {
    c.when == due || c.when == wire::WHEN_BOTH && due != wire::WHEN_FAILED
}

/// Makes the capture of a slot of the plan, if it is `due`; it is noted as made at `when`.
fn capture_slot(task: &Task<'_>, pending: &mut Pending, slot: usize, due: u8, when: u8) {
    let Some(c) = pending.plan.capture.get(slot).copied() else { return };
    let at = At { slot, when };
    if c.op != wire::OP_BY {
        if is_due(&c, due) {
            capture_each(task, pending, &c, at);
        }
        return;
    }
    let value = pending.event.args.get(usize::from(c.len_arg)).map_or(0, |value| *value as u32 & c.mask);
    match task.choices.get(&ChoiceKey { table: c.scale, value }) {
        Some(row) => {
            for c in row.capture.iter().take(row.captures as usize).filter(|c| is_due(c, due)) {
                capture_each(task, pending, c, at);
            }
        }
        None if c.check != 0 => {
            if let Some(c) = encoded(&c, value).filter(|c| is_due(c, due)) {
                capture_each(task, pending, &c, at);
            }
        }
        None => {}
    }
}

/// What a request of ioctl(2) that no row knows tells itself (`include/uapi/asm-generic/ioctl.h`).
fn encoded(c: &PlanCapture, request: u32) -> Option<PlanCapture> {
    let when = match request >> 30 {
        0 => return None,
        1 => wire::WHEN_ENTRY,
        2 => wire::WHEN_EXIT,
        _ => wire::WHEN_BOTH,
    };
    let scale = request >> 16 & 0x3fff;
    let (op, arg, limit, at) = (wire::OP_MEMORY, c.arg, c.limit, wire::AT_ARG);
    (scale > 0).then(|| PlanCapture { op, when, arg, scale, limit, at, ..PlanCapture::default() })
}

/// Something that was named at entry.
struct Name {
    slot: usize,
    capture: PlanCapture,
    addr: u64,
    /// What was there, or its beginning.
    bytes: Vec<u8>,
}

/// What the call was given that names something.
fn names(pending: &Pending) -> Vec<Name> {
    let captures = pending.plan.capture.iter().take(pending.plan.captures.into()).enumerate();
    let checked = captures.filter(|(_, capture)| capture.check != 0 && capture.op != wire::OP_BY);
    let name = |(slot, capture): (usize, &PlanCapture)| {
        let kept = wire::captures(&pending.data).find(|c| {
            (c.head.arg, c.head.part) == (capture.arg, 0)
                && c.head.when == wire::WHEN_ENTRY
                && c.head.status != wire::STATUS_FAULT
        })?;
        let mut bytes = kept.bytes.to_vec();
        if capture.op == wire::OP_STR {
            bytes.push(0);
        }
        bytes.truncate(wire::CHECK_MAX as usize);
        let addr = *pending.event.args.get(usize::from(capture.arg))?;
        Some(Name { slot, capture: *capture, addr, bytes })
    };
    checked.filter_map(name).collect()
}

/// Where a capture of plain memory is made, and of how many bytes; `None` if it takes more to tell.
fn plain(c: &PlanCapture, event: &SyscallEvent) -> Option<(u64, usize)> {
    let argument = |i: u8| event.args.get(usize::from(i)).copied();
    let addr = argument(c.arg).filter(|addr| *addr != 0)?;
    let count = match c.len_from {
        wire::LEN_FIXED => 1,
        wire::LEN_ARG => argument(c.len_arg)?.saturating_add(c.len_at.into()),
        wire::LEN_RET => u64::try_from(event.ret).ok()?.saturating_add(c.len_at.into()),
        _ => return None,
    };
    let addr = if c.len_from == wire::LEN_FIXED { addr.wrapping_add(c.len_at.into()) } else { addr };
    let len = usize::try_from(count.checked_mul(c.scale.into())?).ok()?.min(usize::from(c.limit)).min(LIMIT);
    let is_plain = c.op == wire::OP_MEMORY && c.at == wire::AT_ARG && c.stride == 0 && c.mask == 0;
    (is_plain && len > 0).then_some((addr, len))
}

/// Reads what names something again. If it is another one now, marks the row and keeps the second copy too.
fn check_names(task: &Task<'_>, pending: &mut Pending, names: &[Name]) {
    for name in names {
        let mut again = vec![0; name.bytes.len()];
        // What cannot be read any more cannot be compared.
        if task.read(name.addr, &mut again) == again.len() && again != name.bytes {
            pending.event.flags |= flags::CHANGED;
            capture_each(task, pending, &name.capture, At { slot: name.slot, when: wire::WHEN_EXIT });
        }
    }
}

/// Makes a capture of each of the structures that the argument points to.
fn capture_each(task: &Task<'_>, pending: &mut Pending, c: &PlanCapture, at: At) {
    if c.mask != 0 && argument(task, pending, c.guard) & u64::from(c.mask) == 0 {
        return;
    }
    let count = match (c.stride, c.count) {
        (0, _) => 1,
        (_, wire::COUNT_RET) => u64::try_from(pending.event.ret).unwrap_or(0),
        (_, arg) => argument(task, pending, arg),
    };
    for element in 0..count.min(wire::ELEMENTS.into()) {
        capture_one(task, pending, c, at, element);
    }
}

/// The value that a capture calls argument `arg`: a register, the stack pointer, or a word of what the call stands for.
fn argument(task: &Task<'_>, pending: &Pending, arg: u8) -> u64 {
    if arg == wire::ARG_STACK {
        return request::stack_pointer(task.pid).unwrap_or(0);
    }
    let Some(word) = arg.checked_sub(stands::WORDS) else {
        return pending.event.args.get(usize::from(arg)).copied().unwrap_or(0);
    };
    let word = words(pending).and_then(|words| words.get(4 * usize::from(word)..)?.first_chunk().copied());
    u32::from_le_bytes(word.unwrap_or_default()).into()
}

/// The arguments of the call that this one stands for, which are its first capture.
fn words(pending: &Pending) -> Option<&[u8]> {
    let is = |c: &wire::Capture<'_>| c.head.arg < stands::WORDS && c.head.part == 0 && c.head.status == wire::STATUS_OK;
    wire::captures(&pending.data).find(is).map(|c| c.bytes)
}

fn capture_one(task: &Task<'_>, pending: &mut Pending, c: &PlanCapture, at: At, element: u64) {
    let (base, length) = (argument(task, pending, c.arg), argument(task, pending, c.len_arg));
    // Words that were read at entry need not be read again.
    let again = c.op == wire::OP_WORDS && at.when == wire::WHEN_EXIT && words(pending).is_some();
    if base == 0 || again {
        return;
    }
    let base = base.wrapping_add(element * u64::from(c.stride));
    let addr = match c.at {
        wire::AT_ARG if c.len_from == wire::LEN_FIXED => base.wrapping_add(c.len_at.into()),
        wire::AT_ARG => base,
        offset => match number(task, base.wrapping_add(offset.into()), c.width) {
            Some(addr) => addr,
            None => {
                // To be tried again at exit.
                pending.faulted |= 1 << at.slot;
                pending.event.flags |= flags::FAULT;
                return;
            }
        },
    };
    let count = match c.len_from {
        _ if c.op == wire::OP_STR || c.op == wire::OP_STRVEC => u64::from(c.limit),
        wire::LEN_FIXED => 1,
        wire::LEN_ARG => length.saturating_add(c.len_at.into()),
        wire::LEN_ARG32 => u64::from(length as u32) + u64::from(c.len_at),
        wire::LEN_RET => u64::try_from(pending.event.ret).unwrap_or(0).saturating_add(c.len_at.into()),
        wire::LEN_ARG_PTR => number(task, length, 4).unwrap_or(0),
        wire::LEN_MEMBER => {
            let least = if c.at == wire::AT_ARG { 8 * u64::from(c.width) } else { 0 };
            number(task, base.wrapping_add(c.len_at.into()), c.len_width).unwrap_or(0).max(least)
        }
        wire::LEN_PAGES => length.div_ceil(PAGE as u64),
        wire::LEN_BITS => {
            let word = u64::from(c.len_width).clamp(1, 8);
            let length = if c.width == 4 { u64::from(length as u32) } else { length };
            // A negative number of bits is none, as the kernel side has it.
            length.saturating_sub(c.len_at.into()).wrapping_add(8 * word - 1) / (8 * word) * word
        }
        _ => return,
    };
    let count = count.min(u32::MAX.into());
    let want =
        if matches!(c.op, wire::OP_MEMORY | wire::OP_WORDS) { count.saturating_mul(c.scale.into()) } else { count };
    if addr == 0 || want == 0 {
        return;
    }
    let limit = usize::from(c.limit).min(LIMIT);
    let mut bytes = Vec::new();
    let (status, len) = match c.op {
        wire::OP_STR => match string(task, addr, limit, &mut bytes) {
            Some(true) => (wire::STATUS_OK, bytes.len() as u64),
            Some(false) => (wire::STATUS_TRUNCATED, limit as u64),
            None => (wire::STATUS_FAULT, 0),
        },
        wire::OP_STRVEC => {
            let status = vector(task, addr, &mut bytes);
            (status, bytes.len() as u64)
        }
        wire::OP_IOVEC => {
            // What a call gave back is as long as it says.
            let returned = match c.scale {
                // Of several messages, each says it.
                2.. => number(task, base.wrapping_add(c.scale.into()), 4),
                _ => u64::try_from(pending.event.ret).ok(),
            };
            let returned = returned.filter(|_| at.when == wire::WHEN_EXIT);
            pieces(task, (addr, want), returned.unwrap_or(u64::MAX), limit, &mut bytes)
        }
        _ => {
            bytes.resize(limit.min(usize::try_from(want).unwrap_or(usize::MAX)), 0);
            let there = task.read(addr, &mut bytes);
            let status = if there < bytes.len() {
                // Those before the next page, and of elements whole ones.
                let element = (c.scale as usize).max(1);
                bytes.truncate(there - there % element);
                wire::STATUS_FAULT
            } else if want > bytes.len() as u64 {
                wire::STATUS_TRUNCATED
            } else {
                wire::STATUS_OK
            };
            (status, want)
        }
    };
    let part = c.part.wrapping_add((element as u8).wrapping_mul(c.step));
    let len = u32::try_from(len).unwrap_or(u32::MAX);
    add(
        pending,
        CaptureHead { arg: c.arg, when: at.when, status, part, len, ..CaptureHead::default() },
        &bytes,
        at.slot,
    );
}

/// A number of up to 8 bytes. Every ABI here is little-endian.
fn number(task: &Task<'_>, addr: u64, width: u8) -> Option<u64> {
    let mut bytes = [0; 8];
    let width = usize::from(width).clamp(1, bytes.len());
    (task.read(addr, &mut bytes[..width]) == width).then(|| u64::from_le_bytes(bytes))
}

/// Appends what an array of `struct iovec` (address and count) leads to, one piece after the other, up to `limit` bytes;
/// what came of it, and how many bytes there are, `most` at most.
fn pieces(task: &Task<'_>, array: (u64, u64), most: u64, limit: usize, out: &mut Vec<u8>) -> (u8, u64) {
    let word = task.arch.word() as u8;
    let mut total = 0u64;
    for i in 0..array.1.min(wire::PIECES.into()) {
        if total >= most {
            break;
        }
        let at = array.0.wrapping_add(i * 2 * u64::from(word));
        let (base, len) = (number(task, at, word), number(task, at.wrapping_add(word.into()), word));
        let (Some(base), Some(len)) = (base, len) else {
            out.clear();
            return (wire::STATUS_FAULT, total);
        };
        let len = len.min(most - total);
        total += len;
        let (start, room) =
            (out.len(), limit.saturating_sub(out.len()).min(usize::try_from(len).unwrap_or(usize::MAX)));
        out.resize(start + room, 0);
        if task.read(base, &mut out[start..]) < room {
            out.clear();
            return (wire::STATUS_FAULT, total);
        }
    }
    let whole = total == out.len() as u64 && array.1 <= wire::PIECES.into();
    (if whole { wire::STATUS_OK } else { wire::STATUS_TRUNCATED }, total)
}

/// Appends the strings of a vector, each with its NUL; what came of it.
fn vector(task: &Task<'_>, addr: u64, out: &mut Vec<u8>) -> u8 {
    let word = task.arch.word();
    let mut pointers = [0; STRVEC_MAX * 8];
    // One more tells nothing: as the kernel program, which looks at so many.
    let known = task.read(addr, &mut pointers[..STRVEC_MAX * word]);
    for (i, pointer) in pointers[..STRVEC_MAX * word].chunks(word).enumerate() {
        let mut item = [0; 8];
        // A vector may end right before memory that is not there.
        if (i + 1) * word <= known {
            item[..word].copy_from_slice(pointer);
        } else if task.read(addr.wrapping_add((i * word) as u64), &mut item[..word]) < word {
            return wire::STATUS_FAULT;
        }
        // Every ABI here is little-endian.
        let item = u64::from_le_bytes(item);
        if item == 0 {
            return wire::STATUS_OK;
        }
        if out.len() >= LIMIT {
            return wire::STATUS_TRUNCATED;
        }
        let whole = string(task, item, LIMIT - out.len(), out);
        let Some(whole) = whole else { return wire::STATUS_FAULT };
        out.push(0);
        if !whole {
            return wire::STATUS_TRUNCATED;
        }
    }
    wire::STATUS_TRUNCATED
}

/// Adds the capture of a slot and accounts for it.
fn add(pending: &mut Pending, head: CaptureHead, bytes: &[u8], slot: usize) {
    let bit = 1u32 << slot;
    let event = &mut pending.event;
    if head.status == wire::STATUS_FAULT {
        // A second failure of the same capture says nothing new.
        if pending.faulted & bit != 0 {
            return;
        }
        pending.faulted |= bit;
        event.flags |= flags::FAULT;
    } else if pending.faulted & bit != 0 {
        pending.faulted &= !bit;
        event.flags |= flags::LATE;
        if pending.faulted == 0 {
            event.flags &= !flags::FAULT;
        }
    }
    if head.status == wire::STATUS_TRUNCATED {
        event.flags |= flags::TRUNCATED;
    }
    if pending.data.len() + size_of::<CaptureHead>() + bytes.len().next_multiple_of(8) > wire::DATA_MAX as usize {
        event.flags |= flags::TRUNCATED;
        return;
    }
    wire::push_capture(&mut pending.data, head, bytes);
}
