/* Bytes read and written: short, long, unusual, none, and from nowhere. */
#include "corpus.h"

static void run(void)
{
	char buffer[600];
	int fd = file("file", "one line\nanother\0hidden"), pipes[2];

	sys(SYS_write, fd, "\0\1\2 binary \377\376", 14);
	sys(SYS_write, fd, "text with \"quotes\" and \\ and \t tab\n", 35);
	sys(SYS_write, fd, LONG40, 40);
	sys(SYS_write, fd, long300, 300);
	sys(SYS_write, fd, "1\0002\0008\0a", 7);
	sys(SYS_write, fd, "", 0);
	sys(SYS_write, fd, 0, 0);
	sys(SYS_write, fd, 0, 10);
	sys(SYS_write, fd, LOW, 10);
	sys(SYS_write, fd, hole, 10);
	sys(SYS_write, fd, hole - 5, 10);
	sys(SYS_write, -1, "nowhere", 7);
	sys(SYS_write, fd, "negative", -1L);
	sys(SYS_write, 1, "to standard output\n", 19);
	sys(SYS_lseek, fd, 0L, SEEK_SET);
	sys(SYS_read, fd, buffer, 10);
	sys(SYS_read, fd, buffer, sizeof(buffer));
	sys(SYS_read, fd, buffer, sizeof(buffer));
	sys(SYS_read, fd, buffer, 0);
	sys(SYS_lseek, fd, 3L, SEEK_SET);
	sys(SYS_read, fd, 0, 10);
	sys(SYS_read, fd, LOW, 10);
	sys(SYS_read, fd, hole - 5, 10);
	sys(SYS_read, -1, buffer, 10);
	sys(SYS_lseek, fd, -1L, SEEK_CUR);
	sys(SYS_lseek, fd, 4L, SEEK_END);
	sys(SYS_lseek, fd, 0L, SEEK_DATA);
	sys(SYS_lseek, fd, 0L, SEEK_HOLE);
	sys(SYS_lseek, fd, 0L, 77);
#ifdef __x86_64__
	sys(SYS_pread64, fd, buffer, 5, 2L);
	sys(SYS_pwrite64, fd, "five!", 5, 100000L);
	sys(SYS_pread64, fd, buffer, 5, -2L);
#endif
	sys(SYS_pipe2, pipes, O_NONBLOCK | O_DIRECT);
	sys(SYS_read, pipes[0], buffer, 10);
	sys(SYS_write, pipes[1], "through", 7);
	sys(SYS_read, pipes[0], buffer, 10);
	sys(SYS_pipe2, 0, O_CLOEXEC);
	sys(SYS_pipe2, LOW, 0);
	sys(SYS_pipe2, pipes, 0x12345);
	sys(SYS_pipe, pipes);
	sys(SYS_dup, fd);
	sys(SYS_dup2, fd, 20);
	sys(SYS_dup3, fd, 21, O_CLOEXEC);
	sys(SYS_dup3, fd, 22, 0xff);
	sys(SYS_close, 20);
	sys(SYS_close, 99);
	sys(SYS_close_range, 30, 40, CLOSE_RANGE_CLOEXEC);
	sys(SYS_close_range, 30, -1, CLOSE_RANGE_UNSHARE | 0x80);
	sys(SYS_fsync, fd);
	sys(SYS_fdatasync, -1);
}
