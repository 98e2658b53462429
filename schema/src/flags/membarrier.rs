//! Membarrier commands: membarrier(2), `include/uapi/linux/membarrier.h`.

use super::FlagSet;

/// Membarrier commands.
pub static MEMBARRIER: FlagSet = FlagSet {
    name: "membarrier commands",
    header: "include/uapi/linux/membarrier.h",
    mask: 0,
    names: &[
        (0, "MEMBARRIER_CMD_QUERY"),
        (1, "MEMBARRIER_CMD_GLOBAL"),
        (2, "MEMBARRIER_CMD_GLOBAL_EXPEDITED"),
        (4, "MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED"),
        (8, "MEMBARRIER_CMD_PRIVATE_EXPEDITED"),
        (16, "MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED"),
        (32, "MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE"),
        (64, "MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE"),
        (128, "MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ"),
        (256, "MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ"),
        (512, "MEMBARRIER_CMD_GET_REGISTRATIONS"),
    ],
};
