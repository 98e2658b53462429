/* Several messages at once, and control messages of the internet. */
#include "corpus.h"
#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>
#include <time.h>

static void run(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from[2];
	socklen_t size = sizeof(to);
	char control[2][256], a[10], b[10];
	struct iovec out[3] = {{"first", 5}, {" and ", 5}, {"second", 6}}, in[2] = {{a, 10}, {b, 10}};
	struct mmsghdr messages[2] = {{{.msg_name = &to, .msg_namelen = 16, .msg_iov = out, .msg_iovlen = 2}, 0}, {{.msg_name = &to, .msg_namelen = 16, .msg_iov = out + 2, .msg_iovlen = 1}, 0}};
	struct mmsghdr received[2] = {{{.msg_name = &from[0], .msg_namelen = 16, .msg_iov = in, .msg_iovlen = 1, .msg_control = control[0], .msg_controllen = 256}, 0},
				      {{.msg_name = &from[1], .msg_namelen = 16, .msg_iov = in + 1, .msg_iovlen = 1, .msg_control = control[1], .msg_controllen = 256}, 0}};
	struct timespec now = {0, 0}, wrong = {0, -5};
	int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1, stamps = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
	struct cmsghdr *head = (struct cmsghdr *)control[0];

	bind(fd, (struct sockaddr *)&to, sizeof(to));
	getsockname(fd, (struct sockaddr *)&to, &size);
	sys(SYS_setsockopt, fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, 4);
	sys(SYS_setsockopt, fd, SOL_IP, IP_PKTINFO, &one, 4);
	sys(SYS_setsockopt, fd, SOL_IP, IP_RECVTTL, &one, 4);
	sys(SYS_setsockopt, fd, SOL_IP, IP_RECVTOS, &one, 4);
	sys(SYS_sendmmsg, fd, messages, 2, 0);
	sys(SYS_recvmmsg, fd, received, 2, MSG_DONTWAIT, 0);
	sys(SYS_setsockopt, fd, SOL_SOCKET, SO_TIMESTAMPNS, (int[]){0}, 4);
	sys(SYS_setsockopt, fd, SOL_SOCKET, SO_TIMESTAMP, &one, 4);
	sys(SYS_setsockopt, fd, SOL_SOCKET, SO_TIMESTAMPING, &stamps, 4);
	sys(SYS_sendmmsg, fd, messages, 1, MSG_DONTWAIT);
	received[0].msg_hdr.msg_controllen = 256;
	received[0].msg_hdr.msg_namelen = 16;
	sys(SYS_recvmmsg, fd, received, 2, MSG_DONTWAIT, &now);
	sys(SYS_recvmmsg, fd, received, 2, MSG_WAITFORONE | MSG_DONTWAIT, &wrong);
	sys(SYS_recvmmsg, fd, received, 2, MSG_DONTWAIT, LOW);
	sys(SYS_recvmmsg, fd, LOW, 2, MSG_DONTWAIT, 0);
	sys(SYS_recvmmsg, -1, received, 0, 0, 0);
	sys(SYS_sendmmsg, fd, LOW, 2, 0);
	sys(SYS_sendmmsg, fd, messages, 0, 0);
	sys(SYS_sendmmsg, -1, messages, 2, 0xff0000);
	head->cmsg_level = SOL_IP;
	head->cmsg_type = IP_TTL;
	head->cmsg_len = CMSG_LEN(4);
	memcpy(CMSG_DATA(head), &(int[]){5}, 4);
	messages[0].msg_hdr.msg_control = control[0];
	messages[0].msg_hdr.msg_controllen = CMSG_SPACE(4);
	sys(SYS_sendmsg, fd, &messages[0].msg_hdr, 0);
	head->cmsg_type = IP_PKTINFO;
	head->cmsg_len = CMSG_LEN(12);
	memcpy(CMSG_DATA(head), &(int[]){1, 0, htonl(INADDR_LOOPBACK)}, 12);
	messages[0].msg_hdr.msg_controllen = CMSG_SPACE(12);
	sys(SYS_sendmsg, fd, &messages[0].msg_hdr, 0);
}
