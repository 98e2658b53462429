//! Default request-key keyrings: keyctl(2), `include/uapi/linux/keyctl.h`.

use super::FlagSet;

/// Default request-key keyrings.
pub static KEY_REQKEY: FlagSet = FlagSet {
    name: "default request-key keyrings",
    header: "include/uapi/linux/keyctl.h",
    mask: 0,
    names: &[
        (0, "KEY_REQKEY_DEFL_DEFAULT"),
        (1, "KEY_REQKEY_DEFL_THREAD_KEYRING"),
        (2, "KEY_REQKEY_DEFL_PROCESS_KEYRING"),
        (3, "KEY_REQKEY_DEFL_SESSION_KEYRING"),
        (4, "KEY_REQKEY_DEFL_USER_KEYRING"),
        (5, "KEY_REQKEY_DEFL_USER_SESSION_KEYRING"),
        (6, "KEY_REQKEY_DEFL_GROUP_KEYRING"),
        (7, "KEY_REQKEY_DEFL_REQUESTOR_KEYRING"),
        (0xffffffff, "KEY_REQKEY_DEFL_NO_CHANGE"),
    ],
};
