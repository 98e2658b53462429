//! Sizes of filter loads: `include/uapi/linux/bpf_common.h`, `filter.h`.

use super::FlagSet;

/// Sizes of filter loads.
pub static BPF_SIZE: FlagSet = FlagSet {
    name: "sizes of filter loads",
    header: "include/uapi/linux/bpf_common.h, include/uapi/linux/filter.h",
    mask: 0,
    names: &[(0x0, "BPF_W"), (0x8, "BPF_H"), (0x10, "BPF_B")],
};
