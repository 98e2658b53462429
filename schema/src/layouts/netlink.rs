//! Heads of netlink messages and structures in their attributes: `include/uapi/linux/rtnetlink.h`, `if_link.h`, `if_addr.h`,
//! `neighbour.h`, `fib_rules.h`, `nexthop.h`, `inet_diag.h`, `unix_diag.h`, `netlink_diag.h`, `packet_diag.h`, `genetlink.h`,
//! `netfilter/nfnetlink.h`.

use super::words::*;

layouts! {
    "nlmsgerr" @ ALL => error Outcome(4), msg Nested("nlmsghdr");
    "nlmsghdr" @ ALL => nlmsg_len Uint(4), nlmsg_type Enum(2, &NLMSG), nlmsg_flags Flags(2, &NLM_F), nlmsg_seq Uint(4), nlmsg_pid Int(4);
    "nlmsg_done" @ ALL => plain Outcome(4);
    "rtgenmsg" @ ALL => rtgen_family Enum(1, &SOCKET_DOMAIN);
    "ifinfomsg" @ ALL =>
        ifi_family Enum(1, &SOCKET_DOMAIN), pad Pad(1), ifi_type Enum(2, &ARPHRD), ifi_index Interface(4), ifi_flags Flags(4, &IFF), ifi_change Hex(4);
    "ifaddrmsg" @ ALL =>
        ifa_family Enum(1, &SOCKET_DOMAIN), ifa_prefixlen Uint(1), ifa_flags Flags(1, &IFA_FLAGS), ifa_scope Enum(1, &RT_SCOPE), ifa_index Interface(4);
    "rtmsg" @ ALL =>
        rtm_family Enum(1, &SOCKET_DOMAIN), rtm_dst_len Uint(1), rtm_src_len Uint(1), rtm_tos Flags(1, &IPTOS), rtm_table Enum(1, &RT_TABLE),
        rtm_protocol Enum(1, &RTPROT), rtm_scope Enum(1, &RT_SCOPE), rtm_type Enum(1, &RTN), rtm_flags Flags(4, &RTM_FLAGS);
    "fib_rule_hdr" @ ALL =>
        family Enum(1, &SOCKET_DOMAIN), dst_len Uint(1), src_len Uint(1), tos Flags(1, &IPTOS), table Enum(1, &RT_TABLE), pad Pad(2),
        action Enum(1, &FR_ACT), flags Flags(4, &FIB_RULE);
    "ndmsg" @ ALL =>
        ndm_family Enum(1, &SOCKET_DOMAIN), pad Pad(3), ndm_ifindex Interface(4), ndm_state Flags(2, &NUD), ndm_flags Flags(1, &NTF), ndm_type Enum(1, &RTN);
    "ndtmsg" @ ALL => ndtm_family Enum(1, &SOCKET_DOMAIN), pad Pad(3);
    "tcmsg" @ ALL =>
        tcm_family Enum(1, &SOCKET_DOMAIN), pad Pad(3), tcm_ifindex Interface(4), tcm_handle Uint(4), tcm_parent Uint(4), tcm_info Uint(4);
    "tcamsg" @ ALL => tca_family Enum(1, &SOCKET_DOMAIN), pad Pad(3);
    "netconfmsg" @ ALL => ncm_family Enum(1, &SOCKET_DOMAIN);
    "ifaddrlblmsg" @ ALL =>
        ifal_family Enum(1, &SOCKET_DOMAIN), pad Pad(1), ifal_prefixlen Uint(1), ifal_flags Uint(1), ifal_index Interface(4), ifal_seq Uint(4);
    "nhmsg" @ ALL =>
        nh_family Enum(1, &SOCKET_DOMAIN), nh_scope Enum(1, &RT_SCOPE), nh_protocol Enum(1, &RTPROT), pad Pad(1), nh_flags Flags(4, &RTM_FLAGS);
    "if_stats_msg" @ ALL => family Enum(1, &SOCKET_DOMAIN), pad Pad(3), ifindex Interface(4), filter_mask Hex(4);
    "br_port_msg" @ ALL => family Enum(1, &SOCKET_DOMAIN), pad Pad(3), ifindex Interface(4);
    "dcbmsg" @ ALL => dcb_family Enum(1, &SOCKET_DOMAIN), cmd Uint(1), pad Pad(2);
    "ifa_cacheinfo" @ ALL => ifa_prefered Uint(4), ifa_valid Uint(4), cstamp Uint(4), tstamp Uint(4);
    "rta_cacheinfo" @ ALL =>
        rta_clntref Uint(4), rta_lastuse Uint(4), rta_expires Int(4), rta_error Uint(4), rta_used Uint(4), rta_id Hex(4), rta_ts Uint(4), rta_tsage Uint(4);
    "nda_cacheinfo" @ ALL => ndm_confirmed Uint(4), ndm_used Uint(4), ndm_updated Uint(4), ndm_refcnt Uint(4);
    "rtnl_link_ifmap" @ ALL =>
        mem_start Hex(8), mem_end Hex(8), base_addr Hex(8), irq Uint(2), dma Uint(1), port Uint(1), pad Pad(4);
    "rtnl_link_stats" @ ALL =>
        rx_packets Uint(4), tx_packets Uint(4), rx_bytes Uint(4), tx_bytes Uint(4), rx_errors Uint(4), tx_errors Uint(4), rx_dropped Uint(4),
        tx_dropped Uint(4), multicast Uint(4), collisions Uint(4), rx_length_errors Uint(4), rx_over_errors Uint(4), rx_crc_errors Uint(4),
        rx_frame_errors Uint(4), rx_fifo_errors Uint(4), rx_missed_errors Uint(4), tx_aborted_errors Uint(4), tx_carrier_errors Uint(4),
        tx_fifo_errors Uint(4), tx_heartbeat_errors Uint(4), tx_window_errors Uint(4), rx_compressed Uint(4), tx_compressed Uint(4), rx_nohandler Uint(4);
    "rtnl_link_stats64" @ ALL =>
        rx_packets Uint(8), tx_packets Uint(8), rx_bytes Uint(8), tx_bytes Uint(8), rx_errors Uint(8), tx_errors Uint(8), rx_dropped Uint(8),
        tx_dropped Uint(8), multicast Uint(8), collisions Uint(8), rx_length_errors Uint(8), rx_over_errors Uint(8), rx_crc_errors Uint(8),
        rx_frame_errors Uint(8), rx_fifo_errors Uint(8), rx_missed_errors Uint(8), tx_aborted_errors Uint(8), tx_carrier_errors Uint(8),
        tx_fifo_errors Uint(8), tx_heartbeat_errors Uint(8), tx_window_errors Uint(8), rx_compressed Uint(8), tx_compressed Uint(8), rx_nohandler Uint(8),
        rx_otherhost_dropped Uint(8);
    "ifla_cacheinfo" @ ALL => max_reasm_len Uint(4), tstamp Uint(4), reachable_time Uint(4), retrans_time Uint(4);
    "ifla_vlan_flags" @ ALL => flags Hex(4), mask Hex(4);
    "tc_stats" @ ALL =>
        bytes Uint(8), packets Uint(4), drops Uint(4), overlimits Uint(4), bps Uint(4), pps Uint(4), qlen Uint(4), backlog Uint(4);
    "unix_diag_req" @ ALL =>
        sdiag_family Enum(1, &SOCKET_DOMAIN), sdiag_protocol Uint(1), pad Pad(2), udiag_states Flags(4, &TCP_STATES), udiag_ino Uint(4),
        udiag_show Flags(4, &UDIAG_SHOW), udiag_cookie Array(2, &Uint(4));
    "unix_diag_msg" @ ALL =>
        udiag_family Enum(1, &SOCKET_DOMAIN), udiag_type Enum(1, &SOCKET_TYPE), udiag_state Enum(1, &TCP_STATE), pad Pad(1), udiag_ino Uint(4),
        udiag_cookie Array(2, &Uint(4));
    "unix_diag_vfs" @ ALL => udiag_vfs_dev Dev(4), udiag_vfs_ino Uint(4);
    "unix_diag_rqlen" @ ALL => udiag_rqueue Uint(4), udiag_wqueue Uint(4);
    "inet_diag_sockid_asked" @ ALL =>
        idiag_sport Port(2), idiag_dport Port(2), inline Choose("sdiag_family", &[(10, "inet_diag_ends6")], "inet_diag_ends", 32),
        idiag_if Interface(4), idiag_cookie Array(2, &Uint(4));
    "inet_diag_sockid" @ ALL =>
        idiag_sport Port(2), idiag_dport Port(2), inline Choose("idiag_family", &[(10, "inet_diag_ends6")], "inet_diag_ends", 32), idiag_if Interface(4),
        idiag_cookie Array(2, &Uint(4));
    "inet_diag_ends" @ ALL => idiag_src Inet(4), pad Pad(12), idiag_dst Inet(4), pad2 Pad(12);
    "inet_diag_ends6" @ ALL => idiag_src Inet6(16), idiag_dst Inet6(16);
    "inet_diag_req_v2" @ ALL =>
        sdiag_family Enum(1, &SOCKET_DOMAIN), sdiag_protocol Enum(1, &IPPROTO), idiag_ext Flags(1, &INET_DIAG_EXT), pad Pad(1),
        idiag_states Flags(4, &TCP_STATES), id Nested("inet_diag_sockid_asked");
    "inet_diag_msg" @ ALL =>
        idiag_family Enum(1, &SOCKET_DOMAIN), idiag_state Enum(1, &TCP_STATE), idiag_timer Uint(1), idiag_retrans Uint(1), id Nested("inet_diag_sockid"),
        idiag_expires Uint(4), idiag_rqueue Uint(4), idiag_wqueue Uint(4), idiag_uid Uint(4), idiag_inode Uint(4);
    "inet_diag_meminfo" @ ALL => idiag_rmem Uint(4), idiag_wmem Uint(4), idiag_fmem Uint(4), idiag_tmem Uint(4);
    "netlink_diag_req" @ ALL =>
        sdiag_family Enum(1, &SOCKET_DOMAIN), sdiag_protocol Enum(1, &NETLINK), pad Pad(2), ndiag_ino Uint(4), ndiag_show Flags(4, &NDIAG_SHOW),
        ndiag_cookie Array(2, &Uint(4));
    "netlink_diag_msg" @ ALL =>
        ndiag_family Enum(1, &SOCKET_DOMAIN), ndiag_type Enum(1, &SOCKET_TYPE), ndiag_protocol Enum(1, &NETLINK), ndiag_state Enum(1, &NETLINK_STATE),
        ndiag_portid Uint(4), ndiag_dst_portid Uint(4), ndiag_dst_group Uint(4), ndiag_ino Uint(4), ndiag_cookie Array(2, &Uint(4));
    "packet_diag_req" @ ALL =>
        sdiag_family Enum(1, &SOCKET_DOMAIN), sdiag_protocol Enum(1, &ETH_P), pad Pad(2), pdiag_ino Uint(4), pdiag_show Flags(4, &PACKET_SHOW),
        pdiag_cookie Array(2, &Uint(4));
    "packet_diag_msg" @ ALL =>
        pdiag_family Enum(1, &SOCKET_DOMAIN), pdiag_type Enum(1, &SOCKET_TYPE), pdiag_num Enum(2, &ETH_P), pdiag_ino Uint(4), pdiag_cookie Array(2, &Uint(4));
    "genlmsghdr" @ ALL => cmd Hex(1), version Hex(1), pad Pad(2);
    "genl_ctrl" @ ALL => cmd Enum(1, &CTRL_CMD), version Uint(1), pad Pad(2);
    "nfgenmsg" @ ALL => nfgen_family Enum(1, &SOCKET_DOMAIN), version Enum(1, &NFNETLINK), res_id Port(2);
    "crypto_user_alg" @ ALL =>
        cru_name Text(64), cru_driver_name Text(64), cru_module_name Text(64), cru_type Hex(4), cru_mask Hex(4), cru_refcnt Uint(4), cru_flags Uint(4);
    "meminfo" @ ALL => plain Array(9, &Uint(4));
}
