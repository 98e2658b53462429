//! Formats of quotas: quotactl(2), `include/uapi/linux/quota.h`.

use super::FlagSet;

/// Formats of quotas.
pub static QUOTA_FMT: FlagSet = FlagSet {
    name: "formats of quotas",
    header: "include/uapi/linux/quota.h",
    mask: 0,
    names: &[(1, "QFMT_VFS_OLD"), (2, "QFMT_VFS_V0"), (3, "QFMT_OCFS2"), (4, "QFMT_VFS_V1")],
};
