//! Reboot commands: reboot(2), `include/uapi/linux/reboot.h`.

use super::FlagSet;

/// Reboot commands.
pub static REBOOT: FlagSet = FlagSet {
    name: "reboot commands",
    header: "include/uapi/linux/reboot.h",
    mask: 0,
    names: &[
        (0, "LINUX_REBOOT_CMD_CAD_OFF"),
        (0x1234567, "LINUX_REBOOT_CMD_RESTART"),
        (0x4321fedc, "LINUX_REBOOT_CMD_POWER_OFF"),
        (0x45584543, "LINUX_REBOOT_CMD_KEXEC"),
        (0x89abcdef, "LINUX_REBOOT_CMD_CAD_ON"),
        (0xa1b2c3d4, "LINUX_REBOOT_CMD_RESTART2"),
        (0xcdef0123, "LINUX_REBOOT_CMD_HALT"),
        (0xd000fce2, "LINUX_REBOOT_CMD_SW_SUSPEND"),
    ],
};
