//! The vocabulary of the rows.

pub(super) use super::{Field::*, Layout, Member, layouts};
pub(super) use crate::{
    Arch,
    flags::*,
    kind::{Kind, Len, When},
};

/// Every ABI.
pub(super) const ALL: &[Arch] = &[];
/// Only i386.
pub(super) const I386: &[Arch] = &[Arch::I386];
/// x86_64 and the calls that x32 shares with it.
pub(super) const X86_64: &[Arch] = &[Arch::X86_64, Arch::X32];
/// All of x86.
pub(super) const X86: &[Arch] = &[Arch::X86_64, Arch::X32, Arch::I386];
/// Only aarch64.
pub(super) const AARCH64: &[Arch] = &[Arch::Aarch64];
/// Everything but i386: registers of 64 bits.
pub(super) const W64: &[Arch] = &[Arch::X86_64, Arch::X32, Arch::Aarch64];

/// Pointer to as many structures of `bytes` bytes as a member says.
pub(super) const fn several(name: &'static str, count: &'static str, bytes: u32) -> Kind {
    Kind::Struct(name, When::Entry, Len::Member(count, bytes))
}

/// Pointer to one structure that the program gives.
pub(super) const fn given(name: &'static str) -> Kind {
    Kind::Struct(name, When::Entry, Len::Whole)
}

/// Pointer to one structure that the kernel fills in.
pub(super) const fn filled(name: &'static str) -> Kind {
    Kind::Struct(name, When::Exit, Len::Whole)
}
