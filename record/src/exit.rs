//! Exit statuses of `record`, apart from the target's own.

/// The command line, or a file of options, was not understood.
pub const USAGE: u8 = 2;
/// Something was lost and `--require-complete` was given.
pub const INCOMPLETE: u8 = 4;
/// `record` failed before or while recording.
pub const FAILED: u8 = 125;
/// The command was found and cannot be executed.
pub const NOT_EXECUTABLE: u8 = 126;
/// The command was not found.
pub const NOT_FOUND: u8 = 127;

/// A failure that has a status of its own.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// Exit status.
    pub status: u8,
    /// One line.
    pub message: String,
}

/// Status of a target, as a shell gives it: 128+N for signal N.
pub fn of_target(exit: schema::manifest::Exit) -> u8 {
    match (exit.code, exit.signal) {
        (Some(code), _) => code as u8,
        (None, Some(signal)) => 128u8.wrapping_add(signal as u8),
        (None, None) => FAILED,
    }
}

/// Status for an error: its own, if it has one.
pub fn of_error(error: &anyhow::Error) -> u8 {
    error.downcast_ref::<Failure>().map_or(FAILED, |failure| failure.status)
}
