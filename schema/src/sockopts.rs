//! Options of sockets whose value is a structure: getsockopt(2), by level and option.
//!
//! `include/uapi/asm-generic/socket.h`, `include/uapi/linux/in.h`, `in6.h`, `tcp.h`, `if_packet.h`. The value of any other option
//! is a number, or bytes.

/// Level, option, and the layout of the value.
const ROWS: &[(u64, u64, &str)] = &[
    (1, 13, "f_linger"),
    (1, 17, "ucred"),
    (1, 20, "timeval"),
    (1, 21, "timeval"),
    (1, 25, "char[]"),
    (1, 26, "sock_fprog"),
    (1, 51, "sock_fprog"),
    (1, 28, "char[]"),
    (1, 31, "char[]"),
    (1, 4, "socket_error"),
    (1, 3, "socket_type"),
    (1, 38, "socket_protocol"),
    (1, 39, "socket_domain"),
    (0, 35, "ip_mreqn"),
    (0, 36, "ip_mreqn"),
    (0, 32, "in_addr"),
    (41, 20, "ipv6_mreq"),
    (41, 21, "ipv6_mreq"),
    (6, 11, "char[]"),
];

/// The layout of an option's value, if it is a structure.
pub fn structure(level: u64, option: u64) -> Option<&'static str> {
    ROWS.iter().find(|row| (row.0, row.1) == (level, option)).map(|row| row.2)
}

#[cfg(test)]
mod tests {
    use crate::{Arch, layouts};

    #[test]
    fn layouts_are_there() {
        for (_, _, name) in super::ROWS.iter().filter(|row| row.2 != "char[]") {
            assert!(layouts::bytes(name, Arch::X86_64).is_some(), "{name}");
        }
    }
}
