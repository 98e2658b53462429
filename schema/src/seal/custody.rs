//! The custody log: who did what to a trace, when and with which program. One JSON object a line, only ever appended; each holds
//! the SHA-256 of the line before it (sha256sum of the line without its end gives the same).
//!
//! A line that is taken out, changed or put in breaks the chain. Lines cut off the end do not; for that there is the sum of
//! the whole log in `SHA256SUMS`, and a signature's comment, which names the last line at its time.

use super::{hex, sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file's name in a trace folder.
pub const FILE_NAME: &str = "custody.jsonl";
/// Bytes that a log may have; no reader takes more.
pub const LIMIT: u64 = 16 << 20;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the line, from 0.
    pub n: u64,
    /// When, RFC 3339 in UTC, by the clock of the machine where it was done.
    pub time: String,
    /// User and host.
    pub who: String,
    /// Program and version.
    pub tool: String,
    /// `recorded`, `packed`, `converted`, `signed`, `imported`, `redacted`.
    pub action: String,
    /// SHA-256 of the manifest after it.
    pub manifest: String,
    /// More about it: the input's manifest, the key, ...
    pub detail: BTreeMap<String, String>,
    /// SHA-256 of the line before, without its end; of the first 64 zeros.
    pub prev: String,
}

/// A log that is no unbroken chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Broken {
    /// The line at which it breaks, from 1.
    pub line: usize,
    /// How.
    pub what: &'static str,
}

/// The digest that the next line holds.
pub fn head(log: &str) -> String {
    log.lines().last().map_or_else(|| "0".repeat(64), |line| hex(&sha256(line.as_bytes())))
}

/// The log with one more line; its number and link are set here.
pub fn append(log: &str, entry: Entry) -> String {
    let entry = Entry { n: log.lines().count() as u64, prev: head(log), ..entry };
    let line = serde_json::to_string(&entry).unwrap_or_default();
    format!("{log}{line}\n")
}

/// Reads a log and checks its chain.
///
/// # Errors
/// [`Broken`] at the first line that does not follow from the one before.
pub fn check(log: &str) -> Result<Vec<Entry>, Broken> {
    let mut prev = head("");
    let mut entries = Vec::new();
    for (i, line) in log.split_inclusive('\n').enumerate() {
        let broken = |what| Broken { line: i + 1, what };
        let line = line.strip_suffix('\n').ok_or_else(|| broken("it is cut short"))?;
        let entry: Entry = serde_json::from_str(line).map_err(|_| broken("it is no entry of a custody log"))?;
        if entry.n != i as u64 {
            return Err(broken("its number is not the next: a line was taken out or put in before it"));
        }
        if entry.prev != prev {
            return Err(broken("it does not follow from the line before: that was changed, taken out or put in"));
        }
        prev = hex(&sha256(line.as_bytes()));
        entries.push(entry);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(actions: &[&str]) -> String {
        actions.iter().fold(String::new(), |log, action| {
            append(
                &log,
                Entry {
                    n: 0,
                    time: "2026-01-01T00:00:00Z".into(),
                    who: "a@b\n".into(),
                    tool: "t 1".into(),
                    action: (*action).into(),
                    manifest: String::new(),
                    detail: BTreeMap::new(),
                    prev: String::new(),
                },
            )
        })
    }

    #[test]
    fn every_change_but_a_cut_end_breaks_the_chain() {
        let text = log(&["recorded", "packed", "signed"]);
        assert_eq!(check(&text).map(|entries| entries.len()), Ok(3));
        let lines: Vec<&str> = text.lines().collect();
        let join = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        assert_eq!(check(&join(&lines[1..])).unwrap_err().line, 1);
        assert_eq!(check(&join(&[lines[0], lines[2]])).unwrap_err().line, 2);
        assert_eq!(check(&join(&[lines[1], lines[0], lines[2]])).unwrap_err().line, 1);
        assert_eq!(check(&text.replacen("packed", "opened", 1)).unwrap_err().line, 3);
        assert_eq!(check(text.trim_end()).unwrap_err().line, 3);
        assert_eq!(check(&join(&lines[..2])).map(|entries| entries.len()), Ok(2));
    }
}
