//! The few requests that nix has no safe call for.
#![expect(unsafe_code, reason = "ptrace(2) requests, wait statuses and a signal handler that nix does not cover")]

use anyhow::Result;
use nix::{
    errno::Errno,
    libc,
    sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction},
    unistd::Pid,
};
use schema::wire;

/// A call at one of its two stops.
pub(super) enum Stop {
    /// It begins: `AUDIT_ARCH_*`, number, arguments.
    Entry(u32, u64, [u64; 6]),
    /// It begins, and a filter tells of it: the same.
    Filtered(u32, u64, [u64; 6]),
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
        libc::PTRACE_SYSCALL_INFO_SECCOMP => {
            // SAFETY: `op` says that the kernel filled in this member.
            let entry = unsafe { info.u.seccomp };
            Stop::Filtered(info.arch, entry.nr, entry.args)
        }
        libc::PTRACE_SYSCALL_INFO_EXIT => {
            // SAFETY: `op` says that the kernel filled in this member.
            Stop::Exit(unsafe { info.u.exit.sval })
        }
        _ => Stop::Other,
    })
}

/// The stack pointer of a tracee that stands at a call; `None` if it has died.
pub(super) fn stack_pointer(pid: Pid) -> Option<u64> {
    // SAFETY: the structure is plain numbers, for which zero is valid.
    let mut info: libc::ptrace_syscall_info = unsafe { std::mem::zeroed() };
    let size = size_of_val(&info);
    // SAFETY: the kernel writes at most `size` bytes to `info`, which is that large.
    let got = unsafe { libc::ptrace(libc::PTRACE_GET_SYSCALL_INFO, pid.as_raw(), size, &raw mut info) };
    (got > 0).then_some(info.stack_pointer)
}

/// `PTRACE_SYSCALL`, or without `calls` `PTRACE_CONT`: on to the next stop, delivering `signal` if it is not 0. Numbers,
/// because nix has no name for real-time signals. A tracee that has died is no error.
pub(super) fn resume(pid: Pid, signal: i32, calls: bool) {
    let request = if calls { libc::PTRACE_SYSCALL } else { libc::PTRACE_CONT };
    // SAFETY: the request takes no addresses.
    unsafe { libc::ptrace(request, pid.as_raw(), 0, libc::c_long::from(signal)) };
}

/// What two tasks that are stopped share, bits `SHARES_*`. Where the kernel has no kcmp(2) it is as usual: threads share
/// all, processes nothing.
pub(super) fn shares(one: Pid, other: Pid, thread: bool) -> u8 {
    // `enum kcmp_type` of include/uapi/linux/kcmp.h.
    const KCMP: [(i32, u8); 2] = [(2, wire::SHARES_FILES), (3, wire::SHARES_FS)];
    let same = |kind: i32| {
        // SAFETY: kcmp takes five numbers and touches no memory.
        match unsafe { libc::syscall(libc::SYS_kcmp, one.as_raw(), other.as_raw(), kind, 0, 0) } {
            -1 => thread,
            order => order == 0,
        }
    };
    KCMP.into_iter().filter(|(kind, _)| same(*kind)).map(|(_, bit)| bit).sum()
}

/// `PTRACE_GETSIGINFO`: the part that the kernel keeps; zeros if the tracee has died.
pub(super) fn signal_info(pid: Pid) -> [u64; 6] {
    let mut info = [0u64; 16];
    // SAFETY: the kernel writes a siginfo_t, which has 128 bytes on every architecture (SI_MAX_SIZE).
    unsafe { libc::ptrace(libc::PTRACE_GETSIGINFO, pid.as_raw(), 0, &raw mut info) };
    info.first_chunk().copied().unwrap_or_default()
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

/// What a look at the waiting statuses found.
pub(super) enum Found {
    /// This tracee has stopped (only tracees' stops are seen); the status as wait(2) gives it.
    Stop(Pid, i32),
    /// This child, or tracee, has ended. Its status is still there: see [`take_end`].
    End(Pid),
    /// Nothing yet.
    Nothing,
    /// A signal came first.
    Interrupted,
    /// There is nothing to wait for: no such child or tracee, or none at all.
    Childless,
}

/// Looks at the next status, of `pid` or (`None`) of any child and tracee of this thread. Waits for one if `block`.
///
/// An end is left where it is: it may be somebody else's. So is a stop at a call, which resuming overwrites; that saves
/// a system call per stop. A stop with an event is taken: after an exec that changed the thread's id the kernel refuses
/// every request until then (`looks_like_a_spurious_pid` of `kernel/ptrace.c`). That of a filter is like a stop at a call.
///
/// # Errors
/// When the kernel refuses.
pub(super) fn peek(pid: Option<Pid>, block: bool) -> Result<Found> {
    // Only ends are asked for: a tracee's stops come unasked, and another child's stop is not for us.
    let flags =
        libc::WEXITED | libc::WNOWAIT | libc::__WALL | libc::__WNOTHREAD | if block { 0 } else { libc::WNOHANG };
    let (kind, id) = pid.map_or((libc::P_ALL, 0), |pid| (libc::P_PID, pid.as_raw() as libc::id_t));
    // SAFETY: the structure is plain numbers and addresses, for which zero is valid.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    // SAFETY: the kernel writes one siginfo_t to `info`.
    if unsafe { libc::waitid(kind, id, &raw mut info, flags) } < 0 {
        return match Errno::last() {
            Errno::EINTR => Ok(Found::Interrupted),
            Errno::ECHILD => Ok(Found::Childless),
            error => Err(error.into()),
        };
    }
    // SAFETY: waitid(2) fills in these members, or leaves the zeros.
    let (found, status) = unsafe { (Pid::from_raw(info.si_pid()), info.si_status()) };
    Ok(match info.si_code {
        _ if found.as_raw() == 0 => Found::Nothing,
        // The low half as in `W_STOPCODE` of <sys/wait.h>; the rest of the number is the ptrace event.
        libc::CLD_TRAPPED => {
            let status = status << 8 | 0x7f;
            if !matches!(status >> 16, 0 | libc::PTRACE_EVENT_SECCOMP) {
                take_stop(found);
            }
            Found::Stop(found, status)
        }
        _ => Found::End(found),
    })
}

/// Takes the stop of `pid` away, if it is still stopped. Never takes an end: SIGKILL may have come since it was seen.
pub(super) fn take_stop(pid: Pid) {
    let flags = libc::WSTOPPED | libc::WNOHANG | libc::__WALL;
    // SAFETY: waitid(2) accepts NULL if nothing is to be told.
    unsafe { libc::waitid(libc::P_PID, pid.as_raw() as libc::id_t, std::ptr::null_mut(), flags) };
}

/// Takes the status of `pid`, which has ended, away; `None` if there is none.
pub(super) fn take_end(pid: Pid) -> Option<i32> {
    let mut status = 0;
    // SAFETY: the kernel writes one number to `status`.
    let got = unsafe { libc::waitpid(pid.as_raw(), &raw mut status, libc::__WALL | libc::WNOHANG) };
    (got > 0).then_some(status)
}

extern "C" fn do_nothing(_: libc::c_int) {}

/// Lets `signal` interrupt this thread's waiting, and do nothing else.
///
/// # Errors
/// When the kernel refuses.
pub(super) fn interrupt_on(signal: Signal) -> Result<()> {
    // Without SA_RESTART: a wait that begins again would never end.
    let action = SigAction::new(SigHandler::Handler(do_nothing), SaFlags::empty(), SigSet::empty());
    // SAFETY: the handler does nothing, so it does nothing that a handler must not.
    unsafe { sigaction(signal, &action) }?;
    let mut set = SigSet::empty();
    set.add(signal);
    set.thread_unblock()?;
    Ok(())
}
