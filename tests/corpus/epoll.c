/* epoll. */
#include "corpus.h"
#include <sys/epoll.h>
#include <time.h>

static void run(void)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLET | EPOLLONESHOT, .data.u64 = 0x123456789abcdefULL}, out = {.events = EPOLLOUT, .data.fd = 7}, odd = {.events = 0x07ff0000 | EPOLLEXCLUSIVE},
			   events[10];
	struct timespec now = {0, 0}, wrong = {-1, 5};
	uint64_t set = ~0ULL;
	int pipes[2], fd;

	pipe(pipes);
	sys(SYS_epoll_create, 1);
	sys(SYS_epoll_create, -1);
	fd = sys(SYS_epoll_create1, EPOLL_CLOEXEC);
	sys(SYS_epoll_create1, 0x77);
	sys(SYS_epoll_ctl, fd, EPOLL_CTL_ADD, pipes[0], &event);
	sys(SYS_epoll_ctl, fd, EPOLL_CTL_ADD, pipes[1], &out);
	sys(SYS_epoll_ctl, fd, EPOLL_CTL_MOD, pipes[0], &odd);
	sys(SYS_epoll_ctl, fd, EPOLL_CTL_ADD, -1, LOW);
	sys(SYS_epoll_ctl, fd, EPOLL_CTL_MOD, 99, &event);
	sys(SYS_epoll_ctl, fd, 77, pipes[0], &event);
	sys(SYS_epoll_wait, fd, events, 10, 0);
	sys(SYS_epoll_wait, fd, events, 1, 1);
	sys(SYS_epoll_wait, fd, LOW, 10, 0);
	sys(SYS_epoll_wait, fd, events, 0, 0);
	sys(SYS_epoll_wait, -1, events, -1, -1);
	sys(SYS_epoll_pwait, fd, events, 10, 0, &set, 8);
	sys(SYS_epoll_pwait, fd, events, 10, 0, 0, 0);
	sys(SYS_epoll_pwait, fd, events, 10, 0, LOW, 8);
	sys(SYS_epoll_pwait2, fd, events, 10, &now, &set, 8);
	sys(SYS_epoll_pwait2, fd, events, 10, &wrong, 0, 0);
	sys(SYS_epoll_pwait2, fd, events, 10, LOW, 0, 0);
	sys(SYS_epoll_ctl, fd, EPOLL_CTL_DEL, pipes[1], 0);
	sys(SYS_epoll_ctl, fd, EPOLL_CTL_DEL, pipes[0], &event);
	sys(SYS_epoll_wait, fd, events, 10, 0);
}
