/* One call for many: socketcall, ipc and the old mmap and select of 32-bit programs, with memory behind their arguments. */
#include "corpus.h"
#include <linux/net.h>
#include <netinet/in.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/time.h>
#include <sys/un.h>

static long call(long number, long a, long b, long c, long d, long e, long f)
{
	long words[6] = {a, b, c, d, e, f};

	return sys(SYS_socketcall, number, words);
}
#define CALL(number, a, b, c, d, e, f) call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static void sockets(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, peer;
	struct iovec part = {"message", 7}, room;
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	char buffer[64];
	socklen_t size = sizeof(peer), four = 4;
	int pair[2], value = 1, listener, client, server;

	listener = CALL(SYS_SOCKET, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP, 0, 0, 0);
	CALL(SYS_SETSOCKOPT, listener, SOL_SOCKET, SO_REUSEADDR, &value, sizeof(value), 0);
	CALL(SYS_GETSOCKOPT, listener, SOL_SOCKET, SO_TYPE, &value, &four, 0);
	CALL(SYS_BIND, listener, &any, sizeof(any), 0, 0, 0);
	CALL(SYS_GETSOCKNAME, listener, &any, &size, 0, 0, 0);
	CALL(SYS_LISTEN, listener, 5, 0, 0, 0, 0);
	client = CALL(SYS_SOCKET, AF_INET, SOCK_STREAM, 0, 0, 0, 0);
	CALL(SYS_CONNECT, client, &any, sizeof(any), 0, 0, 0);
	size = sizeof(peer);
	server = CALL(SYS_ACCEPT, listener, &peer, &size, 0, 0, 0);
	CALL(SYS_ACCEPT4, listener, 0, 0, 0xff, 0, 0);
	CALL(SYS_GETPEERNAME, client, &peer, &size, 0, 0, 0);
	CALL(SYS_SEND, client, "sent", 4, MSG_NOSIGNAL, 0, 0);
	CALL(SYS_RECV, server, buffer, sizeof(buffer), MSG_PEEK, 0, 0);
	CALL(SYS_RECVFROM, server, buffer, sizeof(buffer), 0, &peer, &size);
	CALL(SYS_SENDTO, server, "back", 4, 0, 0, 0);
	CALL(SYS_SENDMSG, server, &message, MSG_NOSIGNAL, 0, 0, 0);
	room = (struct iovec){buffer, sizeof(buffer)};
	message.msg_iov = &room;
	CALL(SYS_RECVMSG, client, &message, MSG_DONTWAIT, 0, 0, 0);
	CALL(SYS_SHUTDOWN, client, SHUT_RDWR, 0, 0, 0, 0);
	CALL(SYS_SOCKETPAIR, AF_UNIX, SOCK_DGRAM, 0, pair, 0, 0);
	CALL(SYS_SEND, -1, LOW, 5, 0, 0, 0);
	CALL(SYS_CONNECT, -1, LOW, 16, 0, 0, 0);
	sys(SYS_socketcall, SYS_SOCKET, hole - 4);
	/* No further than memory goes. */
	sys(SYS_socketcall, SYS_LISTEN, at_end((long[]){-1, 7}, 8));
}

static void queues(void)
{
	struct {
		long type;
		char text[8];
	} message = {7, "message"};
	struct sembuf step = {0, 1, SEM_UNDO | IPC_NOWAIT};
	long kludge[2] = {(long)&message, 7}, value = 3;
	struct timespec brief = {0, 1000};
	long queue, set;

	queue = sys(SYS_ipc, 13 /* MSGGET */, IPC_PRIVATE, IPC_CREAT | 0600);
	sys(SYS_ipc, 11 /* MSGSND */, queue, 8, IPC_NOWAIT, &message);
	sys(SYS_ipc, 12 /* MSGRCV */, queue, 8, IPC_NOWAIT, kludge);
	sys(SYS_ipc, 0x1000c /* MSGRCV, not from a pair */, queue, 8, IPC_NOWAIT, &message, 7);
	sys(SYS_ipc, 14 /* MSGCTL */, queue, IPC_RMID);
	set = sys(SYS_ipc, 2 /* SEMGET */, IPC_PRIVATE, 1, 0600);
	sys(SYS_ipc, 3 /* SEMCTL */, set, 0, SETVAL, &value);
	sys(SYS_ipc, 1 /* SEMOP */, set, 1, 0, &step);
	sys(SYS_ipc, 4 /* SEMTIMEDOP */, set, 1, 0, &step, &brief);
	sys(SYS_ipc, 3 /* SEMCTL */, set, 0, IPC_RMID, &value);
	sys(SYS_ipc, 22 /* SHMDT */, 0, 0, 0, LOW);
	sys(SYS_ipc, 24 /* SHMCTL */, -1, IPC_RMID);
}

static void run(void)
{
	fd_set read_from;
	struct timeval brief = {0, 1000};
	struct {
		long count;
		fd_set *in, *out, *except;
		struct timeval *limit;
	} wait = {4, &read_from, 0, 0, &brief};
	long area[6] = {0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0};
	int ends[2];

	sockets();
	queues();
	sys(SYS_mmap, area);
	area[4] = -5;
	area[3] = MAP_SHARED;
	sys(SYS_mmap, area);
	if (pipe(ends))
		abort();
	FD_ZERO(&read_from);
	FD_SET(0, &read_from);
	sys(SYS_select, &wait);
	wait.count = -1;
	sys(SYS_select, &wait);
}
