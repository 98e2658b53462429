//! Asynchronous operations: io_submit(2), `include/uapi/linux/aio_abi.h`.

use super::FlagSet;

/// Asynchronous operations.
pub static AIO_OP: FlagSet = FlagSet {
    name: "asynchronous operations",
    header: "include/uapi/linux/aio_abi.h",
    mask: 0,
    names: &[
        (0, "IOCB_CMD_PREAD"),
        (1, "IOCB_CMD_PWRITE"),
        (2, "IOCB_CMD_FSYNC"),
        (3, "IOCB_CMD_FDSYNC"),
        (5, "IOCB_CMD_POLL"),
        (6, "IOCB_CMD_NOOP"),
        (7, "IOCB_CMD_PREADV"),
        (8, "IOCB_CMD_PWRITEV"),
    ],
};
