//! What /proc tells of a task, in the form in which the kernel program tells it.

use nix::{
    time::{ClockId, clock_gettime},
    unistd::{Pid, gettid},
};
use procfs::process::{Process, Status};
use schema::wire::{self, ExecBytes, TaskEvent, Wire};
use std::{collections::HashSet, fs, io::Read, os::unix::ffi::OsStringExt};

/// The boot clock, ns.
pub(super) fn now() -> u64 {
    clock_gettime(ClockId::CLOCK_BOOTTIME).map_or(0, |t| t.tv_sec() as u64 * 1_000_000_000 + t.tv_nsec() as u64)
}

/// Threads of a process.
///
/// # Errors
/// When there is no such process.
pub(super) fn threads(pid: Pid) -> std::io::Result<Vec<Pid>> {
    let entries = fs::read_dir(format!("/proc/{pid}/task"))?;
    Ok(entries.flatten().filter_map(|e| e.file_name().to_str()?.parse().ok()).map(Pid::from_raw).collect())
}

/// Processes that have a parent among `known`, or are in the pid namespace of that inode.
pub(super) fn members(known: &HashSet<Pid>, pid_ns: Option<u32>) -> Vec<Pid> {
    let all = procfs::process::all_processes().into_iter().flatten().flatten();
    all.filter_map(|process| {
        let pid = Pid::from_raw(process.pid);
        let parent = Pid::from_raw(process.stat().ok()?.ppid);
        let inside = || pid_ns.is_some_and(|inode| namespace(pid, "pid") == inode);
        (known.contains(&parent) || inside()).then_some(pid)
    })
    .collect()
}

/// The number of the call in which a task sleeps (`/proc/TID/syscall` of proc(5)); `None` if it is in none, or runs.
pub(super) fn current_call(tid: Pid) -> Option<i32> {
    let text = fs::read_to_string(format!("/proc/{tid}/syscall")).ok()?;
    text.split_whitespace().next()?.parse().ok().filter(|nr| *nr >= 0)
}

/// Name of a task, NUL-padded.
pub(super) fn comm(tid: Pid) -> [u8; 16] {
    let bytes = fs::read(format!("/proc/{tid}/comm")).unwrap_or_default();
    let mut comm = [0; 16];
    // The file ends with a newline of its own.
    let length = bytes.len().saturating_sub(1).min(15);
    comm[..length].copy_from_slice(&bytes[..length]);
    comm
}

/// `/proc/TID/status` (proc(5)); `None` if the task is gone.
fn status(tid: Pid) -> Option<Status> {
    Process::new(tid.as_raw()).ok()?.status().ok()
}

/// Filters of calls that a task has (seccomp(2)); 0 if the kernel does not say, which it does since Linux 5.9.
pub(super) fn filters(tid: Pid) -> u32 {
    let text = fs::read_to_string(format!("/proc/{tid}/status")).unwrap_or_default();
    let count = text.lines().find_map(|line| line.strip_prefix("Seccomp_filters:"));
    count.and_then(|count| count.trim().parse().ok()).unwrap_or(0)
}

/// Whether this thread traces `tid`, which may have ended but not been waited for.
pub(super) fn is_ours(tid: Pid) -> bool {
    status(tid).is_some_and(|status| status.tracerpid == gettid().as_raw())
}

/// Whether a task has ended and is not yet gone.
pub(super) fn is_dead(tid: Pid) -> bool {
    status(tid).is_none_or(|status| status.state.starts_with(['Z', 'X']))
}

/// Inode of one of a task's namespaces; 0 if it is not told.
fn namespace(tid: Pid, name: &str) -> u32 {
    let link = fs::read_link(format!("/proc/{tid}/ns/{name}")).unwrap_or_default();
    let text = link.to_string_lossy();
    text.split(['[', ']']).nth(1).and_then(|inode| inode.parse().ok()).unwrap_or_default()
}

/// A task as it is now. All is 0 but its id if it is gone.
pub(super) fn describe(tid: Pid) -> TaskEvent {
    let event = TaskEvent { tid: tid.as_raw() as u32, ts: now(), ..TaskEvent::default() };
    let Some(status) = status(tid) else { return event };
    // Ids inside the task's own namespace stand last.
    let innermost =
        |ids: &Option<Vec<i32>>| ids.as_ref().and_then(|ids| ids.last().copied()).unwrap_or_default() as u32;
    TaskEvent {
        tgid: status.tgid as u32,
        ppid: status.ppid as u32,
        ns_tgid: innermost(&status.nstgid),
        ns_tid: innermost(&status.nspid),
        uid: status.ruid,
        gid: status.rgid,
        euid: status.euid,
        egid: status.egid,
        pid_ns: namespace(tid, "pid"),
        mnt_ns: namespace(tid, "mnt"),
        net_ns: namespace(tid, "net"),
        cap_effective: status.capeff,
        comm: comm(tid),
        ..event
    }
}

/// What a signal will do to a task: one of `ACTION_*`.
pub(super) fn action(tid: Pid, signal: i32) -> u8 {
    // SIGCHLD, SIGCONT, SIGURG, SIGWINCH: nothing happens by default (signal(7)).
    const BY_DEFAULT_IGNORED: [i32; 4] = [17, 18, 23, 28];
    let Some(status) = status(tid) else { return wire::ACTION_DEFAULT };
    let bit = 1u64.checked_shl(signal as u32 - 1).unwrap_or(0);
    if status.sigcgt & bit != 0 {
        wire::ACTION_HANDLER
    } else if status.sigign & bit != 0 || BY_DEFAULT_IGNORED.contains(&signal) {
        wire::ACTION_IGNORED
    } else {
        wire::ACTION_DEFAULT
    }
}

/// The bytes of a record.
pub(super) fn record<T: Wire>(event: T) -> Vec<u8> {
    let mut record = Vec::with_capacity(T::SIZE);
    event.write(&mut record);
    record
}

/// The strings of an exec that has just happened, in pieces. `path` is what it was given, if known.
pub(super) fn exec_strings(tid: Pid, path: Vec<u8>) -> Vec<Vec<u8>> {
    let path = if path.is_empty() {
        // A descriptor was executed (fexecve(3)).
        fs::read_link(format!("/proc/{tid}/exe")).map_or_else(|_| Vec::new(), |exe| exe.into_os_string().into_vec())
    } else {
        path
    };
    let mut records = Vec::new();
    pieces(tid, wire::EXEC_FILENAME, &path, 0, &mut records);
    for (part, file) in [(wire::EXEC_ARGV, "cmdline"), (wire::EXEC_ENV, "environ")] {
        let mut bytes = Vec::new();
        let limit = wire::EXEC_PART_MAX as usize;
        let read = fs::File::open(format!("/proc/{tid}/{file}"))
            .and_then(|opened| opened.take(limit as u64 + 1).read_to_end(&mut bytes));
        let flags = match read {
            Err(_) => wire::flags::FAULT,
            Ok(_) if bytes.len() > limit => wire::flags::TRUNCATED,
            Ok(_) => 0,
        };
        bytes.truncate(limit);
        pieces(tid, part, &bytes, flags, &mut records);
    }
    records
}

/// One part as records, the last of which carries `flags`. An empty part has none.
fn pieces(tid: Pid, part: u8, bytes: &[u8], flags: u32, records: &mut Vec<Vec<u8>>) {
    let mut rest = bytes;
    while !rest.is_empty() || flags != 0 {
        let (piece, after) = rest.split_at(rest.len().min(wire::CAPTURE_MAX as usize));
        rest = after;
        let head = ExecBytes {
            kind: wire::KIND_EXEC_BYTES,
            part,
            tid: tid.as_raw() as u32,
            len: piece.len() as u32,
            flags: if rest.is_empty() { flags } else { 0 },
            ..ExecBytes::default()
        };
        let mut record = Vec::with_capacity(ExecBytes::SIZE + piece.len());
        head.write(&mut record);
        record.extend_from_slice(piece);
        records.push(record);
        if rest.is_empty() {
            break;
        }
    }
}
