//! Flags of resources of io_uring: io_uring_register(2), `include/uapi/linux/io_uring.h`.

use super::FlagSet;

/// Flags of resources of io_uring.
pub static IO_URING_RSRC: FlagSet = FlagSet {
    name: "flags of resources of io_uring",
    header: "include/uapi/linux/io_uring.h",
    mask: 0,
    names: &[(0x1, "IORING_RSRC_REGISTER_SPARSE")],
};
