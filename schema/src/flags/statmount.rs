//! What statmount(2) is asked for and tells: `include/uapi/linux/mount.h`.

use super::FlagSet;

/// What statmount tells.
pub static STATMOUNT: FlagSet = FlagSet {
    name: "statmount mask",
    header: "include/uapi/linux/mount.h",
    mask: 0,
    names: &[
        (0x1, "STATMOUNT_SB_BASIC"),
        (0x2, "STATMOUNT_MNT_BASIC"),
        (0x4, "STATMOUNT_PROPAGATE_FROM"),
        (0x8, "STATMOUNT_MNT_ROOT"),
        (0x10, "STATMOUNT_MNT_POINT"),
        (0x20, "STATMOUNT_FS_TYPE"),
        (0x40, "STATMOUNT_MNT_NS_ID"),
        (0x80, "STATMOUNT_MNT_OPTS"),
        (0x100, "STATMOUNT_FS_SUBTYPE"),
        (0x200, "STATMOUNT_SB_SOURCE"),
        (0x400, "STATMOUNT_OPT_ARRAY"),
        (0x800, "STATMOUNT_OPT_SEC_ARRAY"),
        (0x1000, "STATMOUNT_SUPPORTED_MASK"),
        (0x2000, "STATMOUNT_MNT_UIDMAP"),
        (0x4000, "STATMOUNT_MNT_GIDMAP"),
    ],
};
