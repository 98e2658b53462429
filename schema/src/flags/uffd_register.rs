//! Modes of userfaultfd registration: ioctl_userfaultfd(2), `include/uapi/linux/userfaultfd.h`.

use super::FlagSet;

/// Modes of userfaultfd registration.
pub static UFFD_REGISTER: FlagSet = FlagSet {
    name: "modes of userfaultfd registration",
    header: "include/uapi/linux/userfaultfd.h",
    mask: 0,
    names: &[
        (0x1, "UFFDIO_REGISTER_MODE_MISSING"),
        (0x2, "UFFDIO_REGISTER_MODE_WP"),
        (0x4, "UFFDIO_REGISTER_MODE_MINOR"),
    ],
};
