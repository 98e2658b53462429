/* Socket addresses of families that few programs use. Every call with one is refused. */
#include "corpus.h"
#include <arpa/inet.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/if_ether.h>
#include <linux/vm_sockets.h>
#include <linux/x25.h>
#include <linux/ax25.h>
#include <linux/can.h>
#include <linux/qrtr.h>
#include <linux/tipc.h>

static void run(void)
{
	struct sockaddr_ll packet = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ARP), .sll_ifindex = 1, .sll_hatype = 1, .sll_pkttype = PACKET_BROADCAST, .sll_halen = 6, .sll_addr = {1, 2, 3, 4, 5, 6}};
	struct sockaddr_vm vsock = {.svm_family = AF_VSOCK, .svm_port = 1234, .svm_cid = VMADDR_CID_HOST}, any = {.svm_family = AF_VSOCK, .svm_port = VMADDR_PORT_ANY, .svm_cid = VMADDR_CID_ANY};
	struct sockaddr_alg alg = {.salg_family = AF_ALG, .salg_type = "hash", .salg_name = "sha256", .salg_feat = 1, .salg_mask = 2};
	struct sockaddr_x25 x25 = {.sx25_family = AF_X25, .sx25_addr.x25_addr = "1234"};
	struct sockaddr_can can = {.can_family = AF_CAN, .can_ifindex = 1};
	struct sockaddr_qrtr qrtr = {.sq_family = AF_QIPCRTR, .sq_node = 1, .sq_port = 2};
	struct sockaddr unspec = {.sa_family = AF_UNSPEC, .sa_data = "abcdefgh"}, apple = {.sa_family = AF_APPLETALK, .sa_data = "12345678901234"}, unknown = {.sa_family = 0x1234, .sa_data = "\1\2\3"};

	sys(SYS_bind, -1, &packet, sizeof(packet));
	packet.sll_protocol = 0xffff;
	packet.sll_ifindex = 0x7fffffff;
	packet.sll_halen = 200;
	packet.sll_pkttype = 99;
	sys(SYS_connect, -1, &packet, sizeof(packet));
	sys(SYS_connect, -1, &packet, 5);
	sys(SYS_bind, -1, &vsock, sizeof(vsock));
	sys(SYS_connect, -1, &any, sizeof(any));
	sys(SYS_bind, -1, &alg, sizeof(alg));
	sys(SYS_bind, -1, &x25, sizeof(x25));
	sys(SYS_bind, -1, &can, sizeof(can));
	sys(SYS_bind, -1, &qrtr, sizeof(qrtr));
	sys(SYS_connect, -1, &unspec, sizeof(unspec));
	sys(SYS_connect, -1, &unspec, 2);
	sys(SYS_connect, -1, &apple, sizeof(apple));
	sys(SYS_connect, -1, &unknown, sizeof(unknown));
	sys(SYS_connect, -1, &unknown, -1);
	/* No such type, so that no module is loaded for the family. */
	for (int family = 0; family < 48; family++)
		sys(SYS_socket, family, 15, 0x7fff);
}
