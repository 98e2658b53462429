/* Netlink: messages of the route family and of audit, whole and broken. Asked is only for what anyone may read. */
#include "corpus.h"
#include <linux/audit.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/inet_diag.h>
#include <netinet/in.h>

static void run(void)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK}, own = {.nl_family = AF_NETLINK, .nl_groups = 0}, odd = {.nl_family = AF_NETLINK, .nl_pid = 0x7fffffff, .nl_groups = 0xff};
	struct {
		struct nlmsghdr head;
		struct ifinfomsg info;
		struct rtattr attr;
		uint32_t mask;
	} link = {{sizeof(link), RTM_GETLINK, NLM_F_REQUEST, 1, 0}, {.ifi_family = AF_UNSPEC, .ifi_index = 1}, {8, IFLA_EXT_MASK}, 1};
	struct {
		struct nlmsghdr head;
		struct ifaddrmsg addr;
	} addr = {{sizeof(addr), RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP, 2, 0}, {.ifa_family = AF_INET}};
	struct {
		struct nlmsghdr head;
		struct rtmsg route;
		struct rtattr attr;
		uint32_t table;
	} route = {{sizeof(route), RTM_GETROUTE, NLM_F_REQUEST | NLM_F_ROOT, 3, 7}, {.rtm_family = AF_INET6, .rtm_table = RT_TABLE_MAIN}, {8, RTA_TABLE}, RT_TABLE_LOCAL};
	struct {
		struct nlmsghdr head;
		char text[12];
	} audit = {{sizeof(audit), AUDIT_GET, NLM_F_REQUEST, 4, 0}, "nothing"}, unknown = {{sizeof(unknown), 0x7777, 0xffff, 5, -1}, "text"}, shorter = {{8, RTM_NEWLINK, 0, 0, 0}, ""},
	  longer = {{4000, RTM_GETLINK, NLM_F_REQUEST | NLM_F_ACK, 6, 0}, ""};
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 request;
	} diag = {{sizeof(diag), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 8, 0}, {.sdiag_family = AF_INET, .sdiag_protocol = IPPROTO_TCP, .idiag_states = 1 << 10}};
	struct nlmsghdr two[2] = {{16, NLMSG_NOOP, 0, 1, 2}, {16, NLMSG_DONE, NLM_F_MULTI, 3, 4}};
	struct iovec part = {&link, sizeof(link)};
	struct msghdr message = {.msg_name = &kernel, .msg_namelen = sizeof(kernel), .msg_iov = &part, .msg_iovlen = 1};
	char buffer[4096];
	unsigned int size = sizeof(own);
	int fd = sys(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), other;

	sys(SYS_bind, fd, &own, sizeof(own));
	sys(SYS_getsockname, fd, &own, &size);
	sys(SYS_bind, fd, &odd, sizeof(odd));
	sys(SYS_sendto, fd, &link, sizeof(link), 0, &kernel, sizeof(kernel));
	sys(SYS_recvfrom, fd, buffer, sizeof(buffer), MSG_DONTWAIT | MSG_PEEK | MSG_TRUNC, 0, 0);
	sys(SYS_recvfrom, fd, buffer, sizeof(buffer), MSG_DONTWAIT, &own, &size);
	sys(SYS_sendmsg, fd, &message, 0);
	part = (struct iovec){buffer, sizeof(buffer)};
	sys(SYS_recvmsg, fd, &message, MSG_DONTWAIT);
	sys(SYS_sendto, fd, &addr, sizeof(addr), 0, 0, 0);
	sys(SYS_recvfrom, fd, buffer, sizeof(buffer), MSG_DONTWAIT, 0, 0);
	sys(SYS_read, fd, buffer, sizeof(buffer));
	sys(SYS_write, fd, &route, sizeof(route));
	sys(SYS_recvfrom, fd, buffer, 40, MSG_DONTWAIT, 0, 0);
	sys(SYS_sendto, fd, &unknown, sizeof(unknown), 0, 0, 0);
	sys(SYS_recvfrom, fd, buffer, sizeof(buffer), MSG_DONTWAIT, 0, 0);
	sys(SYS_sendto, fd, &shorter, 16, MSG_DONTWAIT, &odd, sizeof(odd));
	sys(SYS_sendto, fd, &longer, sizeof(longer), 0, &kernel, 5);
	sys(SYS_sendto, fd, two, sizeof(two), 0, 0, 0);
	sys(SYS_sendto, fd, &link, 5, 0, 0, 0);
	sys(SYS_sendto, fd, LOW, 100, 0, LOW, 12);
	other = sys(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_AUDIT);
	sys(SYS_sendto, other, &audit, sizeof(audit), MSG_NOSIGNAL, &kernel, sizeof(kernel));
	/* To no socket: asking might load a module. */
	sys(SYS_sendto, -1, &diag, sizeof(diag), 0, &kernel, sizeof(kernel));
	sys(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_KOBJECT_UEVENT);
	sys(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	sys(SYS_socket, AF_NETLINK, SOCK_RAW, 99);
}
