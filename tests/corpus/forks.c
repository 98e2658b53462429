/* Processes and threads made, in every way. */
#include "corpus.h"
#include <linux/sched.h>
#include <pthread.h>

static void *thread(void *argument)
{
	sys(SYS_getppid);
	return argument;
}

static void run(void)
{
	struct clone_args args = {.exit_signal = SIGCHLD}, wrong = {.flags = ~0ULL, .exit_signal = 99, .stack = 1, .stack_size = 2, .tls = 3};
	struct {
		struct clone_args args;
		uint64_t more;
	} future = {.more = 5};
	int pidfd = -1, parent_tid, child_tid;
	pid_t tids[2] = {1, 2};
	pthread_t one;
	long child;

	child = sys(SYS_fork);
	if (!child)
		_exit(0);
	reap(child);
	child = sys(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (!child)
		_exit(0);
	reap(child);
	child = sys(SYS_clone, SIGCHLD | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID, 0, &parent_tid, &child_tid, 0);
	if (!child)
		_exit(0);
	reap(child);
	child = sys(SYS_clone, SIGCHLD | CLONE_PIDFD, 0, &pidfd, 0, 0);
	if (!child)
		_exit(0);
	reap(child);
	sys(SYS_clone, CLONE_THREAD | 99, LOW, LOW, LOW, LOW);
	sys(SYS_clone, CLONE_SIGHAND, 0, 0, 0, 0);
	child = sys(SYS_clone3, &args, sizeof(args));
	if (!child)
		_exit(0);
	reap(child);
	args.flags = CLONE_PIDFD | CLONE_CHILD_CLEARTID | CLONE_PARENT_SETTID;
	args.pidfd = (uintptr_t)&pidfd;
	args.parent_tid = (uintptr_t)&parent_tid;
	child = sys(SYS_clone3, &args, 64);
	if (!child)
		_exit(0);
	reap(child);
	args.set_tid = (uintptr_t)tids;
	args.set_tid_size = 2;
	sys(SYS_clone3, &args, sizeof(args));
	sys(SYS_clone3, &wrong, sizeof(wrong));
	sys(SYS_clone3, &future, sizeof(future));
	sys(SYS_clone3, &args, 8);
	sys(SYS_clone3, LOW, sizeof(args));
	sys(SYS_clone3, 0, 0);
	pthread_create(&one, 0, thread, 0);
	/* So that joining never has to wait: a wait would be one call more. */
	usleep(50000);
	pthread_join(one, 0);
	sys(SYS_unshare, 0);
	sys(SYS_unshare, CLONE_FILES | CLONE_FS);
	sys(SYS_unshare, 0xff);
	sys(SYS_setns, -1, CLONE_NEWNET);
	sys(SYS_setns, 0, 0x12345678);
	sys(SYS_setns, pidfd, CLONE_NEWNS | CLONE_NEWUTS);
}
