//! The arguments of seccomp(2), by operation: `include/uapi/linux/seccomp.h`.

use super::words::*;

/// The flags and the last argument of seccomp(2).
pub static SECCOMP_ARGS: Choices = Choices {
    name: "seccomp",
    header: "include/uapi/linux/seccomp.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Hex32, Addr],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 SECCOMP_SET_MODE_STRICT [Hex32, Addr];
    1 SECCOMP_SET_MODE_FILTER [Flags(&SECCOMP_FLAGS), given("sock_fprog")];
    2 SECCOMP_GET_ACTION_AVAIL [Hex32, given("seccomp_action")];
    3 SECCOMP_GET_NOTIF_SIZES [Hex32, filled("seccomp_notif_sizes")];
};
