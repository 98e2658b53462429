/* The path changes between calls. */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	char path[] = "/etc/hosts";

	for (int i = 0; i < 1000; i++) {
		path[5] = i % 2 ? 'H' : 'h';
		int fd = open(path, O_RDONLY);

		if (fd >= 0)
			close(fd);
	}
	return 0;
}
