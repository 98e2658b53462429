/* Calls with a kind of argument of their own. */
#include "corpus.h"
#include <linux/falloc.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

static void run(void)
{
	struct {
		struct file_handle head;
		unsigned char bytes[128];
	} handle = {.head.handle_bytes = 128}, small = {.head.handle_bytes = 0}, wrong = {.head = {.handle_bytes = 8, .handle_type = 77}};
	uint64_t set = 1 << (SIGUSR1 - 1) | 1 << (SIGTERM - 1), ticks = 5;
	char buffer[128];
	int fd = file("file", ""), mount, event, descriptor;

	sys(SYS_name_to_handle_at, AT_FDCWD, "file", &small, &mount, 0);
	sys(SYS_name_to_handle_at, AT_FDCWD, "file", &handle, &mount, AT_SYMLINK_FOLLOW);
	sys(SYS_name_to_handle_at, fd, "", &handle, &mount, AT_EMPTY_PATH);
	sys(SYS_name_to_handle_at, -1, LOW, LOW, LOW, 0xff);
	sys(SYS_open_by_handle_at, -1, &handle, O_RDONLY | O_CLOEXEC);
	sys(SYS_open_by_handle_at, -1, &wrong, O_RDWR);
	sys(SYS_open_by_handle_at, -1, LOW, 0);
	event = sys(SYS_eventfd2, 5, EFD_CLOEXEC | EFD_SEMAPHORE | EFD_NONBLOCK);
	sys(SYS_eventfd2, -1, 0xff);
	sys(SYS_eventfd, 7);
	sys(SYS_write, event, &ticks, 8);
	sys(SYS_read, event, buffer, 8);
	descriptor = sys(SYS_signalfd4, -1, &set, 8, SFD_CLOEXEC | SFD_NONBLOCK);
	sys(SYS_signalfd4, descriptor, &set, 8, 0xff);
	sys(SYS_signalfd, descriptor, &set, 8);
	sys(SYS_signalfd4, -1, LOW, 8, 0);
	sys(SYS_signalfd4, -1, &set, 5, 0);
	sys(SYS_read, descriptor, buffer, sizeof(buffer));
	sys(SYS_fallocate, fd, 0, 0L, 4096L);
	sys(SYS_fallocate, fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 0L, 100L);
	sys(SYS_fallocate, -1, 0xff00, -1L, -1L);
	sys(SYS_fadvise64, fd, 0L, 0L, POSIX_FADV_SEQUENTIAL);
	sys(SYS_fadvise64, -1, -1L, -1L, 77);
	sys(SYS_readahead, fd, 0L, 4096L);
	sys(SYS_readahead, -1, -1L, -1L);
	sys(SYS_sync_file_range, fd, 0L, 10L, SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
	sys(SYS_sync_file_range, -1, -1L, -1L, 0xff);
	sys(SYS_syncfs, -1);
	sys(SYS_getrandom, buffer, 4, 0);
	sys(SYS_getrandom, buffer, 0, 1);
	sys(SYS_getrandom, LOW, 5, 1 | 2);
	sys(SYS_getrandom, buffer, 5, 0xff0);
	sys(SYS_restart_syscall);
	sys(SYS_setsid);
}
