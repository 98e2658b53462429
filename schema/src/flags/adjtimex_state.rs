//! Clock states: adjtimex(2), `include/uapi/linux/timex.h`.

use super::FlagSet;

/// Clock states.
pub static ADJTIMEX_STATE: FlagSet = FlagSet {
    name: "clock states",
    header: "include/uapi/linux/timex.h",
    mask: 0,
    names: &[(0, "TIME_OK"), (1, "TIME_INS"), (2, "TIME_DEL"), (3, "TIME_OOP"), (4, "TIME_WAIT"), (5, "TIME_ERROR")],
};
