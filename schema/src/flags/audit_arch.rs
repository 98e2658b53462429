//! Architectures of system calls, as auditing and seccomp number them: `include/uapi/linux/audit.h`.

use super::FlagSet;

/// Architectures of system calls.
pub static AUDIT_ARCH: FlagSet = FlagSet {
    name: "architectures",
    header: "include/uapi/linux/audit.h",
    mask: 0,
    names: &[
        (0xc000_003e, "AUDIT_ARCH_X86_64"),
        (0x4000_0003, "AUDIT_ARCH_I386"),
        (0xc000_00b7, "AUDIT_ARCH_AARCH64"),
        (0x4000_0028, "AUDIT_ARCH_ARM"),
    ],
};
