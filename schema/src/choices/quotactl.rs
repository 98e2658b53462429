//! The arguments of quotactl(2), by command: `include/uapi/linux/quota.h`, `dqblk_xfs.h`.

use super::words::*;

/// The id and the address of quotactl(2). The low byte of the command is the kind of quota.
pub static QUOTACTL_ARGS: Choices = Choices {
    name: "quotactl",
    header: "include/uapi/linux/quota.h",
    mask: 0xffff_ff00,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Uid, Addr],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0x80000100 Q_SYNC [];
    0x80000200 Q_QUOTAON [Enum(&QUOTA_FMT), Str];
    0x80000300 Q_QUOTAOFF [];
    0x80000400 Q_GETFMT [filled("quota_format")];
    0x80000500 Q_GETINFO [filled("if_dqinfo")];
    0x80000600 Q_SETINFO [given("if_dqinfo")];
    0x80000700 Q_GETQUOTA [Uid, filled("if_dqblk")];
    0x80000800 Q_SETQUOTA [Uid, given("if_dqblk")];
    0x80000900 Q_GETNEXTQUOTA [Uid, filled("if_nextdqblk")];
};
