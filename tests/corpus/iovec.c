/* Vectors of buffers. */
#include "corpus.h"
#include <sys/uio.h>

static void run(void)
{
	char a[20], b[400], c[5];
	struct iovec out[] = {{"first ", 6}, {"", 0}, {LONG40, 40}, {"last\n", 5}}, bad[] = {{"good", 4}, {LOW, 10}, {"after", 5}};
	struct iovec in[] = {{a, sizeof(a)}, {b, sizeof(b)}, {c, sizeof(c)}}, one = {long300, 300}, negative = {"x", -1};
	struct iovec many[70];
	int fd = file("file", "");

	for (int i = 0; i < 70; i++)
		many[i] = (struct iovec){"y", 1};
	sys(SYS_writev, fd, out, 4);
	sys(SYS_writev, fd, &one, 1);
	sys(SYS_writev, fd, many, 70);
	sys(SYS_writev, fd, bad, 3);
	sys(SYS_writev, fd, &negative, 1);
	sys(SYS_writev, fd, out, 0);
	sys(SYS_writev, fd, 0, 0);
	sys(SYS_writev, fd, 0, 3);
	sys(SYS_writev, fd, LOW, 2);
	sys(SYS_writev, fd, out, -1);
	sys(SYS_writev, fd, at_end(out, 2 * sizeof(*out)), 4);
	sys(SYS_writev, -1, out, 4);
	sys(SYS_writev, fd, out, 5000);
	sys(SYS_lseek, fd, 0L, SEEK_SET);
	sys(SYS_readv, fd, in, 3);
	sys(SYS_readv, fd, in, 3);
	sys(SYS_readv, fd, in, 3);
	sys(SYS_readv, fd, LOW, 1);
	sys(SYS_readv, -1, in, 2);
	sys(SYS_pwritev, fd, out, 2, 10L, 0);
	sys(SYS_preadv, fd, in, 2, 3L, 0);
	sys(SYS_preadv, fd, in, 1, -1L, -1L);
	sys(SYS_pwritev2, fd, out, 4, 10L, 0, RWF_DSYNC | RWF_HIPRI);
	sys(SYS_preadv2, fd, in, 3, -1L, -1L, RWF_NOWAIT);
	sys(SYS_preadv2, fd, in, 3, 0L, 0, 0xff00);
	sys(SYS_pwritev2, fd, out, 3, 0x100000000L, 0, RWF_SYNC | RWF_APPEND);
}
