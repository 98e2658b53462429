//! Classes of filter instructions: `include/uapi/linux/bpf_common.h`, `filter.h`.

use super::FlagSet;

/// Classes of filter instructions.
pub static BPF_CLASS: FlagSet = FlagSet {
    name: "classes of filter instructions",
    header: "include/uapi/linux/bpf_common.h, include/uapi/linux/filter.h",
    mask: 0,
    names: &[
        (0x0, "BPF_LD"),
        (0x1, "BPF_LDX"),
        (0x2, "BPF_ST"),
        (0x3, "BPF_STX"),
        (0x4, "BPF_ALU"),
        (0x5, "BPF_JMP"),
        (0x6, "BPF_RET"),
        (0x7, "BPF_MISC"),
    ],
};
