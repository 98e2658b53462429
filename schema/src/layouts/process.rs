//! Processes, limits, scheduling, credentials: `include/uapi/linux/sched.h`, `resource.h`, `sched/types.h`, `capability.h`,
//! `utsname.h`, `sysinfo.h`, `asm/ldt.h`.

use super::words::*;

layouts! {
    "clone_args" @ ALL =>
        flags Flags(8, &CLONE3), pidfd If("flags", 0x1000, &[], &To(8, filled("int"))),
        child_tid If("flags", 0x120_0000, &[], &Ptr(8)), parent_tid If("flags", 0x10_0000, &[], &To(8, filled("int"))),
        exit_signal Signal(8), stack Ptr(8), stack_size Hex(8), tls If("flags", 0x8_0000, &[], &Ptr(8)),
        set_tid If("set_tid_size", !0, &[], &To(8, several("int", "set_tid_size", 4))), set_tid_size If("set_tid_size", !0, &[], &Uint(8)),
        cgroup If("flags", 0x2_0000_0000, &[], &Fd(8));
    "rlimit" @ W64 => rlim_cur Limit(8, "RLIM64_INFINITY"), rlim_max Limit(8, "RLIM64_INFINITY");
    "rlimit" @ I386 => rlim_cur Limit(4, "RLIM_INFINITY"), rlim_max Limit(4, "RLIM_INFINITY");
    "rlimit64" @ ALL => rlim_cur Limit(8, "RLIM64_INFINITY"), rlim_max Limit(8, "RLIM64_INFINITY");
    "rusage" @ W64 =>
        ru_utime Nested("timeval"), ru_stime Nested("timeval"), ru_maxrss Int(8), ru_ixrss Int(8), ru_idrss Int(8),
        ru_isrss Int(8), ru_minflt Int(8), ru_majflt Int(8), ru_nswap Int(8), ru_inblock Int(8), ru_oublock Int(8),
        ru_msgsnd Int(8), ru_msgrcv Int(8), ru_nsignals Int(8), ru_nvcsw Int(8), ru_nivcsw Int(8);
        short ru_utime ru_stime;
    "rusage" @ I386 =>
        ru_utime Nested("timeval"), ru_stime Nested("timeval"), ru_maxrss Int(4), ru_ixrss Int(4), ru_idrss Int(4),
        ru_isrss Int(4), ru_minflt Int(4), ru_majflt Int(4), ru_nswap Int(4), ru_inblock Int(4), ru_oublock Int(4),
        ru_msgsnd Int(4), ru_msgrcv Int(4), ru_nsignals Int(4), ru_nvcsw Int(4), ru_nivcsw Int(4);
        short ru_utime ru_stime;
    "sched_param" @ ALL => value Int(4);
    "sched_attr" @ ALL =>
        size Uint(4), sched_policy Enum(4, &SCHED), sched_flags Flags(8, &SCHED_ATTR_FLAGS), sched_nice Int(4), sched_priority Uint(4),
        sched_runtime Uint(8), sched_deadline Uint(8), sched_period Uint(8), sched_util_min Uint(4), sched_util_max Uint(4);
    "cap_user_header" @ ALL => version Enum(4, &CAP_VERSION), pid Int(4);
    /// Two structures, with the lower and the upper half of each set.
    "cap_user_data_pair" @ ALL =>
        effective Capabilities(4), permitted Capabilities(4), inheritable Capabilities(4), upper Pad(12);
    "utsname" @ ALL =>
        sysname Text(65), nodename Text(65), release Text(65), version Text(65), machine Text(65), domainname Text(65);
        short sysname nodename;
    "old_utsname" @ ALL => sysname Text(65), nodename Text(65), release Text(65), version Text(65), machine Text(65);
        short sysname nodename;
    "sysinfo" @ W64 =>
        uptime Int(8), loads Array(3, &Uint(8)), totalram Uint(8), freeram Uint(8), sharedram Uint(8),
        bufferram Uint(8), totalswap Uint(8), freeswap Uint(8), procs Uint(2), pad Pad(6), totalhigh Uint(8),
        freehigh Uint(8), mem_unit Uint(4), rest Pad(4);
    "sysinfo" @ I386 =>
        uptime Int(4), loads Array(3, &Uint(4)), totalram Uint(4), freeram Uint(4), sharedram Uint(4),
        bufferram Uint(4), totalswap Uint(4), freeswap Uint(4), procs Uint(2), pad Pad(2), totalhigh Uint(4),
        freehigh Uint(4), mem_unit Uint(4), rest Pad(8);
    "user_desc" @ ALL => entry_number Int(4), base_addr Digits(4), limit Digits(4),
        flags Bits(4, &[
            ("seg_32bit", 0, 0x81), ("contents", 1, 0x82), ("read_exec_only", 3, 0x81), ("limit_in_pages", 4, 0x81),
            ("seg_not_present", 5, 0x81), ("useable", 6, 0x81), ("lm", 7, 0x81),
        ]);
    "page_in_core" @ ALL => plain Uint(1);
    "page_status" @ ALL => plain Outcome(4);
    "kexec_segment" @ W64 => buf Ptr(8), bufsz Uint(8), mem Ptr(8), memsz Uint(8);
    "kexec_segment" @ I386 => buf Ptr(4), bufsz Uint(4), mem Ptr(4), memsz Uint(4);
    "pointer" @ W64 => plain Ptr(8);
    "pointer" @ I386 => plain Ptr(4);
    "comm" @ ALL => plain Text(16);
    "signal" @ ALL => value Signal(4);
    "address" @ W64 => value Ptr(8);
    "address" @ I386 => value Ptr(4);
    "u64_hex" @ ALL => value Hex(8);
    "u32_hex" @ ALL => value Hex(4);
}
