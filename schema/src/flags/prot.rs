//! Memory protection: mmap(2), `include/uapi/asm-generic/mman-common.h`.
//!
//! `PROT_BTI` and `PROT_MTE` exist on aarch64 only.

use super::FlagSet;

/// Memory protection.
pub static PROT: FlagSet = FlagSet {
    name: "memory protection",
    header: "include/uapi/asm-generic/mman-common.h",
    mask: 0,
    names: &[
        (0x0, "PROT_NONE"),
        (0x1, "PROT_READ"),
        (0x2, "PROT_WRITE"),
        (0x4, "PROT_EXEC"),
        (0x8, "PROT_SEM"),
        (0x10, "PROT_BTI"),
        (0x20, "PROT_MTE"),
        (0x1000000, "PROT_GROWSDOWN"),
        (0x2000000, "PROT_GROWSUP"),
    ],
};
