/* Calls that are none, or that are newer than most tools; numbers and arguments are all there is. */
#include "corpus.h"

static void run(void)
{
	sys(9999, 1, 2, 3, 4, 5, 6);
	sys(-1L, 1, 2, 3, 4, 5, 6);
	sys(-5L, -1L, 0x80000000, 0x123456789abcdefL, 0, "text", LOW);
	sys(400, 1, 2, 3, 4, 5, 6);
	sys(423, 1, 2, 3, 4, 5, 6);
	sys(SYS_tuxcall, 1, 2, 3);
	sys(SYS_security, 1, 2, 3);
	sys(SYS_afs_syscall, 1, 2, 3);
	sys(SYS_putpmsg, 1, 2, 3, 4, 5);
	sys(SYS_getpmsg, 1, 2, 3, 4, 5);
	sys(SYS_vserver, 1, 2, 3, 4, 5);
	sys(SYS_create_module, "name", 5);
	sys(SYS_get_kernel_syms, LOW);
	sys(SYS_query_module, "name", 1, LOW, 2, LOW);
	sys(SYS_epoll_ctl_old, 1, 2, 3, 4);
	sys(SYS_epoll_wait_old, 1, 2, 3, 4);
	sys(SYS_get_thread_area, LOW);
	sys(SYS_set_thread_area, LOW);
}
