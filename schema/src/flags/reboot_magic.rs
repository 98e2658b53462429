//! Reboot magic numbers: reboot(2), `include/uapi/linux/reboot.h`.

use super::FlagSet;

/// Reboot magic numbers.
pub static REBOOT_MAGIC: FlagSet = FlagSet {
    name: "reboot magic numbers",
    header: "include/uapi/linux/reboot.h",
    mask: 0,
    names: &[
        (0x5121996, "LINUX_REBOOT_MAGIC2A"),
        (0x16041998, "LINUX_REBOOT_MAGIC2B"),
        (0x20112000, "LINUX_REBOOT_MAGIC2C"),
        (0x28121969, "LINUX_REBOOT_MAGIC2"),
        (0xfee1dead, "LINUX_REBOOT_MAGIC1"),
    ],
};
