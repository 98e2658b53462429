//! Syslog actions: syslog(2), `include/linux/syslog.h`.

use super::FlagSet;

/// Syslog actions.
pub static SYSLOG: FlagSet = FlagSet {
    name: "syslog actions",
    header: "include/linux/syslog.h",
    mask: 0,
    names: &[
        (0, "SYSLOG_ACTION_CLOSE"),
        (1, "SYSLOG_ACTION_OPEN"),
        (2, "SYSLOG_ACTION_READ"),
        (3, "SYSLOG_ACTION_READ_ALL"),
        (4, "SYSLOG_ACTION_READ_CLEAR"),
        (5, "SYSLOG_ACTION_CLEAR"),
        (6, "SYSLOG_ACTION_CONSOLE_OFF"),
        (7, "SYSLOG_ACTION_CONSOLE_ON"),
        (8, "SYSLOG_ACTION_CONSOLE_LEVEL"),
        (9, "SYSLOG_ACTION_SIZE_UNREAD"),
        (10, "SYSLOG_ACTION_SIZE_BUFFER"),
    ],
};
