//! Signal stacks: sigaltstack(2), `include/uapi/linux/signal.h`.

use super::FlagSet;

/// Signal stacks.
pub static SIGSTACK: FlagSet = FlagSet {
    name: "signal stacks",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[(0x1, "SS_ONSTACK"), (0x2, "SS_DISABLE"), (0x80000000, "SS_AUTODISARM")],
};
