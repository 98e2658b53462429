//! Asynchronous I/O: the old calls and io_uring.

use super::words::*;

table! {
    [Memory] io_setup(nr_events: Uint, ctx_idp: filled("u64_hex", 8)) @ W64;
    [Memory] io_setup(nr_events: Uint, ctx_idp: filled("u32_hex", 4)) @ I386;
    [Memory] io_destroy(ctx_id: Hex);
    [] io_submit(ctx_id: Hex, nr: Long, iocbpp: Struct("iocb_pointer", Entry, n(1, 8))) @ W64;
    [] io_submit(ctx_id: Hex, nr: Long, iocbpp: Struct("iocb_pointer", Entry, n(1, 4))) @ I386;
    [] io_cancel(ctx_id: Hex, iocb: Struct("iocb_head", Entry, Fixed(24)), result: filled("io_event", 32));
    [] io_getevents(ctx_id: Hex, min_nr: Long, nr: Long, events: Struct("io_event", Exit, Len::Ret(32)), timeout: TIMESPEC_IN) @ W64;
    [] io_getevents(ctx_id: Hex, min_nr: Long, nr: Long, events: Struct("io_event", Exit, Len::Ret(32)), timeout: TIMESPEC32_IN) @ I386;
    [] io_pgetevents(ctx_id: Hex, min_nr: Long, nr: Long, events: Struct("io_event", Exit, Len::Ret(32)), timeout: TIMESPEC_IN, usig: Struct("aio_sigset", Entry, Whole)) @ W64;
    [] io_pgetevents(ctx_id: Hex, min_nr: Long, nr: Long, events: Struct("io_event", Exit, Len::Ret(32)), timeout: TIMESPEC32_IN, usig: Struct("aio_sigset", Entry, Whole)) @ I386;
    [] io_pgetevents_time64(ctx_id: Hex, min_nr: Long, nr: Long, events: Struct("io_event", Exit, Len::Ret(32)), timeout: TIMESPEC_IN, usig: Struct("aio_sigset", Entry, Whole));
    [Desc] io_uring_setup(entries: Uint, params: Struct("io_uring_params", Both, Whole)) -> Fd;
    [Desc Signal] io_uring_enter(fd: Fd, to_submit: Uint, min_complete: Uint, flags: Flags(&IO_URING_ENTER), arg: By(3, &IO_URING_ENTER_ARGS, 0), argsz: Size);
    [Desc Memory] io_uring_register(fd: Fd, opcode: Flags(&IO_URING_REGISTER), arg: By(1, &IO_URING_REGISTER_ARGS, 0), nr_args: By(1, &IO_URING_REGISTER_ARGS, 1));
}
