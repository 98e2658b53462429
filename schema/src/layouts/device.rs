//! Terminals and network interfaces, as ioctl(2) has them: `include/uapi/asm-generic/termbits.h`, `termios.h`,
//! `include/uapi/linux/if.h`.

use super::words::*;

layouts! {
    "termios" @ ALL =>
        c_iflag Flags(4, &C_IFLAG), c_oflag Flags(4, &C_OFLAG), c_cflag Flags(4, &C_CFLAG), c_lflag Flags(4, &C_LFLAG), c_line Uint(1), c_cc Bytes(19);
        short c_iflag c_oflag c_cflag c_lflag;
    "termios2" @ ALL =>
        c_iflag Flags(4, &C_IFLAG), c_oflag Flags(4, &C_OFLAG), c_cflag Flags(4, &C_CFLAG), c_lflag Flags(4, &C_LFLAG), c_line Uint(1), c_cc Bytes(19),
        c_ispeed Uint(4), c_ospeed Uint(4);
        short c_iflag c_oflag c_cflag c_lflag;
    "termio" @ ALL =>
        c_iflag Flags(2, &C_IFLAG), c_oflag Flags(2, &C_OFLAG), c_cflag Flags(2, &C_CFLAG), c_lflag Flags(2, &C_LFLAG), c_line Uint(1), c_cc Bytes(8), pad Pad(1);
        short c_iflag c_oflag c_cflag c_lflag;
    "winsize" @ ALL => ws_row Uint(2), ws_col Uint(2), ws_xpixel Uint(2), ws_ypixel Uint(2);
    "modem" @ ALL => value Flags(4, &MODEM);
    "character" @ ALL => value Hex(1);
    "ifreq_name" @ W64 => ifr_name Text(16), ifr_index Int(4), pad Pad(20);
    "ifreq_name" @ I386 => ifr_name Text(16), ifr_index Int(4), pad Pad(12);
    "ifreq_flags" @ W64 => ifr_name Text(16), ifr_flags Flags(2, &IFF), pad Pad(22);
    "ifreq_flags" @ I386 => ifr_name Text(16), ifr_flags Flags(2, &IFF), pad Pad(14);
    "ifreq_addr" @ W64 => ifr_name Text(16), ifr_addr Sockaddr(16), pad Pad(8);
    "ifreq_addr" @ I386 => ifr_name Text(16), ifr_addr Sockaddr(16);
    "ifreq_dstaddr" @ W64 => ifr_name Text(16), ifr_dstaddr Sockaddr(16), pad Pad(8);
    "ifreq_dstaddr" @ I386 => ifr_name Text(16), ifr_dstaddr Sockaddr(16);
    "ifreq_broadaddr" @ W64 => ifr_name Text(16), ifr_broadaddr Sockaddr(16), pad Pad(8);
    "ifreq_broadaddr" @ I386 => ifr_name Text(16), ifr_broadaddr Sockaddr(16);
    "ifreq_netmask" @ W64 => ifr_name Text(16), ifr_netmask Sockaddr(16), pad Pad(8);
    "ifreq_netmask" @ I386 => ifr_name Text(16), ifr_netmask Sockaddr(16);
    "ifreq_hwaddr" @ W64 => ifr_name Text(16), ifr_hwaddr Nested("hwaddr"), pad Pad(8);
    "ifreq_hwaddr" @ I386 => ifr_name Text(16), ifr_hwaddr Nested("hwaddr");
    "hwaddr" @ ALL => sa_family Enum(2, &ARPHRD), sa_data Mac(6), pad Pad(8);
    "ifreq_metric" @ W64 => ifr_name Text(16), ifr_metric Int(4), pad Pad(20);
    "ifreq_metric" @ I386 => ifr_name Text(16), ifr_metric Int(4), pad Pad(12);
    "ifreq_mtu" @ W64 => ifr_name Text(16), ifr_mtu Int(4), pad Pad(20);
    "ifreq_mtu" @ I386 => ifr_name Text(16), ifr_mtu Int(4), pad Pad(12);
    "ifreq_ifindex" @ W64 => ifr_name Text(16), ifr_ifindex Int(4), pad Pad(20);
    "ifreq_ifindex" @ I386 => ifr_name Text(16), ifr_ifindex Int(4), pad Pad(12);
    "ifreq_qlen" @ W64 => ifr_name Text(16), ifr_qlen Int(4), pad Pad(20);
    "ifreq_qlen" @ I386 => ifr_name Text(16), ifr_qlen Int(4), pad Pad(12);
}
