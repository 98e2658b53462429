/* Does its file and network work through io_uring, and no other way: opens, reads and renames a file in the current folder,
 * connects to itself over loopback, and fails to open what is not there. The file must hold "seen". With an argument it does
 * not end, and two operations with it. */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <liburing.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct io_uring ring;

static int done(struct io_uring_sqe *sqe)
{
	struct io_uring_cqe *cqe;
	int result;

	(void)sqe;
	if (io_uring_submit_and_wait(&ring, 1) < 0 || io_uring_wait_cqe(&ring, &cqe))
		errx(1, "io_uring");
	result = cqe->res;
	io_uring_cqe_seen(&ring, cqe);
	return result;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	struct io_uring_sqe *sqe;
	char text[16];
	int fd, listener, socket_, i;

	if (io_uring_queue_init(8, &ring, 0))
		errx(77, "there is no io_uring");
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&address, &length))
		err(1, "listen");

	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_openat(sqe, AT_FDCWD, "file", O_RDWR, 0);
	fd = done(sqe);
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_openat(sqe, AT_FDCWD, "not-there", O_RDONLY, 0);
	if (fd < 0 || done(sqe) != -ENOENT)
		errx(1, "open");
	/* Several at once. */
	for (i = 0; i < 4; i++) {
		sqe = io_uring_get_sqe(&ring);
		io_uring_prep_read(sqe, fd, text, 4, 0);
	}
	for (i = 0; i < 4; i++) {
		struct io_uring_cqe *cqe;

		if (io_uring_submit_and_wait(&ring, 1) < 0 || io_uring_wait_cqe(&ring, &cqe) || cqe->res != 4)
			errx(1, "read");
		io_uring_cqe_seen(&ring, cqe);
	}
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_renameat(sqe, AT_FDCWD, "file", AT_FDCWD, "renamed", 0);
	if (done(sqe))
		errx(1, "rename");
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_socket(sqe, AF_INET, SOCK_STREAM, 0, 0);
	socket_ = done(sqe);
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_connect(sqe, socket_, (struct sockaddr *)&address, length);
	if (socket_ < 0 || done(sqe))
		errx(1, "connect");
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_send(sqe, socket_, "hello", 5, 0);
	if (done(sqe) != 5)
		errx(1, "send");
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_close(sqe, fd);
	if (done(sqe))
		errx(1, "close");
	if (argc == 1)
		return 0;
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_recv(sqe, socket_, text, sizeof(text), 0);
	sqe = io_uring_get_sqe(&ring);
	io_uring_prep_recv(sqe, socket_, text, sizeof(text), 0);
	io_uring_submit(&ring);
	pause();
	return argv[1][0];
}
