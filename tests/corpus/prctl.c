/* prctl by option. */
#include "corpus.h"
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static void run(void)
{
	int value;
	char name[32];
	struct sock_filter filter = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
	struct sock_fprog program = {1, &filter}, empty = {0, LOW};
	unsigned long address;

	sys(SYS_prctl, PR_SET_NAME, "new name");
	sys(SYS_prctl, PR_SET_NAME, LONG40);
	sys(SYS_prctl, PR_SET_NAME, "bytes \377\n\"");
	sys(SYS_prctl, PR_SET_NAME, "");
	sys(SYS_prctl, PR_SET_NAME, LOW);
	sys(SYS_prctl, PR_SET_NAME, "prctl");
	sys(SYS_prctl, PR_GET_NAME, name);
	sys(SYS_prctl, PR_GET_NAME, LOW);
	sys(SYS_prctl, PR_SET_PDEATHSIG, SIGTERM);
	sys(SYS_prctl, PR_SET_PDEATHSIG, 99);
	sys(SYS_prctl, PR_GET_PDEATHSIG, &value);
	sys(SYS_prctl, PR_GET_PDEATHSIG, LOW);
	sys(SYS_prctl, PR_SET_PDEATHSIG, 0);
	sys(SYS_prctl, PR_GET_DUMPABLE);
	sys(SYS_prctl, PR_SET_DUMPABLE, 1);
	sys(SYS_prctl, PR_SET_DUMPABLE, 77);
	sys(SYS_prctl, PR_GET_KEEPCAPS);
	sys(SYS_prctl, PR_SET_KEEPCAPS, 0);
	sys(SYS_prctl, PR_GET_TIMING);
	sys(SYS_prctl, PR_SET_TIMING, 5);
	sys(SYS_prctl, PR_GET_SECCOMP);
	sys(SYS_prctl, PR_CAPBSET_READ, CAP_SYS_ADMIN);
	sys(SYS_prctl, PR_CAPBSET_READ, 77);
	sys(SYS_prctl, PR_CAPBSET_DROP, 99);
	sys(SYS_prctl, PR_GET_TSC, &value);
	sys(SYS_prctl, PR_SET_TSC, PR_TSC_ENABLE);
	sys(SYS_prctl, PR_SET_TSC, 9);
	sys(SYS_prctl, PR_GET_SECUREBITS);
	sys(SYS_prctl, PR_SET_SECUREBITS, 0xffff);
	sys(SYS_prctl, PR_SET_TIMERSLACK, 60000);
	sys(SYS_prctl, PR_GET_TIMERSLACK);
	sys(SYS_prctl, PR_TASK_PERF_EVENTS_DISABLE);
	sys(SYS_prctl, PR_TASK_PERF_EVENTS_ENABLE);
	sys(SYS_prctl, PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_EARLY, 0, 0);
	sys(SYS_prctl, PR_MCE_KILL, 77, 88, 99, 0);
	sys(SYS_prctl, PR_MCE_KILL_GET, 0, 0, 0, 0);
	sys(SYS_prctl, PR_SET_MM, PR_SET_MM_START_CODE, LOW, 0, 0);
	sys(SYS_prctl, PR_SET_MM, 77, 88, 99, 1);
	sys(SYS_prctl, PR_SET_PTRACER, 0x7fffffff);
	sys(SYS_prctl, PR_SET_PTRACER, -1L);
	sys(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1);
	sys(SYS_prctl, PR_GET_CHILD_SUBREAPER, &value);
	sys(SYS_prctl, PR_GET_CHILD_SUBREAPER, LOW);
	sys(SYS_prctl, PR_SET_CHILD_SUBREAPER, 0);
	sys(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	sys(SYS_prctl, PR_SET_NO_NEW_PRIVS, 2, 0, 0, 0);
	sys(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0);
	sys(SYS_prctl, PR_GET_TID_ADDRESS, &address);
	sys(SYS_prctl, PR_GET_TID_ADDRESS, LOW);
	sys(SYS_prctl, PR_SET_THP_DISABLE, 0, 0, 0, 0);
	sys(SYS_prctl, PR_GET_THP_DISABLE, 0, 0, 0, 0);
	sys(SYS_prctl, PR_GET_FP_MODE);
	sys(SYS_prctl, PR_SET_FP_MODE, 3);
	sys(SYS_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0, 0);
	sys(SYS_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	sys(SYS_prctl, PR_CAP_AMBIENT, 77, 99, 5, 6);
	sys(SYS_prctl, PR_GET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, 0, 0, 0);
	sys(SYS_prctl, PR_SET_SPECULATION_CTRL, 77, 99, 0, 0);
	sys(SYS_prctl, PR_SET_SPECULATION_CTRL, PR_SPEC_INDIRECT_BRANCH, PR_SPEC_DISABLE, 1, 0);
	sys(SYS_prctl, PR_SET_IO_FLUSHER, 5, 0, 0, 0);
	sys(SYS_prctl, PR_GET_IO_FLUSHER, 0, 0, 0, 0);
	sys(SYS_prctl, 59 /* PR_SET_SYSCALL_USER_DISPATCH */, 0, 0, 0, 0);
	sys(SYS_prctl, 59, 77, 2, 3, 4);
	sys(SYS_prctl, 62 /* PR_SCHED_CORE */, 0, 0, 0, 0);
	sys(SYS_prctl, PR_SET_VMA, PR_SET_VMA_ANON_NAME, hole - 4096, 4096, "a mapping's name");
	sys(SYS_prctl, PR_SET_VMA, 77, LOW, 5, LOW);
	sys(SYS_prctl, PR_SET_UNALIGN, 1);
	sys(SYS_prctl, PR_GET_UNALIGN, LOW);
	sys(SYS_prctl, PR_SET_FPEMU, 1);
	sys(SYS_prctl, PR_GET_FPEXC, LOW);
	sys(SYS_prctl, PR_SET_ENDIAN, 1);
	sys(SYS_prctl, 9999, 1, 2, 3, 4);
	sys(SYS_prctl, -1, -1L, -1L, -1L, -1L);
	sys(SYS_prctl, PR_SET_SECCOMP, 77, LOW);
	sys(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, LOW);
	sys(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &empty);
	sys(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#ifdef __x86_64__
	unsigned long base;
	sys(SYS_arch_prctl, 0x1003 /* ARCH_GET_FS */, &base);
	sys(SYS_arch_prctl, 0x1002 /* ARCH_SET_FS */, base);
	sys(SYS_arch_prctl, 0x1004 /* ARCH_GET_GS */, &base);
	sys(SYS_arch_prctl, 0x1001 /* ARCH_SET_GS */, 0);
#endif
	sys(SYS_arch_prctl, 0x1003, LOW);
	sys(SYS_arch_prctl, 0x1011 /* ARCH_GET_CPUID */, 0);
	sys(SYS_arch_prctl, 0x1012 /* ARCH_SET_CPUID */, 1);
	sys(SYS_arch_prctl, 0x1021 /* ARCH_GET_XCOMP_SUPP */, &base);
	sys(SYS_arch_prctl, 0x1022 /* ARCH_GET_XCOMP_PERM */, &base);
	sys(SYS_arch_prctl, 0x1023 /* ARCH_REQ_XCOMP_PERM */, 99);
	sys(SYS_arch_prctl, 0x2001 /* ARCH_MAP_VDSO_X32 */, 5);
	sys(SYS_arch_prctl, 0x7777, 5);
}
