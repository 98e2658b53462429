//! Kexec_file_load flags: kexec_file_load(2), `include/uapi/linux/kexec.h`.

use super::FlagSet;

/// Kexec_file_load flags.
pub static KEXEC_FILE: FlagSet = FlagSet {
    name: "kexec_file_load flags",
    header: "include/uapi/linux/kexec.h",
    mask: 0,
    names: &[
        (0x1, "KEXEC_FILE_UNLOAD"),
        (0x2, "KEXEC_FILE_ON_CRASH"),
        (0x4, "KEXEC_FILE_NO_INITRAMFS"),
        (0x8, "KEXEC_FILE_DEBUG"),
    ],
};
