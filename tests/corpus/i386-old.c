/* Calls that only 32-bit programs have: older forms, one call for many, wide values in two registers, times of 64 bits. */
#include "corpus.h"
#include <linux/net.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/utsname.h>

static void run(void)
{
	char buffer[512];
	struct {
		uint32_t address, length, protection, flags, fd, offset;
	} map = {0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0};
	struct flock64 lock = {F_WRLCK, SEEK_SET, 10, 20, 0};
	struct {
		int64_t seconds, nanoseconds;
	} time = {1, 2}, soon = {0, 1000};
	struct timeval brief = {0, 100};
	struct sockaddr_in address = {.sin_family = AF_INET};
	long arguments[6] = {AF_INET, SOCK_DGRAM, 0}, result[2];
	struct pollfd polled = {0, POLLIN, 0};
	uint32_t word = 1;
	uint64_t set = 1 << (SIGUSR1 - 1);
	unsigned int ids[3];
	int fd = file("file", "content");

	sys(SYS_mmap, &map);
	sys(SYS_mmap, LOW);
	sys(SYS_mmap2, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 3);
	sys(SYS__llseek, fd, 1, 2, result, SEEK_SET);
	sys(SYS__llseek, fd, 0, 0, LOW, 77);
	sys(SYS_pread64, fd, buffer, 5, 2, 0);
	sys(SYS_pwrite64, fd, "five!", 5, 1, 1);
	sys(SYS_truncate64, "file", 5, 1);
	sys(SYS_ftruncate64, fd, 7, 0);
	sys(SYS_stat64, "file", buffer);
	sys(SYS_lstat64, "/dev/null", buffer);
	sys(SYS_fstat64, fd, buffer);
	sys(SYS_fstatat64, AT_FDCWD, "file", buffer, AT_SYMLINK_NOFOLLOW);
	sys(SYS_stat, "file", buffer);
	sys(SYS_oldstat, "file", buffer);
	sys(SYS_statfs64, "/proc", sizeof(struct statfs64), buffer);
	sys(SYS_fstatfs64, fd, 5, buffer);
	sys(SYS_fcntl64, fd, F_SETLK64, &lock);
	sys(SYS_fcntl64, fd, F_GETFL);
	sys(SYS_fcntl, fd, F_SETLK64, &lock);
	sys(SYS_chown32, "file", 0, 0);
	sys(SYS_chown, "file", 0xffff, 70000);
	sys(SYS_getuid);
	sys(SYS_getuid32);
	sys(SYS_getresuid32, &ids[0], &ids[1], &ids[2]);
	sys(SYS_getresuid, &ids[0], &ids[1], &ids[2]);
	sys(SYS_getgroups, 0, 0);
	sys(SYS_socketcall, SYS_SOCKET, arguments);
	arguments[0] = -1;
	arguments[1] = (long)&address;
	arguments[2] = sizeof(address);
	sys(SYS_socketcall, SYS_BIND, arguments);
	sys(SYS_socketcall, SYS_CONNECT, arguments);
	sys(SYS_socketcall, 77, arguments);
	sys(SYS_socketcall, SYS_LISTEN, LOW);
	sys(SYS_ipc, 23 /* SHMGET */, 0x7fff1234, 1, 0, 0, 0);
	sys(SYS_ipc, 1 /* SEMOP */, -1, 0, 0, LOW, 0);
	sys(SYS_ipc, 77, 1, 2, 3, 4, 5);
	sys(SYS_select, LOW);
	sys(SYS__newselect, 0, 0, 0, 0, &brief);
	sys(SYS_olduname, buffer);
	sys(SYS_oldolduname, buffer);
	sys(SYS_nice, 0);
	sys(SYS_stime, LOW);
	sys(SYS_waitpid, -1, buffer, WNOHANG);
	sys(SYS_sigprocmask, SIG_BLOCK, &word, &word);
	sys(SYS_sigprocmask, 77, LOW, 0);
	sys(SYS_sigaction, SIGUSR1, 0, buffer);
	sys(SYS_sigpending, &word);
	sys(SYS_signal, SIGUSR2, SIG_IGN);
	sys(SYS_sgetmask);
	sys(SYS_ssetmask, 0);
	sys(SYS_readdir, fd, buffer, 1);
	sys(SYS_getrlimit, 7, buffer);
	sys(SYS_ugetrlimit, 7, buffer);
	sys(SYS_fadvise64_64, fd, 0, 0, 10, 0, 2);
	sys(SYS_fallocate, fd, 0, 0, 0, 10, 0);
	sys(SYS_readahead, fd, 0, 1, 10);
	sys(SYS_sync_file_range, fd, 0, 0, 10, 0, 2);
	sys(SYS_sendfile64, -1, -1, LOW, 5);
	sys(SYS_clock_gettime, 1, buffer);
	sys(403 /* clock_gettime64 */, 1, buffer);
	sys(404 /* clock_settime64 */, 1, &time);
	sys(406 /* clock_getres_time64 */, 1, buffer);
	sys(407 /* clock_nanosleep_time64 */, 1, 0, &soon, 0);
	sys(412 /* utimensat_time64 */, AT_FDCWD, "nonexistent", 0, 0);
	sys(413 /* pselect6_time64 */, 0, 0, 0, 0, &soon, 0);
	sys(414 /* ppoll_time64 */, &polled, 1, &soon, &set, 8);
	sys(422 /* futex_time64 */, &word, 0, 7, &time, 0, 0);
	sys(423 /* sched_rr_get_interval_time64 */, 0, buffer);
	sys(SYS_set_thread_area, LOW);
	sys(SYS_break);
	sys(SYS_idle);
	sys(SYS_vm86, 5, LOW);
}
