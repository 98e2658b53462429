//! Messages of SELinux: netlink(7), `include/uapi/linux/selinux_netlink.h`.

use super::FlagSet;

/// Messages of SELinux.
pub static SELNL_MSG: FlagSet = FlagSet {
    name: "messages of SELinux",
    header: "include/uapi/linux/selinux_netlink.h",
    mask: 0,
    names: &[(0x10, "SELNL_MSG_SETENFORCE"), (0x11, "SELNL_MSG_POLICYLOAD")],
};
