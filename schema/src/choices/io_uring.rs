//! The arguments of io_uring_register(2), by operation: `include/uapi/linux/io_uring.h`.

use super::words::*;

/// The address and the count of io_uring_register(2).
pub static IO_URING_REGISTER_ARGS: Choices = Choices {
    name: "io_uring_register",
    header: "include/uapi/linux/io_uring.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Addr, Uint],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 IORING_REGISTER_BUFFERS [Struct("iovec", Entry, Arg(3, 16)), Uint];
    1 IORING_UNREGISTER_BUFFERS [Addr, Uint];
    2 IORING_REGISTER_FILES [Struct("int", Entry, Arg(3, 4)), Uint];
    3 IORING_UNREGISTER_FILES [Addr, Uint];
    4 IORING_REGISTER_EVENTFD [Struct("int", Entry, Arg(3, 4)), Uint];
    5 IORING_UNREGISTER_EVENTFD [Addr, Uint];
    6 IORING_REGISTER_FILES_UPDATE [given("io_uring_files_update"), Uint];
    7 IORING_REGISTER_EVENTFD_ASYNC [Struct("int", Entry, Arg(3, 4)), Uint];
    8 IORING_REGISTER_PROBE [Addr, Uint];
    9 IORING_REGISTER_PERSONALITY [Addr, Uint];
    10 IORING_UNREGISTER_PERSONALITY [Addr, Uint];
    11 IORING_REGISTER_RESTRICTIONS [Struct("io_uring_restriction", Entry, Arg(3, 16)), Uint];
    12 IORING_REGISTER_ENABLE_RINGS [Addr, Uint];
    13 IORING_REGISTER_FILES2 [Struct("io_uring_rsrc_files", Entry, Arg(3, 1)), Uint];
    14 IORING_REGISTER_FILES_UPDATE2 [Struct("io_uring_rsrc_files_update", Entry, Arg(3, 1)), Uint];
    15 IORING_REGISTER_BUFFERS2 [Struct("io_uring_rsrc_buffers", Entry, Arg(3, 1)), Uint];
    16 IORING_REGISTER_BUFFERS_UPDATE [Struct("io_uring_rsrc_buffers_update", Entry, Arg(3, 1)), Uint];
    17 IORING_REGISTER_IOWQ_AFF [Struct("cpu_set_t", Entry, Arg(3, 1)), Uint];
    18 IORING_UNREGISTER_IOWQ_AFF [Addr, Uint];
    19 IORING_REGISTER_IOWQ_MAX_WORKERS [Struct("u32", Both, Arg(3, 4)), Uint];
    20 IORING_REGISTER_RING_FDS [Struct("io_uring_ring_fd", Entry, Arg(3, 16)), Uint];
    21 IORING_UNREGISTER_RING_FDS [Struct("io_uring_ring_fd", Entry, Arg(3, 16)), Uint];
};
