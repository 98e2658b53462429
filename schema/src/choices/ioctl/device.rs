//! Clocks, virtual machines, disks that are made of others, and seccomp's notifications: rtc(4), seccomp_unotify(2), btrfs(5),
//! `include/uapi/linux/rtc.h`, `kvm.h`, `btrfs.h`, `dm-ioctl.h`, `seccomp.h`, `blkpg.h`.

use super::super::words::*;

pub(super) static ROWS: &[Choice] = choices! {
    0xc0502100 SECCOMP_IOCTL_NOTIF_RECV [changed("seccomp_notif")];
    0xc0182101 SECCOMP_IOCTL_NOTIF_SEND [given("seccomp_notif_resp")];
    0x40082102 SECCOMP_IOCTL_NOTIF_ID_VALID [given("u64_hex")];
    0x80082102 SECCOMP_IOCTL_NOTIF_ID_VALID_WRONG_DIR [given("u64_hex")];
    0x40182103 SECCOMP_IOCTL_NOTIF_ADDFD [given("seccomp_notif_addfd")];
    0x40082104 SECCOMP_IOCTL_NOTIF_SET_FLAGS [Hex];
    0x7001 RTC_AIE_ON [];
    0x7002 RTC_AIE_OFF [];
    0x7003 RTC_UIE_ON [];
    0x7004 RTC_UIE_OFF [];
    0x7005 RTC_PIE_ON [];
    0x7006 RTC_PIE_OFF [];
    0x700f RTC_WIE_ON [];
    0x7010 RTC_WIE_OFF [];
    0x40247007 RTC_ALM_SET [given("rtc_time")];
    0x80247008 RTC_ALM_READ [filled("rtc_time")];
    0x80247009 RTC_RD_TIME [filled("rtc_time")];
    0x4024700a RTC_SET_TIME [given("rtc_time")];
    0x8008700b RTC_IRQP_READ [filled("ulong")];
    0x4008700c RTC_IRQP_SET [Size];
    0x8008700d RTC_EPOCH_READ [filled("ulong")];
    0x4008700e RTC_EPOCH_SET [Size];
    0x4028700f RTC_WKALM_SET [given("rtc_wkalrm")];
    0x80287010 RTC_WKALM_RD [filled("rtc_wkalrm")];
    0x80207011 RTC_PLL_GET [filled("rtc_pll_info")];
    0x40207012 RTC_PLL_SET [given("rtc_pll_info")];
    0x7014 RTC_VL_CLR [];
    0x8090ae81 KVM_GET_REGS [filled("kvm_regs")];
    0x4090ae82 KVM_SET_REGS [given("kvm_regs")];
    0x8138ae83 KVM_GET_SREGS [filled("kvm_sregs")];
    0x4138ae84 KVM_SET_SREGS [given("kvm_sregs")];
    0x50009401 BTRFS_IOC_SNAP_CREATE [given("btrfs_vol_args")];
    0x5000940e BTRFS_IOC_SUBVOL_CREATE [given("btrfs_vol_args")];
    0x5000940f BTRFS_IOC_SNAP_DESTROY [given("btrfs_vol_args")];
    0x9408 BTRFS_IOC_SYNC [];
    0x1269 BLKPG [given("blkpg_ioctl_arg")];
};
