//! Kinds of quotas: quotactl(2), `include/uapi/linux/quota.h`.

use super::FlagSet;

/// Kinds of quotas.
pub static QUOTA_TYPE: FlagSet = FlagSet {
    name: "kinds of quotas",
    header: "include/uapi/linux/quota.h",
    mask: 0,
    names: &[(0, "USRQUOTA"), (1, "GRPQUOTA"), (2, "PRJQUOTA")],
};
