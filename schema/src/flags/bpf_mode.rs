//! Modes of filter loads: `include/uapi/linux/bpf_common.h`, `filter.h`.

use super::FlagSet;

/// Modes of filter loads.
pub static BPF_MODE: FlagSet = FlagSet {
    name: "modes of filter loads",
    header: "include/uapi/linux/bpf_common.h, include/uapi/linux/filter.h",
    mask: 0,
    names: &[
        (0x0, "BPF_IMM"),
        (0x20, "BPF_ABS"),
        (0x40, "BPF_IND"),
        (0x60, "BPF_MEM"),
        (0x80, "BPF_LEN"),
        (0xa0, "BPF_MSH"),
    ],
};
