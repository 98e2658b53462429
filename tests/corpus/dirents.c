/* Folders read. */
#include "corpus.h"

static void run(void)
{
	char buffer[4096];
	int fd, empty;

	mkdir("folder", 0755);
	mkdir("folder/inner", 0755);
	mkdir("empty", 0755);
	close(file("folder/one", ""));
	close(file("folder/a \"name\" of \303\251", ""));
	close(file("folder/" LONG40 LONG40, ""));
	fd = open("folder", O_RDONLY | O_DIRECTORY);
	empty = open("empty", O_RDONLY | O_DIRECTORY);
	sys(SYS_getdents64, fd, buffer, sizeof(buffer));
	sys(SYS_getdents64, fd, buffer, sizeof(buffer));
	sys(SYS_getdents64, empty, buffer, sizeof(buffer));
	sys(SYS_lseek, fd, 0L, SEEK_SET);
	sys(SYS_getdents64, fd, buffer, 60);
	sys(SYS_getdents64, fd, buffer, 1);
	sys(SYS_getdents64, fd, buffer, 0);
	sys(SYS_getdents64, fd, 0, 100);
	sys(SYS_getdents64, fd, LOW, 100);
	sys(SYS_getdents64, -1, buffer, 100);
	sys(SYS_getdents64, 0, buffer, 100);
	sys(SYS_lseek, fd, 0L, SEEK_SET);
	sys(SYS_getdents, fd, buffer, sizeof(buffer));
	sys(SYS_getdents, fd, buffer, sizeof(buffer));
	sys(SYS_getdents, fd, LOW, 0x80000000);
	sys(SYS_getcwd, buffer, sizeof(buffer));
	sys(SYS_getcwd, buffer, 3);
	sys(SYS_getcwd, 0, 0);
	sys(SYS_getcwd, LOW, 4096);
}
