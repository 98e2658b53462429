//! Flags of BPF maps: bpf(2), `include/uapi/linux/bpf.h`.

use super::FlagSet;

/// Flags of BPF maps.
pub static BPF_MAP_FLAGS: FlagSet = FlagSet {
    name: "flags of BPF maps",
    header: "include/uapi/linux/bpf.h",
    mask: 0,
    names: &[
        (0x1, "BPF_F_NO_PREALLOC"),
        (0x2, "BPF_F_NO_COMMON_LRU"),
        (0x4, "BPF_F_NUMA_NODE"),
        (0x8, "BPF_F_RDONLY"),
        (0x10, "BPF_F_WRONLY"),
        (0x20, "BPF_F_STACK_BUILD_ID"),
        (0x40, "BPF_F_ZERO_SEED"),
        (0x80, "BPF_F_RDONLY_PROG"),
        (0x100, "BPF_F_WRONLY_PROG"),
        (0x200, "BPF_F_CLONE"),
        (0x400, "BPF_F_MMAPABLE"),
        (0x800, "BPF_F_PRESERVE_ELEMS"),
        (0x1000, "BPF_F_INNER_MAP"),
    ],
};
