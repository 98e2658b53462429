//! Operations on partitions: ioctl(2), `include/uapi/linux/blkpg.h`.

use super::FlagSet;

/// Operations on partitions.
pub static BLKPG_OP: FlagSet = FlagSet {
    name: "operations on partitions",
    header: "include/uapi/linux/blkpg.h",
    mask: 0,
    names: &[(1, "BLKPG_ADD_PARTITION"), (2, "BLKPG_DEL_PARTITION"), (3, "BLKPG_RESIZE_PARTITION")],
};
