/*
 * Things that a recorder must not disturb: behave KIND, where KIND is jobs, tracer, untraced, seccomp, inherits or whoami.
 * Prints what it sees. behave defaults COMMAND... executes a command for which no signal is ignored.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void await(pid_t pid, int options)
{
	int status;

	if (waitpid(pid, &status, options) < 0)
		printf("waitpid: %s\n", strerror(errno));
	else if (WIFSTOPPED(status))
		printf("stopped by %d\n", WSTOPSIG(status));
	else if (WIFCONTINUED(status))
		printf("continued\n");
	else if (WIFSIGNALED(status))
		printf("killed by %d\n", WTERMSIG(status));
	else
		printf("status %d\n", WEXITSTATUS(status));
}

/* Stops and goes on as a shell's job does, by itself and by somebody else, and ends while stopped. */
static void jobs(void)
{
	static const int stops[] = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU};
	int turn[2];
	char byte;

	if (pipe(turn))
		return;
	pid_t pid = fork();

	if (!pid) {
		setpgid(0, 0);
		for (int i = 0; i < 4; i++) {
			/* A stop would take back that it goes on. */
			if (read(turn[0], &byte, 1) == 1)
				raise(stops[i]);
		}
		for (;;)
			getppid();
	}
	setpgid(pid, pid);
	for (int i = 0; i < 4; i++) {
		if (write(turn[1], "x", 1) != 1)
			return;
		await(pid, WUNTRACED);
		kill(-pid, SIGCONT);
		await(pid, WCONTINUED);
	}
	kill(pid, SIGSTOP);
	await(pid, WUNTRACED);
	kill(pid, SIGTERM);
	kill(pid, SIGCONT);
	await(pid, 0);
}

static void tracer(void)
{
	pid_t pid = fork();

	if (!pid) {
		if (ptrace(PTRACE_TRACEME, 0, 0, 0))
			_exit(9);
		raise(SIGSTOP);
		_exit(4);
	}
	await(pid, 0);
	ptrace(PTRACE_CONT, pid, 0, 0);
	await(pid, 0);
}

static void untraced(void)
{
	pid_t pid = syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0);

	if (!pid) {
		for (int i = 0; i < 7; i++)
			syscall(SYS_getppid);
		_exit(6);
	}
	await(pid, 0);
}

/* Refuses getppid to itself, and asks for it. */
static void confined(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EXDEV),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {4, code};

	syscall(SYS_getppid);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
	for (int i = 0; i < 5; i++)
		if (syscall(SYS_getppid) != -1 || errno != EXDEV)
			printf("not refused\n");
	if (!fork()) {
		syscall(SYS_getppid);
		_exit(0);
	}
	await(-1, 0);
}

/* What the process has from whoever executed it. */
static void inherits(void)
{
	static const char *const wanted[] = {"Umask", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt", "NoNewPrivs", "Cap"};
	extern char **environ;
	char line[256];
	FILE *file = fopen("/proc/self/status", "r");

	while (file && fgets(line, sizeof(line), file))
		for (unsigned i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
			if (!strncmp(line, wanted[i], strlen(wanted[i])))
				printf("%s", line);
	if (file)
		fclose(file);
	for (int fd = 0; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf("descriptor %d, flags %d\n", fd, fcntl(fd, F_GETFD));
	for (int i = 0; i < RLIM_NLIMITS; i++) {
		struct rlimit limit;

		getrlimit(i, &limit);
		printf("limit %d: %lu %lu\n", i, (long)limit.rlim_cur, (long)limit.rlim_max);
	}
	for (char **variable = environ; *variable; variable++)
		printf("%s\n", *variable);
	printf("nice %d, policy %d\n", getpriority(PRIO_PROCESS, 0), sched_getscheduler(0));
}

/* Signals 32 and 33 are the C library's own, which it ignores for what it spawns; only the call itself sets them. */
static int defaults(char **command)
{
	struct {
		void *handler;
		unsigned long flags;
		void *restorer;
		unsigned long mask;
	} action = {0};

	for (int i = 1; i <= 64; i++)
		syscall(SYS_rt_sigaction, i, &action, NULL, 8);
	execv(command[0], command);
	return 1;
}

int main(int argc, char **argv)
{
	const char *kind = argc > 1 ? argv[1] : "";

	setvbuf(stdout, NULL, _IONBF, 0);
	if (!strcmp(kind, "jobs"))
		jobs();
	else if (!strcmp(kind, "tracer"))
		tracer();
	else if (!strcmp(kind, "untraced"))
		untraced();
	else if (!strcmp(kind, "seccomp"))
		confined();
	else if (!strcmp(kind, "inherits"))
		inherits();
	else if (!strcmp(kind, "defaults") && argc > 2)
		return defaults(argv + 2);
	else if (!strcmp(kind, "whoami"))
		printf("%d\n", geteuid());
	return 5;
}
