//! The arguments of futex(2), by operation: `include/uapi/linux/futex.h`.

use super::words::*;

/// The arguments of futex(2) from the third on.
pub static FUTEX_ARGS: Choices = Choices {
    name: "futex",
    header: "include/uapi/linux/futex.h",
    mask: 0x7f,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Uint, Addr, Addr, Hex32],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 FUTEX_WAIT [Uint, given("timespec_word")];
    1 FUTEX_WAKE [Uint];
    2 FUTEX_FD [Uint];
    3 FUTEX_REQUEUE [Uint, Uint, Addr];
    4 FUTEX_CMP_REQUEUE [Uint, Uint, Addr, Uint];
    5 FUTEX_WAKE_OP [Uint, Uint, Addr, FutexOp];
    6 FUTEX_LOCK_PI [Unused, given("timespec_word")];
    7 FUTEX_UNLOCK_PI [];
    8 FUTEX_TRYLOCK_PI [];
    9 FUTEX_WAIT_BITSET [Uint, given("timespec_word"), Unused, Enum(&FUTEX_BITSET)];
    10 FUTEX_WAKE_BITSET [Uint, Unused, Unused, Enum(&FUTEX_BITSET)];
    11 FUTEX_WAIT_REQUEUE_PI [Uint, given("timespec_word"), Addr];
    12 FUTEX_CMP_REQUEUE_PI [Uint, Uint, Addr, Uint];
    13 FUTEX_LOCK_PI2 [Unused, given("timespec_word")];
};

/// The same of futex_time64, which i386 has beside it.
pub static FUTEX_TIME64_ARGS: Choices = Choices {
    name: "futex_time64",
    header: "include/uapi/linux/futex.h",
    mask: 0x7f,
    encoded: false,
    groups: &[TIME64_ROWS],
    otherwise: &[Uint, Addr, Addr, Hex32],
    index: OnceLock::new(),
};

static TIME64_ROWS: &[Choice] = choices! {
    0 FUTEX_WAIT [Uint, given("timespec64")];
    1 FUTEX_WAKE [Uint];
    2 FUTEX_FD [Uint];
    3 FUTEX_REQUEUE [Uint, Uint, Addr];
    4 FUTEX_CMP_REQUEUE [Uint, Uint, Addr, Uint];
    5 FUTEX_WAKE_OP [Uint, Uint, Addr, FutexOp];
    6 FUTEX_LOCK_PI [Unused, given("timespec64")];
    7 FUTEX_UNLOCK_PI [];
    8 FUTEX_TRYLOCK_PI [];
    9 FUTEX_WAIT_BITSET [Uint, given("timespec64"), Unused, Enum(&FUTEX_BITSET)];
    10 FUTEX_WAKE_BITSET [Uint, Unused, Unused, Enum(&FUTEX_BITSET)];
    11 FUTEX_WAIT_REQUEUE_PI [Uint, given("timespec64"), Addr];
    12 FUTEX_CMP_REQUEUE_PI [Uint, Uint, Addr, Uint];
    13 FUTEX_LOCK_PI2 [Unused, given("timespec64")];
};
