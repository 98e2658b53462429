//! Signals: `include/uapi/asm-generic/signal.h` and `siginfo.h`, `arch/x86/include/uapi/asm/signal.h`.

use super::words::*;

layouts! {
    "sigset_t" @ ALL => set SigSet(8);
    "old_sigset_t" @ ALL => set SigSet(4);
    "sigaction" @ W64 => sa_handler Handler(8), sa_flags Flags(8, &SIGACTION), sa_restorer Ptr(8), sa_mask SigSet(8);
    "sigaction" @ I386 => sa_handler Handler(4), sa_flags Flags(4, &SIGACTION), sa_restorer Ptr(4), sa_mask SigSet(8);
    "old_sigaction" @ I386 => sa_handler Handler(4), sa_mask SigSet(4), sa_flags Flags(4, &SIGACTION), sa_restorer Ptr(4);
    /// Of the union, the members that most signals and waitid(2) have.
    "siginfo" @ W64 =>
        si_signo Signal(4), si_errno Int(4), si_code Int(4), pad Pad(4), si_pid Int(4), si_uid Uint(4), si_status Int(4),
        rest Pad(100);
    "siginfo" @ I386 =>
        si_signo Signal(4), si_errno Int(4), si_code Int(4), si_pid Int(4), si_uid Uint(4), si_status Int(4), rest Pad(104);
    "sigevent" @ W64 => sigev_value Hex(8), sigev_signo Signal(4), sigev_notify Int(4), rest Pad(48);
    "sigevent" @ I386 => sigev_value Hex(4), sigev_signo Signal(4), sigev_notify Int(4), rest Pad(52);
    "stack_t" @ W64 => ss_sp Ptr(8), ss_flags Int(4), pad Pad(4), ss_size Uint(8);
    "stack_t" @ I386 => ss_sp Ptr(4), ss_flags Int(4), ss_size Uint(4);
}
