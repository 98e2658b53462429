//! What modify_ldt(2) reads or writes, by function: `arch/x86/kernel/ldt.c`.

use super::words::*;

/// The pointer of modify_ldt(2).
pub static MODIFY_LDT_ARGS: Choices = Choices {
    name: "modify_ldt",
    header: "arch/x86/kernel/ldt.c",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Addr],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0x1 WRITE_OLD [given("user_desc")];
    0x11 WRITE [given("user_desc")];
};
