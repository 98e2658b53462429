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
    0 KEYCTL_GET_KEYRING_ID [Named(&KEYRING), Int];
    1 KEYCTL_JOIN_SESSION_KEYRING [Str];
    2 KEYCTL_UPDATE [Named(&KEYRING), Struct("bytes", Entry, Arg(3, 1)), Size];
    3 KEYCTL_REVOKE [Named(&KEYRING)];
    4 KEYCTL_CHOWN [Named(&KEYRING), Uid, Gid];
    5 KEYCTL_SETPERM [Named(&KEYRING), Flags(&KEY_PERM)];
    6 KEYCTL_DESCRIBE [Named(&KEYRING), Struct("path[]", Exit, Len::Ret(1)), Size];
    7 KEYCTL_CLEAR [Named(&KEYRING)];
    8 KEYCTL_LINK [Named(&KEYRING), Named(&KEYRING)];
    9 KEYCTL_UNLINK [Named(&KEYRING), Named(&KEYRING)];
    10 KEYCTL_SEARCH [Named(&KEYRING), Str, Str, Named(&KEYRING)];
    11 KEYCTL_READ [Named(&KEYRING), Struct("char[]", Exit, Len::Ret(1)), Size];
    12 KEYCTL_INSTANTIATE [Named(&KEYRING), Struct("bytes", Entry, Arg(3, 1)), Size, Named(&KEYRING)];
    13 KEYCTL_NEGATE [Named(&KEYRING), Uint, Named(&KEYRING)];
    14 KEYCTL_SET_REQKEY_KEYRING [Enum(&KEY_REQKEY)];
    15 KEYCTL_SET_TIMEOUT [Named(&KEYRING), Uint];
    16 KEYCTL_ASSUME_AUTHORITY [Named(&KEYRING)];
    17 KEYCTL_GET_SECURITY [Named(&KEYRING), Struct("path[]", Exit, Len::Ret(1)), Size];
    18 KEYCTL_SESSION_TO_PARENT [];
    19 KEYCTL_REJECT [Named(&KEYRING), Uint, Errno, Named(&KEYRING)];
    20 KEYCTL_INSTANTIATE_IOV [Named(&KEYRING), Iovec(Entry, Arg(3, 1)), Size, Named(&KEYRING)];
    21 KEYCTL_INVALIDATE [Named(&KEYRING)];
    22 KEYCTL_GET_PERSISTENT [Uid, Named(&KEYRING)];
    23 KEYCTL_DH_COMPUTE [given("keyctl_dh_params"), Struct("char[]", Exit, Len::Ret(1)), Size, Addr];
    24 KEYCTL_PKEY_QUERY [Named(&KEYRING), Hex, Str, filled("keyctl_pkey_query")];
    25 KEYCTL_PKEY_ENCRYPT [given("keyctl_pkey_params"), Str, Addr, Addr];
    26 KEYCTL_PKEY_DECRYPT [given("keyctl_pkey_params"), Str, Addr, Addr];
    27 KEYCTL_PKEY_SIGN [given("keyctl_pkey_params"), Str, Addr, Addr];
    28 KEYCTL_PKEY_VERIFY [given("keyctl_pkey_params"), Str, Addr, Addr];
    29 KEYCTL_RESTRICT_KEYRING [Named(&KEYRING), Str, Str];
    31 KEYCTL_CAPABILITIES [Struct("char[]", Exit, Len::Ret(1)), Size];
    30 KEYCTL_MOVE [Named(&KEYRING), Named(&KEYRING), Named(&KEYRING), Hex32];
};
