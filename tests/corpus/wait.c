/* Children waited for: statuses, resources, what has happened to them. */
#include "corpus.h"
#include <sys/resource.h>

static long child(int status, int number)
{
	long pid = fork();

	if (!pid) {
		if (number)
			kill(getpid(), number);
		_exit(status);
	}
	return pid;
}

static void run(void)
{
	struct rusage usage;
	siginfo_t info;
	int status;
	long pid;

	pid = child(0, 0);
	sys(SYS_wait4, pid, &status, 0, &usage);
	pid = child(7, 0);
	sys(SYS_wait4, -1, &status, WUNTRACED | WCONTINUED, 0);
	pid = child(0, SIGKILL);
	sys(SYS_wait4, pid, &status, __WALL, &usage);
	pid = child(0, SIGSTOP);
	sys(SYS_wait4, pid, &status, WUNTRACED, 0);
	kill(pid, SIGCONT);
	sys(SYS_waitid, P_PID, pid, &info, WEXITED | WNOWAIT, 0);
	sys(SYS_waitid, P_PID, pid, &info, WEXITED, &usage);
	pid = child(0, SIGTERM);
	sys(SYS_waitid, P_ALL, 0, &info, WEXITED | WSTOPPED | __WNOTHREAD, 0);
	sys(SYS_wait4, -1, &status, WNOHANG, &usage);
	sys(SYS_wait4, pid, LOW, 0, LOW);
	sys(SYS_wait4, -1, 0, 0x77770000, 0);
	sys(SYS_waitid, P_PGID, 0x7fffffff, &info, WEXITED, 0);
	sys(SYS_waitid, P_PIDFD, -1, &info, WEXITED | WNOHANG, &usage);
	sys(SYS_waitid, 77, 1, LOW, 0x100, LOW);
	pid = child(3, 0);
	sys(SYS_waitid, P_PID, pid, 0, WEXITED, 0);
	pid = child(3, 0);
	sys(SYS_waitid, P_PID, pid, LOW, WEXITED, 0);
}
