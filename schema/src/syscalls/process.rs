//! The life of processes: making, waiting, ending, controlling.

use super::words::*;

/// Where the kernel writes the new thread's id, or with CLONE_PIDFD a descriptor.
const PARENT_TID: Kind = If(0, 0x10_1000, &Struct("int", Exit, Fixed(4)));
/// Where the child's id is written or cleared, in the child.
const CHILD_TID: Kind = If(0, 0x120_0000, &Addr);

table! {
    [Process] clone(flags: FlagsSignal(&CLONE3), stack: Addr, parent_tid: PARENT_TID, child_tid: CHILD_TID, tls: If(0, 0x8_0000, &Hex)) as [child_stack 1, flags 0, parent_tid 2, tls 4, child_tidptr 3] @ X86_64;
    [Process] clone(flags: FlagsSignal(&CLONE3), stack: Addr, parent_tid: PARENT_TID, tls: If(0, 0x8_0000, &Hex), child_tid: CHILD_TID) as [child_stack 1, flags 0, parent_tid 2, tls 3, child_tidptr 4] @ NOT_X86_64;
    [Process] clone3(cl_args: Struct("clone_args", Entry, n(1, 1)), size: Size);
    [Process] fork();
    [Process] vfork();
    [File Process] execve(path: Path, argv: StrVec, envp: EnvVec);
    [Desc File Process] execveat(dirfd: DirFd, path: Path, argv: StrVec, envp: EnvVec, flags: Flags(&AT));
    [Process] exit(status: Int) -> Never;
    [Process] exit_group(status: Int) -> Never;
    [Process] wait4(pid: Pid, wstatus: WaitStatus, options: Flags(&WAIT), rusage: RUSAGE) @ W64;
    [Process] wait4(pid: Pid, wstatus: WaitStatus, options: Flags(&WAIT), rusage: RUSAGE32) @ I386;
    [Process] waitid(idtype: Enum(&WAIT_ID), id: Pid, infop: filled("siginfo", 128), options: Flags(&WAIT), rusage: RUSAGE) @ W64;
    [Process] waitid(idtype: Enum(&WAIT_ID), id: Pid, infop: filled("siginfo", 128), options: Flags(&WAIT), rusage: RUSAGE32) @ I386;
    [Process] waitpid(pid: Pid, wstatus: WaitStatus, options: Flags(&WAIT));
    [] unshare(flags: Flags(&CLONE3));
    [Desc] setns(fd: Fd, nstype: Flags(&CLONE3));
    [Desc] pidfd_open(pid: Pid, flags: Flags(&PIDFD_OPEN)) -> Fd;
    [Desc] pidfd_getfd(pidfd: Fd, targetfd: Int, flags: Hex32) -> Fd;
    [] getpid();
    [] getppid();
    [] gettid();
    [] getpgid(pid: Pid);
    [] getpgrp();
    [] getsid(pid: Pid);
    [] setpgid(pid: Pid, pgid: Pid);
    [] setsid();
    [] set_tid_address(tidptr: Addr);
    [] set_robust_list(head: Addr, len: Size);
    [] get_robust_list(pid: Pid, head_ptr: Struct("address", Exit, Whole), len_ptr: Struct("ulong", Exit, Whole));
    [] rseq(rseq: Addr, rseq_len: Hex32, flags: Flags(&RSEQ), sig: Hex32);
    [] restart_syscall();
    [Creds] prctl(option: Enum(&PRCTL), arg2: By(0, &PRCTL_ARGS, 0), arg3: By(0, &PRCTL_ARGS, 1), arg4: By(0, &PRCTL_ARGS, 2), arg5: By(0, &PRCTL_ARGS, 3));
    [] arch_prctl(op: Enum(&ARCH_PRCTL), addr: By(0, &ARCH_PRCTL_ARGS, 0));
    [] personality(persona: Flags(&PERSONALITY)) -> Flags("", &PERSONALITY);
    [] ptrace(request: Enum(&PTRACE), pid: By(0, &PTRACE_ARGS, 0), addr: By(0, &PTRACE_ARGS, 1), data: By(0, &PTRACE_ARGS, 2));
    [] kcmp(pid1: Pid, pid2: Pid, type: Enum(&KCMP), idx1: By(2, &KCMP_ARGS, 0), idx2: By(2, &KCMP_ARGS, 1));
    [] seccomp(operation: Enum(&SECCOMP), flags: By(0, &SECCOMP_ARGS, 0), args: By(0, &SECCOMP_ARGS, 1));
    [] get_thread_area(u_info: given("user_desc", 16));
    [] set_thread_area(u_info: given("user_desc", 16));
    [] modify_ldt(func: Int, ptr: By(0, &MODIFY_LDT_ARGS, 0), bytecount: Size);
    [] getrlimit(resource: Enum(&RLIMIT), rlim: filled("rlimit", 16)) @ W64;
    [] getrlimit(resource: Enum(&RLIMIT), rlim: filled("rlimit", 8)) @ I386;
    [] ugetrlimit(resource: Enum(&RLIMIT), rlim: filled("rlimit", 8));
    [] setrlimit(resource: Enum(&RLIMIT), rlim: given("rlimit", 16)) @ W64;
    [] setrlimit(resource: Enum(&RLIMIT), rlim: given("rlimit", 8)) @ I386;
    [] prlimit64(pid: Pid, resource: Enum(&RLIMIT), new_limit: given("rlimit64", 16), old_limit: filled("rlimit64", 16));
    [] getrusage(who: Enum(&RUSAGE_WHO), usage: RUSAGE) @ W64;
    [] getrusage(who: Enum(&RUSAGE_WHO), usage: RUSAGE32) @ I386;
    [File] acct(path: Path);
}
