//! Keys and security modules.

use super::words::*;

table! {
    [] add_key(type: Str, description: Str, payload: Payload(Entry, n(3, 1)), plen: Size, keyring: Named(&KEYRING));
    [] request_key(type: Str, description: Str, callout_info: Str, dest_keyring: Named(&KEYRING));
    [] keyctl(operation: Enum(&KEYCTL), arg2: By(0, &KEYCTL_ARGS, 0), arg3: By(0, &KEYCTL_ARGS, 1), arg4: By(0, &KEYCTL_ARGS, 2), arg5: By(0, &KEYCTL_ARGS, 3));
    [Desc] landlock_create_ruleset(attr: Struct("landlock_ruleset_attr", Entry, n(1, 1)), size: Size, flags: Flags(&LANDLOCK_CREATE)) -> Fd;
    [Desc] landlock_add_rule(ruleset_fd: Fd, rule_type: Enum(&LANDLOCK_RULE), rule_attr: By(1, &LANDLOCK_RULE_ARGS, 0), flags: Hex32);
    [Desc] landlock_restrict_self(ruleset_fd: Fd, flags: Flags(&LANDLOCK_RESTRICT));
    [] lsm_get_self_attr(attr: Enum(&LSM_ATTR), ctx: Addr, size: filled("u32", 4), flags: Hex);
    [] lsm_set_self_attr(attr: Enum(&LSM_ATTR), ctx: Struct("lsm_ctx", Entry, n(2, 1)), size: Uint, flags: Hex);
    [] lsm_list_modules(ids: Addr, size: filled("u32", 4), flags: Hex);
}
