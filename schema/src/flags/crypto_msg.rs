//! Messages about ciphers: netlink(7), `include/uapi/linux/cryptouser.h`.

use super::FlagSet;

/// Messages about ciphers.
pub static CRYPTO_MSG: FlagSet = FlagSet {
    name: "messages about ciphers",
    header: "include/uapi/linux/cryptouser.h",
    mask: 0,
    names: &[
        (0x10, "CRYPTO_MSG_NEWALG"),
        (0x11, "CRYPTO_MSG_DELALG"),
        (0x12, "CRYPTO_MSG_UPDATEALG"),
        (0x13, "CRYPTO_MSG_GETALG"),
        (0x14, "CRYPTO_MSG_DELRNG"),
        (0x15, "CRYPTO_MSG_GETSTAT"),
    ],
};
