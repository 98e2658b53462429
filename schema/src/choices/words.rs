//! The vocabulary of the rows.

pub(super) use super::{Choice, Choices};
pub(super) use crate::{
    flags::*,
    kind::{Kind, Kind::*, Len, Len::*, Ret, When::*},
};
pub(super) use std::sync::OnceLock;

/// A structure that the program gives.
pub(super) const fn given(name: &'static str) -> Kind {
    Struct(name, Entry, Whole)
}

/// A structure that the kernel fills in.
pub(super) const fn filled(name: &'static str) -> Kind {
    Struct(name, Exit, Whole)
}

/// A structure that the kernel changes.
pub(super) const fn changed(name: &'static str) -> Kind {
    Struct(name, Both, Whole)
}
