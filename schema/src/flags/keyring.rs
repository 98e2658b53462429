//! Special keyrings: keyrings(7), `include/uapi/linux/keyctl.h`.

use super::FlagSet;

/// Special keyrings.
pub static KEYRING: FlagSet = FlagSet {
    name: "special keyrings",
    header: "include/uapi/linux/keyctl.h",
    mask: 0,
    names: &[
        (0xfffffff8, "KEY_SPEC_REQUESTOR_KEYRING"),
        (0xfffffff9, "KEY_SPEC_REQKEY_AUTH_KEY"),
        (0xfffffffa, "KEY_SPEC_GROUP_KEYRING"),
        (0xfffffffb, "KEY_SPEC_USER_SESSION_KEYRING"),
        (0xfffffffc, "KEY_SPEC_USER_KEYRING"),
        (0xfffffffd, "KEY_SPEC_SESSION_KEYRING"),
        (0xfffffffe, "KEY_SPEC_PROCESS_KEYRING"),
        (0xffffffff, "KEY_SPEC_THREAD_KEYRING"),
    ],
};
