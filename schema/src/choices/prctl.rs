//! The arguments of prctl(2), by option: `include/uapi/linux/prctl.h`.

use super::words::*;

/// The arguments of prctl(2) from the second on.
pub static PRCTL_ARGS: Choices = Choices {
    name: "prctl",
    header: "include/uapi/linux/prctl.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Hex, Hex, Hex, Hex],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    1 PR_SET_PDEATHSIG [Signal];
    2 PR_GET_PDEATHSIG [filled("signal")];
    3 PR_GET_DUMPABLE [] -> Ret::Enum(&DUMPABLE);
    4 PR_SET_DUMPABLE [Enum(&DUMPABLE)];
    5 PR_GET_UNALIGN [filled("int")];
    6 PR_SET_UNALIGN [Flags(&PRCTL_UNALIGN)];
    7 PR_GET_KEEPCAPS [];
    8 PR_SET_KEEPCAPS [Size];
    9 PR_GET_FPEMU [filled("int")];
    10 PR_SET_FPEMU [Size];
    11 PR_GET_FPEXC [filled("int")];
    12 PR_SET_FPEXC [Size];
    13 PR_GET_TIMING [];
    14 PR_SET_TIMING [Size];
    15 PR_SET_NAME [Str];
    16 PR_GET_NAME [filled("comm")];
    19 PR_GET_ENDIAN [filled("int")];
    20 PR_SET_ENDIAN [Size];
    21 PR_GET_SECCOMP [] -> Ret::Enum(&SECCOMP_MODE);
    22 PR_SET_SECCOMP [Enum(&SECCOMP_MODE), given("sock_fprog")];
    23 PR_CAPBSET_READ [Enum(&CAPABILITY)];
    24 PR_CAPBSET_DROP [Enum(&CAPABILITY)];
    25 PR_GET_TSC [filled("prctl_tsc")];
    26 PR_SET_TSC [Enum(&PRCTL_TSC)];
    27 PR_GET_SECUREBITS [] -> Ret::Flags("", &SECUREBITS);
    28 PR_SET_SECUREBITS [Flags(&SECUREBITS)];
    29 PR_SET_TIMERSLACK [Long];
    30 PR_GET_TIMERSLACK [];
    31 PR_TASK_PERF_EVENTS_DISABLE [];
    32 PR_TASK_PERF_EVENTS_ENABLE [];
    33 PR_MCE_KILL [Enum(&PRCTL_MCE), Enum(&PRCTL_MCE_POLICY), Hex, Hex];
    34 PR_MCE_KILL_GET [Hex, Hex, Hex, Hex] -> Ret::Enum(&PRCTL_MCE_POLICY);
    35 PR_SET_MM [Enum(&PRCTL_MM), Addr, Hex, Hex];
    36 PR_SET_CHILD_SUBREAPER [Size];
    37 PR_GET_CHILD_SUBREAPER [filled("int")];
    38 PR_SET_NO_NEW_PRIVS [Size, Hex, Hex, Hex];
    39 PR_GET_NO_NEW_PRIVS [Hex, Hex, Hex, Hex];
    40 PR_GET_TID_ADDRESS [filled("address")];
    41 PR_SET_THP_DISABLE [Size, Hex, Hex, Hex];
    42 PR_GET_THP_DISABLE [Hex, Hex, Hex, Hex];
    45 PR_SET_FP_MODE [Flags(&PRCTL_FP_MODE)];
    46 PR_GET_FP_MODE [];
    47 PR_CAP_AMBIENT [Enum(&PRCTL_AMBIENT), Enum(&CAPABILITY), Hex, Hex];
    52 PR_GET_SPECULATION_CTRL [Enum(&PRCTL_SPEC)] -> Ret::Flags("", &PRCTL_SPEC_CONTROL);
    53 PR_SET_SPECULATION_CTRL [Enum(&PRCTL_SPEC), Flags(&PRCTL_SPEC_CONTROL)];
    57 PR_SET_IO_FLUSHER [Size, Hex, Hex, Hex];
    58 PR_GET_IO_FLUSHER [Hex, Hex, Hex, Hex];
    59 PR_SET_SYSCALL_USER_DISPATCH [Enum(&PRCTL_DISPATCH), Hex, Hex, Addr];
    62 PR_SCHED_CORE [Enum(&PRCTL_SCHED_CORE), Pid, Uint, Addr];
    65 PR_SET_MDWE [Flags(&PRCTL_MDWE), Hex, Hex, Hex];
    66 PR_GET_MDWE [Hex, Hex, Hex, Hex] -> Ret::Flags("", &PRCTL_MDWE);
    0x53564d41 PR_SET_VMA [Enum(&PRCTL_VMA), Addr, Size, Str];
    0x59616d61 PR_SET_PTRACER [Named(&PRCTL_PTRACER)];
};
