//! Mmap flags: mmap(2), `include/uapi/asm-generic/mman.h, arch/x86/include/uapi/asm/mman.h`.
//!
//! `MAP_32BIT` and `MAP_ABOVE4G` exist on x86 only.

use super::FlagSet;

/// Mmap flags.
pub static MAP: FlagSet = FlagSet {
    name: "mmap flags",
    header: "include/uapi/asm-generic/mman.h, arch/x86/include/uapi/asm/mman.h",
    mask: 0xf,
    names: &[
        (0x1, "MAP_SHARED"),
        (0x2, "MAP_PRIVATE"),
        (0x3, "MAP_SHARED_VALIDATE"),
        (0x10, "MAP_FIXED"),
        (0x20, "MAP_ANONYMOUS"),
        (0x40, "MAP_32BIT"),
        (0x80, "MAP_ABOVE4G"),
        (0x100, "MAP_GROWSDOWN"),
        (0x800, "MAP_DENYWRITE"),
        (0x1000, "MAP_EXECUTABLE"),
        (0x2000, "MAP_LOCKED"),
        (0x4000, "MAP_NORESERVE"),
        (0x8000, "MAP_POPULATE"),
        (0x10000, "MAP_NONBLOCK"),
        (0x20000, "MAP_STACK"),
        (0x40000, "MAP_HUGETLB"),
        (0x80000, "MAP_SYNC"),
        (0x100000, "MAP_FIXED_NOREPLACE"),
        (0x54000000, "MAP_HUGE_2MB"),
        (0x4000000, "MAP_UNINITIALIZED"),
        (0x78000000, "MAP_HUGE_1GB"),
    ],
};
