//! The last arguments of ptrace(2), by request: `include/uapi/linux/ptrace.h`, `arch/x86/include/uapi/asm/ptrace-abi.h`.

use super::words::*;

/// The process, the address and the data of ptrace(2).
pub static PTRACE_ARGS: Choices = Choices {
    name: "ptrace",
    header: "include/uapi/linux/ptrace.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Pid, Addr, Addr],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 PTRACE_TRACEME [];
    1 PTRACE_PEEKTEXT [Pid, Addr, filled("address")];
    2 PTRACE_PEEKDATA [Pid, Addr, filled("address")];
    3 PTRACE_PEEKUSER [Pid, Hex, filled("address")];
    4 PTRACE_POKETEXT [Pid, Addr, Addr];
    5 PTRACE_POKEDATA [Pid, Addr, Addr];
    6 PTRACE_POKEUSER [Pid, Hex, Addr];
    7 PTRACE_CONT [Pid, Addr, Signal];
    8 PTRACE_KILL [Pid];
    9 PTRACE_SINGLESTEP [Pid, Addr, Signal];
    12 PTRACE_GETREGS [Pid, Unused, Addr];
    13 PTRACE_SETREGS [Pid, Unused, Addr];
    14 PTRACE_GETFPREGS [Pid, Unused, Addr];
    15 PTRACE_SETFPREGS [Pid, Unused, Addr];
    16 PTRACE_ATTACH [Pid];
    17 PTRACE_DETACH [Pid, Addr, Signal];
    24 PTRACE_SYSCALL [Pid, Addr, Signal];
    31 PTRACE_SYSEMU [Pid, Addr, Signal];
    0x4200 PTRACE_SETOPTIONS [Pid, Addr, Flags(&PTRACE_OPTIONS)];
    0x4201 PTRACE_GETEVENTMSG [Pid, Addr, filled("ulong")];
    0x4202 PTRACE_GETSIGINFO [Pid, Addr, filled("siginfo")];
    0x4203 PTRACE_SETSIGINFO [Pid, Addr, given("siginfo")];
    0x4204 PTRACE_GETREGSET [Pid, Enum(&NT_REGSET), given("iovec")];
    0x4205 PTRACE_SETREGSET [Pid, Enum(&NT_REGSET), given("iovec")];
    0x4206 PTRACE_SEIZE [Pid, Addr, Flags(&PTRACE_OPTIONS)];
    0x4207 PTRACE_INTERRUPT [Pid];
    0x4208 PTRACE_LISTEN [Pid];
    0x4209 PTRACE_PEEKSIGINFO [Pid, given("ptrace_peeksiginfo_args"), Addr];
    0x420a PTRACE_GETSIGMASK [Pid, Size, filled("sigset_t")];
    0x420b PTRACE_SETSIGMASK [Pid, Size, given("sigset_t")];
    0x420c PTRACE_SECCOMP_GET_FILTER [Pid, Size, Addr];
    0x420e PTRACE_GET_SYSCALL_INFO [Pid, Size, Addr];
};
