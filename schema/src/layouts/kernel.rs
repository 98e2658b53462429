//! Other interfaces of the kernel: `include/uapi/linux/perf_event.h`, `landlock.h`, `futex.h`, `filter.h`, `seccomp.h`,
//! `userfaultfd.h`, `kvm.h`.

use super::words::*;

layouts! {
    /// Counts and names only; the bits of `flags` stay a number.
    "perf_event_attr" @ ALL =>
        type_ Enum(4, &PERF_TYPE), size Hex(4), config Choose("type_", &[(0, "perf_hardware"), (1, "perf_software")], "perf_config", 8),
        sample_period Uint(8), sample_type Flags(8, &PERF_SAMPLE), read_format Flags(8, &PERF_READ), flags Hex(8),
        wakeup_events Uint(4), bp_type Hex(4), config1 Hex(8);
        short type_ size config sample_period sample_type read_format;
    "perf_hardware" @ ALL => plain Enum(8, &PERF_HARDWARE);
    "perf_software" @ ALL => plain Enum(8, &PERF_SOFTWARE);
    "perf_config" @ ALL => plain Hex(8);
    "landlock_ruleset_attr" @ ALL =>
        handled_access_fs Flags(8, &LANDLOCK_FS), handled_access_net Flags(8, &LANDLOCK_NET), scoped Flags(8, &LANDLOCK_SCOPE);
    "landlock_path_beneath_attr" @ ALL => allowed_access Flags(8, &LANDLOCK_FS), parent_fd Fd(4);
    "landlock_net_port_attr" @ ALL => allowed_access Flags(8, &LANDLOCK_NET), port Uint(8);
    "futex_waitv" @ ALL => val Hex(8), uaddr Ptr(8), flags Flags(4, &FUTEX_WAITV), reserved Pad(4);
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
    "kcmp_epoll_slot" @ ALL => efd Fd(4), tfd Int(4), toff Uint(4);
    "ptrace_peeksiginfo_args" @ ALL => off Uint(8), flags Hex(4), nr Int(4);
    "prctl_tsc" @ ALL => value Enum(4, &PRCTL_TSC);
}
