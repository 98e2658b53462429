//! Messages of nf_tables: netlink(7), `include/uapi/linux/netfilter/nf_tables.h`.

use super::FlagSet;

/// Messages of nf_tables.
pub static NFT_MSG: FlagSet = FlagSet {
    name: "messages of nf_tables",
    header: "include/uapi/linux/netfilter/nf_tables.h",
    mask: 0,
    names: &[
        (0, "NFT_MSG_NEWTABLE"),
        (1, "NFT_MSG_GETTABLE"),
        (2, "NFT_MSG_DELTABLE"),
        (3, "NFT_MSG_NEWCHAIN"),
        (4, "NFT_MSG_GETCHAIN"),
        (5, "NFT_MSG_DELCHAIN"),
        (6, "NFT_MSG_NEWRULE"),
        (7, "NFT_MSG_GETRULE"),
        (8, "NFT_MSG_DELRULE"),
        (9, "NFT_MSG_NEWSET"),
        (10, "NFT_MSG_GETSET"),
        (11, "NFT_MSG_DELSET"),
        (12, "NFT_MSG_NEWSETELEM"),
        (13, "NFT_MSG_GETSETELEM"),
        (14, "NFT_MSG_DELSETELEM"),
        (15, "NFT_MSG_NEWGEN"),
        (16, "NFT_MSG_GETGEN"),
        (17, "NFT_MSG_TRACE"),
        (18, "NFT_MSG_NEWOBJ"),
        (19, "NFT_MSG_GETOBJ"),
        (20, "NFT_MSG_DELOBJ"),
        (21, "NFT_MSG_GETOBJ_RESET"),
        (22, "NFT_MSG_NEWFLOWTABLE"),
        (23, "NFT_MSG_GETFLOWTABLE"),
        (24, "NFT_MSG_DELFLOWTABLE"),
    ],
};
