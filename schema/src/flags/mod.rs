//! Named values and bits of arguments, one file per set, each naming the header it comes from.

/// A set of names for values or bits.
#[derive(Debug)]
pub struct FlagSet {
    /// Name of the set, as in the manual page (`open flags`).
    pub name: &'static str,
    /// The header that defines it (`include/uapi/...`).
    pub header: &'static str,
    /// Bits that hold a number rather than flags (`O_ACCMODE`); 0 if none. Looked up exactly, first.
    pub mask: u64,
    /// Values and their names. A value that covers several bits stands before the bits it covers.
    pub names: &'static [(u64, &'static str)],
}
