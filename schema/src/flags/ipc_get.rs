//! IPC object flags: shmget(2), semget(2), msgget(2), `include/uapi/linux/ipc.h, include/uapi/linux/shm.h`.
//!
//! The low nine bits are permissions and are shown as a number.

use super::FlagSet;

/// IPC object flags.
pub static IPC_GET: FlagSet = FlagSet {
    name: "IPC object flags",
    header: "include/uapi/linux/ipc.h, include/uapi/linux/shm.h",
    mask: 0,
    names: &[(0x200, "IPC_CREAT"), (0x400, "IPC_EXCL"), (0x800, "SHM_HUGETLB"), (0x1000, "SHM_NORESERVE")],
};
