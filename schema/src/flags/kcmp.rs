//! Kcmp types: kcmp(2), `include/uapi/linux/kcmp.h`.

use super::FlagSet;

/// Kcmp types.
pub static KCMP: FlagSet = FlagSet {
    name: "kcmp types",
    header: "include/uapi/linux/kcmp.h",
    mask: 0,
    names: &[
        (0, "KCMP_FILE"),
        (1, "KCMP_VM"),
        (2, "KCMP_FILES"),
        (3, "KCMP_FS"),
        (4, "KCMP_SIGHAND"),
        (5, "KCMP_IO"),
        (6, "KCMP_SYSVSEM"),
        (7, "KCMP_EPOLL_TFD"),
    ],
};
