//! In which parts of a baseline something occurs: in one, or in several. That is all that must be known to tell what would be new if a
//! part were left out.

/// Which part of the baseline something occurs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner(u32);

/// In more than one.
const MANY: u32 = u32::MAX;

impl Owner {
    /// In this part, and no other yet.
    pub fn of(part: u32) -> Owner {
        Owner(part)
    }

    /// It occurs in this part too.
    pub fn also(&mut self, part: u32) {
        if self.0 != part {
            self.0 = MANY;
        }
    }

    /// Whether it would be known without this part.
    pub fn known_without(self, part: Option<u32>) -> bool {
        Some(self.0) != part
    }
}
