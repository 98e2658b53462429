//! Users, groups, capabilities.

use super::words::*;

table! {
    [Creds] getuid();
    [Creds] geteuid();
    [Creds] getgid();
    [Creds] getegid();
    [Creds] setuid(uid: Uid);
    [Creds] setgid(gid: Gid);
    [Creds] setreuid(ruid: Uid, euid: Uid);
    [Creds] setregid(rgid: Gid, egid: Gid);
    [Creds] setresuid(ruid: Uid, euid: Uid, suid: Uid);
    [Creds] setresgid(rgid: Gid, egid: Gid, sgid: Gid);
    [Creds] getresuid(ruid: filled("u32", 4), euid: filled("u32", 4), suid: filled("u32", 4));
    [Creds] getresgid(rgid: filled("u32", 4), egid: filled("u32", 4), sgid: filled("u32", 4));
    [Creds] setfsuid(fsuid: Uid);
    [Creds] setfsgid(fsgid: Gid);
    [Creds] getgroups(size: Int, list: Struct("gid_t[]", Exit, Len::Ret(4))) @ W64;
    [Creds] getgroups(size: Int, list: Struct("gid16_t[]", Exit, Len::Ret(2))) @ I386;
    [Creds] setgroups(size: Int, list: Struct("gid_t[]", Entry, n(0, 4))) @ W64;
    [Creds] setgroups(size: Int, list: Struct("gid16_t[]", Entry, n(0, 2))) @ I386;
    [Creds] capget(hdrp: given("cap_user_header", 8), datap: filled("cap_user_data[2]", 24));
    [Creds] capset(hdrp: given("cap_user_header", 8), datap: given("cap_user_data[2]", 24));
}
