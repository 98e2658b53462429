/* What io_uring does that no call does: submissions by a thread of the kernel (SQPOLL), and operations that complete more than
 * once (multishot). By its argument: "sqpoll" opens and reads "file" through such a thread; "shots" accepts three connections
 * with one operation, and is told of two readable times with another; "long" opens a path of 3,000 characters. */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <liburing.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct io_uring ring;

struct end {
	int res;
	unsigned int flags;
};

static struct end wait_for(void)
{
	struct io_uring_cqe *cqe;
	struct end end;

	if (io_uring_submit(&ring) < 0 || io_uring_wait_cqe(&ring, &cqe))
		errx(1, "io_uring");
	end = (struct end){cqe->res, cqe->flags};
	io_uring_cqe_seen(&ring, cqe);
	return end;
}

static void sqpoll(void)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
	char text[16];
	int fd;

	io_uring_prep_openat(sqe, AT_FDCWD, "file", O_RDWR, 0);
	fd = wait_for().res;
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_read(sqe, fd, text, 4, 0);
	if (fd < 0 || wait_for().res != 4)
		errx(1, "read");
}

static void shots(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0), ends[2], i;
	char byte;

	if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 5) ||
	    getsockname(listener, (struct sockaddr *)&address, &length) || pipe(ends))
		err(1, "listen");
	io_uring_prep_multishot_accept(io_uring_get_sqe(&ring), listener, 0, 0, 0);
	io_uring_submit(&ring);
	for (i = 0; i < 3; i++) {
		int client = socket(AF_INET, SOCK_STREAM, 0);
		struct end cqe;

		if (connect(client, (struct sockaddr *)&address, length))
			err(1, "connect");
		cqe = wait_for();
		if (cqe.res < 0 || !(cqe.flags & IORING_CQE_F_MORE))
			errx(77, "no multishot accept");
	}
	io_uring_prep_poll_multishot(io_uring_get_sqe(&ring), ends[0], POLLIN);
	io_uring_submit(&ring);
	for (i = 0; i < 2; i++)
		if (write(ends[1], "x", 1) != 1 || wait_for().res != POLLIN || read(ends[0], &byte, 1) != 1)
			errx(1, "poll");
}

static void long_path(void)
{
	static char path[3001];

	memset(path, '/', 2996);
	strcpy(path + 2996, "file");
	path[0] = '.';
	io_uring_prep_openat(io_uring_get_sqe(&ring), AT_FDCWD, path, O_RDONLY, 0);
	if (wait_for().res < 0)
		errx(1, "open");
}

int main(int argc, char **argv)
{
	struct io_uring_params params = {0};

	if (argc < 2)
		return 2;
	if (!strcmp(argv[1], "sqpoll"))
		params.flags = IORING_SETUP_SQPOLL;
	if (io_uring_queue_init_params(8, &ring, &params))
		errx(77, "there is no such io_uring");
	if (!strcmp(argv[1], "sqpoll"))
		sqpoll();
	else if (!strcmp(argv[1], "shots"))
		shots();
	else
		long_path();
	return 0;
}
