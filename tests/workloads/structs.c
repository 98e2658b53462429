/* Calls whose arguments are structures, each with values that do not change from run to run. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	struct timespec short_time = {0, 1000}, times[2] = {{1, 2}, {3, 4}};
	struct itimerval interval = {{1, 2}, {3600, 5}}, old;
	struct itimerspec spec = {{0, 0}, {3600, 7}};
	struct rlimit limit = {1000, 2000}, core = {0, RLIM_INFINITY}, memory;
	struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u64 = 0x123456789};
	struct open_how how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
	struct sched_param param;
	struct stat st;
	struct utsname name;
	sigset_t set, before;
	int fds[2], one = 1, value;
	socklen_t size = sizeof(value);

	nanosleep(&short_time, 0);
	setitimer(ITIMER_REAL, &interval, &old);
	setitimer(ITIMER_REAL, &(struct itimerval){0}, 0);
	syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &limit, 0);
	syscall(SYS_prlimit64, 0, RLIMIT_CORE, &core, 0);
	syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, &memory);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, &before);
	sigfillset(&set);
	sigprocmask(SIG_SETMASK, &set, 0);
	pipe2(fds, O_CLOEXEC);
	int poll = epoll_create1(0);
	epoll_ctl(poll, EPOLL_CTL_ADD, fds[0], &event);
	int timer = timerfd_create(CLOCK_MONOTONIC, 0);
	timerfd_settime(timer, 0, &spec, 0);
	syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", &how, sizeof(how));
	sched_getparam(0, &param);
	syscall(SYS_newfstatat, AT_FDCWD, "/etc", &st, 0);
	uname(&name);
	utimensat(AT_FDCWD, "/nonexistent", times, 0);
	int sock = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	getsockopt(sock, SOL_SOCKET, SO_TYPE, &value, &size);
	return 0;
}
