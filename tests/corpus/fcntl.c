/* fcntl by command, and locks. */
#include "corpus.h"
#include <sys/file.h>

static void run(void)
{
	struct flock lock = {F_WRLCK, SEEK_SET, 10, 20, 0}, get = {F_RDLCK, SEEK_CUR, -5, 0, 0}, off = {F_UNLCK, SEEK_END, 0, 0, 0}, odd = {77, 88, -1, -1, -1};
	struct {
		int type, pid;
	} owner = {1, 0}, wrong = {77, -1};
	uint64_t hint = 2, bad_hint = 99;
	int fd = file("file", "a little content"), folder = open(".", O_RDONLY | O_DIRECTORY), pipes[2], memory = memfd_create("sealed", MFD_ALLOW_SEALING);

	pipe(pipes);
	sys(SYS_fcntl, fd, F_DUPFD, 50);
	sys(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 60);
	sys(SYS_fcntl, fd, F_DUPFD, -1);
	sys(SYS_fcntl, fd, F_GETFD);
	sys(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
	sys(SYS_fcntl, fd, F_SETFD, 0xff0);
	sys(SYS_fcntl, fd, F_GETFD);
	sys(SYS_fcntl, fd, F_GETFL);
	sys(SYS_fcntl, fd, F_SETFL, O_APPEND | O_NONBLOCK);
	sys(SYS_fcntl, fd, F_GETFL);
	sys(SYS_fcntl, -1, F_GETFL);
	sys(SYS_fcntl, fd, F_SETLK, &lock);
	sys(SYS_fcntl, fd, F_GETLK, &get);
	sys(SYS_fcntl, fd, F_SETLKW, &off);
	sys(SYS_fcntl, fd, F_SETLK, &odd);
	sys(SYS_fcntl, fd, F_SETLK, LOW);
	sys(SYS_fcntl, fd, F_GETLK, 0);
	sys(SYS_fcntl, fd, F_OFD_SETLK, &lock);
	sys(SYS_fcntl, fd, F_OFD_GETLK, &lock);
	sys(SYS_fcntl, -1, F_OFD_SETLKW, &lock);
	sys(SYS_fcntl, pipes[0], F_SETOWN, getpid());
	sys(SYS_fcntl, pipes[0], F_SETOWN, -0x7fffffff);
	sys(SYS_fcntl, pipes[0], F_GETOWN);
	owner.pid = getpid();
	sys(SYS_fcntl, pipes[0], F_SETOWN_EX, &owner);
	sys(SYS_fcntl, pipes[0], F_SETOWN_EX, &wrong);
	sys(SYS_fcntl, pipes[0], F_GETOWN_EX, &owner);
	sys(SYS_fcntl, pipes[0], F_GETOWN_EX, LOW);
	sys(SYS_fcntl, fd, F_SETSIG, SIGUSR1);
	sys(SYS_fcntl, fd, F_GETSIG);
	sys(SYS_fcntl, fd, F_SETSIG, 99);
	sys(SYS_fcntl, fd, F_GETLEASE);
	sys(SYS_fcntl, fd, F_SETLEASE, F_WRLCK);
	sys(SYS_fcntl, fd, F_SETLEASE, 77);
	sys(SYS_fcntl, folder, F_NOTIFY, DN_CREATE | DN_MULTISHOT);
	sys(SYS_fcntl, folder, F_NOTIFY, 0x1000);
	sys(SYS_fcntl, pipes[0], F_GETPIPE_SZ);
	sys(SYS_fcntl, pipes[0], F_SETPIPE_SZ, 8192);
	sys(SYS_fcntl, memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
	sys(SYS_fcntl, memory, F_GET_SEALS);
	sys(SYS_fcntl, memory, F_ADD_SEALS, 0xff00);
	sys(SYS_fcntl, fd, F_GET_RW_HINT, &hint);
	sys(SYS_fcntl, fd, F_SET_RW_HINT, &hint);
	sys(SYS_fcntl, fd, F_SET_FILE_RW_HINT, &bad_hint);
	sys(SYS_fcntl, fd, F_SET_RW_HINT, LOW);
	sys(SYS_fcntl, fd, 9999, 5);
	sys(SYS_fcntl, fd, -1, LOW);
	sys(SYS_flock, fd, LOCK_SH);
	sys(SYS_flock, fd, LOCK_EX | LOCK_NB);
	sys(SYS_flock, fd, LOCK_UN);
	sys(SYS_flock, fd, 0x77);
	sys(SYS_flock, -1, LOCK_MAND | LOCK_READ);
}
