//! Getrandom flags: getrandom(2), `include/uapi/linux/random.h`.

use super::FlagSet;

/// Getrandom flags.
pub static GETRANDOM: FlagSet = FlagSet {
    name: "getrandom flags",
    header: "include/uapi/linux/random.h",
    mask: 0,
    names: &[(0x1, "GRND_NONBLOCK"), (0x2, "GRND_RANDOM"), (0x4, "GRND_INSECURE")],
};
