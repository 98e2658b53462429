//! Io_uring_enter flags: io_uring_enter(2), `include/uapi/linux/io_uring.h`.

use super::FlagSet;

/// Io_uring_enter flags.
pub static IO_URING_ENTER: FlagSet = FlagSet {
    name: "io_uring_enter flags",
    header: "include/uapi/linux/io_uring.h",
    mask: 0,
    names: &[
        (0x1, "IORING_ENTER_GETEVENTS"),
        (0x2, "IORING_ENTER_SQ_WAKEUP"),
        (0x4, "IORING_ENTER_SQ_WAIT"),
        (0x8, "IORING_ENTER_EXT_ARG"),
        (0x10, "IORING_ENTER_REGISTERED_RING"),
        (0x20, "IORING_ENTER_ABS_TIMER"),
        (0x40, "IORING_ENTER_EXT_ARG_REG"),
        (0x80, "IORING_ENTER_NO_IOWAIT"),
    ],
};
