//! A plain sequence of system calls, numbers or names, separated by spaces or line ends: the form of public data sets for intrusion
//! detection. One process; no times, arguments or results.

use super::{
    Bad, Told,
    rows::{Call, Rows},
};
use crate::error::Error;
use schema::{Arch, wire::flags};

/// Reads the sequence.
///
/// # Errors
/// When it cannot be read, or a word is no call and that is to be an error.
pub fn read(
    lines: impl Iterator<Item = Result<(u64, Vec<u8>), Error>>,
    arch: Arch,
    rows: &mut Rows,
    bad: &mut Bad,
) -> Result<Told, Error> {
    let path = bad.path.clone();
    let mut position = 0_i64;
    for line in lines {
        let (number, line) = line?;
        let text = String::from_utf8_lossy(&line);
        if text.trim_start().starts_with('#') {
            continue;
        }
        for word in text.split_whitespace() {
            let nr = word.parse::<i32>().ok().filter(|nr| *nr >= 0).or_else(|| arch.syscall_nr(word));
            let Some(nr) = nr else {
                bad.line(number, format!("{word:?} is no number and no name of a call of {}", arch.name()))?;
                continue;
            };
            let call = Call {
                seq: position as u64,
                ts: position,
                tgid: 1,
                tid: 1,
                arch: arch.name().to_owned(),
                nr,
                name: arch.display_name(nr).into_owned(),
                // Nothing is said about how a call ended.
                flags: flags::UNFINISHED,
                ..Call::default()
            };
            rows.call(&call).map_err(|e| super::refused(&path, e))?;
            position += 1;
        }
    }
    Ok(Told {
        command: Vec::new(),
        limits: vec![
            "times: ts is the position in the sequence, and no call has a duration".to_owned(),
            "arguments, results, processes, paths".to_owned(),
        ],
        timed: false,
    })
}
