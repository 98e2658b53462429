//! Other interfaces of the kernel: `include/uapi/linux/perf_event.h`, `landlock.h`, `futex.h`.

use super::words::*;

layouts! {
    "perf_event_attr" @ ALL =>
        type_ Uint(4), size Uint(4), config Hex(8), sample_period Uint(8), sample_type Hex(8), read_format Hex(8), flags Hex(8),
        wakeup_events Uint(4), bp_type Hex(4), config1 Hex(8);
    "landlock_ruleset_attr" @ ALL => handled_access_fs Hex(8), handled_access_net Hex(8), scoped Hex(8);
    "landlock_rule_attr" @ ALL => allowed_access Hex(8), parent_fd Int(4);
    "futex_waitv" @ ALL => val Hex(8), uaddr Ptr(8), flags Hex(4), reserved Pad(4);
}
