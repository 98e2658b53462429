/* Lives of tasks that end or begin unusually: lives KIND, where KIND is vfork, killed, reuse, stubborn, forks N, threads N. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *calls(void *n)
{
	for (long i = 0; i < (long)n; i++)
		syscall(SYS_getppid);
	return NULL;
}

/* A child that gets process id `wanted` if that is free, is named `name`, makes one getppid and ends. */
static pid_t child_with_id(pid_t wanted, const char *name)
{
	char text[16];
	int fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY);
	int len = snprintf(text, sizeof(text), "%d", wanted - 1);

	if (fd < 0 || write(fd, text, len) != len)
		exit(3);
	pid_t child = fork();

	if (child == 0) {
		prctl(PR_SET_NAME, name);
		syscall(SYS_getppid);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	close(fd);
	return child;
}

int main(int argc, char **argv)
{
	const char *kind = argc > 1 ? argv[1] : "";
	long n = argc > 2 ? atol(argv[2]) : 0;

	if (!strcmp(kind, "vfork")) {
		pid_t child = vfork();

		if (child == 0) {
			execl("/bin/true", "true", (char *)0);
			_exit(127);
		}
		waitpid(child, NULL, 0);
	} else if (!strcmp(kind, "killed")) {
		pid_t child = fork();

		if (child == 0) {
			for (;;)
				pause();
		}
		usleep(100000);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	} else if (!strcmp(kind, "reuse")) {
		pid_t wanted = getpid() + 1000;

		for (int tries = 0; tries < 100; tries++, wanted += 10)
			if (child_with_id(wanted, "before") == wanted && child_with_id(wanted, "after") == wanted)
				return 0;
		return 4;
	} else if (!strcmp(kind, "stubborn")) {
		signal(SIGTERM, SIG_IGN);
		signal(SIGINT, SIG_IGN);
		for (;;) {
			calls((void *)10);
			usleep(1000);
		}
	} else if (!strcmp(kind, "forks")) {
		for (long i = 0; i < n; i++) {
			pid_t child = fork();

			if (child == 0) {
				calls((void *)1);
				_exit(0);
			}
			if (child < 0)
				return 5;
			if (i % 100 == 99)
				while (waitpid(-1, NULL, WNOHANG) > 0)
					;
		}
		while (wait(NULL) > 0)
			;
	} else if (!strcmp(kind, "threads")) {
		pthread_t *threads = calloc(n, sizeof(*threads));

		for (long i = 0; i < n; i++)
			if (pthread_create(&threads[i], NULL, calls, (void *)1000))
				return 5;
		for (long i = 0; i < n; i++)
			pthread_join(threads[i], NULL);
	}
	return 0;
}
