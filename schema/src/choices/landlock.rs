//! The rule of landlock_add_rule(2), by type: `include/uapi/linux/landlock.h`.

use super::words::*;

/// The rule of landlock_add_rule(2).
pub static LANDLOCK_RULE_ARGS: Choices = Choices {
    name: "landlock rule",
    header: "include/uapi/linux/landlock.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Addr],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    1 LANDLOCK_RULE_PATH_BENEATH [given("landlock_path_beneath_attr")];
    2 LANDLOCK_RULE_NET_PORT [given("landlock_net_port_attr")];
};
