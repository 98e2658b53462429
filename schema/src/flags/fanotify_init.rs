//! Fanotify_init flags: fanotify_init(2), `include/uapi/linux/fanotify.h`.

use super::FlagSet;

/// Fanotify_init flags.
pub static FANOTIFY_INIT: FlagSet = FlagSet {
    name: "fanotify_init flags",
    header: "include/uapi/linux/fanotify.h",
    mask: 0xc,
    names: &[
        (0x0, "FAN_CLASS_NOTIF"),
        (0x4, "FAN_CLASS_CONTENT"),
        (0x8, "FAN_CLASS_PRE_CONTENT"),
        (0x1, "FAN_CLOEXEC"),
        (0x2, "FAN_NONBLOCK"),
        (0x10, "FAN_UNLIMITED_QUEUE"),
        (0x20, "FAN_UNLIMITED_MARKS"),
        (0x40, "FAN_ENABLE_AUDIT"),
        (0x80, "FAN_REPORT_PIDFD"),
        (0x100, "FAN_REPORT_TID"),
        (0x200, "FAN_REPORT_FID"),
        (0x400, "FAN_REPORT_DIR_FID"),
        (0x800, "FAN_REPORT_NAME"),
        (0x1000, "FAN_REPORT_TARGET_FID"),
        (0x2000, "FAN_REPORT_FD_ERROR"),
        (0x4000, "FAN_REPORT_MNT"),
    ],
};
