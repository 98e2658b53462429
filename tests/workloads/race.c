/*
 * Changes a path while the kernel acts on it: race FIFO. Opening the pipe waits for its other end; meanwhile the path is
 * written over. Then an open whose path stays as it is.
 *
 * race argv: executes `true` 100 times, while another thread changes an argument back and forth; copying the environment,
 * which is large, gives it time. Then 20 times with nobody changing anything, through a script.
 */
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[256];

static void *other_end(void *fifo)
{
	usleep(100000);
	strcpy(path, "/etc/hostname");
	return open(fifo, O_WRONLY) < 0 ? fifo : NULL;
}

static char argument[] = "aaaaaaaa";

static void *back_and_forth(void *unused)
{
	for (;;) {
		memcpy(argument, "bbbbbbbb", 8);
		__asm__ volatile("" ::: "memory");
		memcpy(argument, "aaaaaaaa", 8);
		__asm__ volatile("" ::: "memory");
	}
	return unused;
}

static int execute(int times, int race, char *program)
{
	static char big[100000];
	char *args[] = {"true", argument, NULL};
	char *env[] = {big, big, big, big, big, big, big, big, big, big, big, big, NULL};
	pthread_t thread;
	pid_t pid;

	memset(big, 'x', sizeof(big) - 1);
	while (times--) {
		pid = fork();
		if (!pid) {
			if (race)
				pthread_create(&thread, NULL, back_and_forth, NULL);
			usleep(race ? 2000 : 0);
			/* A fork does not map these pages, and what is not mapped cannot be read at entry. */
			(void)*(volatile char *)program;
			(void)*(volatile char *)args[0];
			execve(program, args, env);
			_exit(1);
		}
		waitpid(pid, NULL, 0);
	}
	return 0;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc == 3 && !strcmp(argv[1], "argv"))
		return execute(100, 1, "/bin/true") || execute(20, 0, argv[2]);

	if (argc != 2 || strlen(argv[1]) >= sizeof(path))
		return 2;
	strcpy(path, argv[1]);
	pthread_create(&thread, NULL, other_end, argv[1]);
	if (open(path, O_RDONLY) < 0)
		return 1;
	pthread_join(thread, NULL);
	return open("/etc/passwd", O_RDONLY) < 0;
}
