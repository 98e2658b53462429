//! Reading a tracee's memory, and captures of it.

use super::{Pending, request};
use nix::{
    errno::Errno,
    sys::uio::{RemoteIoVec, process_vm_readv},
    unistd::Pid,
};
use schema::{
    Arch, stands,
    wire::{self, CaptureHead, ChoiceKey, PlanCapture, PlanChoice, flags},
};
use std::{collections::HashMap, fs::File, io::IoSliceMut, os::unix::fs::FileExt};

/// Whose memory is read, and by which tables.
pub(super) struct Task<'a> {
    /// The tracee.
    pub(super) pid: Pid,
    /// The ABI of its call.
    pub(super) arch: Arch,
    /// The tables of the plan.
    pub(super) choices: &'a HashMap<ChoiceKey, PlanChoice>,
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
    let first = (PAGE - addr as usize % PAGE).min(out.len());
    // The second page may not be there: the kernel reads whole pieces or nothing of them.
    let remote = [
        RemoteIoVec { base: addr as usize, len: first },
        RemoteIoVec { base: (addr as usize).wrapping_add(first), len: out.len() - first },
    ];
    let pieces = if first < out.len() { 2 } else { 1 };
    match process_vm_readv(pid, &mut [IoSliceMut::new(out)], &remote[..pieces]) {
        Ok(n) => n,
        // A kernel without this call, or a sandbox around the recorder that forbids it.
        Err(Errno::ENOSYS | Errno::EPERM) => read_file(pid, addr, out, first),
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
fn string(pid: Pid, addr: u64, limit: usize, out: &mut Vec<u8>) -> Option<bool> {
    let start = out.len();
    while out.len() - start < limit {
        let done = out.len() - start;
        // Most strings end soon.
        let want = (limit - done).min(if done == 0 { 256 } else { LIMIT });
        out.resize(start + done + want, 0);
        let got = read(pid, addr.wrapping_add(done as u64), &mut out[start + done..]);
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
pub(super) fn capture_exit(task: &Task<'_>, pending: &mut Pending, failed: bool) {
    if failed || pending.plan.flags & wire::PLAN_EXEC == 0 {
        check_names(task, pending);
    }
    // After an exec the old program's memory is gone.
    let again = if pending.plan.flags & wire::PLAN_EXEC != 0 && !failed { 0 } else { pending.faulted };
    let due = if failed { wire::WHEN_FAILED } else { wire::WHEN_EXIT };
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

/// Reads what names something again. If it is another one now, marks the row and keeps the second copy too.
fn check_names(task: &Task<'_>, pending: &mut Pending) {
    for slot in 0..usize::from(pending.plan.captures) {
        let Some(capture) = pending.plan.capture.get(slot).copied() else { continue };
        if capture.check == 0 || capture.op == wire::OP_BY {
            continue;
        }
        let Some(addr) = pending.event.args.get(usize::from(capture.arg)) else { continue };
        let kept = wire::captures(&pending.data)
            .find(|c| {
                (c.head.arg, c.head.part) == (capture.arg, 0)
                    && c.head.when == wire::WHEN_ENTRY
                    && c.head.status != wire::STATUS_FAULT
            })
            .map(|c| c.bytes.to_vec());
        let Some(mut kept) = kept else { continue };
        if capture.op == wire::OP_STR {
            kept.push(0);
        }
        kept.truncate(wire::CHECK_MAX as usize);
        let mut again = vec![0; kept.len()];
        // What cannot be read any more cannot be compared.
        if read(task.pid, *addr, &mut again) == again.len() && again != kept {
            pending.event.flags |= flags::CHANGED;
            capture_each(task, pending, &capture, At { slot, when: wire::WHEN_EXIT });
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
    let pid = task.pid;
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
        offset => match number(pid, base.wrapping_add(offset.into()), c.width) {
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
        wire::LEN_ARG_PTR => number(pid, length, 4).unwrap_or(0),
        wire::LEN_MEMBER => {
            let least = if c.at == wire::AT_ARG { 8 * u64::from(c.width) } else { 0 };
            number(pid, base.wrapping_add(c.len_at.into()), c.len_width).unwrap_or(0).max(least)
        }
        wire::LEN_PAGES => length.div_ceil(PAGE as u64),
        wire::LEN_BITS => {
            let word = u64::from(c.len_width).clamp(1, 8);
            let length = if c.width == 4 { u64::from(length as u32) } else { length };
            length.saturating_sub(c.len_at.into()).div_ceil(8 * word).saturating_mul(word)
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
        wire::OP_STR => match string(pid, addr, limit, &mut bytes) {
            Some(true) => (wire::STATUS_OK, bytes.len() as u64),
            Some(false) => (wire::STATUS_TRUNCATED, limit as u64),
            None => (wire::STATUS_FAULT, 0),
        },
        wire::OP_STRVEC => {
            let status = vector(pid, task.arch, addr, &mut bytes);
            (status, bytes.len() as u64)
        }
        wire::OP_IOVEC => {
            // What a call gave back is as long as it says.
            let returned = match c.scale {
                // Of several messages, each says it.
                2.. => number(pid, base.wrapping_add(c.scale.into()), 4),
                _ => u64::try_from(pending.event.ret).ok(),
            };
            let returned = returned.filter(|_| at.when == wire::WHEN_EXIT);
            pieces(task, (addr, want), returned.unwrap_or(u64::MAX), limit, &mut bytes)
        }
        _ => {
            bytes.resize(limit.min(usize::try_from(want).unwrap_or(usize::MAX)), 0);
            let there = read(pid, addr, &mut bytes);
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
fn number(pid: Pid, addr: u64, width: u8) -> Option<u64> {
    let mut bytes = [0; 8];
    let width = usize::from(width).clamp(1, bytes.len());
    (read(pid, addr, &mut bytes[..width]) == width).then(|| u64::from_le_bytes(bytes))
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
        let (base, len) = (number(task.pid, at, word), number(task.pid, at.wrapping_add(word.into()), word));
        let (Some(base), Some(len)) = (base, len) else { return (wire::STATUS_FAULT, total) };
        let len = len.min(most - total);
        total += len;
        let (start, room) =
            (out.len(), limit.saturating_sub(out.len()).min(usize::try_from(len).unwrap_or(usize::MAX)));
        out.resize(start + room, 0);
        if read(task.pid, base, &mut out[start..]) < room {
            out.clear();
            return (wire::STATUS_FAULT, total);
        }
    }
    let whole = total == out.len() as u64 && array.1 <= wire::PIECES.into();
    (if whole { wire::STATUS_OK } else { wire::STATUS_TRUNCATED }, total)
}

/// Appends the strings of a vector, each with its NUL; what came of it.
fn vector(pid: Pid, arch: Arch, addr: u64, out: &mut Vec<u8>) -> u8 {
    let word = arch.word();
    let mut pointers = [0; STRVEC_MAX * 8];
    // One more tells nothing: as the kernel program, which looks at so many.
    let known = read(pid, addr, &mut pointers[..STRVEC_MAX * word]);
    for (i, pointer) in pointers[..STRVEC_MAX * word].chunks(word).enumerate() {
        let mut item = [0; 8];
        // A vector may end right before memory that is not there.
        if (i + 1) * word <= known {
            item[..word].copy_from_slice(pointer);
        } else if read(pid, addr.wrapping_add((i * word) as u64), &mut item[..word]) < word {
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
        let whole = string(pid, item, LIMIT - out.len(), out);
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
