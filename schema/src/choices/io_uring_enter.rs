//! What the last pointer of io_uring_enter(2) leads to, by its flags: `include/uapi/linux/io_uring.h`.

use super::words::*;

/// IORING_ENTER_EXT_ARG says that it is a structure.
pub static IO_URING_ENTER_ARGS: Choices = Choices {
    name: "io_uring_enter",
    header: "include/uapi/linux/io_uring.h",
    mask: 0x8,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Addr],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0x0 SIGNALS [Struct("sigset_t", Entry, Arg(5, 1))];
    0x8 IORING_ENTER_EXT_ARG [Struct("io_uring_getevents_arg", Entry, Arg(5, 1))];
};
