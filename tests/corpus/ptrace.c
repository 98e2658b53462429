/* ptrace: all of it refused, for a child that is traced already has no second tracer, and a stranger has none either. */
#include "corpus.h"
#include <sys/ptrace.h>

static void run(void)
{
	struct iovec {
		void *base;
		size_t size;
	} part = {hole - 4096, 100};
	siginfo_t info = {.si_signo = SIGUSR1};
	static const int simple[] = {PTRACE_PEEKTEXT, PTRACE_PEEKDATA, PTRACE_PEEKUSER, PTRACE_POKETEXT, PTRACE_POKEDATA, PTRACE_POKEUSER, PTRACE_CONT, PTRACE_KILL, PTRACE_SINGLESTEP,
				     PTRACE_GETREGS, PTRACE_SETREGS, PTRACE_GETFPREGS, PTRACE_DETACH, PTRACE_SYSCALL, PTRACE_GETEVENTMSG, PTRACE_INTERRUPT, PTRACE_LISTEN};

	for (int i = 0; i < 17; i++) {
		sys(SYS_ptrace, simple[i], 0x7fffffff, LOW, 16);
		sys(SYS_ptrace, simple[i], 0x7fffffff, 0, 0);
	}
	sys(SYS_ptrace, PTRACE_ATTACH, 0x7fffffff, 0, 0);
	sys(SYS_ptrace, PTRACE_SEIZE, 0x7fffffff, 0, PTRACE_O_TRACEFORK | PTRACE_O_EXITKILL);
	sys(SYS_ptrace, PTRACE_SETOPTIONS, 0x7fffffff, 0, PTRACE_O_TRACESYSGOOD | 0x80);
	sys(SYS_ptrace, PTRACE_GETREGSET, 0x7fffffff, 1, &part);
	sys(SYS_ptrace, PTRACE_SETREGSET, 0x7fffffff, 2, LOW);
	sys(SYS_ptrace, PTRACE_GETSIGINFO, 0x7fffffff, 0, &info);
	sys(SYS_ptrace, PTRACE_SETSIGINFO, 0x7fffffff, 0, &info);
	sys(SYS_ptrace, PTRACE_SETSIGMASK, 0x7fffffff, 8, &(uint64_t){5});
	sys(SYS_ptrace, PTRACE_GETSIGMASK, 0x7fffffff, 8, LOW);
	sys(SYS_ptrace, PTRACE_PEEKSIGINFO, 0x7fffffff, LOW, LOW);
	sys(SYS_ptrace, PTRACE_SECCOMP_GET_FILTER, 0x7fffffff, 0, 0);
	sys(SYS_ptrace, PTRACE_GET_SYSCALL_INFO, 0x7fffffff, 88, hole - 88);
	sys(SYS_ptrace, 9999, -1, -1L, -1L);
	sys(SYS_ptrace, PTRACE_ATTACH, getpid(), 0, 0);
}
