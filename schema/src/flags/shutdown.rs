//! Shutdown how: shutdown(2), `include/linux/net.h`.

use super::FlagSet;

/// Shutdown how.
pub static SHUTDOWN: FlagSet = FlagSet {
    name: "shutdown how",
    header: "include/linux/net.h",
    mask: 0,
    names: &[(0, "SHUT_RD"), (1, "SHUT_WR"), (2, "SHUT_RDWR")],
};
