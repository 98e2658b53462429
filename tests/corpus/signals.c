/* Signals: sets, actions, stacks, sending to oneself, waiting. */
#include "corpus.h"
#include <sys/time.h>
#include <time.h>

/* The kernel's layout of a signal's action (include/uapi/asm/signal.h). */
struct action {
	void *handler;
	unsigned long flags;
	void *restorer;
	uint64_t mask;
};

static void handler(int number)
{
	(void)number;
}

static void run(void)
{
	uint64_t set = 0, old, all = ~0ULL, usr = 1ULL << (SIGUSR1 - 1) | 1ULL << 33, odd = 0x5555555555555555;
	struct action act = {handler, SA_RESTART | SA_SIGINFO | SA_NODEFER, 0, 1ULL << (SIGHUP - 1)}, before, ignore = {SIG_IGN, 0xf0000000 | 0x400, LOW, all};
	struct timespec now = {0, 0}, wrong = {0, -1};
	stack_t stack = {.ss_sp = hole - 4096, .ss_size = 8192}, old_stack, off = {.ss_flags = SS_DISABLE}, small = {.ss_sp = LOW, .ss_size = 1, .ss_flags = 0x7};
	struct itimerval soon = {{0, 0}, {0, 20000}};
	siginfo_t info = {.si_signo = SIGUSR1, .si_code = SI_QUEUE};

	info.si_value.sival_int = 42;
	sys(SYS_rt_sigprocmask, SIG_BLOCK, &usr, &old, 8);
	sys(SYS_rt_sigprocmask, SIG_SETMASK, &set, 0, 8);
	sys(SYS_rt_sigprocmask, SIG_UNBLOCK, &all, &old, 8);
	sys(SYS_rt_sigprocmask, SIG_BLOCK, &odd, 0, 8);
	sys(SYS_rt_sigprocmask, SIG_BLOCK, 0, &old, 8);
	sys(SYS_rt_sigprocmask, 77, &set, &old, 8);
	sys(SYS_rt_sigprocmask, SIG_SETMASK, &set, &old, 16);
	sys(SYS_rt_sigprocmask, SIG_SETMASK, LOW, LOW, 8);
	sys(SYS_rt_sigprocmask, SIG_SETMASK, &usr, 0, 8);
	sys(SYS_rt_sigaction, SIGUSR2, &act, &before, 8);
	sys(SYS_rt_sigaction, SIGUSR2, &ignore, &before, 8);
	sys(SYS_rt_sigaction, SIGUSR2, 0, &before, 8);
	sys(SYS_rt_sigaction, SIGKILL, &act, 0, 8);
	sys(SYS_rt_sigaction, 64, 0, 0, 8);
	sys(SYS_rt_sigaction, 65, &act, LOW, 8);
	sys(SYS_rt_sigaction, SIGUSR2, LOW, 0, 8);
	sys(SYS_rt_sigaction, SIGUSR2, &act, &before, 4);
	sys(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, &info);
	sys(SYS_rt_sigpending, &set, 8);
	sys(SYS_rt_sigpending, LOW, 8);
	sys(SYS_rt_sigtimedwait, &usr, &info, &now, 8);
	sys(SYS_rt_sigtimedwait, &usr, &info, &now, 8);
	sys(SYS_rt_sigtimedwait, &usr, 0, &wrong, 8);
	sys(SYS_rt_sigtimedwait, LOW, LOW, LOW, 8);
	sys(SYS_rt_tgsigqueueinfo, getpid(), getpid(), SIGUSR1, &info);
	sys(SYS_rt_sigtimedwait, &usr, 0, 0, 8);
	sys(SYS_tgkill, getpid(), getpid(), SIGUSR1);
	sys(SYS_rt_sigtimedwait, &usr, &info, 0, 8);
	info.si_code = SI_USER;
	sys(SYS_rt_sigqueueinfo, getpid(), 65, &info);
	sys(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, LOW);
	sys(SYS_rt_tgsigqueueinfo, -1, 0, SIGRTMIN, &info);
	sys(SYS_sigaltstack, &stack, &old_stack);
	sys(SYS_sigaltstack, &off, &old_stack);
	sys(SYS_sigaltstack, &small, LOW);
	sys(SYS_sigaltstack, 0, 0);
	sys(SYS_kill, getpid(), 0);
	sys(SYS_kill, getpid(), 99);
	sys(SYS_kill, -0x7fffffff, SIGTERM);
	sys(SYS_tkill, getpid(), 0);
	sys(SYS_tgkill, -1, -1, 64);
	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &soon, 0);
	sys(SYS_rt_sigsuspend, &usr, 8);
	sys(SYS_rt_sigsuspend, LOW, 8);
	sys(SYS_rt_sigsuspend, &usr, 7);
	setitimer(ITIMER_REAL, &soon, 0);
	sys(SYS_pause);
}
