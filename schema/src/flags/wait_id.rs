//! Waitid id types: waitid(2), `include/uapi/linux/wait.h`.

use super::FlagSet;

/// Waitid id types.
pub static WAIT_ID: FlagSet = FlagSet {
    name: "waitid id types",
    header: "include/uapi/linux/wait.h",
    mask: 0,
    names: &[(0, "P_ALL"), (1, "P_PID"), (2, "P_PGID"), (3, "P_PIDFD")],
};
