//! Features of userfaultfd: ioctl_userfaultfd(2), `include/uapi/linux/userfaultfd.h`.

use super::FlagSet;

/// Features of userfaultfd.
pub static UFFD_FEATURES: FlagSet = FlagSet {
    name: "features of userfaultfd",
    header: "include/uapi/linux/userfaultfd.h",
    mask: 0,
    names: &[
        (0x1, "UFFD_FEATURE_PAGEFAULT_FLAG_WP"),
        (0x2, "UFFD_FEATURE_EVENT_FORK"),
        (0x4, "UFFD_FEATURE_EVENT_REMAP"),
        (0x8, "UFFD_FEATURE_EVENT_REMOVE"),
        (0x10, "UFFD_FEATURE_MISSING_HUGETLBFS"),
        (0x20, "UFFD_FEATURE_MISSING_SHMEM"),
        (0x40, "UFFD_FEATURE_EVENT_UNMAP"),
        (0x80, "UFFD_FEATURE_SIGBUS"),
        (0x100, "UFFD_FEATURE_THREAD_ID"),
        (0x200, "UFFD_FEATURE_MINOR_HUGETLBFS"),
        (0x400, "UFFD_FEATURE_MINOR_SHMEM"),
        (0x800, "UFFD_FEATURE_EXACT_ADDRESS"),
        (0x1000, "UFFD_FEATURE_WP_HUGETLBFS_SHMEM"),
    ],
};
