//! Signals: `include/uapi/asm-generic/signal.h` and `siginfo.h`, `arch/x86/include/uapi/asm/signal.h`.

use super::words::*;

layouts! {
    "sigset_t" @ ALL => plain SigSet(8);
    "old_sigset_t" @ ALL => plain SigSet(4);
    "sigaction" @ W64 =>
        sa_handler Handler(8), sa_flags Flags(8, &SIGACTION), sa_restorer If("sa_flags", 0x400_0000, &[], &Ptr(8)), sa_mask SigSet(8);
        order sa_handler sa_mask sa_flags sa_restorer;
    "sigaction" @ I386 =>
        sa_handler Handler(4), sa_flags Flags(4, &SIGACTION), sa_restorer If("sa_flags", 0x400_0000, &[], &Ptr(4)), sa_mask SigSet(8);
        order sa_handler sa_mask sa_flags sa_restorer;
    "old_sigaction" @ I386 =>
        sa_handler Handler(4), sa_mask SigSet(4), sa_flags Flags(4, &SIGACTION), sa_restorer If("sa_flags", 0x400_0000, &[], &Ptr(4));
    /// The code says who sent the signal, and with that what follows; of signals that the kernel sends, the signal does.
    "siginfo" @ W64 =>
        si_signo Signal(4), si_errno If("si_errno", !0, &[], &Int(4)), si_code Choose("si_signo", CODES, "si_code", 4), pad Pad(4),
        inline Choose("si_code", SENDERS, "siginfo_of_signal", 112);
        order si_signo si_code si_errno inline;
    "siginfo" @ I386 =>
        si_signo Signal(4), si_errno If("si_errno", !0, &[], &Int(4)), si_code Choose("si_signo", CODES, "si_code", 4),
        inline Choose("si_code", SENDERS, "siginfo_of_signal", 116);
        order si_signo si_code si_errno inline;
    "si_code" @ ALL => plain Enum(4, &SI_CODE);
    "si_code_bus" @ ALL => plain Enum(4, &SI_CODE_BUS);
    "si_code_child" @ ALL => plain Enum(4, &SI_CODE_CHILD);
    "si_code_fpe" @ ALL => plain Enum(4, &SI_CODE_FPE);
    "si_code_ill" @ ALL => plain Enum(4, &SI_CODE_ILL);
    "si_code_poll" @ ALL => plain Enum(4, &SI_CODE_POLL);
    "si_code_segv" @ ALL => plain Enum(4, &SI_CODE_SEGV);
    "si_code_sys" @ ALL => plain Enum(4, &SI_CODE_SYS);
    "si_code_trap" @ ALL => plain Enum(4, &SI_CODE_TRAP);
    "siginfo_of_signal" @ ALL =>
        inline Choose("si_signo", &[(4, "siginfo_fault"), (7, "siginfo_fault"), (8, "siginfo_fault"), (11, "siginfo_fault"), (17, "siginfo_child"), (29, "siginfo_poll"), (31, "siginfo_sys")], "siginfo_kernel", 112);
    "siginfo_kill" @ ALL => si_pid Int(4), si_uid Uint(4);
    "siginfo_queue" @ W64 => si_pid Int(4), si_uid Uint(4), si_int Queued(8);
    "siginfo_queue" @ I386 => si_pid Int(4), si_uid Uint(4), si_int Queued(4);
    "siginfo_kernel" @ ALL => si_pid If("si_pid", !0, &[], &Int(4)), si_uid If("si_pid", !0, &[], &Uint(4));
    "siginfo_timer" @ ALL => si_timerid Hex(4), si_overrun Int(4);
    "siginfo_fault" @ W64 => si_addr Ptr(8);
    "siginfo_fault" @ I386 => si_addr Ptr(4);
    "siginfo_poll" @ W64 => si_band Int(8), si_fd Int(4);
    "siginfo_poll" @ I386 => si_band Int(4), si_fd Int(4);
    "siginfo_sys" @ W64 => si_call_addr Ptr(8), si_syscall Int(4), si_arch Enum(4, &AUDIT_ARCH);
    "siginfo_sys" @ I386 => si_call_addr Ptr(4), si_syscall Int(4), si_arch Enum(4, &AUDIT_ARCH);
    "siginfo_child" @ W64 =>
        si_pid Int(4), si_uid Uint(4), si_status Choose("si_code", &[(1, "si_status_exit")], "si_status_signal", 4), pad Pad(4), si_utime Int(8),
        si_stime Int(8);
    "siginfo_child" @ I386 =>
        si_pid Int(4), si_uid Uint(4), si_status Choose("si_code", &[(1, "si_status_exit")], "si_status_signal", 4), si_utime Int(4), si_stime Int(4);
    "si_status_exit" @ ALL => plain Int(4);
    "si_status_signal" @ ALL => plain Signal(4);
    "sigevent" @ W64 =>
        sigev_value If("sigev_value", !0, &[], &SigVal(8)), sigev_signo Signal(4), sigev_notify Enum(4, &SIGEV),
        sigev_notify_thread_id If("sigev_notify", !0, &[4], &Int(4)), rest Pad(44);
    "sigevent" @ I386 =>
        sigev_value If("sigev_value", !0, &[], &SigVal(4)), sigev_signo Signal(4), sigev_notify Enum(4, &SIGEV),
        sigev_notify_thread_id If("sigev_notify", !0, &[4], &Int(4)), rest Pad(48);
    /// Of `struct rt_sigframe` of each machine, the mask that is put back.
    "sigframe" @ ALL => mask SigSet(8);
    /// Of `struct sigframe_ia32` (`arch/x86/include/asm/sigframe.h`), from the lower half of the mask to the upper.
    "old_sigframe" @ ALL => mask SplitSigSet(636);
    "stack_t" @ W64 => ss_sp Ptr(8), ss_flags Flags(4, &SIGSTACK), pad Pad(4), ss_size Uint(8);
    "stack_t" @ I386 => ss_sp Ptr(4), ss_flags Flags(4, &SIGSTACK), ss_size Uint(4);
}

/// The sets of codes that belong to one signal.
const CODES: &[(u64, &str)] = &[
    (4, "si_code_ill"),
    (5, "si_code_trap"),
    (7, "si_code_bus"),
    (8, "si_code_fpe"),
    (11, "si_code_segv"),
    (17, "si_code_child"),
    (29, "si_code_poll"),
    (31, "si_code_sys"),
];

/// What follows of signals that a process or a timer sent: SI_USER, SI_TKILL, SI_QUEUE, SI_TIMER.
const SENDERS: &[(u64, &str)] = &[
    (0, "siginfo_kill"),
    (0xffff_fffa, "siginfo_kill"),
    (0xffff_ffff, "siginfo_queue"),
    (0xffff_fffe, "siginfo_timer"),
];
