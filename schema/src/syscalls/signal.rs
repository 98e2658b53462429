//! Sending, blocking and awaiting signals.

use super::words::*;

table! {
    [Process Signal] kill(pid: Pid, sig: Signal);
    [Process Signal] tkill(tid: Pid, sig: Signal);
    [Process Signal] tgkill(tgid: Pid, tid: Pid, sig: Signal);
    [Desc Process Signal] pidfd_send_signal(pidfd: Fd, sig: Signal, info: given("siginfo", 128), flags: Flags(&PIDFD_SIGNAL));
    [Process Signal] rt_sigqueueinfo(pid: Pid, sig: Signal, info: given("siginfo", 128));
    [Process Signal] rt_tgsigqueueinfo(tgid: Pid, tid: Pid, sig: Signal, info: given("siginfo", 128));
    [Signal] rt_sigaction(signum: Signal, act: given("sigaction", 32), oldact: filled("sigaction", 32), sigsetsize: Size) @ W64;
    [Signal] rt_sigaction(signum: Signal, act: given("sigaction", 20), oldact: filled("sigaction", 20), sigsetsize: Size) @ I386;
    [Signal] sigaction(signum: Signal, act: given("old_sigaction", 16), oldact: filled("old_sigaction", 16));
    [Signal] signal(signum: Signal, handler: Handler) -> Hex;
    [Signal] rt_sigprocmask(how: Enum(&SIGMASK), set: sigset(3), oldset: Struct("sigset_t", Exit, n(3, 1)), sigsetsize: Size);
    [Signal] sigprocmask(how: Enum(&SIGMASK), set: given("old_sigset_t", 4), oldset: filled("old_sigset_t", 4));
    [Signal] rt_sigpending(set: Struct("sigset_t", Exit, n(1, 1)), sigsetsize: Size);
    [Signal] sigpending(set: filled("old_sigset_t", 4));
    [Signal] rt_sigsuspend(mask: sigset(1), sigsetsize: Size);
    /// The first two are unused; the third is the mask itself.
    [Signal] sigsuspend(unused1: Int, unused2: Int, mask: Hex);
    [Signal] rt_sigtimedwait(set: sigset(3), info: filled("siginfo", 128), timeout: TIMESPEC_IN, sigsetsize: Size) -> Signal @ W64;
    [Signal] rt_sigtimedwait(set: sigset(3), info: filled("siginfo", 128), timeout: TIMESPEC32_IN, sigsetsize: Size) -> Signal @ I386;
    [Signal] rt_sigtimedwait_time64(set: sigset(3), info: filled("siginfo", 128), timeout: TIMESPEC_IN, sigsetsize: Size) -> Signal;
    [Signal] rt_sigreturn(frame: Frame("sigframe", [296, 248, 168]));
    [Signal] sigreturn(frame: Frame("old_sigframe", [0, 80, 0]));
    [Signal] sigaltstack(ss: given("stack_t", 24), old_ss: filled("stack_t", 24)) @ W64;
    [Signal] sigaltstack(ss: given("stack_t", 12), old_ss: filled("stack_t", 12)) @ I386;
    [Signal] pause();
    [Signal] sgetmask() -> Hex;
    [Signal] ssetmask(mask: Hex) -> Hex;
}
