/* How processes end: statuses, signals, in the middle of a call. */
#include "corpus.h"
#include <sys/prctl.h>
#include <time.h>

static void run(void)
{
	struct timespec long_time = {100, 0};
	long child;
	int number;

	for (number = 0; number < 3; number++) {
		child = fork();
		if (!child)
			sys(number ? SYS_exit_group : SYS_exit, number * 128 - 1);
		reap(child);
	}
	child = fork();
	if (!child) {
		nanosleep(&long_time, 0);
		_exit(0);
	}
	usleep(50000);
	kill(child, SIGKILL);
	reap(child);
	child = fork();
	if (!child) {
		/* No core is wanted. */
		prctl(PR_SET_DUMPABLE, 0);
		abort();
	}
	reap(child);
	/* Stopped in a call, and going on with it. */
	child = fork();
	if (!child) {
		long_time = (struct timespec){0, 200000000};
		nanosleep(&long_time, 0);
		_exit(0);
	}
	usleep(50000);
	kill(child, SIGSTOP);
	usleep(50000);
	kill(child, SIGCONT);
	reap(child);
}
