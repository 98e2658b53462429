//! What netlink messages are (netlink(7)): per protocol, the head behind `struct nlmsghdr` and the attributes behind that.
//!
//! An attribute without a value here is shown as bytes; a message without a row, as bytes too. Names and layouts of the
//! structures are those of the kernel's headers (`include/uapi/linux`).

use crate::{
    flags::{self, FlagSet},
    layouts::Field,
};

/// What an attribute holds.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    /// Bytes.
    Bytes,
    /// Text that ends at its NUL.
    Text,
    /// A number or an address, of so many bytes; fewer are no such thing.
    One(Field),
    /// A structure, by the name of its layout.
    Struct(&'static str),
    /// Several numbers, one after the other.
    Many(Field),
    /// Further attributes.
    Set(&'static Attributes),
    /// Attributes that are numbered, each of which holds that.
    Each(&'static Value),
    /// Addresses of the family that the head begins with.
    Address,
    /// An address of the kind that its length tells: of hardware, IPv4 or IPv6.
    ByLength,
}

/// Attributes of a kind of message.
#[derive(Debug)]
pub struct Attributes {
    /// Their names.
    pub names: &'static FlagSet,
    /// What they hold.
    pub values: &'static [(u16, Value)],
}

impl Attributes {
    /// What attribute `kind` holds.
    pub fn value(&self, kind: u16) -> Value {
        self.values.iter().find(|(known, _)| *known == kind).map_or(Value::Bytes, |(_, value)| *value)
    }
}

/// A kind of message.
#[derive(Debug)]
pub struct Message {
    /// The first and the last number of its types.
    pub types: (u64, u64),
    /// The family with which its head begins, if that decides.
    pub family: Option<u8>,
    /// Whether it is a request (NLM_F_REQUEST), if that decides.
    pub request: Option<bool>,
    /// Layout of the head.
    pub head: &'static str,
    /// What follows.
    pub attributes: Option<&'static Attributes>,
}

/// A protocol of netlink sockets.
#[derive(Debug)]
pub struct Protocol {
    /// Name, without `NETLINK_`.
    pub name: &'static str,
    /// Names of its messages.
    pub types: Option<&'static FlagSet>,
    /// Its messages; the first that fits counts.
    pub messages: &'static [Message],
}

const fn any(first: u64, last: u64, head: &'static str, attributes: &'static Attributes) -> Message {
    Message { types: (first, last), family: None, request: None, head, attributes: Some(attributes) }
}

const fn bare(first: u64, last: u64, head: &'static str) -> Message {
    Message { types: (first, last), family: None, request: None, head, attributes: None }
}

const fn diag(family: u8, request: bool, head: &'static str, attributes: Option<&'static Attributes>) -> Message {
    Message { types: (20, 21), family: Some(family), request: Some(request), head, attributes }
}

const U8: Value = Value::One(Field::Uint(1));
const U16: Value = Value::One(Field::Uint(2));
const U32: Value = Value::One(Field::Uint(4));
const S32: Value = Value::One(Field::Int(4));
const X32: Value = Value::One(Field::Hex(4));
const U64: Value = Value::One(Field::Uint(8));
const FD: Value = Value::One(Field::Fd(4));
const INTERFACE: Value = Value::One(Field::Interface(4));
const UID: Value = Value::One(Field::Uint(4));

static INET6: Attributes = Attributes {
    names: &flags::IFLA_INET6,
    values: &[
        (1, X32),
        (2, Value::Many(Field::Int(4))),
        (3, Value::Many(Field::Uint(8))),
        (5, Value::Struct("ifla_cacheinfo")),
        (6, Value::Many(Field::Uint(8))),
        (7, Value::One(Field::Inet6(16))),
        (8, U8),
        (9, U32),
    ],
};
static INET: Attributes = Attributes { names: &flags::IFLA_INET, values: &[(1, Value::Many(Field::Int(4)))] };
static LINK_FAMILIES: Attributes =
    Attributes { names: &flags::SOCKET_DOMAIN, values: &[(2, Value::Set(&INET)), (10, Value::Set(&INET6))] };
static LINK_INFO: Attributes = Attributes { names: &flags::IFLA_INFO, values: &[(1, Value::Text), (4, Value::Text)] };
static XDP: Attributes = Attributes {
    names: &flags::IFLA_XDP,
    values: &[(1, FD), (2, U8), (3, X32), (4, U32), (5, U32), (6, U32), (7, U32), (8, FD)],
};
static LINK_NAMES: Attributes = Attributes { names: &flags::IFLA, values: &[(53, Value::Text)] };

static LINK: Attributes = Attributes {
    names: &flags::IFLA,
    values: &[
        (1, Value::ByLength),
        (2, Value::ByLength),
        (3, Value::Text),
        (4, U32),
        (5, U32),
        (6, Value::Text),
        (7, Value::Struct("rtnl_link_stats")),
        (10, U32),
        (13, U32),
        (14, Value::Struct("rtnl_link_ifmap")),
        (15, U32),
        (16, U8),
        (17, U8),
        (18, Value::Set(&LINK_INFO)),
        (19, U32),
        (20, Value::Text),
        (21, U32),
        (23, Value::Struct("rtnl_link_stats64")),
        (26, Value::Set(&LINK_FAMILIES)),
        (27, U32),
        (28, FD),
        (29, Value::One(Field::Flags(4, &flags::RTEXT_FILTER))),
        (30, U32),
        (31, U32),
        (32, U32),
        (33, U8),
        (35, U32),
        (37, S32),
        (38, Value::Text),
        (39, U8),
        (40, U32),
        (41, U32),
        (43, Value::Set(&XDP)),
        (45, S32),
        (46, S32),
        (47, U32),
        (48, U32),
        (49, INTERFACE),
        (50, U32),
        (51, U32),
        (52, Value::Set(&LINK_NAMES)),
        (53, Value::Text),
        (54, Value::ByLength),
        (56, Value::Text),
        (57, Value::Text),
        (58, U32),
        (59, U32),
        (60, U32),
        (61, U32),
    ],
};

static ADDRESS: Attributes = Attributes {
    names: &flags::IFA,
    values: &[
        (1, Value::Address),
        (2, Value::Address),
        (3, Value::Text),
        (4, Value::Address),
        (5, Value::Address),
        (6, Value::Struct("ifa_cacheinfo")),
        (7, Value::Address),
        (8, Value::One(Field::Flags(4, &flags::IFA_FLAGS))),
        (9, U32),
        (10, S32),
        (11, U8),
    ],
};

static METRICS: Attributes = Attributes {
    names: &flags::RTAX,
    values: &[
        (1, U32),
        (2, U32),
        (3, U32),
        (4, U32),
        (5, U32),
        (6, U32),
        (7, U32),
        (8, U32),
        (9, U32),
        (10, U32),
        (11, U32),
        (12, X32),
        (13, U32),
        (14, U32),
        (15, U32),
        (16, Value::Text),
        (17, U32),
    ],
};

static ROUTE: Attributes = Attributes {
    names: &flags::RTA,
    values: &[
        (1, Value::Address),
        (2, Value::Address),
        (3, INTERFACE),
        (4, INTERFACE),
        (5, Value::Address),
        (6, U32),
        (7, Value::Address),
        (8, Value::Set(&METRICS)),
        (11, U32),
        (12, Value::Struct("rta_cacheinfo")),
        (15, Value::One(Field::Enum(4, &flags::RT_TABLE))),
        (16, U32),
        (19, Value::Address),
        (20, U8),
        (21, U16),
        (23, U32),
        (25, U32),
        (26, U8),
        (27, U8),
        (30, U32),
    ],
};

static NEIGHBOUR: Attributes = Attributes {
    names: &flags::NDA,
    values: &[
        (1, Value::Address),
        (2, Value::ByLength),
        (3, Value::Struct("nda_cacheinfo")),
        (4, U32),
        (5, U16),
        (6, Value::One(Field::Port(2))),
        (7, U32),
        (8, INTERFACE),
        (9, INTERFACE),
        (10, S32),
        (11, U32),
        (12, Value::One(Field::Enum(1, &flags::RTPROT))),
        (13, U32),
        (15, X32),
    ],
};

static RULE: Attributes = Attributes {
    names: &flags::FRA,
    values: &[
        (1, Value::Address),
        (2, Value::Address),
        (3, Value::Text),
        (4, U32),
        (6, U32),
        (10, U32),
        (11, U32),
        (12, U64),
        (13, S32),
        (14, S32),
        (15, Value::One(Field::Enum(4, &flags::RT_TABLE))),
        (16, U32),
        (17, Value::Text),
        (19, U8),
        (21, Value::One(Field::Enum(1, &flags::RTPROT))),
        (22, Value::One(Field::Enum(1, &flags::IPPROTO))),
    ],
};

static CONTROL: Attributes = Attributes {
    names: &flags::TCA,
    values: &[
        (1, Value::Text),
        (3, Value::Struct("tc_stats")),
        (11, U32),
        (12, U8),
        (13, U32),
        (14, U32),
        (15, Value::Text),
    ],
};

static NEIGHBOUR_TABLE: Attributes =
    Attributes { names: &flags::NDTA, values: &[(1, Value::Text), (2, U32), (3, U32), (4, U32), (8, U64)] };

static NEXT_HOP: Attributes = Attributes {
    names: &flags::NHA,
    values: &[(1, U32), (3, U16), (5, INTERFACE), (6, Value::Address), (7, U16), (9, U32)],
};

static SETTINGS: Attributes = Attributes {
    names: &flags::NETCONFA,
    values: &[(1, INTERFACE), (2, S32), (3, S32), (4, S32), (5, S32), (6, S32), (7, S32), (8, S32)],
};

static LABEL: Attributes = Attributes { names: &flags::IFAL, values: &[(1, Value::Address), (2, U32)] };

static INET_DIAG: Attributes = Attributes {
    names: &flags::INET_DIAG,
    values: &[
        (1, Value::Struct("inet_diag_meminfo")),
        (4, Value::Text),
        (5, U8),
        (6, U8),
        (7, Value::Many(Field::Uint(4))),
        (8, U8),
        (11, Value::One(Field::Inet6(16))),
        (12, Value::One(Field::Inet6(16))),
        (15, U32),
        (17, U32),
        (21, U64),
    ],
};
static INET_DIAG_REQ: Attributes =
    Attributes { names: &flags::INET_DIAG_REQ, values: &[(3, Value::One(Field::Enum(4, &flags::IPPROTO)))] };
static UNIX_DIAG: Attributes = Attributes {
    names: &flags::UNIX_DIAG,
    values: &[
        (0, Value::Text),
        (1, Value::Struct("unix_diag_vfs")),
        (2, U32),
        (3, Value::Many(Field::Uint(4))),
        (4, Value::Struct("unix_diag_rqlen")),
        (5, Value::Many(Field::Uint(4))),
        (6, Value::One(Field::Enum(1, &flags::SHUTDOWN))),
        (7, UID),
    ],
};
static NETLINK_DIAG: Attributes =
    Attributes { names: &flags::NETLINK_DIAG, values: &[(0, Value::Many(Field::Uint(4)))] };
static PACKET_DIAG: Attributes =
    Attributes { names: &flags::PACKET_DIAG, values: &[(4, UID), (5, Value::Many(Field::Uint(4)))] };

static OPERATION: Attributes = Attributes { names: &flags::CTRL_ATTR_OP, values: &[(1, U32), (2, X32)] };
static GROUP: Attributes = Attributes { names: &flags::CTRL_ATTR_GROUP, values: &[(1, Value::Text), (2, U32)] };
static FAMILY: Attributes = Attributes {
    names: &flags::CTRL_ATTR,
    values: &[
        (1, U16),
        (2, Value::Text),
        (3, U32),
        (4, U32),
        (5, U32),
        (6, Value::Each(&Value::Set(&OPERATION))),
        (7, Value::Each(&Value::Set(&GROUP))),
    ],
};

/// Attributes that nobody here knows.
static OTHER: Attributes = Attributes { names: &flags::UNNAMED, values: &[] };

/// Attributes without names.
pub fn unknown() -> &'static Attributes {
    &OTHER
}

/// The protocols.
pub static PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "ROUTE",
        types: Some(&flags::RTM),
        messages: &[
            any(16, 19, "ifinfomsg", &LINK),
            any(20, 22, "ifaddrmsg", &ADDRESS),
            any(24, 26, "rtmsg", &ROUTE),
            any(28, 30, "ndmsg", &NEIGHBOUR),
            any(32, 34, "fib_rule_hdr", &RULE),
            any(36, 46, "tcmsg", &CONTROL),
            any(48, 50, "tcamsg", &OTHER),
            any(58, 58, "ifaddrmsg", &ADDRESS),
            any(62, 62, "ifaddrmsg", &ADDRESS),
            any(64, 67, "ndtmsg", &NEIGHBOUR_TABLE),
            any(68, 69, "ifinfomsg", &LINK),
            any(72, 74, "ifaddrlblmsg", &LABEL),
            any(76, 79, "dcbmsg", &OTHER),
            any(80, 82, "netconfmsg", &SETTINGS),
            any(84, 86, "br_port_msg", &OTHER),
            any(88, 90, "rtgenmsg", &OTHER),
            any(92, 94, "if_stats_msg", &OTHER),
            any(96, 98, "rtmsg", &ROUTE),
            any(104, 106, "nhmsg", &NEXT_HOP),
        ],
    },
    Protocol {
        name: "SOCK_DIAG",
        types: Some(&flags::SOCK_DIAG),
        messages: &[
            diag(1, true, "unix_diag_req", None),
            diag(1, false, "unix_diag_msg", Some(&UNIX_DIAG)),
            diag(2, true, "inet_diag_req_v2", Some(&INET_DIAG_REQ)),
            diag(10, true, "inet_diag_req_v2", Some(&INET_DIAG_REQ)),
            diag(2, false, "inet_diag_msg", Some(&INET_DIAG)),
            diag(10, false, "inet_diag_msg", Some(&INET_DIAG)),
            diag(16, true, "netlink_diag_req", None),
            diag(16, false, "netlink_diag_msg", Some(&NETLINK_DIAG)),
            diag(17, true, "packet_diag_req", None),
            diag(17, false, "packet_diag_msg", Some(&PACKET_DIAG)),
        ],
    },
    Protocol { name: "AUDIT", types: Some(&flags::AUDIT_TYPE), messages: &[] },
    Protocol {
        name: "GENERIC",
        types: Some(&flags::GENL_ID),
        messages: &[any(16, 16, "genl_ctrl", &FAMILY), any(17, u16::MAX as u64, "genlmsghdr", &OTHER)],
    },
    Protocol {
        name: "NETFILTER",
        types: None,
        messages: &[bare(16, 17, "nfgenmsg"), any(0x100, u16::MAX as u64, "nfgenmsg", &OTHER)],
    },
    Protocol { name: "CRYPTO", types: Some(&flags::CRYPTO_MSG), messages: &[any(16, 20, "crypto_user_alg", &OTHER)] },
    Protocol { name: "XFRM", types: Some(&flags::XFRM_MSG), messages: &[] },
    Protocol { name: "SELINUX", types: Some(&flags::SELNL_MSG), messages: &[] },
];

/// The protocol of a socket that is named like that (`NETLINK:[ROUTE:7]`).
pub fn protocol(name: &str) -> Option<&'static Protocol> {
    let inside = name.split_once(":[").map_or(name, |(_, inside)| inside);
    let word = inside.split([':', ']']).next().unwrap_or_default();
    PROTOCOLS.iter().find(|protocol| protocol.name == word)
}

impl Protocol {
    /// What a message is: its type, the first byte behind its header, and whether it is a request.
    pub fn message(&self, kind: u64, family: u8, request: bool) -> Option<&'static Message> {
        let fits = |m: &&Message| {
            (m.types.0..=m.types.1).contains(&kind)
                && m.family.is_none_or(|wanted| wanted == family)
                && m.request.is_none_or(|wanted| wanted == request)
        };
        self.messages.iter().find(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arch, layouts};

    #[test]
    fn every_structure_has_a_layout() {
        let known = |name: &str| assert!(layouts::nested(name, Arch::X86_64).is_some(), "{name}");
        for message in PROTOCOLS.iter().flat_map(|protocol| protocol.messages) {
            known(message.head);
            for (_, value) in message.attributes.into_iter().flat_map(|attributes| attributes.values) {
                if let Value::Struct(name) = value {
                    known(name);
                }
            }
        }
    }

    #[test]
    fn a_socket_is_known_by_its_name() {
        let name = |text: &str| protocol(text).map(|protocol| protocol.name);
        assert_eq!(name("NETLINK:[ROUTE]"), Some("ROUTE"));
        assert_eq!(name("NETLINK:[SOCK_DIAG:77]"), Some("SOCK_DIAG"));
        assert_eq!((name("NETLINK:[22]"), name("TCP:[a]"), name("")), (None, None, None));
    }
}
