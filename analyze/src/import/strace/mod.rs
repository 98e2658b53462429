//! The text of strace(1): `strace -f -ttt -T`, to a file or to the terminal, with or without -y. Lines of one thread that was
//! interrupted by another's (`<unfinished ...>`, `<... resumed>`) are put together again.

pub(super) mod args;
pub(super) mod line;
mod tasks;
mod time;

use super::{Bad, Told, rows::Rows};
use crate::error::Error;
use line::{Line, Result as Outcome};
use schema::Arch;
use std::{collections::BTreeMap, path::Path};
use tasks::Tasks;

/// The begin of a call whose end comes on another line.
struct Begun {
    ts: i64,
    head: Vec<u8>,
    line: u64,
}

/// Reads the text. `path` may say whose calls they are, as the files of strace -ff do.
///
/// # Errors
/// When it cannot be read, or a line is not understood and that is to be an error.
pub fn read(
    lines: impl Iterator<Item = std::result::Result<(u64, Vec<u8>), Error>>,
    path: &Path,
    arch: Arch,
    rows: &mut Rows,
    bad: &mut Bad,
) -> std::result::Result<Told, Error> {
    let of_file = path.extension().and_then(|e| e.to_str()).and_then(|e| e.parse::<u32>().ok()).unwrap_or(1);
    let mut tasks = Tasks::new(arch);
    let mut begun: BTreeMap<u32, Begun> = BTreeMap::new();
    let mut clock = time::Clock::default();
    for read in lines {
        let (number, bytes) = read?;
        let (tid, stamp, rest) = line::head(&bytes);
        let tid = tid.unwrap_or(of_file);
        if rest.is_empty() || line::is_notice(rest) {
            tasks.notice(tid, rest);
            continue;
        }
        let ts = clock.ns(stamp, number);
        match line::parse(rest) {
            Some(Line::Exited(exit)) => {
                // What a thread had begun when it ended has no end.
                if let Some(open) = begun.remove(&tid) {
                    finish(&mut tasks, tid, open.ts, &open.head, None, open.line, rows, bad)?;
                }
                tasks.exited(tid, ts, exit);
            }
            Some(Line::Signal) => {}
            Some(Line::Unfinished(head)) => {
                if let Some(open) = begun.insert(tid, Begun { ts, head: head.to_vec(), line: number }) {
                    bad.line(open.line, "a call was begun and never resumed")?;
                }
            }
            Some(Line::Resumed(name, tail)) => match begun.remove(&tid) {
                Some(open) if open.head.starts_with(name) => {
                    let whole = [open.head.as_slice(), tail].concat();
                    match line::call(&whole) {
                        Some((head, outcome)) => {
                            finish(&mut tasks, tid, open.ts, head, Some(outcome), number, rows, bad)?
                        }
                        None => bad.line(number, "the end of a call is not understood")?,
                    }
                }
                _ => bad.line(number, "a call is resumed that was not begun")?,
            },
            Some(Line::Call(head, outcome)) => finish(&mut tasks, tid, ts, head, Some(outcome), number, rows, bad)?,
            None => bad.line(number, "is no line of strace")?,
        }
    }
    for (tid, open) in begun {
        finish(&mut tasks, tid, open.ts, &open.head, None, open.line, rows, bad)?;
    }
    let mut limits = vec![
        "memory that strace does not print as a string; registers that it shows by other words than names of flags are 0".to_owned(),
        "cpu is 0, cgroup and namespaces are unknown".to_owned(),
    ];
    limits.extend(clock.limit());
    let command = tasks.finish(rows).map_err(|e| super::refused(path, e))?;
    Ok(Told { command, limits, timed: clock.is_known() })
}

#[allow(clippy::too_many_arguments, reason = "one call, from one place")]
fn finish(
    tasks: &mut Tasks,
    tid: u32,
    ts: i64,
    head: &[u8],
    outcome: Option<Outcome<'_>>,
    number: u64,
    rows: &mut Rows,
    bad: &mut Bad,
) -> std::result::Result<(), Error> {
    let path = bad.path.clone();
    match tasks.call(tid, ts, head, outcome, rows) {
        Ok(true) => Ok(()),
        Ok(false) => bad.line(number, "the arguments of a call are not understood"),
        Err(e) => Err(super::refused(&path, e)),
    }
}
