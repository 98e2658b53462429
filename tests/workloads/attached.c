/*
 * A program to be recorded while it runs: attached FOLDER. In the folder it opens "data", then three tasks (itself, a
 * thread, and a child process) wait for a byte from the pipe "go", and each makes a known number of calls. The first then
 * runs "true", and all wait again, for ever.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int go, data;

static void work(void)
{
	char byte;

	if (read(go, &byte, 1) != 1)
		_exit(1);
	for (int i = 0; i < 1000; i++)
		syscall(SYS_getppid);
	for (int i = 0; i < 100; i++)
		if (pread(data, &byte, 1, 0) != 1)
			_exit(2);
	close(openat(AT_FDCWD, "relative", O_CREAT | O_WRONLY, 0600));
}

static void *thread(void *unused)
{
	work();
	for (;;)
		pause();
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t other;

	if (argc != 2 || chdir(argv[1]))
		return 2;
	data = open("data", O_RDONLY);
	go = open("go", O_RDWR);
	if (data < 0 || go < 0)
		return 2;
	if (!fork()) {
		prctl(PR_SET_PDEATHSIG, 9);
		work();
		for (;;)
			pause();
	}
	pthread_create(&other, NULL, thread, NULL);
	work();
	if (!fork()) {
		execl("/bin/true", "true", NULL);
		_exit(3);
	}
	/* Not wait(): the other child never ends. */
	while (waitpid(-1, NULL, WNOHANG) <= 0)
		usleep(1000);
	printf("done\n");
	fflush(stdout);
	for (;;)
		pause();
}
