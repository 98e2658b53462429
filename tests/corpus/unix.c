/* Unix sockets: named, abstract, unnamed; and what is passed through them. */
#include "corpus.h"
#include <stddef.h>
#include <sys/un.h>

static void run(void)
{
	struct sockaddr_un named = {.sun_family = AF_UNIX, .sun_path = "socket"}, abstract = {.sun_family = AF_UNIX, .sun_path = "\0corpus \1\377"}, odd = {.sun_family = AF_UNIX, .sun_path = "with \"quotes\"\n"}, full, peer;
	socklen_t size = sizeof(peer);
	int pair[2], stream, datagram, one = 1;
	char buffer[100], control[200];
	struct iovec part = {"passed", 6}, in = {buffer, sizeof(buffer)};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control};
	struct cmsghdr *head = (struct cmsghdr *)control;

	memset(&full, 'f', sizeof(full));
	full.sun_family = AF_UNIX;
	stream = sys(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
	sys(SYS_bind, stream, &named, offsetof(struct sockaddr_un, sun_path) + 7);
	sys(SYS_listen, stream, 1);
	sys(SYS_getsockname, stream, &peer, &size);
	datagram = sys(SYS_socket, AF_UNIX, SOCK_DGRAM, 0);
	sys(SYS_bind, datagram, &abstract, offsetof(struct sockaddr_un, sun_path) + 10);
	size = sizeof(peer);
	sys(SYS_getsockname, datagram, &peer, &size);
	sys(SYS_sendto, datagram, "to itself", 9, 0, &abstract, offsetof(struct sockaddr_un, sun_path) + 10);
	size = sizeof(peer);
	sys(SYS_recvfrom, datagram, buffer, sizeof(buffer), 0, &peer, &size);
	sys(SYS_connect, datagram, &odd, sizeof(odd));
	sys(SYS_connect, datagram, &full, sizeof(full));
	sys(SYS_connect, datagram, &named, 2);
	sys(SYS_connect, datagram, &named, 3);
	sys(SYS_connect, datagram, &abstract, sizeof(abstract));
	sys(SYS_socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
	sys(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET, 0, LOW);
	sys(SYS_socketpair, AF_UNIX, 99, 5, pair);
	size = sizeof(peer);
	sys(SYS_getpeername, pair[0], &peer, &size);
	sys(SYS_setsockopt, pair[1], SOL_SOCKET, SO_PASSCRED, &one, sizeof(one));
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(8);
	memcpy(CMSG_DATA(head), &(int[]){0, stream}, 8);
	message.msg_controllen = CMSG_SPACE(8);
	sys(SYS_sendmsg, pair[0], &message, MSG_NOSIGNAL);
	message.msg_iov = &in;
	message.msg_controllen = sizeof(control);
	sys(SYS_recvmsg, pair[1], &message, MSG_CMSG_CLOEXEC);
	message.msg_iov = &part;
	head->cmsg_type = SCM_CREDENTIALS;
	head->cmsg_len = CMSG_LEN(12);
	memcpy(CMSG_DATA(head), &(int[]){getpid(), 0, 0}, 12);
	message.msg_controllen = CMSG_SPACE(12);
	sys(SYS_sendmsg, pair[0], &message, 0);
	message.msg_iov = &in;
	message.msg_controllen = 20;
	sys(SYS_recvmsg, pair[1], &message, 0);
	message.msg_iov = &part;
	head->cmsg_level = 99;
	head->cmsg_type = 88;
	head->cmsg_len = CMSG_LEN(5);
	message.msg_controllen = CMSG_LEN(5);
	sys(SYS_sendmsg, pair[0], &message, 0);
	head->cmsg_len = 5;
	sys(SYS_sendmsg, pair[0], &message, 0);
	message.msg_control = LOW;
	sys(SYS_sendmsg, pair[0], &message, 0);
	message.msg_control = 0;
	message.msg_controllen = 0;
	message.msg_name = &named;
	message.msg_namelen = 9;
	message.msg_flags = MSG_EOR;
	sys(SYS_sendmsg, datagram, &message, MSG_DONTWAIT);
	message.msg_iov = LOW;
	sys(SYS_sendmsg, pair[0], &message, 0);
	message.msg_iovlen = 0;
	message.msg_name = LOW;
	sys(SYS_sendmsg, pair[0], &message, 0);
	sys(SYS_sendmsg, pair[0], LOW, 0);
	sys(SYS_sendmsg, -1, 0, 0xffffffff);
	sys(SYS_recvmsg, pair[0], LOW, MSG_DONTWAIT);
	message = (struct msghdr){.msg_iov = &in, .msg_iovlen = 1};
	sys(SYS_recvmsg, pair[0], &message, MSG_DONTWAIT);
}
