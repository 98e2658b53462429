/* ioctl on sockets and interfaces; nothing is set but on the socket itself. */
#include "corpus.h"
#include <linux/if.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

static void run(void)
{
	static const int gets[] = {SIOCGIFFLAGS, SIOCGIFADDR, SIOCGIFNETMASK, SIOCGIFBRDADDR, SIOCGIFDSTADDR, SIOCGIFMTU, SIOCGIFHWADDR, SIOCGIFINDEX, SIOCGIFMETRIC, SIOCGIFTXQLEN, SIOCGIFMAP};
	struct ifreq request = {.ifr_name = "lo"}, none = {.ifr_name = "none \377"}, all[4];
	struct ifconf conf = {.ifc_len = sizeof(all), .ifc_req = all}, count = {0}, bad = {.ifc_len = 100, .ifc_req = LOW};
	int fd = socket(AF_INET, SOCK_DGRAM, 0), value = 0, one = 1;

	for (int i = 0; i < 11; i++)
		sys(SYS_ioctl, fd, gets[i], &request);
	sys(SYS_ioctl, fd, SIOCGIFFLAGS, &none);
	sys(SYS_ioctl, fd, SIOCGIFFLAGS, LOW);
	sys(SYS_ioctl, fd, SIOCGIFADDR, 0);
	request.ifr_ifindex = 1;
	sys(SYS_ioctl, fd, SIOCGIFNAME, &request);
	sys(SYS_ioctl, fd, SIOCGIFCONF, &conf);
	sys(SYS_ioctl, fd, SIOCGIFCONF, &count);
	sys(SYS_ioctl, fd, SIOCGIFCONF, &bad);
	none.ifr_flags = IFF_UP | IFF_BROADCAST;
	sys(SYS_ioctl, fd, SIOCSIFFLAGS, &none);
	none.ifr_mtu = 1500;
	sys(SYS_ioctl, fd, SIOCSIFMTU, &none);
	sys(SYS_ioctl, fd, SIOCSIFADDR, LOW);
	sys(SYS_ioctl, fd, SIOCADDRT, LOW);
	sys(SYS_ioctl, fd, SIOCETHTOOL, &none);
	sys(SYS_ioctl, fd, SIOCGPGRP, &value);
	sys(SYS_ioctl, fd, SIOCSPGRP, &value);
	sys(SYS_ioctl, fd, FIOSETOWN, &value);
	sys(SYS_ioctl, fd, FIOGETOWN, &value);
	sys(SYS_ioctl, fd, SIOCATMARK, &value);
	sys(SYS_ioctl, fd, SIOCINQ, &value);
	sys(SYS_ioctl, fd, SIOCOUTQ, &value);
	sys(SYS_ioctl, fd, FIONBIO, &one);
	sys(SYS_ioctl, fd, SIOCGSTAMP, LOW);
	sys(SYS_ioctl, fd, 0x8999, 5);
	sys(SYS_ioctl, -1, SIOCGIFINDEX, &request);
}
