//! Values without names: `include/uapi/linux/netlink.h`.

use super::FlagSet;

/// Values without names.
pub static UNNAMED: FlagSet =
    FlagSet { name: "values without names", header: "include/uapi/linux/netlink.h", mask: 0, names: &[] };
