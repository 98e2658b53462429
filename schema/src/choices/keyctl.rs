//! The arguments of keyctl(2), by operation: `include/uapi/linux/keyctl.h`.

use super::words::*;

/// The arguments of keyctl(2) from the second on.
pub static KEYCTL_ARGS: Choices = Choices {
    name: "keyctl",
    header: "include/uapi/linux/keyctl.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Hex, Hex, Hex, Hex],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 KEYCTL_GET_KEYRING_ID [Enum(&KEYRING), Int];
    1 KEYCTL_JOIN_SESSION_KEYRING [Str];
    2 KEYCTL_UPDATE [Enum(&KEYRING), Struct("bytes", Entry, Arg(3, 1)), Size];
    3 KEYCTL_REVOKE [Enum(&KEYRING)];
    4 KEYCTL_CHOWN [Enum(&KEYRING), Uid, Gid];
    5 KEYCTL_SETPERM [Enum(&KEYRING), Hex32];
    6 KEYCTL_DESCRIBE [Enum(&KEYRING), Struct("char[]", Exit, Len::Ret(1)), Size];
    7 KEYCTL_CLEAR [Enum(&KEYRING)];
    8 KEYCTL_LINK [Enum(&KEYRING), Enum(&KEYRING)];
    9 KEYCTL_UNLINK [Enum(&KEYRING), Enum(&KEYRING)];
    10 KEYCTL_SEARCH [Enum(&KEYRING), Str, Str, Enum(&KEYRING)];
    11 KEYCTL_READ [Enum(&KEYRING), Struct("char[]", Exit, Len::Ret(1)), Size];
    12 KEYCTL_INSTANTIATE [Enum(&KEYRING), Struct("bytes", Entry, Arg(3, 1)), Size, Enum(&KEYRING)];
    13 KEYCTL_NEGATE [Enum(&KEYRING), Uint, Enum(&KEYRING)];
    14 KEYCTL_SET_REQKEY_KEYRING [Enum(&KEY_REQKEY)];
    15 KEYCTL_SET_TIMEOUT [Enum(&KEYRING), Uint];
    16 KEYCTL_ASSUME_AUTHORITY [Enum(&KEYRING)];
    17 KEYCTL_GET_SECURITY [Enum(&KEYRING), Struct("char[]", Exit, Len::Ret(1)), Size];
    18 KEYCTL_SESSION_TO_PARENT [];
    19 KEYCTL_REJECT [Enum(&KEYRING), Uint, Uint, Enum(&KEYRING)];
    21 KEYCTL_INVALIDATE [Enum(&KEYRING)];
    22 KEYCTL_GET_PERSISTENT [Uid, Enum(&KEYRING)];
    29 KEYCTL_RESTRICT_KEYRING [Enum(&KEYRING), Str, Str];
};
