//! LSM attributes: lsm_get_self_attr(2), `include/uapi/linux/lsm.h`.

use super::FlagSet;

/// LSM attributes.
pub static LSM_ATTR: FlagSet = FlagSet {
    name: "LSM attributes",
    header: "include/uapi/linux/lsm.h",
    mask: 0,
    names: &[
        (100, "LSM_ATTR_CURRENT"),
        (101, "LSM_ATTR_EXEC"),
        (102, "LSM_ATTR_FSCREATE"),
        (103, "LSM_ATTR_KEYCREATE"),
        (104, "LSM_ATTR_PREV"),
        (105, "LSM_ATTR_SOCKCREATE"),
    ],
};
