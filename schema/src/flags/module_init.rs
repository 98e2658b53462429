//! Finit_module flags: finit_module(2), `include/uapi/linux/module.h`.

use super::FlagSet;

/// Finit_module flags.
pub static MODULE_INIT: FlagSet = FlagSet {
    name: "finit_module flags",
    header: "include/uapi/linux/module.h",
    mask: 0,
    names: &[
        (0x1, "MODULE_INIT_IGNORE_MODVERSIONS"),
        (0x2, "MODULE_INIT_IGNORE_VERMAGIC"),
        (0x4, "MODULE_INIT_COMPRESSED_FILE"),
    ],
};
