//! Access mode: access(2), `include/linux/fs.h (MAY_*)`.

use super::FlagSet;

/// Access mode.
pub static ACCESS: FlagSet = FlagSet {
    name: "access mode",
    header: "include/linux/fs.h (MAY_*)",
    mask: 0,
    names: &[(0x0, "F_OK"), (0x4, "R_OK"), (0x2, "W_OK"), (0x1, "X_OK")],
};
