//! Quota commands: quotactl(2), `include/uapi/linux/quota.h`.

use super::FlagSet;

/// Quota commands.
pub static QUOTA_CMD: FlagSet = FlagSet {
    name: "quota commands",
    header: "include/uapi/linux/quota.h, include/uapi/linux/dqblk_xfs.h",
    mask: 0,
    names: &[
        (0x800001, "Q_SYNC"),
        (0x800002, "Q_QUOTAON"),
        (0x800003, "Q_QUOTAOFF"),
        (0x800004, "Q_GETFMT"),
        (0x800005, "Q_GETINFO"),
        (0x800006, "Q_SETINFO"),
        (0x800007, "Q_GETQUOTA"),
        (0x800008, "Q_SETQUOTA"),
        (0x800009, "Q_GETNEXTQUOTA"),
        (0x5801, "Q_XQUOTAON"),
        (0x5802, "Q_XQUOTAOFF"),
        (0x5803, "Q_XGETQUOTA"),
        (0x5804, "Q_XSETQLIM"),
        (0x5805, "Q_XGETQSTAT"),
        (0x5806, "Q_XQUOTARM"),
        (0x5807, "Q_XQUOTASYNC"),
        (0x5808, "Q_XGETQSTATV"),
        (0x5809, "Q_XGETNEXTQUOTA"),
    ],
};
