//! Reading a tracee's memory, and captures of it.

use super::Pending;
use nix::{
    sys::uio::{RemoteIoVec, process_vm_readv},
    unistd::Pid,
};
use schema::{
    Arch,
    wire::{self, CaptureHead, PlanCapture, flags},
};
use std::io::IoSliceMut;

/// Strings of a vector at most: as the kernel program.
const STRVEC_MAX: u64 = 128;
const PAGE: u64 = 4096;

/// Bytes from `addr`, `len` if all can be read. Page by page: the next page may not be there.
fn read(pid: Pid, addr: u64, len: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(len);
    while out.len() < len {
        let at = addr.wrapping_add(out.len() as u64);
        let piece = ((PAGE - at % PAGE) as usize).min(len - out.len());
        let mut buffer = vec![0; piece];
        let remote = [RemoteIoVec { base: at as usize, len: piece }];
        match process_vm_readv(pid, &mut [IoSliceMut::new(&mut buffer)], &remote) {
            Ok(n) if n > 0 => out.extend_from_slice(&buffer[..n]),
            _ => break,
        }
    }
    out
}

/// A string without its NUL; whether the NUL came within `limit`. `None` if nothing can be read.
fn string(pid: Pid, addr: u64, limit: usize) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::new();
    while out.len() < limit {
        let at = addr.wrapping_add(out.len() as u64);
        // Most strings end soon.
        let piece = ((PAGE - at % PAGE) as usize).min(limit - out.len()).min(if out.is_empty() { 256 } else { 4096 });
        let bytes = read(pid, at, piece);
        if bytes.is_empty() {
            return None;
        }
        if let Some(end) = bytes.iter().position(|b| *b == 0) {
            out.extend_from_slice(&bytes[..end]);
            return Some((out, true));
        }
        out.extend_from_slice(&bytes);
    }
    Some((out, false))
}

/// Captures what the plan asks for at `when`.
pub(super) fn capture_all(pid: Pid, arch: Arch, pending: &mut Pending, when: u8) {
    for capture in pending.plan.capture.into_iter().take(pending.plan.captures as usize) {
        if capture.when == when {
            capture_one(pid, arch, pending, &capture);
        }
    }
}

fn capture_one(pid: Pid, arch: Arch, pending: &mut Pending, c: &PlanCapture) {
    let args = pending.event.args;
    let (Some(addr), Some(length)) = (args.get(usize::from(c.arg)), args.get(usize::from(c.len_arg))) else { return };
    let (addr, scale) = (*addr, u64::from(c.scale));
    if addr == 0 {
        return;
    }
    let mut head = CaptureHead { arg: c.arg, when: c.when, ..CaptureHead::default() };
    let limit = c.limit.min(wire::CAPTURE_MAX);
    let want = match c.op {
        wire::OP_STR => {
            // One byte of the limit is the NUL's.
            let bytes = match string(pid, addr, limit as usize - 1) {
                Some((bytes, true)) => {
                    head.len = bytes.len() as u32;
                    bytes
                }
                Some((bytes, false)) => {
                    (head.status, head.len) = (wire::STATUS_TRUNCATED, limit);
                    bytes
                }
                None => {
                    head.status = wire::STATUS_FAULT;
                    Vec::new()
                }
            };
            return add(pending, head, &bytes);
        }
        wire::OP_STRVEC => {
            let (status, bytes) = vector(pid, arch, addr);
            (head.status, head.len) = (status, bytes.len() as u32);
            return add(pending, head, &bytes);
        }
        wire::OP_FIXED => scale,
        wire::OP_ARG => length.saturating_mul(scale),
        wire::OP_RET => u64::try_from(pending.event.ret).unwrap_or(0).saturating_mul(scale),
        wire::OP_ARG_PTR => read(pid, *length, 4).try_into().map_or(0, |b| u64::from(u32::from_ne_bytes(b))),
        _ => return,
    };
    if want == 0 {
        return;
    }
    let keep = want.min(u64::from(limit)) as usize;
    let bytes = read(pid, addr, keep);
    head.len = u32::try_from(want).unwrap_or(u32::MAX);
    if bytes.len() < keep {
        head.status = wire::STATUS_FAULT;
        add(pending, head, &[]);
    } else {
        head.status = if want > keep as u64 { wire::STATUS_TRUNCATED } else { wire::STATUS_OK };
        add(pending, head, &bytes);
    }
}

fn vector(pid: Pid, arch: Arch, addr: u64) -> (u8, Vec<u8>) {
    let word = arch.word() as u64;
    let room = wire::CAPTURE_MAX as usize;
    let mut out = Vec::new();
    for i in 0..STRVEC_MAX {
        let bytes = read(pid, addr.wrapping_add(i * word), word as usize);
        let item = match bytes.len() {
            8 => u64::from_ne_bytes(bytes.try_into().unwrap_or_default()),
            4 => u64::from(u32::from_ne_bytes(bytes.try_into().unwrap_or_default())),
            _ => return (wire::STATUS_FAULT, out),
        };
        if item == 0 {
            return (wire::STATUS_OK, out);
        }
        if out.len() >= room {
            break;
        }
        match string(pid, item, room - out.len() - 1) {
            Some((string, whole)) => {
                out.extend_from_slice(&string);
                out.push(0);
                if !whole {
                    break;
                }
            }
            None => return (wire::STATUS_FAULT, out),
        }
    }
    (wire::STATUS_TRUNCATED, out)
}

fn add(pending: &mut Pending, head: CaptureHead, bytes: &[u8]) {
    let flag = match head.status {
        wire::STATUS_FAULT => flags::FAULT,
        wire::STATUS_TRUNCATED => flags::TRUNCATED,
        _ => 0,
    };
    pending.event.flags |= flag;
    if pending.data.len() + bytes.len() + 32 > wire::DATA_MAX as usize {
        pending.event.flags |= flags::TRUNCATED;
        return;
    }
    wire::push_capture(&mut pending.data, head, bytes);
}
