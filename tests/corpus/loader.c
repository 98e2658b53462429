/* Ordinary programs, from their first call to their last. */
#include "corpus.h"

static void start(char *const argv[])
{
	char *const envp[] = {"PATH=/usr/bin:/bin", "LC_ALL=C", 0};
	long child = fork();

	if (!child)
		sys(SYS_execve, argv[0], argv, envp);
	reap(child);
}

static void run(void)
{
	close(file("file", "3\n1\n2\n"));
	start((char *const[]){"/bin/true", 0});
	start((char *const[]){"/bin/ls", "-la", ".", 0});
	start((char *const[]){"/bin/cat", "file", 0});
	start((char *const[]){"/bin/sort", "-n", "file", 0});
	start((char *const[]){"/bin/sh", "-c", "cp file copy; mv copy moved; chmod 600 moved; ln -s moved soft; rm file; exit 3", 0});
	start((char *const[]){"/bin/stat", "moved", 0});
	start((char *const[]){"/bin/cat", "nonexistent", 0});
}
