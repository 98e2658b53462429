/* Who a process is, and what it may. Nothing here changes it. */
#include "corpus.h"
#include <linux/capability.h>

static void run(void)
{
	unsigned int ids[3], groups[40];
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0}, old = {_LINUX_CAPABILITY_VERSION_1, 0}, v2 = {_LINUX_CAPABILITY_VERSION_2, -1},
					wrong = {0x12345678, 0};
	struct __user_cap_data_struct data[2], some[2] = {{1 << CAP_CHOWN | 1 << CAP_SYS_ADMIN, ~0U, 0}, {~0U, 1 << (CAP_BPF - 32), 0x80000000}};

	for (int i = 0; i < 40; i++)
		groups[i] = i;
	sys(SYS_getuid);
	sys(SYS_geteuid);
	sys(SYS_getgid);
	sys(SYS_getegid);
	sys(SYS_getresuid, &ids[0], &ids[1], &ids[2]);
	sys(SYS_getresuid, 0, LOW, &ids[2]);
	sys(SYS_getresgid, &ids[0], &ids[1], &ids[2]);
	sys(SYS_setuid, -1);
	sys(SYS_setgid, -1);
	sys(SYS_setreuid, -1, -1);
	sys(SYS_setregid, -1, -1);
	sys(SYS_setresuid, -1, -1, -1);
	sys(SYS_setresgid, -1, -1, -1);
	sys(SYS_setfsuid, -1);
	sys(SYS_setfsgid, -1);
	sys(SYS_getgroups, 0, 0);
	sys(SYS_getgroups, 40, groups);
	sys(SYS_getgroups, -1, groups);
	sys(SYS_getgroups, 40, LOW);
	sys(SYS_setgroups, 100000, groups);
	sys(SYS_setgroups, -1, groups);
	sys(SYS_setgroups, 3, LOW);
	sys(SYS_setgroups, 1, at_end(groups, 2));
	sys(SYS_capget, &header, data);
	sys(SYS_capget, &header, 0);
	sys(SYS_capget, &old, data);
	sys(SYS_capget, &v2, data);
	sys(SYS_capget, &wrong, data);
	sys(SYS_capget, LOW, LOW);
	sys(SYS_capget, 0, 0);
	header.pid = 0x7fffffff;
	sys(SYS_capset, &header, some);
	header.pid = 0;
	sys(SYS_capset, &header, LOW);
	wrong.version = 0;
	sys(SYS_capset, &wrong, data);
	sys(SYS_capset, LOW, 0);
	sys(SYS_getpid);
	sys(SYS_gettid);
	sys(SYS_getppid);
	sys(SYS_getpgrp);
	sys(SYS_getpgid, 0);
	sys(SYS_getpgid, -1);
	sys(SYS_getsid, 0);
	sys(SYS_setpgid, -1, 0);
	sys(SYS_setpgid, 0, -5);
}
