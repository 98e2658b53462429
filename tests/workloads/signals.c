/* Sends and takes signals of every origin. It takes 5: SIGUSR1 from itself, SIGUSR2 queued by a child, SIGCHLD of two
 * children that end by SIGSEGV and SIGKILL and of the one that queued, and SIGALRM of a timer; 3 children, of which one ends by
 * SIGSEGV at address 16, one by SIGKILL. SIGCONT and SIGURG come to nothing. */
#define _GNU_SOURCE
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void handler(int signal)
{
	(void)signal;
}

static void wait_for(pid_t pid)
{
	while (waitpid(pid, 0, 0) < 0)
		;
}

int main(void)
{
	struct sigaction action = {.sa_handler = handler};
	struct itimerval soon = {.it_value = {.tv_usec = 1000}};
	union sigval value = {.sival_int = 42};
	sigset_t alarm, none;
	pid_t pid;

	sigemptyset(&none);
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm, 0);
	sigaction(SIGUSR1, &action, 0);
	sigaction(SIGUSR2, &action, 0);
	sigaction(SIGCHLD, &action, 0);
	sigaction(SIGALRM, &action, 0);
	raise(SIGUSR1);
	raise(SIGURG);
	raise(SIGCONT);
	pid = fork();
	if (!pid) {
		sigqueue(getppid(), SIGUSR2, value);
		_exit(7);
	}
	wait_for(pid);
	pid = fork();
	if (!pid) {
		signal(SIGSEGV, SIG_DFL);
		*(volatile int *)16 = 1;
	}
	wait_for(pid);
	pid = fork();
	if (!pid) {
		pause();
		_exit(0);
	}
	kill(pid, SIGKILL);
	wait_for(pid);
	setitimer(ITIMER_REAL, &soon, 0);
	sigsuspend(&none);
	return 0;
}
