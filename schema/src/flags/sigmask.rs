//! Sigprocmask how: rt_sigprocmask(2), `include/uapi/asm-generic/signal-defs.h`.

use super::FlagSet;

/// Sigprocmask how.
pub static SIGMASK: FlagSet = FlagSet {
    name: "sigprocmask how",
    header: "include/uapi/asm-generic/signal-defs.h",
    mask: 0,
    names: &[(0, "SIG_BLOCK"), (1, "SIG_UNBLOCK"), (2, "SIG_SETMASK")],
};
