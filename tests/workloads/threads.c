/* Four threads at once, each with calls of its own and a descriptor table of its own, so that numbers are certain. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *work(void *arg)
{
	long me = (long)arg;
	char path[64];
	struct stat st;

	if (unshare(CLONE_FILES))
		_exit(1);
	for (int i = 0; i < 50 + me; i++) {
		snprintf(path, sizeof(path), "/nonexistent/%ld-%d", me, i);
		stat(path, &st);
		int fd = open("/dev/null", O_WRONLY);
		if (write(fd, path, 5) != 5)
			_exit(1);
		close(fd);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[4];

	for (long i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, work, (void *)i);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
