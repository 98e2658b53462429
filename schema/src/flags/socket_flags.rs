//! Accept4 flags: accept4(2), `include/linux/net.h`.

use super::FlagSet;

/// Accept4 flags.
pub static SOCKET_FLAGS: FlagSet = FlagSet {
    name: "accept4 flags",
    header: "include/linux/net.h",
    mask: 0,
    names: &[(0x80000, "SOCK_CLOEXEC"), (0x800, "SOCK_NONBLOCK")],
};
