/* Moving bytes without seeing them. */
#include "corpus.h"
#include <sys/sendfile.h>
#include <sys/uio.h>

static void run(void)
{
	int fd = file("file", "something to be moved about"), out = file("out", ""), pipes[2], second[2];
	struct iovec parts[2] = {{"vm", 2}, {"splice", 6}}, bad = {LOW, 5};
	long from = 3, to = 0;
	char buffer[100];

	pipe(pipes);
	pipe(second);
	sys(SYS_splice, fd, &from, pipes[1], 0, 10L, SPLICE_F_MOVE | SPLICE_F_MORE);
	sys(SYS_tee, pipes[0], second[1], 5L, SPLICE_F_NONBLOCK);
	sys(SYS_splice, pipes[0], 0, out, &to, 100L, 0);
	sys(SYS_splice, pipes[0], 0, out, 0, 5L, SPLICE_F_NONBLOCK);
	sys(SYS_splice, fd, LOW, pipes[1], LOW, 5L, 0xff);
	sys(SYS_splice, -1, 0, -1, 0, -1L, 0);
	sys(SYS_vmsplice, pipes[1], parts, 2L, SPLICE_F_GIFT);
	sys(SYS_vmsplice, pipes[1], &bad, 1L, 0);
	sys(SYS_vmsplice, pipes[1], LOW, 1L, 0);
	sys(SYS_tee, -1, -1, 0L, 0xf0);
	from = 0;
	sys(SYS_sendfile, out, fd, &from, 9L);
	sys(SYS_sendfile, out, fd, 0, 0L);
	sys(SYS_sendfile, out, fd, LOW, 9L);
	sys(SYS_sendfile, -1, -1, 0, -1L);
	from = 0;
	sys(SYS_copy_file_range, fd, &from, out, &to, 7L, 0);
	sys(SYS_copy_file_range, fd, 0, out, 0, 7L, 5);
	sys(SYS_copy_file_range, -1, LOW, -1, LOW, 7L, 0);
	sys(SYS_read, second[0], buffer, sizeof(buffer));
	sys(SYS_read, pipes[0], buffer, sizeof(buffer));
}
