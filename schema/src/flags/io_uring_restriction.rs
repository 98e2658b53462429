//! Restrictions of io_uring: io_uring_register(2), `include/uapi/linux/io_uring.h`.

use super::FlagSet;

/// Restrictions of io_uring.
pub static IO_URING_RESTRICTION: FlagSet = FlagSet {
    name: "restrictions of io_uring",
    header: "include/uapi/linux/io_uring.h",
    mask: 0,
    names: &[
        (0, "IORING_RESTRICTION_REGISTER_OP"),
        (1, "IORING_RESTRICTION_SQE_OP"),
        (2, "IORING_RESTRICTION_SQE_FLAGS_ALLOWED"),
        (3, "IORING_RESTRICTION_SQE_FLAGS_REQUIRED"),
    ],
};
