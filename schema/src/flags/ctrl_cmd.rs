//! Commands of the controller of generic netlink: netlink(7), `include/uapi/linux/genetlink.h`.

use super::FlagSet;

/// Commands of the controller of generic netlink.
pub static CTRL_CMD: FlagSet = FlagSet {
    name: "commands of the controller of generic netlink",
    header: "include/uapi/linux/genetlink.h",
    mask: 0,
    names: &[
        (0, "CTRL_CMD_UNSPEC"),
        (1, "CTRL_CMD_NEWFAMILY"),
        (2, "CTRL_CMD_DELFAMILY"),
        (3, "CTRL_CMD_GETFAMILY"),
        (4, "CTRL_CMD_NEWOPS"),
        (5, "CTRL_CMD_DELOPS"),
        (6, "CTRL_CMD_GETOPS"),
        (7, "CTRL_CMD_NEWMCAST_GRP"),
        (8, "CTRL_CMD_DELMCAST_GRP"),
        (9, "CTRL_CMD_GETMCAST_GRP"),
        (10, "CTRL_CMD_GETPOLICY"),
    ],
};
