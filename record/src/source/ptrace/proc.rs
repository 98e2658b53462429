//! What /proc tells of a task, in the form in which the kernel program tells it.

use nix::{
    time::{ClockId, clock_gettime},
    unistd::Pid,
};
use schema::wire::{self, ExecBytes, TaskEvent, Wire};
use std::fs;

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

/// Name of a task, as its bytes.
pub(super) fn comm(tid: Pid) -> Vec<u8> {
    let mut comm = fs::read(format!("/proc/{tid}/comm")).unwrap_or_default();
    comm.truncate(comm.len().saturating_sub(1));
    comm
}

/// Process of a task.
pub(super) fn tgid(tid: Pid) -> u32 {
    Status::of(tid).number("Tgid:", 0)
}

/// `/proc/TID/status` (proc(5)).
struct Status(String);

impl Status {
    fn of(tid: Pid) -> Status {
        Status(
            fs::read(format!("/proc/{tid}/status"))
                .map(|b| String::from_utf8_lossy(&b).into_owned())
                .unwrap_or_default(),
        )
    }

    fn words(&self, key: &str) -> Vec<&str> {
        let line = self.0.lines().find_map(|line| line.strip_prefix(key));
        line.map(|line| line.split_whitespace().collect()).unwrap_or_default()
    }

    /// Word `i` of a line as a number; 0 if it is not there.
    fn number(&self, key: &str, i: usize) -> u32 {
        self.words(key).get(i).and_then(|word| word.parse().ok()).unwrap_or_default()
    }

    /// The last word: ids inside the task's own namespace stand last.
    fn innermost(&self, key: &str) -> u32 {
        self.words(key).last().and_then(|word| word.parse().ok()).unwrap_or_default()
    }
}

/// Parent process of a task.
pub(super) fn parent(tid: Pid) -> u32 {
    Status::of(tid).number("PPid:", 0)
}

/// Inode of one of a task's namespaces; 0 if it is not told.
fn namespace(tid: Pid, name: &str) -> u32 {
    let link = fs::read_link(format!("/proc/{tid}/ns/{name}")).unwrap_or_default();
    let text = link.to_string_lossy().into_owned();
    text.split(['[', ']']).nth(1).and_then(|inode| inode.parse().ok()).unwrap_or_default()
}

/// A record of a task's event, as it is now. `parent_tid` as in [`TaskEvent`].
pub(super) fn task_event(tid: Pid, kind: u8, parent_tid: u32, flags: u32) -> Vec<u8> {
    exit_event(tid, kind, parent_tid, flags, 0)
}

/// As [`task_event`], with the status of a task that ends.
pub(super) fn exit_event(tid: Pid, kind: u8, parent_tid: u32, flags: u32, exit_code: i32) -> Vec<u8> {
    let status = Status::of(tid);
    let mut name = [0; 16];
    let comm = comm(tid);
    let length = comm.len().min(15);
    name[..length].copy_from_slice(&comm[..length]);
    let event = TaskEvent {
        kind,
        tid: tid.as_raw() as u32,
        ts: now(),
        tgid: status.number("Tgid:", 0),
        ppid: status.number("PPid:", 0),
        parent_tid,
        ns_tgid: status.innermost("NStgid:"),
        ns_tid: status.innermost("NSpid:"),
        uid: status.number("Uid:", 0),
        gid: status.number("Gid:", 0),
        euid: status.number("Uid:", 1),
        egid: status.number("Gid:", 1),
        pid_ns: namespace(tid, "pid"),
        mnt_ns: namespace(tid, "mnt"),
        net_ns: namespace(tid, "net"),
        cap_effective: status
            .words("CapEff:")
            .first()
            .and_then(|w| u64::from_str_radix(w, 16).ok())
            .unwrap_or_default(),
        exit_code,
        flags,
        comm: name,
        ..TaskEvent::default()
    };
    let mut record = Vec::with_capacity(TaskEvent::SIZE);
    event.write(&mut record);
    record
}

/// The strings of an exec that has just happened; `path` is what it was given.
pub(super) fn exec_strings(tid: Pid, path: &[u8]) -> Vec<Vec<u8>> {
    let argv = fs::read(format!("/proc/{tid}/cmdline")).unwrap_or_default();
    let env = fs::read(format!("/proc/{tid}/environ")).unwrap_or_default();
    let parts = [(wire::EXEC_FILENAME, path), (wire::EXEC_ARGV, &argv[..]), (wire::EXEC_ENV, &env[..])];
    parts
        .into_iter()
        .map(|(part, bytes)| {
            let kept = bytes.len().min(wire::EXEC_PART_MAX as usize);
            let flags = if kept < bytes.len() { wire::flags::TRUNCATED } else { 0 };
            let head = ExecBytes {
                kind: wire::KIND_EXEC_BYTES,
                part,
                tid: tid.as_raw() as u32,
                len: kept as u32,
                flags,
                ..ExecBytes::default()
            };
            let mut record = Vec::with_capacity(ExecBytes::SIZE + kept);
            head.write(&mut record);
            record.extend_from_slice(&bytes[..kept]);
            record
        })
        .collect()
}
