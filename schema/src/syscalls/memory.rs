//! Mapping and changing memory.

use super::words::*;

table! {
    [Memory] brk(addr: Addr) -> Hex;
    [Desc Memory] mmap(addr: Addr, length: Size, prot: Flags(&PROT), flags: Flags(&MAP), fd: Fd, offset: Hex) -> Hex @ W64;
    /// The old call: one pointer to the six arguments.
    [Desc Memory] mmap(args: Stands(stands::OLD_MMAP)) -> Hex @ I386;
    [Desc Memory] mmap2(addr: Addr, length: Size, prot: Flags(&PROT), flags: Flags(&MAP), fd: Fd, pgoffset: Hex) -> Hex;
    [Memory] munmap(addr: Addr, length: Size);
    [Memory] mremap(old_address: Addr, old_size: Size, new_size: Size, flags: Flags(&MREMAP), new_address: If(3, 2, &Addr)) -> Hex;
    [Memory] mprotect(addr: Addr, len: Size, prot: LongFlags(&PROT));
    [Memory] pkey_mprotect(addr: Addr, len: Size, prot: LongFlags(&PROT), pkey: Int);
    [] pkey_alloc(flags: Hex, access_rights: LongFlags(&PKEY));
    [] pkey_free(pkey: Int);
    [Memory] madvise(addr: Addr, length: Size, advice: Enum(&MADVISE));
    [Desc] process_madvise(pidfd: Fd, iov: Struct("iovec", Entry, n(2, 16)), vlen: Size, advice: Enum(&MADVISE), flags: Hex32) @ W64;
    [Desc] process_madvise(pidfd: Fd, iov: Struct("iovec", Entry, n(2, 8)), vlen: Size, advice: Enum(&MADVISE), flags: Hex32) @ I386;
    [Desc] process_mrelease(pidfd: Fd, flags: Hex32);
    [] process_vm_readv(pid: Pid, local_iov: Iovec(Exit, n(2, 1)), liovcnt: Size, remote_iov: Struct("iovec", Entry, n(4, 16)), riovcnt: Size, flags: Size) @ W64;
    [] process_vm_readv(pid: Pid, local_iov: Iovec(Exit, n(2, 1)), liovcnt: Size, remote_iov: Struct("iovec", Entry, n(4, 8)), riovcnt: Size, flags: Size) @ I386;
    [] process_vm_writev(pid: Pid, local_iov: Iovec(Entry, n(2, 1)), liovcnt: Size, remote_iov: Struct("iovec", Entry, n(4, 16)), riovcnt: Size, flags: Size) @ W64;
    [] process_vm_writev(pid: Pid, local_iov: Iovec(Entry, n(2, 1)), liovcnt: Size, remote_iov: Struct("iovec", Entry, n(4, 8)), riovcnt: Size, flags: Size) @ I386;
    [Memory] mincore(addr: Addr, length: Size, vec: Struct("page_in_core[]", Exit, Pages(1)));
    [Memory] msync(addr: Addr, length: Size, flags: Flags(&MSYNC));
    [Memory] mlock(addr: Addr, len: Size);
    [Memory] mlock2(addr: Addr, len: Size, flags: Flags(&MLOCK));
    [Memory] munlock(addr: Addr, len: Size);
    [Memory] mlockall(flags: Flags(&MLOCKALL));
    [Memory] munlockall();
    [Memory] mseal(addr: Addr, len: Size, flags: Hex);
    [Memory] map_shadow_stack(addr: Addr, size: Size, flags: Hex) -> Hex;
    [Memory] remap_file_pages(addr: Addr, size: Size, prot: Flags(&PROT), pgoff: Size, flags: Flags(&MAP));
    [Memory] mbind(addr: Addr, len: Size, mode: Flags(&MEMPOLICY), nodemask: NodeMask(Entry, 4), maxnode: Size, flags: Flags(&MEMPOLICY_MOVE));
    [Memory] set_mempolicy(mode: Flags(&MEMPOLICY), nodemask: NodeMask(Entry, 2), maxnode: Size);
    [Memory] get_mempolicy(mode: filled("mempolicy_mode", 4), nodemask: NodeMask(Exit, 2), maxnode: Size, addr: Addr, flags: Flags(&MEMPOLICY_GET));
    [Memory] set_mempolicy_home_node(start: Addr, len: Size, home_node: Size, flags: Hex);
    [Memory] migrate_pages(pid: Pid, maxnode: Size, old_nodes: NodeMask(Entry, 1), new_nodes: NodeMask(Entry, 1));
    [Memory] move_pages(pid: Pid, count: Size, pages: Struct("pointer[]", Entry, n(1, 8)), nodes: Struct("int[]", Entry, n(1, 4)), status: Struct("page_status", Exit, n(1, 4)), flags: Flags(&MEMPOLICY_MOVE)) @ W64;
    [Memory] move_pages(pid: Pid, count: Size, pages: Struct("pointer[]", Entry, n(1, 4)), nodes: Struct("int[]", Entry, n(1, 4)), status: Struct("page_status", Exit, n(1, 4)), flags: Flags(&MEMPOLICY_MOVE)) @ I386;
    [] membarrier(cmd: Enum(&MEMBARRIER), flags: Flags(&MEMBARRIER_FLAGS), cpu_id: If(1, 1, &Int));
}
