/* Programs started: argument and environment vectors, of every length, and from nowhere. */
#include "corpus.h"

static void run(void)
{
	char *argv[] = {"name", "", "two words", "\"\\\n\377", LONG40, long300, 0}, *none[] = {0}, *envp[] = {"A=1", "B=two words", 0};
	char *bad[] = {"first", LOW, "third", 0}, *many[40], *mild[] = {"true", 0};
	int folder = open("/", O_RDONLY | O_DIRECTORY);
	long child;

	for (int i = 0; i < 39; i++)
		many[i] = "word";
	many[39] = 0;
	sys(SYS_execve, "/nonexistent", argv, envp);
	sys(SYS_execve, "/nonexistent", many, many);
	sys(SYS_execve, "", none, none);
	sys(SYS_execve, "/nonexistent", 0, 0);
	sys(SYS_execve, "/nonexistent", LOW, LOW);
	sys(SYS_execve, "/nonexistent", bad, bad);
	sys(SYS_execve, "/bin/true", bad, envp);
	sys(SYS_execve, LOW, mild, envp);
	sys(SYS_execve, "/dev/null", mild, envp);
	sys(SYS_execve, "/", at_end(mild, sizeof(mild[0])), envp);
	sys(SYS_execveat, AT_FDCWD, "/nonexistent", argv, envp, 0);
	sys(SYS_execveat, folder, "nonexistent/relative", mild, envp, AT_SYMLINK_NOFOLLOW);
	sys(SYS_execveat, -1, "", mild, envp, AT_EMPTY_PATH);
	sys(SYS_execveat, folder, "bin/true", mild, envp, 0x80000000 | AT_EMPTY_PATH);
	child = fork();
	if (!child)
		sys(SYS_execve, "/bin/true", mild, envp);
	reap(child);
	child = vfork();
	if (!child) {
		sys(SYS_execveat, folder, "bin/true", mild, none, 0);
		_exit(1);
	}
	reap(child);
}
