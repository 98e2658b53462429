/* Descriptors that stand for processes. */
#include "corpus.h"

static void run(void)
{
	siginfo_t info = {.si_signo = SIGUSR1, .si_code = SI_QUEUE};
	int pipes[2], fd;
	long child;

	pipe(pipes);
	child = fork();
	if (!child) {
		char byte;

		read(pipes[0], &byte, 1);
		_exit(0);
	}
	fd = sys(SYS_pidfd_open, child, 0);
	sys(SYS_pidfd_open, child, O_NONBLOCK);
	sys(SYS_pidfd_open, -1, 0);
	sys(SYS_pidfd_open, child, 0xff);
	sys(SYS_pidfd_send_signal, fd, 0, 0, 0);
	sys(SYS_pidfd_send_signal, fd, 0, &info, 0);
	sys(SYS_pidfd_send_signal, fd, SIGUSR1, LOW, 0);
	sys(SYS_pidfd_send_signal, -1, SIGUSR1, 0, 0xff);
	sys(SYS_pidfd_getfd, fd, 0, 0);
	sys(SYS_pidfd_getfd, fd, 999, 0);
	sys(SYS_pidfd_getfd, -1, 0, 5);
	write(pipes[1], "x", 1);
	sys(SYS_waitid, 3 /* P_PIDFD */, fd, &info, WEXITED, 0);
	sys(SYS_pidfd_send_signal, fd, SIGTERM, 0, 0);
}
