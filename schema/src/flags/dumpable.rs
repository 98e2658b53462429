//! Dumpability: prctl(2), `include/linux/sched/coredump.h`.

use super::FlagSet;

/// Dumpability.
pub static DUMPABLE: FlagSet = FlagSet {
    name: "dumpability",
    header: "include/uapi/linux/prctl.h",
    mask: 0,
    names: &[(0, "SUID_DUMP_DISABLE"), (1, "SUID_DUMP_USER"), (2, "SUID_DUMP_ROOT")],
};
