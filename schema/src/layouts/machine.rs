//! Clocks, virtual machines, partitions and seccomp's notifications: `include/uapi/linux/rtc.h`, `kvm.h`, `btrfs.h`,
//! `blkpg.h`, `seccomp.h`.

use super::words::*;

layouts! {
    "seccomp_data" @ ALL => nr Int(4), arch Enum(4, &AUDIT_ARCH), instruction_pointer Hex(8), args Array(6, &Hex(8));
    "seccomp_notif" @ ALL => id Hex(8), pid Int(4), flags Hex(4), data Nested("seccomp_data");
    "seccomp_notif_resp" @ ALL => id Hex(8), val Int(8), error Outcome(4), flags Flags(4, &SECCOMP_NOTIF);
    "seccomp_notif_addfd" @ ALL =>
        id Hex(8), flags Flags(4, &SECCOMP_ADDFD), srcfd Fd(4), newfd Fd(4), newfd_flags Flags(4, &DUP);
    "rtc_time" @ ALL =>
        tm_sec Int(4), tm_min Int(4), tm_hour Int(4), tm_mday Int(4), tm_mon Int(4), tm_year Int(4), tm_wday Int(4), tm_yday Int(4), tm_isdst Int(4);
        short tm_sec tm_min tm_hour tm_mday tm_mon tm_year;
    "rtc_wkalrm" @ ALL => enabled Uint(1), pending Uint(1), pad Pad(2), time Nested("rtc_time");
    "rtc_pll_info" @ ALL =>
        pll_ctrl Int(4), pll_value Int(4), pll_max Int(4), pll_min Int(4), pll_posmult Int(4), pll_negmult Int(4), pll_clock Int(8);
    "kvm_regs" @ ALL =>
        rax Hex(8), rbx Hex(8), rcx Hex(8), rdx Hex(8), rsi Hex(8), rdi Hex(8), rsp Hex(8), rbp Hex(8), r8 Hex(8), r9 Hex(8), r10 Hex(8), r11 Hex(8),
        r12 Hex(8), r13 Hex(8), r14 Hex(8), r15 Hex(8), rip Hex(8), rflags Hex(8);
    "kvm_segment" @ ALL =>
        base Hex(8), limit Uint(4), selector Uint(2), type_ Uint(1), present Uint(1), dpl Uint(1), db Uint(1), s Uint(1), l Uint(1), g Uint(1),
        avl Uint(1), unusable Pad(1), pad Pad(1);
    "kvm_sregs" @ ALL =>
        cs Nested("kvm_segment"), ds Nested("kvm_segment"), es Nested("kvm_segment"), fs Nested("kvm_segment"), gs Nested("kvm_segment"),
        ss Nested("kvm_segment"), tr Nested("kvm_segment"), ldt Nested("kvm_segment"), rest Pad(120);
        short cs;
    "btrfs_vol_args" @ ALL => fd Fd(8), name Text(4088);
    "blkpg_ioctl_arg" @ W64 => op Enum(4, &BLKPG_OP), flags Int(4), datalen Int(4), pad Pad(4), data Ptr(8);
    "blkpg_ioctl_arg" @ I386 => op Enum(4, &BLKPG_OP), flags Int(4), datalen Int(4), data Ptr(4);
    "ifreq_newname" @ W64 => ifr_name Text(16), ifr_newname Text(16), pad Pad(8);
    "ifreq_newname" @ I386 => ifr_name Text(16), ifr_newname Text(16);
    "ifreq_slave" @ W64 => ifr_name Text(16), ifr_slave Text(16), pad Pad(8);
    "ifreq_slave" @ I386 => ifr_name Text(16), ifr_slave Text(16);
    "ifreq_map" @ W64 => ifr_name Text(16), ifr_map Nested("ifmap");
    "ifreq_map" @ I386 => ifr_name Text(16), ifr_map Nested("ifmap");
    "ifmap" @ W64 => mem_start Hex(8), mem_end Hex(8), base_addr Hex(2), irq Hex(1), dma Hex(1), port Hex(1), pad Pad(3);
    "ifmap" @ I386 => mem_start Hex(4), mem_end Hex(4), base_addr Hex(2), irq Hex(1), dma Hex(1), port Hex(1), pad Pad(3);
}
