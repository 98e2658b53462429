//! Sigaction flags: sigaction(2), `include/uapi/asm-generic/signal-defs.h, arch/x86/include/uapi/asm/signal.h`.
//!
//! For the `sa_flags` member of a captured `sigaction`.

use super::FlagSet;

/// Sigaction flags.
pub static SIGACTION: FlagSet = FlagSet {
    name: "sigaction flags",
    header: "include/uapi/asm-generic/signal-defs.h, arch/x86/include/uapi/asm/signal.h",
    mask: 0,
    names: &[
        (0x4000000, "SA_RESTORER"),
        (0x8000000, "SA_ONSTACK"),
        (0x10000000, "SA_RESTART"),
        (0x20000000, "SA_INTERRUPT"),
        (0x40000000, "SA_NODEFER"),
        (0x80000000, "SA_RESETHAND"),
        (0x4, "SA_SIGINFO"),
        (0x1, "SA_NOCLDSTOP"),
        (0x2, "SA_NOCLDWAIT"),
        (0x400, "SA_UNSUPPORTED"),
        (0x800, "SA_EXPOSE_TAGBITS"),
    ],
};
