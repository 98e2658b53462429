/* Waiting for descriptors: poll and select. */
#include "corpus.h"
#include <poll.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>

static void run(void)
{
	int pipes[2];
	struct timespec now = {0, 0}, wrong = {0, 1000000000};
	struct timeval soon = {0, 100}, odd = {-1, -1};
	uint64_t set = 1 << (SIGUSR1 - 1);
	struct {
		const void *set;
		unsigned long size;
	} mask = {&set, 8}, bad_mask = {LOW, 8};
	fd_set in, out, except;

	pipe(pipes);
	struct pollfd fds[] = {{pipes[0], POLLIN | POLLPRI, 0}, {pipes[1], POLLOUT | POLLERR, 0}, {-1, 0, 0}, {99, 0x7fff, 0}}, quiet = {pipes[0], POLLIN, 0};
	struct pollfd many[40];

	for (int i = 0; i < 40; i++)
		many[i] = (struct pollfd){-1, POLLIN, 0};
	sys(SYS_poll, fds, 4, 0);
	sys(SYS_poll, &quiet, 1, 1);
	sys(SYS_poll, many, 40, 0);
	sys(SYS_poll, 0, 0, 1);
	sys(SYS_poll, fds, 0, 0);
	sys(SYS_poll, LOW, 1, 0);
	sys(SYS_poll, at_end(fds, 12), 2, 0);
	sys(SYS_poll, fds, -1, 0);
	sys(SYS_ppoll, fds, 2, &now, &set, 8);
	sys(SYS_ppoll, &quiet, 1, &now, 0, 0);
	sys(SYS_ppoll, fds, 1, &wrong, 0, 0);
	sys(SYS_ppoll, fds, 1, LOW, LOW, 8);
	sys(SYS_ppoll, fds, 1, &now, &set, 5);
	FD_ZERO(&in);
	FD_ZERO(&except);
	FD_SET(pipes[0], &in);
	out = in;
	FD_SET(pipes[1], &out);
	sys(SYS_select, pipes[1] + 1, &in, &out, &except, &soon);
	FD_SET(pipes[0], &in);
	sys(SYS_select, pipes[1] + 1, &in, 0, 0, &soon);
	sys(SYS_select, 0, 0, 0, 0, &soon);
	sys(SYS_select, 2, &in, 0, 0, &odd);
	sys(SYS_select, -1, &in, &out, 0, 0);
	sys(SYS_select, 5, LOW, 0, 0, &soon);
	FD_SET(1000, &in);
	sys(SYS_select, 1024, &in, 0, 0, &soon);
	FD_ZERO(&in);
	FD_SET(pipes[0], &in);
	sys(SYS_pselect6, pipes[1] + 1, &in, &out, 0, &now, &mask);
	sys(SYS_pselect6, 0, 0, 0, 0, &now, 0);
	sys(SYS_pselect6, 1, 0, 0, LOW, &wrong, &bad_mask);
	sys(SYS_pselect6, 1, 0, 0, 0, 0, LOW);
}
