/* A file is opened through io_uring. */
#include <fcntl.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	struct io_uring_params params;

	memset(&params, 0, sizeof params);
	int ring = syscall(SYS_io_uring_setup, 4, &params);

	if (ring < 0)
		return 1;
	char *queue = mmap(0, params.sq_off.array + params.sq_entries * 4, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQ_RING);
	struct io_uring_sqe *entries = mmap(0, params.sq_entries * sizeof *entries, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES);

	memset(entries, 0, sizeof *entries);
	entries[0].opcode = IORING_OP_OPENAT;
	entries[0].fd = AT_FDCWD;
	entries[0].addr = (unsigned long)"/etc/hosts";
	entries[0].open_flags = O_RDONLY;
	((unsigned *)(queue + params.sq_off.array))[0] = 0;
	__atomic_store_n((unsigned *)(queue + params.sq_off.tail), 1, __ATOMIC_RELEASE);
	syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, 0, 0);
	return 0;
}
