/* The memory of another process, which here is this one or a child. */
#include "corpus.h"
#include <linux/mman.h>
#include <sys/uio.h>

static void run(void)
{
	char from[30] = "text of the other side", to[30];
	struct iovec local[2] = {{to, 4}, {to + 4, 10}}, remote[2] = {{from, 10}, {from + 12, 4}}, bad[2] = {{LOW, 5}, {hole, 10}};
	int fd = syscall(SYS_pidfd_open, getpid(), 0);

	sys(SYS_process_vm_readv, getpid(), local, 2, remote, 2, 0);
	sys(SYS_process_vm_writev, getpid(), local, 1, remote, 2, 0);
	sys(SYS_process_vm_readv, getpid(), local, 2, bad, 2, 0);
	sys(SYS_process_vm_readv, getpid(), bad, 1, remote, 1, 0);
	sys(SYS_process_vm_readv, getpid(), local, 0, remote, 0, 0);
	sys(SYS_process_vm_readv, 0x7fffffff, local, 2, LOW, 2, 0xff);
	sys(SYS_process_vm_writev, getpid(), LOW, 1, remote, 1, 0);
	sys(SYS_process_vm_writev, getpid(), local, -1L, remote, 5000, 0);
	sys(SYS_process_madvise, fd, remote, 2, MADV_COLD, 0);
	sys(SYS_process_madvise, -1, LOW, 5, 77, 0xff);
	sys(SYS_process_mrelease, fd, 0);
	sys(SYS_process_mrelease, -1, 5);
	sys(SYS_kcmp, getpid(), getpid(), 0, 0, 1);
	sys(SYS_kcmp, getpid(), getpid(), 1, 0, 0);
	sys(SYS_kcmp, getpid(), -1, 7, 1, LOW);
	sys(SYS_kcmp, getpid(), getpid(), 77, 1, 2);
}
