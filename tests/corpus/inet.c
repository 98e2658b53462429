/* Sockets of the internet, over loopback. */
#include "corpus.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>

static void run(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, peer, odd = {.sin_family = 99, .sin_port = 0x1234};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT, .sin6_flowinfo = htonl(5), .sin6_scope_id = 0}, link = {.sin6_family = AF_INET6, .sin6_port = htons(80), .sin6_scope_id = 1};
	socklen_t size = sizeof(peer), small = 4, six_size = sizeof(six);
	char buffer[100];
	int server, client, accepted, udp, six_fd;

	inet_pton(AF_INET6, "fe80::1:2", &link.sin6_addr);
	server = sys(SYS_socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	sys(SYS_bind, server, &any, sizeof(any));
	sys(SYS_getsockname, server, &any, &size);
	sys(SYS_listen, server, 5);
	client = sys(SYS_socket, AF_INET, SOCK_STREAM | SOCK_NONBLOCK, IPPROTO_TCP);
	sys(SYS_connect, client, &any, sizeof(any));
	accepted = sys(SYS_accept, server, &peer, &size);
	sys(SYS_getpeername, client, &peer, &size);
	sys(SYS_getpeername, client, &peer, &small);
	sys(SYS_sendto, client, "over loopback", 13, MSG_NOSIGNAL | MSG_DONTWAIT, 0, 0);
	sys(SYS_recvfrom, accepted, buffer, 4, MSG_PEEK, 0, 0);
	sys(SYS_recvfrom, accepted, buffer, sizeof(buffer), 0, &peer, &size);
	sys(SYS_write, accepted, "back", 4);
	sys(SYS_read, client, buffer, sizeof(buffer));
	sys(SYS_sendto, client, "urgent", 6, MSG_OOB | MSG_MORE | 0x100000, 0, 0);
	sys(SYS_shutdown, client, SHUT_WR);
	sys(SYS_shutdown, client, 77);
	sys(SYS_shutdown, -1, SHUT_RDWR);
	sys(SYS_accept4, server, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC | 0x10);
	sys(SYS_accept, client, LOW, LOW);
	sys(SYS_accept, -1, &peer, 0);
	udp = sys(SYS_socket, AF_INET, SOCK_DGRAM, IPPROTO_UDP);
	any.sin_port = htons(9);
	sys(SYS_connect, udp, &any, sizeof(any));
	sys(SYS_connect, udp, &odd, sizeof(odd));
	sys(SYS_connect, udp, &any, 1);
	sys(SYS_connect, udp, &any, 4);
	sys(SYS_connect, udp, 0, 0);
	sys(SYS_connect, udp, LOW, 16);
	sys(SYS_connect, udp, at_end(&any, 8), 16);
	sys(SYS_bind, udp, &any, 200);
	sys(SYS_bind, -1, &any, sizeof(any));
	sys(SYS_getsockname, udp, LOW, &size);
	sys(SYS_getsockname, udp, &peer, LOW);
	sys(SYS_getsockname, udp, 0, 0);
	sys(SYS_sendto, udp, "x", 1, 0, &odd, sizeof(odd));
	six_fd = sys(SYS_socket, AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, IPPROTO_IP);
	sys(SYS_bind, six_fd, &six, sizeof(six));
	sys(SYS_getsockname, six_fd, &six, &six_size);
	sys(SYS_sendto, six_fd, LONG40, 40, 0, &six, sizeof(six));
	sys(SYS_recvfrom, six_fd, buffer, sizeof(buffer), MSG_TRUNC | MSG_WAITALL, &six, &six_size);
	sys(SYS_recvfrom, six_fd, buffer, sizeof(buffer), MSG_ERRQUEUE, &six, &six_size);
	sys(SYS_bind, six_fd, &link, sizeof(link));
	sys(SYS_connect, six_fd, &link, 24);
	sys(SYS_socket, AF_INET, SOCK_RAW, IPPROTO_ICMP);
	sys(SYS_socket, AF_INET6, 15, IPPROTO_SCTP);
	sys(SYS_socket, AF_INET, SOCK_STREAM | 0xff000, 255);
	sys(SYS_socket, 99, 88, 77);
	sys(SYS_socket, AF_PACKET, 15, htons(3));
	sys(SYS_socketpair, AF_INET, SOCK_STREAM, 0, buffer);
}
