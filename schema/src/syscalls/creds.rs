//! Users, groups, capabilities.

use super::words::*;

table! {
    [Creds] getuid();
    [Creds] geteuid();
    [Creds] getgid();
    [Creds] getegid();
    [Creds] setuid(uid: Uid) @ W64;
    [Creds] setuid(uid: Id16) @ I386;
    [Creds] setgid(gid: Gid) @ W64;
    [Creds] setgid(gid: Id16) @ I386;
    [Creds] setreuid(ruid: Uid, euid: Uid) @ W64;
    [Creds] setreuid(ruid: Id16, euid: Id16) @ I386;
    [Creds] setregid(rgid: Gid, egid: Gid) @ W64;
    [Creds] setregid(rgid: Id16, egid: Id16) @ I386;
    [Creds] setresuid(ruid: Uid, euid: Uid, suid: Uid) @ W64;
    [Creds] setresuid(ruid: Id16, euid: Id16, suid: Id16) @ I386;
    [Creds] setresgid(rgid: Gid, egid: Gid, sgid: Gid) @ W64;
    [Creds] setresgid(rgid: Id16, egid: Id16, sgid: Id16) @ I386;
    [Creds] getresuid(ruid: filled("u32", 4), euid: filled("u32", 4), suid: filled("u32", 4)) @ W64;
    [Creds] getresuid(ruid: filled("u16", 2), euid: filled("u16", 2), suid: filled("u16", 2)) @ I386;
    [Creds] getresgid(rgid: filled("u32", 4), egid: filled("u32", 4), sgid: filled("u32", 4)) @ W64;
    [Creds] getresgid(rgid: filled("u16", 2), egid: filled("u16", 2), sgid: filled("u16", 2)) @ I386;
    [Creds] setfsuid(fsuid: Uid) @ W64;
    [Creds] setfsuid(fsuid: Id16) @ I386;
    [Creds] setfsgid(fsgid: Gid) @ W64;
    [Creds] setfsgid(fsgid: Id16) @ I386;
    [Creds] getgroups(size: Int, list: Struct("gid_t[]", Exit, Len::Ret(4))) @ W64;
    [Creds] getgroups(size: Int, list: Struct("gid16_t[]", Exit, Len::Ret(2))) @ I386;
    [Creds] setgroups(size: Int, list: Struct("gid_t[]", Entry, n(0, 4))) @ W64;
    [Creds] setgroups(size: Int, list: Struct("gid16_t[]", Entry, n(0, 2))) @ I386;
    [Creds] capget(hdrp: given("cap_user_header", 8), datap: filled("cap_user_data_pair", 24));
    [Creds] capset(hdrp: given("cap_user_header", 8), datap: given("cap_user_data_pair", 24));
}
