//! Landlock rights to ports: landlock(7), `include/uapi/linux/landlock.h`.

use super::FlagSet;

/// Landlock rights to ports.
pub static LANDLOCK_NET: FlagSet = FlagSet {
    name: "landlock rights to ports",
    header: "include/uapi/linux/landlock.h",
    mask: 0,
    names: &[(1, "LANDLOCK_ACCESS_NET_BIND_TCP"), (2, "LANDLOCK_ACCESS_NET_CONNECT_TCP")],
};
