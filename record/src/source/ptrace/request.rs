//! The few requests that nix has no safe call for.
#![expect(unsafe_code, reason = "ptrace(2) requests and wait statuses that nix does not cover")]

use super::wait::Next;
use anyhow::Result;
use nix::{libc, unistd::Pid};

/// A call at one of its two stops.
pub(super) enum Stop {
    /// It begins: `AUDIT_ARCH_*`, number, arguments.
    Entry(u32, u64, [u64; 6]),
    /// It ends, with this value.
    Exit(i64),
    /// The stop is of another kind.
    Other,
}

/// `PTRACE_GET_SYSCALL_INFO` (Linux 5.3). `None` if the tracee has died.
pub(super) fn syscall_info(pid: Pid) -> Option<Stop> {
    // SAFETY: the structure is plain numbers, for which zero is valid.
    let mut info: libc::ptrace_syscall_info = unsafe { std::mem::zeroed() };
    let size = size_of_val(&info);
    // SAFETY: the kernel writes at most `size` bytes to `info`, which is that large.
    let got = unsafe { libc::ptrace(libc::PTRACE_GET_SYSCALL_INFO, pid.as_raw(), size, &raw mut info) };
    if got <= 0 {
        return None;
    }
    Some(match info.op {
        libc::PTRACE_SYSCALL_INFO_ENTRY => {
            // SAFETY: `op` says that the kernel filled in this member.
            let entry = unsafe { info.u.entry };
            Stop::Entry(info.arch, entry.nr, entry.args)
        }
        libc::PTRACE_SYSCALL_INFO_EXIT => {
            // SAFETY: `op` says that the kernel filled in this member.
            Stop::Exit(unsafe { info.u.exit.sval })
        }
        _ => Stop::Other,
    })
}

/// `PTRACE_SYSCALL`: on to the next stop, delivering `signal` if it is not 0. Numbers, because nix has no name for
/// real-time signals. A tracee that has died is no error.
pub(super) fn resume(pid: Pid, signal: i32) {
    // SAFETY: the request takes no addresses.
    unsafe { libc::ptrace(libc::PTRACE_SYSCALL, pid.as_raw(), 0, libc::c_long::from(signal)) };
}

/// `PTRACE_LISTEN`: leaves a tracee in its group-stop until SIGCONT.
pub(super) fn listen(pid: Pid) {
    // SAFETY: the request takes no addresses.
    unsafe { libc::ptrace(libc::PTRACE_LISTEN, pid.as_raw(), 0, 0) };
}

/// `PTRACE_DETACH`, delivering `signal` if it is not 0.
pub(super) fn detach(pid: Pid, signal: i32) {
    // SAFETY: the request takes no addresses.
    unsafe { libc::ptrace(libc::PTRACE_DETACH, pid.as_raw(), 0, libc::c_long::from(signal)) };
}

/// The status of `pid`, which has one.
pub(super) fn wait_one(pid: Pid) -> Result<Next> {
    wait(pid.as_raw())
}

/// The status of any child that has one.
pub(super) fn wait_any() -> Result<Next> {
    wait(-1)
}

fn wait(pid: i32) -> Result<Next> {
    let mut status = 0;
    // SAFETY: the kernel writes one number to `status`.
    let got = unsafe { libc::waitpid(pid, &raw mut status, libc::__WALL | libc::WNOHANG) };
    Ok(if got > 0 { Next::Stop(Pid::from_raw(got), status) } else { Next::Nothing })
}
