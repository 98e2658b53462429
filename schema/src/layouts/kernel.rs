//! Other interfaces of the kernel: `include/uapi/linux/perf_event.h`, `landlock.h`, `futex.h`, `filter.h`, `seccomp.h`,
//! `userfaultfd.h`, `kvm.h`.

use super::words::*;

layouts! {
    "perf_event_attr" @ ALL =>
        type_ Enum(4, &PERF_TYPE), size Enum(4, &PERF_ATTR_SIZE),
        config Choose("type_", &[(0, "perf_hardware"), (1, "perf_software"), (2, "perf_tracepoint")], "perf_config", 8),
        sample_period Uint(8), sample_type Flags(8, &PERF_SAMPLE), read_format Flags(8, &PERF_READ),
        flags Bits(8, &[
            ("disabled", 0, 1), ("inherit", 1, 1), ("pinned", 2, 1), ("exclusive", 3, 1), ("exclude_user", 4, 1), ("exclude_kernel", 5, 1),
            ("exclude_hv", 6, 1), ("exclude_idle", 7, 1), ("mmap", 8, 1), ("comm", 9, 1), ("freq", 10, 1), ("inherit_stat", 11, 1),
            ("enable_on_exec", 12, 1), ("task", 13, 1), ("watermark", 14, 1), ("precise_ip", 15, 0x82), ("mmap_data", 17, 1),
            ("sample_id_all", 18, 1), ("exclude_host", 19, 1), ("exclude_guest", 20, 1), ("exclude_callchain_kernel", 21, 1),
            ("exclude_callchain_user", 22, 1), ("mmap2", 23, 1), ("comm_exec", 24, 1), ("use_clockid", 25, 1), ("context_switch", 26, 1),
            ("write_backward", 27, 1), ("namespaces", 28, 1), ("ksymbol", 29, 1), ("bpf_event", 30, 1), ("aux_output", 31, 1),
            ("cgroup", 32, 1), ("text_poke", 33, 1), ("build_id", 34, 1), ("inherit_thread", 35, 1), ("remove_on_exec", 36, 1),
            ("sigtrap", 37, 1), ("__reserved_1", 38, 26),
        ]),
        wakeup_events Uint(4), bp_type If("type_", !0, &[5], &Enum(4, &HW_BREAKPOINT)), config1 Choose("type_", &[(5, "perf_config")], "perf_config", 8),
        config2 Hex(8), branch_sample_type If("sample_type", 0x800, &[], &Flags(8, &PERF_BRANCH)), sample_regs_user Hex(8),
        sample_stack_user If("sample_type", 0x2000, &[], &Hex(4)), clockid If("flags", 1 << 25, &[], &Enum(4, &CLOCK)), sample_regs_intr Hex(8),
        aux_watermark Uint(4), sample_max_stack Uint(2), reserved Pad(2), aux_sample_size Uint(4), reserved3 Pad(4), sig_data Hex(8), config3 Hex(8);
        short type_ size config sample_period sample_type read_format flags;
    "perf_tracepoint" @ ALL => plain Uint(8);
    "perf_hardware" @ ALL => plain Enum(8, &PERF_HARDWARE);
    "perf_software" @ ALL => plain Enum(8, &PERF_SOFTWARE);
    "perf_config" @ ALL => plain Hex(8);
    "landlock_ruleset_attr" @ ALL =>
        handled_access_fs Flags(8, &LANDLOCK_FS), handled_access_net Flags(8, &LANDLOCK_NET), scoped Flags(8, &LANDLOCK_SCOPE);
    "landlock_path_beneath_attr" @ ALL => allowed_access Flags(8, &LANDLOCK_FS), parent_fd Fd(4);
    "landlock_net_port_attr" @ ALL => allowed_access Flags(8, &LANDLOCK_NET), port Uint(8);
    "futex_waitv" @ ALL => val Hex(8), uaddr Ptr(8), flags Flags(4, &FUTEX_WAITV), __reserved Rest(4);
    "sock_filter" @ ALL => code Hex(2), jt Hex(1), jf Hex(1), k Hex(4);
    "sock_fprog" @ W64 => len Uint(2), pad Pad(6), filter To(8, several("sock_filter", "len", 8));
    "sock_fprog" @ I386 => len Uint(2), pad Pad(2), filter To(4, several("sock_filter", "len", 8));
    "seccomp_action" @ ALL => value Enum(4, &SECCOMP_RET);
    "seccomp_notif_sizes" @ ALL => seccomp_notif Uint(2), seccomp_notif_resp Uint(2), seccomp_data Uint(2);
    "mempolicy_mode" @ ALL => value Flags(4, &MEMPOLICY);
    "uffdio_api" @ ALL => api Hex(8), features Flags(8, &UFFD_FEATURES), ioctls Hex(8);
    "uffdio_range" @ ALL => start Hex(8), len Hex(8);
    "uffdio_register" @ ALL => range Nested("uffdio_range"), mode Flags(8, &UFFD_REGISTER), ioctls Hex(8);
    "uffdio_copy" @ ALL => dst Hex(8), src Hex(8), len Hex(8), mode Hex(8), copy Int(8);
    "uffdio_zeropage" @ ALL => range Nested("uffdio_range"), mode Hex(8), zeropage Hex(8);
    "kvm_userspace_memory_region" @ ALL =>
        slot Uint(4), flags Hex(4), guest_phys_addr Hex(8), memory_size Uint(8), userspace_addr Hex(8);
    "keyctl_dh_params" @ ALL => priv Int(4), prime Int(4), base Int(4);
    "keyctl_pkey_params" @ ALL => key_id Int(4), in_len Uint(4), out_len Uint(4), rest Pad(28);
    "keyctl_pkey_query" @ ALL =>
        supported_ops Hex(4), key_size Uint(4), max_data_size Uint(2), max_sig_size Uint(2), max_enc_size Uint(2), max_dec_size Uint(2), rest Pad(40);
    "kcmp_epoll_slot" @ ALL => efd Fd(4), tfd Int(4), toff Uint(4);
    "ptrace_peeksiginfo_args" @ ALL => off Uint(8), flags Hex(4), nr Int(4);
    "prctl_tsc" @ ALL => value Enum(4, &PRCTL_TSC);
}
