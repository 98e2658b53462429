//! Operations of filters: `include/uapi/linux/bpf_common.h`, `filter.h`.

use super::FlagSet;

/// Operations of filters.
pub static BPF_ALU_OP: FlagSet = FlagSet {
    name: "operations of filters",
    header: "include/uapi/linux/bpf_common.h, include/uapi/linux/filter.h",
    mask: 0,
    names: &[
        (0x0, "BPF_ADD"),
        (0x10, "BPF_SUB"),
        (0x20, "BPF_MUL"),
        (0x30, "BPF_DIV"),
        (0x40, "BPF_OR"),
        (0x50, "BPF_AND"),
        (0x60, "BPF_LSH"),
        (0x70, "BPF_RSH"),
        (0x80, "BPF_NEG"),
        (0x90, "BPF_MOD"),
        (0xa0, "BPF_XOR"),
    ],
};
