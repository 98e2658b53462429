//! Priority which: getpriority(2), `include/uapi/linux/resource.h`.

use super::FlagSet;

/// Priority which.
pub static PRIORITY: FlagSet = FlagSet {
    name: "priority which",
    header: "include/uapi/linux/resource.h",
    mask: 0,
    names: &[(0, "PRIO_PROCESS"), (1, "PRIO_PGRP"), (2, "PRIO_USER")],
};
