//! The last arguments of kcmp(2), by type: `include/uapi/linux/kcmp.h`.

use super::words::*;

/// The last arguments of kcmp(2).
pub static KCMP_ARGS: Choices = Choices {
    name: "kcmp",
    header: "include/uapi/linux/kcmp.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Hex, Hex],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 KCMP_FILE [Fd, Fd];
    1 KCMP_VM [];
    2 KCMP_FILES [];
    3 KCMP_FS [];
    4 KCMP_SIGHAND [];
    5 KCMP_IO [];
    6 KCMP_SYSVSEM [];
    7 KCMP_EPOLL_TFD [Fd, given("kcmp_epoll_slot")];
};
