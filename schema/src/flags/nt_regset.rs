//! Register sets: ptrace(2), `include/uapi/linux/elf.h`.

use super::FlagSet;

/// Register sets.
pub static NT_REGSET: FlagSet = FlagSet {
    name: "register sets",
    header: "include/uapi/linux/elf.h",
    mask: 0,
    names: &[
        (0x1, "NT_PRSTATUS"),
        (0x2, "NT_FPREGSET"),
        (0x3, "NT_PRPSINFO"),
        (0x4, "NT_TASKSTRUCT"),
        (0x6, "NT_AUXV"),
        (0x200, "NT_386_TLS"),
        (0x201, "NT_386_IOPERM"),
        (0x202, "NT_X86_XSTATE"),
        (0x400, "NT_ARM_VFP"),
        (0x401, "NT_ARM_TLS"),
        (0x402, "NT_ARM_HW_BREAK"),
        (0x403, "NT_ARM_HW_WATCH"),
        (0x404, "NT_ARM_SYSTEM_CALL"),
        (0x405, "NT_ARM_SVE"),
    ],
};
