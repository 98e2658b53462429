/* The path of an open is written over while the kernel waits: for the other end of a named pipe. */
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[64] = "pipe";

static void *other_end(void *unused)
{
	usleep(100000);
	strcpy(path, "/etc/hosts");
	return open("pipe", O_WRONLY) < 0 ? path : unused;
}

int main(void)
{
	pthread_t other;

	mkfifo(path, 0600);
	pthread_create(&other, 0, other_end, 0);
	if (open(path, O_RDONLY) < 0)
		return 1;
	return pthread_join(other, 0);
}
