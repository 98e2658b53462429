//! Classes of I/O priority: ioprio_set(2), `include/uapi/linux/ioprio.h`.

use super::FlagSet;

/// Classes of I/O priority.
pub static IOPRIO_CLASS: FlagSet = FlagSet {
    name: "classes of I/O priority",
    header: "include/uapi/linux/ioprio.h",
    mask: 0,
    names: &[(0, "IOPRIO_CLASS_NONE"), (1, "IOPRIO_CLASS_RT"), (2, "IOPRIO_CLASS_BE"), (3, "IOPRIO_CLASS_IDLE")],
};
