//! Which tool a file is of, by its first lines.

use super::{audit, falco, perf, strace::line, sysdig};
use crate::{cli::Source, error::Error};
use schema::Arch;
use std::path::Path;

/// Lines that are looked at.
const LINES: usize = 50;

/// The source that most of the first lines are of.
///
/// # Errors
/// When the file cannot be read, or they are of none.
pub fn source(path: &Path, arch: Arch) -> Result<Source, Error> {
    let mut votes = [
        (Source::Falco, 0),
        (Source::Audit, 0),
        (Source::Perf, 0),
        (Source::Sysdig, 0),
        (Source::Strace, 0),
        (Source::Sequence, 0),
    ];
    for line in super::lines(path)?.take(LINES) {
        let (_, bytes) = line?;
        let text = String::from_utf8_lossy(&bytes);
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let of = if falco::is_line(&text) {
            Source::Falco
        } else if audit::is_line(&text) {
            Source::Audit
        } else if perf::is_line(&text) {
            Source::Perf
        } else if sysdig::is_line(&text) {
            Source::Sysdig
        } else if is_strace(&bytes) {
            Source::Strace
        } else if text.split_whitespace().all(|word| word.parse::<u16>().is_ok() || arch.syscall_nr(word).is_some()) {
            Source::Sequence
        } else {
            continue;
        };
        votes.iter_mut().filter(|(source, _)| *source == of).for_each(|(_, votes)| *votes += 1);
    }
    // The first of those that have as many.
    votes.iter().rev().max_by_key(|(_, votes)| *votes).filter(|(_, votes)| *votes > 0).map(|(source, _)| *source).ok_or_else(|| {
        Error::unreadable(path, "looks like no file of a tool that is known; say which it is: --from strace, perf, audit, sysdig, falco or sequence")
    })
}

fn is_strace(bytes: &[u8]) -> bool {
    let (_, _, rest) = line::head(bytes);
    !rest.is_empty() && (line::is_notice(rest) || line::parse(rest).is_some())
}
