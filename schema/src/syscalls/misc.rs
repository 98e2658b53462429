//! The system as a whole: names, modules, tracing, restarting, and calls that are only numbers today.

use super::words::*;

table! {
    [] uname(buf: filled("utsname", 390));
    [] olduname(buf: filled("old_utsname", 325));
    [] oldolduname(buf: filled("oldold_utsname", 45));
    [] sethostname(name: Struct("char[]", Entry, n(1, 1)), len: Int);
    [] setdomainname(name: Struct("char[]", Entry, n(1, 1)), len: Int);
    [] sysinfo(info: filled("sysinfo", 112)) @ W64;
    [] sysinfo(info: filled("sysinfo", 64)) @ I386;
    [] syslog(type: Enum(&SYSLOG), buf: Payload(Exit, Len::Ret(1)), len: Int);
    [] getrandom(buf: Payload(Exit, Len::Ret(1)), buflen: Size, flags: Flags(&GETRANDOM));
    [] vhangup();
    [] reboot(magic: Enum(&REBOOT_MAGIC), magic2: Enum(&REBOOT_MAGIC), op: Enum(&REBOOT), arg: Addr);
    [] kexec_load(entry: Addr, nr_segments: Size, segments: Struct("kexec_segment", Entry, n(1, 32)), flags: LongFlags(&KEXEC)) @ W64;
    [] kexec_load(entry: Addr, nr_segments: Size, segments: Struct("kexec_segment", Entry, n(1, 16)), flags: LongFlags(&KEXEC)) @ I386;
    [Desc] kexec_file_load(kernel_fd: Fd, initrd_fd: Fd, cmdline_len: Size, cmdline: Struct("char[]", Entry, n(2, 1)), flags: LongFlags(&KEXEC_FILE));
    [] init_module(module_image: Payload(Entry, n(1, 1)), len: Size, param_values: Str);
    [Desc] finit_module(fd: Fd, param_values: Str, flags: Flags(&MODULE_INIT));
    [] delete_module(name: Str, flags: Flags(&MODULE_DELETE));
    [Desc] bpf(cmd: Enum(&BPF), attr: By(0, &BPF_ATTR, 0), size: Uint);
    [Desc] perf_event_open(attr: Struct("perf_event_attr", Entry, Own("size", 64)), pid: Pid, cpu: Int, group_fd: Fd, flags: LongFlags(&PERF_EVENT)) -> Fd;
    [] ioperm(from: Hex, num: Hex, turn_on: Int);
    [] iopl(level: Int);
    [] uprobe();
    [] uretprobe();
    [] _sysctl(args: Addr);
    [] afs_syscall(a0: Hex, a1: Hex, a2: Hex, a3: Hex, a4: Hex);
    [] create_module(name: Addr, size: Hex);
    [] get_kernel_syms(table: Addr);
    [] query_module(name: Addr, which: Hex, buf: Addr, bufsize: Hex, ret: Addr);
    [] nfsservctl(cmd: Hex, argp: Addr, resp: Addr);
    [] security(a0: Hex, a1: Hex, a2: Hex);
    [] tuxcall(a0: Hex, a1: Hex, a2: Hex);
    [] vserver(a0: Hex, a1: Hex, a2: Hex, a3: Hex, a4: Hex);
}
