/* One thread opens a path that another one changes all the time. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static char path[16] = "/etc/hosts";
static atomic_int done;

static void *change(void *unused)
{
	(void)unused;
	while (!done) {
		((volatile char *)path)[5] = 'H';
		((volatile char *)path)[5] = 'h';
	}
	return 0;
}

int main(void)
{
	pthread_t other;

	pthread_create(&other, 0, change, 0);
	for (int i = 0; i < 20000; i++) {
		int fd = open(path, O_RDONLY);

		if (fd >= 0)
			close(fd);
	}
	done = 1;
	return pthread_join(other, 0);
}
