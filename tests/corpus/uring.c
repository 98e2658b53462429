/* io_uring's three calls. */
#include "corpus.h"
#include <linux/io_uring.h>
#include <sys/uio.h>

static void run(void)
{
	struct io_uring_params params = {.flags = IORING_SETUP_CQSIZE, .cq_entries = 16}, odd = {.flags = 0xffff0000}, plain = {0};
	struct iovec buffers[2] = {{hole - 4096, 4096}, {LOW, 5}};
	int fds[2] = {0, -1}, fd, event = -1;
	struct {
		struct io_uring_probe probe;
		struct io_uring_probe_op ops[4];
	} probe = {0};
	uint64_t set = 1;

	fd = sys(SYS_io_uring_setup, 4, &params);
	sys(SYS_io_uring_setup, 4, &odd);
	sys(SYS_io_uring_setup, 0, &plain);
	sys(SYS_io_uring_setup, 1, LOW);
	sys(SYS_io_uring_setup, -1, 0);
	sys(SYS_io_uring_enter, fd, 0, 0, 0, 0, 0);
	sys(SYS_io_uring_enter, fd, 0, 0, IORING_ENTER_GETEVENTS, &set, 8);
	sys(SYS_io_uring_enter, -1, 1, 2, 0xff00, LOW, 8);
	sys(SYS_io_uring_register, fd, IORING_REGISTER_BUFFERS, buffers, 1);
	sys(SYS_io_uring_register, fd, IORING_REGISTER_BUFFERS, LOW, 1);
	sys(SYS_io_uring_register, fd, IORING_UNREGISTER_BUFFERS, 0, 0);
	sys(SYS_io_uring_register, fd, IORING_REGISTER_FILES, fds, 2);
	sys(SYS_io_uring_register, fd, IORING_REGISTER_EVENTFD, &event, 1);
	sys(SYS_io_uring_register, fd, IORING_REGISTER_PROBE, &probe, 4);
	sys(SYS_io_uring_register, fd, IORING_REGISTER_ENABLE_RINGS, 0, 0);
	sys(SYS_io_uring_register, fd, 77, LOW, 5);
	sys(SYS_io_uring_register, -1, IORING_REGISTER_PERSONALITY, 0, 0);
}
