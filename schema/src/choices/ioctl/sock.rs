//! Sockets and network interfaces: netdevice(7), `include/uapi/linux/sockios.h`.

use super::super::words::*;

pub(super) static ROWS: &[Choice] = choices! {
    0x8901 FIOSETOWN [given("int")];
    0x8902 SIOCSPGRP [given("int")];
    0x8903 FIOGETOWN [filled("int")];
    0x8904 SIOCGPGRP [filled("int")];
    0x8905 SIOCATMARK [filled("int")];
    0x8906 SIOCGSTAMP_OLD [filled("timeval")];
    0x8907 SIOCGSTAMPNS_OLD [filled("timespec")];
    0x890b SIOCADDRT [Addr];
    0x890c SIOCDELRT [Addr];
    0x8910 SIOCGIFNAME [changed("ifreq_name")];
    0x8912 SIOCGIFCONF [Addr];
    0x8913 SIOCGIFFLAGS [changed("ifreq_flags")];
    0x8914 SIOCSIFFLAGS [given("ifreq_flags")];
    0x8915 SIOCGIFADDR [changed("ifreq_addr")];
    0x8916 SIOCSIFADDR [given("ifreq_addr")];
    0x8917 SIOCGIFDSTADDR [changed("ifreq_dstaddr")];
    0x8918 SIOCSIFDSTADDR [given("ifreq_dstaddr")];
    0x8919 SIOCGIFBRDADDR [changed("ifreq_broadaddr")];
    0x891a SIOCSIFBRDADDR [given("ifreq_broadaddr")];
    0x891b SIOCGIFNETMASK [changed("ifreq_netmask")];
    0x891c SIOCSIFNETMASK [given("ifreq_netmask")];
    0x891d SIOCGIFMETRIC [changed("ifreq_metric")];
    0x891e SIOCSIFMETRIC [given("ifreq_metric")];
    0x8921 SIOCGIFMTU [changed("ifreq_mtu")];
    0x8922 SIOCSIFMTU [given("ifreq_mtu")];
    0x8924 SIOCSIFHWADDR [given("ifreq_hwaddr")];
    0x8927 SIOCGIFHWADDR [changed("ifreq_hwaddr")];
    0x8933 SIOCGIFINDEX [changed("ifreq_ifindex")];
    0x8942 SIOCGIFTXQLEN [changed("ifreq_qlen")];
    0x8943 SIOCSIFTXQLEN [given("ifreq_qlen")];
    0x8946 SIOCETHTOOL [Addr];
    0x8970 SIOCGIFMAP [Addr];
    0x89a0 SIOCBRADDBR [Str];
    0x89a1 SIOCBRDELBR [Str];
    0x894c SIOCGSKNS [] -> Ret::Fd;
    0x400454ca TUNSETIFF [given("ifreq_flags")];
    0x800454d2 TUNGETIFF [filled("ifreq_flags")];
    0x400454cb TUNSETPERSIST [Int];
    0x400454cc TUNSETOWNER [Uid];
    0x800454cf TUNGETFEATURES [filled("u32_hex")];
};
