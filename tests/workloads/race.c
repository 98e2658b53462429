/*
 * Changes a path while the kernel acts on it: race FIFO. Opening the pipe waits for its other end; meanwhile the path is
 * written over. Then an open whose path stays as it is.
 */
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static char path[256];

static void *other_end(void *fifo)
{
	usleep(100000);
	strcpy(path, "/etc/hostname");
	return open(fifo, O_WRONLY) < 0 ? fifo : NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc != 2 || strlen(argv[1]) >= sizeof(path))
		return 2;
	strcpy(path, argv[1]);
	pthread_create(&thread, NULL, other_end, argv[1]);
	if (open(path, O_RDONLY) < 0)
		return 1;
	pthread_join(thread, NULL);
	return open("/etc/passwd", O_RDONLY) < 0;
}
