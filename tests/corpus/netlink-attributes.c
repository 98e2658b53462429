/* Netlink messages with attributes, to sockets of several protocols: what the kernel answers, and what it refuses. */
#include "corpus.h"
#include <linux/fib_rules.h>
#include <linux/genetlink.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>

static char message[1024];
static unsigned int used;

static void begin(unsigned int type, unsigned int flags, const void *head, unsigned int size)
{
	struct nlmsghdr *start = (void *)message;

	memset(message, 0, sizeof(message));
	*start = (struct nlmsghdr){0, type, flags, 1, 0};
	memcpy(message + 16, head, size);
	used = 16 + ((size + 3) & ~3);
}

static void add(unsigned int type, const void *bytes, unsigned int size)
{
	struct nlattr *attribute = (void *)(message + used);

	*attribute = (struct nlattr){4 + size, type};
	memcpy(attribute + 1, bytes, size);
	used += 4 + ((size + 3) & ~3);
}

/* Begins an attribute that holds others; ends it if `from` is not 0. */
static unsigned int nest(unsigned int type, unsigned int from)
{
	unsigned int at = used;

	if (from) {
		((struct nlattr *)(message + from))->nla_len = used - from;
		return 0;
	}
	add(type, 0, 0);
	return at;
}

static void send_to(int fd)
{
	char answer[8192];

	((struct nlmsghdr *)message)->nlmsg_len = used;
	sys(SYS_sendto, fd, message, used, 0, 0, 0);
	sys(SYS_recvfrom, fd, answer, sizeof(answer), MSG_DONTWAIT, 0, 0);
}

static void route(int fd)
{
	struct ifinfomsg link = {.ifi_family = AF_UNSPEC, .ifi_index = 1};
	struct ifaddrmsg address = {AF_INET, 8, IFA_F_PERMANENT, RT_SCOPE_HOST, 77777};
	struct rtmsg to = {.rtm_family = AF_INET, .rtm_dst_len = 32, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_STATIC, .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST, .rtm_flags = RTM_F_LOOKUP_TABLE};
	struct ndmsg neighbour = {.ndm_family = AF_INET, .ndm_ifindex = 77777, .ndm_state = NUD_REACHABLE | NUD_NOARP, .ndm_flags = NTF_PROXY, .ndm_type = RTN_UNICAST};
	struct fib_rule_hdr rule = {.family = AF_INET, .table = RT_TABLE_LOCAL, .action = FR_ACT_TO_TBL, .flags = FIB_RULE_INVERT};
	struct tcmsg queue = {.tcm_family = AF_UNSPEC, .tcm_ifindex = 77777, .tcm_handle = 1, .tcm_parent = 2, .tcm_info = 3};
	struct rtgenmsg any = {AF_UNIX};
	struct ifa_cacheinfo times = {1, 2, 3, 4};
	uint32_t number = 1500, ip = htonl(0x0a000001);
	unsigned int outer, inner;

	begin(RTM_GETLINK, NLM_F_REQUEST, &link, sizeof(link));
	add(IFLA_EXT_MASK, &number, 4);
	send_to(fd);
	link.ifi_index = 77777;
	begin(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, &link, sizeof(link));
	add(IFLA_IFNAME, "name", 5);
	add(IFLA_MTU, &number, 4);
	add(IFLA_ADDRESS, "\1\2\3\4\5\6", 6);
	outer = nest(IFLA_LINKINFO | NLA_F_NESTED, 0);
	add(IFLA_INFO_KIND, "kind", 4);
	nest(0, outer);
	outer = nest(IFLA_AF_SPEC, 0);
	inner = nest(AF_INET6, 0);
	add(IFLA_INET6_FLAGS, &number, 4);
	nest(0, inner);
	nest(0, outer);
	add(1000, "unknown", 7);
	add(IFLA_MTU, "ab", 2);
	add(IFLA_GROUP, 0, 0);
	send_to(fd);
	begin(RTM_NEWADDR, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE, &address, sizeof(address));
	add(IFA_LOCAL, &ip, 4);
	add(IFA_LABEL, "label", 6);
	add(IFA_CACHEINFO, &times, sizeof(times));
	add(IFA_FLAGS, &number, 4);
	send_to(fd);
	begin(RTM_GETROUTE, NLM_F_REQUEST, &to, sizeof(to));
	add(RTA_DST, &ip, 4);
	add(RTA_TABLE, &(uint32_t){RT_TABLE_MAIN}, 4);
	send_to(fd);
	to.rtm_table = 200;
	begin(RTM_DELROUTE, NLM_F_REQUEST | NLM_F_ACK, &to, sizeof(to));
	add(RTA_DST, &ip, 4);
	add(RTA_OIF, &(uint32_t){77777}, 4);
	outer = nest(RTA_METRICS, 0);
	add(RTAX_MTU, &number, 4);
	nest(0, outer);
	send_to(fd);
	begin(RTM_DELNEIGH, NLM_F_REQUEST | NLM_F_ACK, &neighbour, sizeof(neighbour));
	add(NDA_DST, &ip, 4);
	add(NDA_LLADDR, "\1\2\3\4\5\6", 6);
	send_to(fd);
	begin(RTM_DELRULE, NLM_F_REQUEST | NLM_F_ACK, &rule, sizeof(rule));
	add(FRA_PRIORITY, &number, 4);
	add(FRA_IIFNAME, "eth0", 5);
	send_to(fd);
	begin(RTM_DELQDISC, NLM_F_REQUEST | NLM_F_ACK, &queue, sizeof(queue));
	add(TCA_KIND, "fifo", 5);
	send_to(fd);
	begin(RTM_GETLINK, NLM_F_REQUEST, &any, sizeof(any));
	used = 17;
	send_to(fd);
}

/* A socket with a name, by which a tracer that looks the protocol up can find it. */
static int of_protocol(int protocol)
{
	struct sockaddr_nl own = {.nl_family = AF_NETLINK};
	int fd = sys(SYS_socket, AF_NETLINK, SOCK_RAW, protocol);

	sys(SYS_bind, fd, &own, sizeof(own));
	return fd;
}

static void run(void)
{
	struct unix_diag_req sockets = {.sdiag_family = AF_UNIX, .udiag_states = -1, .udiag_ino = 77777, .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER, .udiag_cookie = {-1, -1}};
	struct genlmsghdr family = {CTRL_CMD_GETFAMILY, 1};
	int fd = of_protocol(NETLINK_ROUTE);

	route(fd);
	fd = of_protocol(NETLINK_GENERIC);
	begin(GENL_ID_CTRL, NLM_F_REQUEST, &family, sizeof(family));
	add(CTRL_ATTR_FAMILY_NAME, "nlctrl", 7);
	send_to(fd);
	fd = of_protocol(NETLINK_SOCK_DIAG);
	begin(SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, &sockets, sizeof(sockets));
	send_to(fd);
}
