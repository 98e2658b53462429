//! Times and timers: `include/uapi/linux/time.h`, `time_types.h`, `timex.h`, `include/vdso/time32.h`.

use super::words::*;

layouts! {
    /// Calls of i386 whose names end in `64` have this layout too.
    "timespec" @ ALL => tv_sec Int(8), tv_nsec Uint(8);
    "timespec" @ I386 => tv_sec Int(4), tv_nsec Extended(4);
    "timespec64" @ ALL => tv_sec Int(8), tv_nsec Uint(8);
    "timespec32" @ I386 => tv_sec Int(4), tv_nsec Extended(4);
    /// As wide as the ABI.
    "timespec_word" @ W64 => tv_sec Int(8), tv_nsec Uint(8);
    "timespec_word" @ I386 => tv_sec Int(4), tv_nsec Extended(4);
    "timeval64" @ ALL => tv_sec Int(8), tv_usec Uint(8);
    "timeval" @ W64 => tv_sec Int(8), tv_usec Uint(8);
    "timeval" @ I386 => tv_sec Int(4), tv_usec Extended(4);
    "itimerspec" @ ALL => it_interval Nested("timespec64"), it_value Nested("timespec64");
    "itimerspec" @ I386 => it_interval Nested("timespec32"), it_value Nested("timespec32");
    "itimerval" @ ALL => it_interval Nested("timeval"), it_value Nested("timeval");
    "tms" @ W64 => tms_utime Int(8), tms_stime Int(8), tms_cutime Int(8), tms_cstime Int(8);
    "tms" @ I386 => tms_utime Int(4), tms_stime Int(4), tms_cutime Int(4), tms_cstime Int(4);
    "timezone" @ ALL => tz_minuteswest Int(4), tz_dsttime Int(4);
    "utimbuf" @ W64 => actime Int(8), modtime Int(8);
    "utimbuf" @ I386 => actime Int(4), modtime Int(4);
    "timex" @ ALL =>
        modes Flags(4, &ADJTIMEX), pad Pad(4), offset Int(8), freq Int(8), maxerror Int(8), esterror Int(8), status Flags(4, &ADJTIMEX_STATUS), pad Pad(4),
        constant Int(8), precision Int(8), tolerance Int(8), time Nested("timeval64"), tick Int(8), ppsfreq Int(8), jitter Int(8), shift Int(4), pad Pad(4), stabil Int(8), jitcnt Int(8),
        calcnt Int(8), errcnt Int(8), stbcnt Int(8), tai Int(4), rest Pad(44);
    "timex" @ I386 =>
        modes Flags(4, &ADJTIMEX), offset Int(4), freq Int(4), maxerror Int(4), esterror Int(4), status Flags(4, &ADJTIMEX_STATUS), constant Int(4),
        precision Int(4), tolerance Int(4), time Nested("timeval"), tick Int(4), ppsfreq Int(4), jitter Int(4), shift Int(4), stabil Int(4), jitcnt Int(4),
        calcnt Int(4), errcnt Int(4), stbcnt Int(4), tai Int(4), rest Pad(44);
}
