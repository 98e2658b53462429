//! Ioprio which: ioprio_set(2), `include/uapi/linux/ioprio.h`.

use super::FlagSet;

/// Ioprio which.
pub static IOPRIO: FlagSet = FlagSet {
    name: "ioprio which",
    header: "include/uapi/linux/ioprio.h",
    mask: 0,
    names: &[(1, "IOPRIO_WHO_PROCESS"), (2, "IOPRIO_WHO_PGRP"), (3, "IOPRIO_WHO_USER")],
};
