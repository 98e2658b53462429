//! Memfd_secret flags: memfd_secret(2), `mm/secretmem.c`.

use super::FlagSet;

/// Memfd_secret flags.
pub static MEMFD_SECRET: FlagSet =
    FlagSet { name: "memfd_secret flags", header: "mm/secretmem.c", mask: 0, names: &[(0x80000, "O_CLOEXEC")] };
