//! The attributes of bpf(2), a structure for each group of commands: `union bpf_attr` of `include/uapi/linux/bpf.h`.
//!
//! A program may give fewer bytes than a structure has, or more. What is before `first` is 0 where the program does not give it;
//! what is behind it came with later kernels.

use super::words::*;

layouts! {
    "bpf_map_create" @ ALL =>
        map_type Enum(4, &BPF_MAP_TYPE), key_size Uint(4), value_size Uint(4), max_entries Uint(4), first Pad(0), map_flags Flags(4, &BPF_MAP_FLAGS),
        inner_map_fd Fd(4), numa_node If("map_flags", 4, &[], &Uint(4)), map_name Text(16), map_ifindex Uint(4), btf_fd Fd(4),
        btf_key_type_id Uint(4), btf_value_type_id Uint(4), btf_vmlinux_value_type_id Uint(4), map_extra Hex(8);
    "bpf_map_elem" @ ALL => map_fd Fd(4), pad Pad(4), key Ptr(8), value Ptr(8), first Pad(0), flags Flags(8, &BPF_UPDATE);
    "bpf_map_update" @ ALL => map_fd Fd(4), pad Pad(4), key Ptr(8), value_ Ptr(8), flags Flags(8, &BPF_UPDATE), first Pad(0);
    "bpf_map_key" @ ALL => map_fd Fd(4), pad Pad(4), key Ptr(8), first Pad(0);
    "bpf_map_next" @ ALL => map_fd Fd(4), pad Pad(4), key Ptr(8), next_key Ptr(8), first Pad(0);
    "bpf_prog_load" @ ALL =>
        prog_type Enum(4, &BPF_PROG_TYPE), insn_cnt Uint(4), insns Ptr(8), license To(8, Kind::Str), log_level Uint(4), log_size Uint(4),
        log_buf Ptr(8), kern_version KernelVersion(4), prog_flags Hex(4), first Pad(0), prog_name Text(16), prog_ifindex Uint(4),
        expected_attach_type Enum(4, &BPF_ATTACH_TYPE), prog_btf_fd Fd(4), func_info_rec_size Uint(4), func_info Ptr(8),
        func_info_cnt Uint(4), line_info_rec_size Uint(4), line_info Ptr(8), line_info_cnt Uint(4), attach_btf_id Uint(4),
        attach_prog_fd Fd(4);
    "bpf_obj" @ ALL => pathname To(8, Kind::Str), bpf_fd Fd(4), first Pad(0), file_flags Hex(4);
    "bpf_attach" @ ALL =>
        target_fd Fd(4), attach_bpf_fd Fd(4), attach_type Enum(4, &BPF_ATTACH_TYPE), attach_flags Hex(4), first Pad(0), replace_bpf_fd Fd(4);
    "bpf_test_run" @ ALL => test Nested("bpf_test_run_attr");
    "bpf_test_run_attr" @ ALL =>
        prog_fd Fd(4), retval Uint(4), data_size_in Uint(4), data_size_out Uint(4), data_in Ptr(8), data_out Ptr(8), repeat Uint(4),
        duration Uint(4);
    "bpf_next_id" @ ALL => start_id Uint(4), next_id Uint(4), first Pad(0), open_flags Hex(4);
    "bpf_prog_id" @ ALL => prog_id Uint(4), next_id Uint(4), first Pad(0), open_flags Hex(4);
    "bpf_map_id" @ ALL => map_id Uint(4), next_id Uint(4), first Pad(0), open_flags Hex(4);
    "bpf_btf_id" @ ALL => btf_id Uint(4);
    "bpf_info" @ ALL => info Nested("bpf_info_attr");
    "bpf_info_attr" @ ALL => bpf_fd Fd(4), info_len Uint(4), info Ptr(8), first Pad(0);
    "bpf_raw_tracepoint" @ ALL => name To(8, Kind::Str), prog_fd Fd(4), first Pad(0);
    "bpf_btf_load" @ ALL => btf Ptr(8), btf_log_buf Ptr(8), btf_size Uint(4), btf_log_size Uint(4), btf_log_level Uint(4), first Pad(0);
    "bpf_map_freeze" @ ALL => map_fd Fd(4);
    "bpf_link_create" @ ALL => link_create Nested("bpf_link_create_attr");
    "bpf_link_create_attr" @ ALL => prog_fd Fd(4), target_fd Fd(4), attach_type Enum(4, &BPF_ATTACH_TYPE), flags Hex(4);
    "bpf_stats" @ ALL => type_ Uint(4);
}
