//! The version of the trace format, and the one rule by which a reader accepts a trace.
//!
//! Within a major version columns and manifest fields are only added, so any reader of that major version can read any
//! trace of it. A new major version means that something was removed or changed its meaning.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Version of a trace's format: `major.minor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatVersion {
    /// Changes when an old reader would misread a new trace.
    pub major: u32,
    /// Changes when columns or fields were added.
    pub minor: u32,
}

/// The version that this source tree writes.
pub const CURRENT: FormatVersion = FormatVersion { major: 1, minor: 4 };

impl fmt::Display for FormatVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// Why a trace cannot be read by this version; the text tells the user what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "trace format {found} cannot be read by this analyze, which reads {reads}.x; use an analyze that reads format {}.x",
    found.major
)]
pub struct Unreadable {
    /// The version found in the trace.
    pub found: FormatVersion,
    /// The major version this reader knows.
    pub reads: u32,
}

impl FormatVersion {
    /// Whether a reader of version `reader` understands a trace of version `self`.
    ///
    /// # Errors
    /// [`Unreadable`] when the major versions differ.
    pub fn check_readable_by(self, reader: FormatVersion) -> Result<(), Unreadable> {
        if self.major == reader.major { Ok(()) } else { Err(Unreadable { found: self, reads: reader.major }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_minor_is_readable_and_other_major_is_not() {
        let newer_minor = FormatVersion { major: CURRENT.major, minor: CURRENT.minor + 7 };
        assert_eq!(newer_minor.check_readable_by(CURRENT), Ok(()));
        let newer = FormatVersion { major: CURRENT.major + 1, minor: 0 };
        let error = newer.check_readable_by(CURRENT).unwrap_err().to_string();
        assert!(error.contains("2.0") && error.contains("use an analyze"), "{error}");
    }
}
