//! The argument of fcntl(2), by command: `include/uapi/asm-generic/fcntl.h`, `include/uapi/linux/fcntl.h`.

use super::words::*;

/// The argument of fcntl(2).
pub static FCNTL_ARGS: Choices = Choices {
    name: "fcntl",
    header: "include/uapi/asm-generic/fcntl.h, include/uapi/linux/fcntl.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Hex],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 F_DUPFD [Int] -> Ret::Fd;
    1 F_GETFD [] -> Ret::Flags("flags ", &FD_FLAGS);
    2 F_SETFD [Flags(&FD_FLAGS)];
    3 F_GETFL [] -> Ret::Flags("flags ", &OPEN);
    4 F_SETFL [Flags(&OPEN)];
    5 F_GETLK [filled("flock")];
    6 F_SETLK [given("flock_set")];
    7 F_SETLKW [given("flock_set")];
    8 F_SETOWN [Int];
    9 F_GETOWN [];
    10 F_SETSIG [Signal];
    11 F_GETSIG [] -> Ret::Signal;
    12 F_GETLK64 [filled("flock64")];
    13 F_SETLK64 [given("flock64_set")];
    14 F_SETLKW64 [given("flock64_set")];
    15 F_SETOWN_EX [given("f_owner_ex")];
    16 F_GETOWN_EX [filled("f_owner_ex")];
    17 F_GETOWNER_UIDS [filled("u32[2]")];
    36 F_OFD_GETLK [filled("flock64")];
    37 F_OFD_SETLK [given("flock64_set")];
    38 F_OFD_SETLKW [given("flock64_set")];
    1024 F_SETLEASE [Enum(&LOCK_TYPE)];
    1025 F_GETLEASE [] -> Ret::Flags("", &LOCK_TYPE);
    1026 F_NOTIFY [Flags(&DNOTIFY)];
    1027 F_DUPFD_QUERY [Fd];
    1028 F_CREATED_QUERY [];
    1029 F_CANCELLK [given("flock_set")];
    1030 F_DUPFD_CLOEXEC [Int] -> Ret::Fd;
    1031 F_SETPIPE_SZ [Long];
    1032 F_GETPIPE_SZ [];
    1033 F_ADD_SEALS [Flags(&SEALS)];
    1034 F_GET_SEALS [] -> Ret::Flags("seals ", &SEALS);
    1035 F_GET_RW_HINT [filled("rw_hint")];
    1036 F_SET_RW_HINT [given("rw_hint")];
    1037 F_GET_FILE_RW_HINT [filled("rw_hint")];
    1038 F_SET_FILE_RW_HINT [given("rw_hint")];
};
