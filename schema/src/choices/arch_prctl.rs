//! The argument of arch_prctl(2), by operation: `arch/x86/include/uapi/asm/prctl.h`.

use super::words::*;

/// The argument of arch_prctl(2).
pub static ARCH_PRCTL_ARGS: Choices = Choices {
    name: "arch_prctl",
    header: "arch/x86/include/uapi/asm/prctl.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Hex],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0x1001 ARCH_SET_GS [Addr];
    0x1002 ARCH_SET_FS [Addr];
    0x1003 ARCH_GET_FS [filled("address")];
    0x1004 ARCH_GET_GS [filled("address")];
    0x1011 ARCH_GET_CPUID [];
    0x1012 ARCH_SET_CPUID [Hex];
    0x1021 ARCH_GET_XCOMP_SUPP [filled("u64_hex")];
    0x1022 ARCH_GET_XCOMP_PERM [filled("u64_hex")];
    0x1023 ARCH_REQ_XCOMP_PERM [Long];
};
