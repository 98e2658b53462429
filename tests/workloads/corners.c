/* Calls that a recorder may stumble over: corners KIND, where KIND is hostile, numbers, threadexec, files or forks. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *executes(void *unused)
{
	execl("/bin/true", "true", (char *)0);
	return unused;
}

int main(int argc, char **argv)
{
	const char *kind = argc > 1 ? argv[1] : "";

	if (!strcmp(kind, "hostile")) {
		access("/nonexistent/\x1b[2J\x1b]0;title\x07", F_OK);
		access("/nonexistent/a\nb\r", F_OK);
		access("/nonexistent/\xff\xfe", F_OK);
		access("/nonexistent/\xe2\x80\xae" "txt.exe", F_OK);
		access("/nonexistent/<script>\"',;", F_OK);
		access((char *)8, F_OK);
	} else if (!strcmp(kind, "numbers")) {
		syscall(9999, 1, 2, 3, 4, 5, 6);
		syscall(-1, 1, 2, 3, 4, 5, 6);
		/* The bit that says x32; most kernels have no such calls. */
		syscall(0x40000000 | SYS_dup3, 1, 2, 3);
		syscall(0x40000000 | 600, 1, 2, 3, 4, 5, 6);
	} else if (!strcmp(kind, "threadexec")) {
		pthread_t thread;

		pthread_create(&thread, NULL, executes, NULL);
		for (;;)
			pause();
	} else if (!strcmp(kind, "files")) {
		int fd = open("/etc/passwd", O_RDONLY);

		close(fd);
		rename("/nonexistent/a", "/nonexistent/b");
	} else if (!strcmp(kind, "forks")) {
		for (int i = 0; i < 2000; i++) {
			if (!fork())
				_exit(i % 7);
			if (i % 50 == 49)
				while (waitpid(-1, NULL, WNOHANG) > 0)
					;
		}
		while (wait(NULL) > 0)
			;
	}
	return 0;
}
