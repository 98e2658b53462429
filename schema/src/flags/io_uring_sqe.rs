//! Flags of submissions to io_uring: io_uring_register(2), `include/uapi/linux/io_uring.h`.

use super::FlagSet;

/// Flags of submissions to io_uring.
pub static IO_URING_SQE: FlagSet = FlagSet {
    name: "flags of submissions to io_uring",
    header: "include/uapi/linux/io_uring.h",
    mask: 0,
    names: &[
        (0x1, "IOSQE_FIXED_FILE"),
        (0x2, "IOSQE_IO_DRAIN"),
        (0x4, "IOSQE_IO_LINK"),
        (0x8, "IOSQE_IO_HARDLINK"),
        (0x10, "IOSQE_ASYNC"),
        (0x20, "IOSQE_BUFFER_SELECT"),
        (0x40, "IOSQE_CQE_SKIP_SUCCESS"),
    ],
};
