/* seccomp: filters of several instructions, actions, notifications. */
#include "corpus.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

static void run(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x40000000, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_uselib, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 99),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_filter odd[] = {{0xffff, 1, 2, 3}, BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 5), BPF_STMT(BPF_MISC | BPF_TAX, 0), BPF_STMT(BPF_RET | BPF_A, 0)};
	struct sock_fprog program = {9, filter}, wrong = {4, odd}, bad = {3, LOW}, none = {0, filter};
	uint32_t action = SECCOMP_RET_TRACE, unknown = 0x12345678;
	struct seccomp_notif_sizes sizes;

	sys(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	sys(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
	sys(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &unknown);
	sys(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 5, LOW);
	sys(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes);
	sys(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, LOW);
	sys(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 1, LOW);
	sys(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &wrong);
	sys(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &bad);
	sys(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &none);
	sys(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, LOW);
	sys(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0xff00, &program);
	sys(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW | SECCOMP_FILTER_FLAG_TSYNC, &program);
	sys(SYS_seccomp, 77, 88, LOW);
	sys(SYS_uselib, "refused by the filter");
}
