//! Flags of BPF map updates: bpf(2), `include/uapi/linux/bpf.h`.

use super::FlagSet;

/// Flags of BPF map updates.
pub static BPF_UPDATE: FlagSet = FlagSet {
    name: "flags of BPF map updates",
    header: "include/uapi/linux/bpf.h",
    mask: 0,
    names: &[(0, "BPF_ANY"), (1, "BPF_NOEXIST"), (2, "BPF_EXIST"), (4, "BPF_F_LOCK")],
};
