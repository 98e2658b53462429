//! Personality: personality(2), `include/uapi/linux/personality.h`.

use super::FlagSet;

/// Personality.
pub static PERSONALITY: FlagSet = FlagSet {
    name: "personality",
    header: "include/uapi/linux/personality.h",
    mask: 0xff,
    names: &[
        (0x0, "PER_LINUX"),
        (0x6, "PER_BSD"),
        (0x10, "PER_HPUX"),
        (0x8, "PER_LINUX32"),
        (0x9, "PER_IRIX32"),
        (0x400000d, "PER_SOLARIS"),
        (0x20000, "UNAME26"),
        (0x40000, "ADDR_NO_RANDOMIZE"),
        (0x80000, "FDPIC_FUNCPTRS"),
        (0x100000, "MMAP_PAGE_ZERO"),
        (0x200000, "ADDR_COMPAT_LAYOUT"),
        (0x400000, "READ_IMPLIES_EXEC"),
        (0x800000, "ADDR_LIMIT_32BIT"),
        (0x1000000, "SHORT_INODE"),
        (0x2000000, "WHOLE_SECONDS"),
        (0x4000000, "STICKY_TIMEOUTS"),
        (0x8000000, "ADDR_LIMIT_3GB"),
    ],
};
