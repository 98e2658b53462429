/* Asynchronous input and output of the kernel. */
#include "corpus.h"
#include <linux/aio_abi.h>
#include <sys/uio.h>
#include <time.h>

static void run(void)
{
	aio_context_t context = 0, odd = 77;
	char buffer[20];
	int fd = file("file", "");
	struct iovec parts[2] = {{"one", 3}, {"two", 3}};
	struct iocb write = {.aio_data = 1, .aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = fd, .aio_buf = (uintptr_t) "written", .aio_nbytes = 7, .aio_offset = 5},
		    read = {.aio_data = 2, .aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = fd, .aio_buf = (uintptr_t)buffer, .aio_nbytes = 20, .aio_reqprio = 3},
		    vector = {.aio_lio_opcode = IOCB_CMD_PWRITEV, .aio_fildes = fd, .aio_buf = (uintptr_t)parts, .aio_nbytes = 2, .aio_flags = 1, .aio_resfd = -1},
		    unknown = {.aio_lio_opcode = 77, .aio_fildes = -1}, sync = {.aio_lio_opcode = IOCB_CMD_FSYNC, .aio_fildes = fd};
	struct iocb *several[] = {&write, &read, &sync}, *bad[] = {&vector, &unknown, (void *)1};
	struct io_event events[4];
	struct timespec now = {0, 0}, wrong = {0, -1};
	uint64_t set = 0;
	struct {
		void *set;
		size_t size;
	} mask = {&set, 8};

	sys(SYS_io_setup, 8, &context);
	sys(SYS_io_setup, 0, &odd);
	sys(SYS_io_setup, -1, LOW);
	sys(SYS_io_submit, context, 3, several);
	sys(SYS_io_submit, context, 3, bad);
	sys(SYS_io_submit, context, 1, bad + 1);
	sys(SYS_io_submit, context, 0, 0);
	sys(SYS_io_submit, context, 2, LOW);
	sys(SYS_io_submit, 77, 1L, several);
	sys(SYS_io_getevents, context, 3L, 4L, events, 0);
	sys(SYS_io_getevents, context, 0L, 4L, events, &now);
	sys(SYS_io_getevents, context, 0L, 1L, LOW, &wrong);
	sys(SYS_io_pgetevents, context, 0L, 4L, events, &now, &mask);
	sys(SYS_io_pgetevents, 77, -1L, -1L, LOW, LOW, LOW);
	sys(SYS_io_cancel, context, &write, events);
	sys(SYS_io_cancel, 77, LOW, LOW);
	sys(SYS_io_destroy, context);
	sys(SYS_io_destroy, -1L);
}
