//! Features of io_uring: io_uring_setup(2), `include/uapi/linux/io_uring.h`.

use super::FlagSet;

/// Features of io_uring.
pub static IO_URING_FEATURES: FlagSet = FlagSet {
    name: "features of io_uring",
    header: "include/uapi/linux/io_uring.h",
    mask: 0,
    names: &[
        (0x1, "IORING_FEAT_SINGLE_MMAP"),
        (0x2, "IORING_FEAT_NODROP"),
        (0x4, "IORING_FEAT_SUBMIT_STABLE"),
        (0x8, "IORING_FEAT_RW_CUR_POS"),
        (0x10, "IORING_FEAT_CUR_PERSONALITY"),
        (0x20, "IORING_FEAT_FAST_POLL"),
        (0x40, "IORING_FEAT_POLL_32BITS"),
        (0x80, "IORING_FEAT_SQPOLL_NONFIXED"),
        (0x100, "IORING_FEAT_EXT_ARG"),
        (0x200, "IORING_FEAT_NATIVE_WORKERS"),
        (0x400, "IORING_FEAT_RSRC_TAGS"),
        (0x800, "IORING_FEAT_CQE_SKIP"),
        (0x1000, "IORING_FEAT_LINKED_FILE"),
    ],
};
