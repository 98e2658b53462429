//! Kexec_load flags: kexec_load(2), `include/uapi/linux/kexec.h`.

use super::FlagSet;

/// Kexec_load flags.
pub static KEXEC: FlagSet = FlagSet {
    name: "kexec_load flags",
    header: "include/uapi/linux/kexec.h",
    mask: 0xffff0000,
    names: &[
        (0x30000, "KEXEC_ARCH_386"),
        (0x40000, "KEXEC_ARCH_68K"),
        (0xf0000, "KEXEC_ARCH_PARISC"),
        (0x3e0000, "KEXEC_ARCH_X86_64"),
        (0x140000, "KEXEC_ARCH_PPC"),
        (0x150000, "KEXEC_ARCH_PPC64"),
        (0x320000, "KEXEC_ARCH_IA_64"),
        (0x280000, "KEXEC_ARCH_ARM"),
        (0x160000, "KEXEC_ARCH_S390"),
        (0x2a0000, "KEXEC_ARCH_SH"),
        (0xa0000, "KEXEC_ARCH_MIPS_LE"),
        (0x80000, "KEXEC_ARCH_MIPS"),
        (0xb70000, "KEXEC_ARCH_AARCH64"),
        (0xf30000, "KEXEC_ARCH_RISCV"),
        (0x1020000, "KEXEC_ARCH_LOONGARCH"),
        (0x1, "KEXEC_ON_CRASH"),
        (0x2, "KEXEC_PRESERVE_CONTEXT"),
        (0x4, "KEXEC_UPDATE_ELFCOREHDR"),
        (0x8, "KEXEC_CRASH_HOTPLUG_SUPPORT"),
    ],
};
