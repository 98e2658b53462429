//! Queues to flush: ioctl_tty(2), `include/uapi/asm-generic/termbits.h`.

use super::FlagSet;

/// Queues to flush.
pub static TC_FLUSH: FlagSet = FlagSet {
    name: "queues to flush",
    header: "include/uapi/asm/termbits.h",
    mask: 0,
    names: &[(0, "TCIFLUSH"), (1, "TCOFLUSH"), (2, "TCIOFLUSH")],
};
