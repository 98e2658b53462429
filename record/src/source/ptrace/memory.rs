//! Reading a tracee's memory, and captures of it.

use super::Pending;
use nix::{
    errno::Errno,
    sys::uio::{RemoteIoVec, process_vm_readv},
    unistd::Pid,
};
use schema::{
    Arch,
    wire::{self, CaptureHead, PlanCapture, flags},
};
use std::{fs::File, io::IoSliceMut, os::unix::fs::FileExt};

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
pub(super) fn capture_entry(pid: Pid, arch: Arch, pending: &mut Pending) {
    for capture in captures(pending) {
        if capture.when == wire::WHEN_ENTRY {
            capture_one(pid, arch, pending, &capture, wire::WHEN_ENTRY);
        }
    }
}

/// Captures what the call gave, if it did not fail, and what could not be read at entry: another thread may have made
/// it readable since.
pub(super) fn capture_exit(pid: Pid, arch: Arch, pending: &mut Pending, failed: bool) {
    if failed || pending.plan.flags & wire::PLAN_EXEC == 0 {
        check_names(pid, arch, pending);
    }
    // After an exec the old program's memory is gone.
    let again = if pending.plan.flags & wire::PLAN_EXEC != 0 && !failed { 0 } else { pending.faulted };
    for capture in captures(pending) {
        let wanted = match capture.when {
            wire::WHEN_EXIT => !failed,
            _ => again >> (capture.arg & 7) & 1 != 0,
        };
        if wanted {
            capture_one(pid, arch, pending, &capture, wire::WHEN_EXIT);
        }
    }
}

/// Reads what names something again. If it is another one now, marks the row and keeps the second copy too.
fn check_names(pid: Pid, arch: Arch, pending: &mut Pending) {
    let checked = captures(pending).filter(|c| c.check != 0 && c.when == wire::WHEN_ENTRY);
    for capture in checked.collect::<Vec<_>>() {
        let Some(addr) = pending.event.args.get(usize::from(capture.arg)) else { continue };
        let kept = wire::captures(&pending.data)
            .find(|c| {
                c.head.arg == capture.arg && c.head.when == wire::WHEN_ENTRY && c.head.status != wire::STATUS_FAULT
            })
            .map(|c| c.bytes.to_vec());
        let Some(mut kept) = kept else { continue };
        if capture.op == wire::OP_STR {
            kept.push(0);
        }
        kept.truncate(wire::CHECK_MAX as usize);
        let mut again = vec![0; kept.len()];
        // What cannot be read any more cannot be compared.
        if read(pid, *addr, &mut again) == again.len() && again != kept {
            pending.event.flags |= flags::CHANGED;
            capture_one(pid, arch, pending, &capture, wire::WHEN_EXIT);
        }
    }
}

fn captures(pending: &Pending) -> impl Iterator<Item = PlanCapture> + use<> {
    pending.plan.capture.into_iter().take(pending.plan.captures as usize)
}

fn capture_one(pid: Pid, arch: Arch, pending: &mut Pending, c: &PlanCapture, when: u8) {
    let args = pending.event.args;
    let (Some(addr), Some(length)) = (args.get(usize::from(c.arg)), args.get(usize::from(c.len_arg))) else { return };
    let (addr, length, scale) = (*addr, *length, u64::from(c.scale));
    let want = match c.op {
        wire::OP_STR | wire::OP_STRVEC => u64::from(c.limit),
        wire::OP_FIXED => scale,
        wire::OP_ARG => length.saturating_mul(scale),
        wire::OP_RET => u64::try_from(pending.event.ret).unwrap_or(0).saturating_mul(scale),
        wire::OP_ARG_PTR => {
            let mut bytes = [0; 4];
            if read(pid, length, &mut bytes) == bytes.len() { u64::from(u32::from_ne_bytes(bytes)) } else { 0 }
        }
        _ => return,
    };
    if addr == 0 || want == 0 {
        return;
    }
    let limit = usize::from(c.limit).min(LIMIT);
    let mut bytes = Vec::new();
    let (status, len) = match c.op {
        wire::OP_STR => match string(pid, addr, limit, &mut bytes) {
            Some(true) => (wire::STATUS_OK, bytes.len() as u32),
            Some(false) => (wire::STATUS_TRUNCATED, limit as u32),
            None => (wire::STATUS_FAULT, 0),
        },
        wire::OP_STRVEC => {
            let status = vector(pid, arch, addr, &mut bytes);
            (status, bytes.len() as u32)
        }
        _ => {
            bytes.resize(limit.min(usize::try_from(want).unwrap_or(usize::MAX)), 0);
            let status = if read(pid, addr, &mut bytes) < bytes.len() {
                bytes.clear();
                wire::STATUS_FAULT
            } else if want > bytes.len() as u64 {
                wire::STATUS_TRUNCATED
            } else {
                wire::STATUS_OK
            };
            (status, u32::try_from(want).unwrap_or(u32::MAX))
        }
    };
    add(pending, CaptureHead { arg: c.arg, when, status, len, ..CaptureHead::default() }, &bytes);
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

/// Adds a capture and accounts for it.
fn add(pending: &mut Pending, head: CaptureHead, bytes: &[u8]) {
    let bit = 1u32 << (head.arg & 7);
    let event = &mut pending.event;
    if head.status == wire::STATUS_FAULT {
        // A second failure of the same argument says nothing new.
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
