//! Ways of notification: sigevent(7), `include/uapi/asm-generic/siginfo.h`.

use super::FlagSet;

/// Ways of notification.
pub static SIGEV: FlagSet = FlagSet {
    name: "ways of notification",
    header: "include/uapi/asm-generic/siginfo.h",
    mask: 0,
    names: &[(0, "SIGEV_SIGNAL"), (1, "SIGEV_NONE"), (2, "SIGEV_THREAD"), (4, "SIGEV_THREAD_ID")],
};
