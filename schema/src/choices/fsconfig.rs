//! The value of fsconfig(2), by command: `include/uapi/linux/mount.h`.

use super::words::*;

/// The key, the value and the last argument of fsconfig(2).
pub static FSCONFIG_ARGS: Choices = Choices {
    name: "fsconfig",
    header: "include/uapi/linux/mount.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Addr, Addr, Int],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 FSCONFIG_SET_FLAG [Str, Addr, Int];
    1 FSCONFIG_SET_STRING [Str, Str, Int];
    2 FSCONFIG_SET_BINARY [Str, Struct("bytes", Entry, Arg(4, 1)), Int];
    3 FSCONFIG_SET_PATH [Str, Str, DirFd];
    4 FSCONFIG_SET_PATH_EMPTY [Str, Str, DirFd];
    5 FSCONFIG_SET_FD [Str, Addr, Fd];
    6 FSCONFIG_CMD_CREATE [Addr, Addr, Int];
    7 FSCONFIG_CMD_RECONFIGURE [Addr, Addr, Int];
    8 FSCONFIG_CMD_CREATE_EXCL [Addr, Addr, Int];
};
