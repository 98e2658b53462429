//! The life of processes: making, waiting, ending, controlling.

use super::words::*;

table! {
    [Process] clone(flags: Flags(&CLONE), stack: Addr, parent_tid: Addr, child_tid: Addr, tls: Hex) @ X86_64;
    [Process] clone(flags: Flags(&CLONE), stack: Addr, parent_tid: Addr, tls: Hex, child_tid: Addr) @ NOT_X86_64;
    [Process] clone3(cl_args: Struct("clone_args", Entry, n(1, 1)), size: Size);
    [Process] fork();
    [Process] vfork();
    [File Process] execve(path: Path, argv: StrVec, envp: Addr);
    [Desc File Process] execveat(dirfd: DirFd, path: Path, argv: StrVec, envp: Addr, flags: Flags(&AT));
    [Process] exit(status: Int) -> Never;
    [Process] exit_group(status: Int) -> Never;
    [Process] wait4(pid: Pid, wstatus: INT_OUT, options: Flags(&WAIT), rusage: RUSAGE) @ W64;
    [Process] wait4(pid: Pid, wstatus: INT_OUT, options: Flags(&WAIT), rusage: RUSAGE32) @ I386;
    [Process] waitid(idtype: Enum(&WAIT_ID), id: Pid, infop: filled("siginfo", 128), options: Flags(&WAIT), rusage: RUSAGE) @ W64;
    [Process] waitid(idtype: Enum(&WAIT_ID), id: Pid, infop: filled("siginfo", 128), options: Flags(&WAIT), rusage: RUSAGE32) @ I386;
    [Process] waitpid(pid: Pid, wstatus: INT_OUT, options: Flags(&WAIT));
    [] unshare(flags: Flags(&CLONE3));
    [Desc] setns(fd: Fd, nstype: Flags(&CLONE3));
    [Desc] pidfd_open(pid: Pid, flags: Flags(&PIDFD_OPEN)) -> Fd;
    [Desc] pidfd_getfd(pidfd: Fd, targetfd: Fd, flags: Hex) -> Fd;
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
    [] get_robust_list(pid: Pid, head_ptr: Addr, len_ptr: Addr);
    [] rseq(rseq: Addr, rseq_len: Size, flags: Flags(&RSEQ), sig: Hex);
    [] restart_syscall();
    [Creds] prctl(option: Enum(&PRCTL), arg2: Hex, arg3: Hex, arg4: Hex, arg5: Hex);
    [] arch_prctl(op: Enum(&ARCH_PRCTL), addr: Hex);
    [] personality(persona: Flags(&PERSONALITY)) -> Hex;
    [] ptrace(request: Enum(&PTRACE), pid: Pid, addr: Addr, data: Hex);
    [] kcmp(pid1: Pid, pid2: Pid, type: Enum(&KCMP), idx1: Hex, idx2: Hex);
    [] seccomp(operation: Enum(&SECCOMP), flags: Flags(&SECCOMP_FLAGS), args: Addr);
    [] get_thread_area(u_info: given("user_desc", 16));
    [] set_thread_area(u_info: given("user_desc", 16));
    [] modify_ldt(func: Int, ptr: Addr, bytecount: Size);
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
