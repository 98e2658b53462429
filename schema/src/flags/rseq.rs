//! Rseq flags: rseq(2), `include/uapi/linux/rseq.h`.

use super::FlagSet;

/// Rseq flags.
pub static RSEQ: FlagSet = FlagSet {
    name: "rseq flags",
    header: "include/uapi/linux/rseq.h",
    mask: 0,
    names: &[(0x1, "RSEQ_FLAG_UNREGISTER")],
};
