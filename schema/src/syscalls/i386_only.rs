//! Calls that only i386 has: 64-bit values in two registers, 32-bit ids beside 16-bit ones, and relics.

use super::words::*;

table! {
    [Desc] _llseek(fd: Fd, offset_high: Unused, offset: Joined(1), result: filled("loff_t", 8), whence: Enum(&SEEK));
    [File] truncate64(path: Path, length: Joined(2), length_hi: Unused);
    [Desc] ftruncate64(fd: Fd, length: Joined(2), length_hi: Unused);
    [Desc] fadvise64_64(fd: Fd, offset: Joined(2), offset_hi: Unused, len: Joined(4), len_hi: Unused, advice: Enum(&FADVISE));
    [Desc] fcntl64(fd: Fd, cmd: Enum(&FCNTL), arg: By(1, &FCNTL_ARGS, 0));
    [Desc Network] sendfile64(out_fd: Fd, in_fd: Fd, offset: OFFSET_BOTH, count: Size);
    /// One `old_linux_dirent`; its name has no stated length.
    [Desc] readdir(fd: Fd, dirp: Addr, count: Uint);
    [File] chown32(path: Path, owner: Uid, group: Gid);
    [Desc] fchown32(fd: Fd, owner: Uid, group: Gid);
    [File] lchown32(path: Path, owner: Uid, group: Gid);
    [Creds] getuid32();
    [Creds] geteuid32();
    [Creds] getgid32();
    [Creds] getegid32();
    [Creds] setuid32(uid: Uid);
    [Creds] setgid32(gid: Gid);
    [Creds] setreuid32(ruid: Uid, euid: Uid);
    [Creds] setregid32(rgid: Gid, egid: Gid);
    [Creds] setresuid32(ruid: Uid, euid: Uid, suid: Uid);
    [Creds] setresgid32(rgid: Gid, egid: Gid, sgid: Gid);
    [Creds] getresuid32(ruid: filled("u32", 4), euid: filled("u32", 4), suid: filled("u32", 4));
    [Creds] getresgid32(rgid: filled("u32", 4), egid: filled("u32", 4), sgid: filled("u32", 4));
    [Creds] setfsuid32(fsuid: Uid);
    [Creds] setfsgid32(fsgid: Gid);
    [Creds] getgroups32(size: Int, list: Struct("gid_t[]", Exit, Len::Ret(4)));
    [Creds] setgroups32(size: Int, list: Struct("gid_t[]", Entry, n(0, 4)));
    [] bdflush(func: Int, data: Hex);
    [Memory] break();
    [] ftime();
    [] gtty();
    [] idle();
    [] lock();
    [] mpx();
    [] prof();
    [] profil();
    [] stty();
    [] ulimit();
    [] vm86(cmd: Hex, v86: Addr, arg3: Hex, arg4: Hex, arg5: Hex);
    [] vm86old(v86: Addr);
}
