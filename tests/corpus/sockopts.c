/* Options of sockets by level. */
#include "corpus.h"
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/icmpv6.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>

static void get(int fd, int level, int option)
{
	char value[256] = {0};
	socklen_t size = sizeof(value);

	sys(SYS_getsockopt, fd, level, option, value, &size);
}

static void run(void)
{
	int tcp = socket(AF_INET, SOCK_STREAM, 0), udp = socket(AF_INET6, SOCK_DGRAM, 0), local = socket(AF_UNIX, SOCK_STREAM, 0), netlink = socket(AF_NETLINK, SOCK_RAW, 0), one = 1, value;
	struct linger linger = {1, 5};
	struct timeval time = {1, 500000}, odd = {-1, 2000000};
	struct ip_mreq member = {.imr_multiaddr.s_addr = htonl(0xe0000001), .imr_interface.s_addr = htonl(INADDR_LOOPBACK)};
	struct ip_mreqn member_n = {.imr_multiaddr.s_addr = htonl(0xe0000001), .imr_ifindex = 1};
	struct ipv6_mreq member_six = {.ipv6mr_interface = 1};
	struct icmp6_filter {
		uint32_t data[8];
	} filter = {{~0U, 1}};
	struct sock_filter code = {BPF_RET | BPF_K, 0, 0, 0xffff};
	struct sock_fprog program = {1, &code};
	socklen_t size = 4, small = 2, zero = 0, huge = -1;

	for (int option = 1; option < 20; option++)
		get(tcp, SOL_SOCKET, option);
	get(tcp, SOL_SOCKET, SO_ACCEPTCONN);
	get(tcp, SOL_SOCKET, SO_PROTOCOL);
	get(tcp, SOL_SOCKET, SO_DOMAIN);
	get(tcp, SOL_SOCKET, SO_RCVTIMEO);
	get(local, SOL_SOCKET, SO_PEERCRED);
	get(tcp, SOL_SOCKET, SO_BINDTODEVICE);
	get(tcp, SOL_SOCKET, SO_COOKIE);
	get(tcp, SOL_SOCKET, SO_MEMINFO);
	get(tcp, SOL_SOCKET, SO_TXTIME);
	for (int option = 1; option < 14; option++)
		get(tcp, SOL_TCP, option);
	get(tcp, SOL_TCP, TCP_CC_INFO);
	get(tcp, SOL_TCP, TCP_ULP);
	for (int option = 1; option < 16; option++)
		get(tcp, SOL_IP, option);
	get(udp, SOL_IPV6, IPV6_V6ONLY);
	get(udp, SOL_IPV6, IPV6_UNICAST_HOPS);
	get(udp, SOL_IPV6, IPV6_MTU);
	get(udp, SOL_UDP, UDP_CORK);
	get(netlink, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS);
	get(-1, SOL_PACKET, PACKET_STATISTICS);
	get(-1, SOL_ICMPV6, 1);
	get(-1, 77, 88);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_LINGER, &linger, 4);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_SNDTIMEO, &odd, sizeof(odd));
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_ATTACH_FILTER, LOW, sizeof(program));
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_DETACH_FILTER, 0, 0);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_RCVBUF, LOW, 4);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_RCVBUF, 0, 4);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_RCVBUF, &one, 1);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, SO_RCVBUF, &one, -1);
	sys(SYS_setsockopt, tcp, SOL_SOCKET, 0x7777, "unknown option", 14);
	sys(SYS_setsockopt, tcp, SOL_TCP, TCP_NODELAY, &one, sizeof(one));
	sys(SYS_setsockopt, tcp, SOL_TCP, TCP_CONGESTION, "cubic", 5);
	sys(SYS_setsockopt, tcp, SOL_TCP, 999, &one, sizeof(one));
	sys(SYS_setsockopt, tcp, SOL_IP, IP_TOS, &one, 1);
	sys(SYS_setsockopt, tcp, SOL_IP, IP_ADD_MEMBERSHIP, &member, sizeof(member));
	sys(SYS_setsockopt, tcp, SOL_IP, IP_DROP_MEMBERSHIP, &member_n, sizeof(member_n));
	sys(SYS_setsockopt, udp, SOL_IPV6, IPV6_JOIN_GROUP, &member_six, sizeof(member_six));
	sys(SYS_setsockopt, udp, SOL_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	sys(SYS_setsockopt, -1, SOL_ICMPV6, 1, &filter, sizeof(filter));
	sys(SYS_setsockopt, -1, SOL_PACKET, PACKET_RX_RING, LOW, 16);
	sys(SYS_setsockopt, netlink, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	sys(SYS_setsockopt, -1, 77, 88, &one, sizeof(one));
	sys(SYS_setsockopt, -1, SOL_RAW, 1, &one, 4);
	sys(SYS_getsockopt, tcp, SOL_SOCKET, SO_TYPE, &value, &size);
	sys(SYS_getsockopt, tcp, SOL_SOCKET, SO_TYPE, &value, &small);
	sys(SYS_getsockopt, tcp, SOL_SOCKET, SO_TYPE, &value, &zero);
	sys(SYS_getsockopt, tcp, SOL_SOCKET, SO_TYPE, &value, &huge);
	sys(SYS_getsockopt, tcp, SOL_SOCKET, SO_TYPE, LOW, &size);
	sys(SYS_getsockopt, tcp, SOL_SOCKET, SO_TYPE, &value, LOW);
	sys(SYS_getsockopt, tcp, SOL_SOCKET, SO_TYPE, 0, 0);
	sys(SYS_getsockopt, -1, SOL_SOCKET, SO_ERROR, &value, &size);
}
