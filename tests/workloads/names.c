/* Opens, copies, passes on and closes descriptors in every way. After each step it asks the kernel what a descriptor stands
 * for, by readlinkat in /proc/self/fd, and then makes a call with it (F_GETFL, which nothing else here makes), so that the
 * recorder's answer can be compared with the kernel's. Argument: an empty folder. */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int proc;

static void say(int fd)
{
	char name[16], target[4096];

	snprintf(name, sizeof(name), "%d", fd);
	if (fd < 0)
		errx(1, "no descriptor");
	if (readlinkat(proc, name, target, sizeof(target)) < 0)
		return;
	fcntl(fd, F_GETFL);
}

static int made(const char *path)
{
	int fd = open(path, O_CREAT | O_RDWR, 0600);

	if (fd < 0)
		err(1, "%s", path);
	say(fd);
	return fd;
}

/* Of a call that not every host allows. */
static void unasked(int fd)
{
	if (fd >= 0)
		say(fd);
}

static void *thread(void *unused)
{
	/* Its own directory from here on; descriptors stay common. */
	if (unshare(CLONE_FS) || chdir("deep"))
		err(1, "thread");
	say(made("of-thread"));
	return unused;
}

static void *alone(void *unused)
{
	int fd;

	if (unshare(CLONE_FILES))
		err(1, "unshare");
	fd = made("of-thread-alone");
	close(fd);
	say(openat(AT_FDCWD, "here", O_RDONLY));
	return unused;
}

/* Sends a descriptor through a socket. */
static void give(int through, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec io = {&byte, 1};
	struct msghdr message = {
		.msg_iov = &io, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	if (sendmsg(through, &message, 0) != 1)
		err(1, "sendmsg");
}

/* Sends two through a socket of messages, and receives them, with one call each. */
static void give_and_take_many(const int *fds)
{
	char byte = 0, control[2][CMSG_SPACE(sizeof(int))] = {0};
	struct iovec io = {&byte, 1};
	struct mmsghdr messages[2] = {0};
	int i, pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
		err(1, "socketpair");
	for (i = 0; i < 2; i++) {
		struct msghdr *message = &messages[i].msg_hdr;

		message->msg_iov = &io;
		message->msg_iovlen = 1;
		message->msg_control = control[i];
		message->msg_controllen = sizeof(control[i]);
		CMSG_FIRSTHDR(message)->cmsg_level = SOL_SOCKET;
		CMSG_FIRSTHDR(message)->cmsg_type = SCM_RIGHTS;
		CMSG_FIRSTHDR(message)->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(CMSG_FIRSTHDR(message)), &fds[i], sizeof(int));
	}
	if (sendmmsg(pair[1], messages, 2, 0) != 2)
		err(1, "sendmmsg");
	if (recvmmsg(pair[0], messages, 2, MSG_CMSG_CLOEXEC, 0) != 2)
		err(1, "recvmmsg");
	for (i = 0; i < 2; i++) {
		int fd;

		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&messages[i].msg_hdr)), sizeof(fd));
		say(fd);
	}
}

/* Receives one. */
static int taken(int through)
{
	char byte, control[CMSG_SPACE(sizeof(int))];
	struct iovec io = {&byte, 1};
	struct msghdr message = {
		.msg_iov = &io, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
	int fd;

	if (recvmsg(through, &message, MSG_CMSG_CLOEXEC) != 1)
		err(1, "recvmsg");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static void passed(int inherited)
{
	/* After the exec: what was marked is gone, and its number may be another file's. */
	int fd;

	say(inherited);
	for (fd = 3; fd < 30; fd++)
		say(fd);
	say(made("after-exec"));
}

int main(int argc, char **argv)
{
	int dir, a, b, c, pair[2], sockets[2], range, pid, pidfd, status;
	char byte;
	pthread_t t;
	union bpf_attr map = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog filter = {.len = 1, .filter = &allow};

	/* The directory is opened anew in each process: "self" is whoever opened it. */
	proc = open("/proc/self/fd", O_DIRECTORY | O_CLOEXEC);
	if (argc == 3) {
		passed(atoi(argv[2]));
		return 0;
	}
	say(0);
	if (argc < 2 || chdir(argv[1]) || mkdir("deep", 0700) || mkdir("jail", 0700) || mkdir("jail/in", 0700))
		err(1, "usage: names EMPTY-FOLDER");
	a = made("here");
	b = made("./deep/../there");
	close(a);
	a = made("again");
	dir = open("deep", O_PATH | O_DIRECTORY);
	say(dir);
	c = openat(dir, "inner", O_CREAT | O_RDWR, 0600);
	say(c);
	say(dup(c));
	say(dup2(c, 40));
	say(dup3(c, 41, O_CLOEXEC));
	say(fcntl(c, F_DUPFD, 50));
	say(fcntl(c, F_DUPFD_CLOEXEC, 60));
	dup2(a, 40);
	say(40);
	if (fchdir(dir))
		err(1, "fchdir");
	say(made("by-fchdir"));
	if (chdir(".."))
		err(1, "chdir");
	say(made("back"));
	for (range = 70; range < 75; range++)
		dup2(b, range);
	close_range(71, 73, 0);
	for (range = 70; range < 75; range++)
		say(range);
	close_range(74, 74, CLOSE_RANGE_CLOEXEC);
	say(74);
	say(eventfd(0, 0));
	say(epoll_create1(0));
	say(timerfd_create(CLOCK_MONOTONIC, 0));
	/* By their command, and where they are allowed. */
	unasked(syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)));
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	unasked(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter));
	pthread_create(&t, 0, thread, 0);
	pthread_join(t, 0);
	pthread_create(&t, 0, alone, 0);
	pthread_join(t, 0);
	say(made("of-main"));
	/* A child has copies: what it closes stays open here. */
	pid = fork();
	if (!pid) {
		proc = open("/proc/self/fd", O_DIRECTORY | O_CLOEXEC);
		close(b);
		say(a);
		say(made("of-child"));
		if (chdir("deep"))
			err(1, "chdir");
		say(made("of-child"));
		_exit(0);
	}
	waitpid(pid, &status, 0);
	say(b);
	/* A child that shares the descriptors. */
	pid = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (!pid) {
		dup2(a, 80);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	say(80);
	/* A copy out of another process. */
	if (pipe(pair))
		err(1, "pipe");
	pid = fork();
	if (!pid) {
		int own = open("theirs", O_CREAT | O_RDWR, 0600);

		dup2(own, 90);
		if (write(pair[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	if (read(pair[0], &byte, 1) != 1)
		err(1, "read");
	pidfd = syscall(SYS_pidfd_open, pid, 0);
	say(syscall(SYS_pidfd_getfd, pidfd, 90, 0));
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	/* Through sockets, from a child, in order. */
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets))
		err(1, "socketpair");
	pid = fork();
	if (!pid) {
		proc = open("/proc/self/fd", O_DIRECTORY | O_CLOEXEC);
		give(sockets[1], made("given"));
		give(sockets[1], made("given-too"));
		_exit(0);
	}
	say(taken(sockets[0]));
	say(taken(sockets[0]));
	waitpid(pid, &status, 0);
	give_and_take_many((int[]){a, b});
	pid = fork();
	if (!pid) {
		char number[16];

		snprintf(number, sizeof(number), "%d", b);
		execl("/proc/self/exe", "names", argv[1], number, (char *)0);
		err(1, "exec");
	}
	waitpid(pid, &status, 0);
	if (status)
		errx(1, "the child failed");
	/* Below another root. The kernel then tells paths from there. */
	if (chroot("jail") || chdir("/in"))
		return 0;
	say(open("x", O_CREAT | O_RDWR, 0600));
	say(open("/../y", O_CREAT | O_RDWR, 0600));
	say(open("../../in/x", O_RDONLY));
	return 0;
}
