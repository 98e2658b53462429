//! Wait options: wait4(2), waitid(2), `include/uapi/linux/wait.h`.

use super::FlagSet;

/// Wait options.
pub static WAIT: FlagSet = FlagSet {
    name: "wait options",
    header: "include/uapi/linux/wait.h",
    mask: 0,
    names: &[
        (0x1, "WNOHANG"),
        (0x4, "WEXITED"),
        (0x2, "WSTOPPED"),
        (0x8, "WCONTINUED"),
        (0x1000000, "WNOWAIT"),
        (0x80000000, "__WCLONE"),
        (0x40000000, "__WALL"),
        (0x20000000, "__WNOTHREAD"),
    ],
};
