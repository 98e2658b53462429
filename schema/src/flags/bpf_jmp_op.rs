//! Jumps of filters: `include/uapi/linux/bpf_common.h`, `filter.h`.

use super::FlagSet;

/// Jumps of filters.
pub static BPF_JMP_OP: FlagSet = FlagSet {
    name: "jumps of filters",
    header: "include/uapi/linux/bpf_common.h, include/uapi/linux/filter.h",
    mask: 0,
    names: &[(0x0, "BPF_JA"), (0x10, "BPF_JEQ"), (0x20, "BPF_JGT"), (0x30, "BPF_JGE"), (0x40, "BPF_JSET")],
};
