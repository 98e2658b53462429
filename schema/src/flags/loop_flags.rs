//! Flags of loop devices: loop(4), `include/uapi/linux/loop.h`.

use super::FlagSet;

/// Flags of loop devices.
pub static LOOP_FLAGS: FlagSet = FlagSet {
    name: "flags of loop devices",
    header: "include/uapi/linux/loop.h",
    mask: 0,
    names: &[
        (0x1, "LO_FLAGS_READ_ONLY"),
        (0x4, "LO_FLAGS_AUTOCLEAR"),
        (0x8, "LO_FLAGS_PARTSCAN"),
        (0x10, "LO_FLAGS_DIRECT_IO"),
    ],
};
