//! Memfd_create flags: memfd_create(2), `include/uapi/linux/memfd.h`.

use super::FlagSet;

/// Memfd_create flags.
pub static MEMFD: FlagSet = FlagSet {
    name: "memfd_create flags",
    header: "include/uapi/linux/memfd.h",
    mask: 0,
    names: &[
        (0x1, "MFD_CLOEXEC"),
        (0x2, "MFD_ALLOW_SEALING"),
        (0x4, "MFD_HUGETLB"),
        (0x8, "MFD_NOEXEC_SEAL"),
        (0x10, "MFD_EXEC"),
        (0x54000000, "MFD_HUGE_2MB"),
        (0x78000000, "MFD_HUGE_1GB"),
    ],
};
