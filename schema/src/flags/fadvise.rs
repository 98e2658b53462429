//! Posix_fadvise advice: posix_fadvise(2), `include/uapi/linux/fadvise.h`.

use super::FlagSet;

/// Posix_fadvise advice.
pub static FADVISE: FlagSet = FlagSet {
    name: "posix_fadvise advice",
    header: "include/uapi/linux/fadvise.h",
    mask: 0,
    names: &[
        (0, "POSIX_FADV_NORMAL"),
        (1, "POSIX_FADV_RANDOM"),
        (2, "POSIX_FADV_SEQUENTIAL"),
        (3, "POSIX_FADV_WILLNEED"),
        (4, "POSIX_FADV_DONTNEED"),
        (5, "POSIX_FADV_NOREUSE"),
    ],
};
