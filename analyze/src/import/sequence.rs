//! Plain sequences of system calls, numbers or names, separated by spaces or line ends: the form of public data sets for intrusion
//! detection, one file a process. No times, arguments or results.

use super::{Bad, Told, lines};
use crate::{convert::to_files::Take, error::Error, trace};
use polars::prelude::{Column, DataFrame, DataType, NamedFrom, PlSmallStr, Scalar, Series};
use schema::{
    Arch,
    columns::{self, Table},
    wire::flags,
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// The files that paths stand for: themselves, or all that lie in the folder that they name, in order.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut all = Vec::new();
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        for entry in std::fs::read_dir(path).map_err(|e| Error::unreadable(path, e))? {
            let entry = entry.map_err(|e| Error::unreadable(path, e))?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if !hidden && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                found.push(entry.path());
            }
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}

/// The number of a call, from its number or its name.
pub fn number(word: &str, arch: Arch) -> Option<i32> {
    word.parse::<i32>().ok().filter(|nr| *nr >= 0).or_else(|| arch.syscall_nr(word))
}

/// The words of a line; a comment has none.
pub fn words(line: &str) -> impl Iterator<Item = &str> {
    let comment = line.trim_start().starts_with('#');
    line.split_whitespace().take_while(move |_| !comment)
}

/// The calls of all files, as the numbers that they are: four bytes a call.
#[derive(Debug)]
pub(super) struct Sequences {
    arch: Arch,
    calls: Vec<i32>,
    /// Where each file ends.
    ends: Vec<usize>,
}

impl Sequences {
    /// Without files.
    pub(super) fn new(arch: Arch) -> Sequences {
        Sequences { arch, calls: Vec::new(), ends: Vec::new() }
    }

    /// Reads the next file; it is a process of its own.
    ///
    /// # Errors
    /// When it cannot be read, or a word is no call and that is to be an error.
    pub(super) fn read(&mut self, path: &Path, bad: &mut Bad) -> Result<(), Error> {
        for line in lines(path)? {
            let (number_of_line, line) = line?;
            for word in words(&String::from_utf8_lossy(&line)) {
                match number(word, self.arch) {
                    Some(nr) => self.calls.push(nr),
                    None => {
                        let what = format!("{word:?} is no number and no name of a call of {}", self.arch.name());
                        bad.line(number_of_line, what)?;
                    }
                }
            }
        }
        self.ends.push(self.calls.len());
        Ok(())
    }

    /// How many calls there are.
    pub(super) fn calls(&self) -> u64 {
        self.calls.len() as u64
    }

    /// The first and the last position.
    pub(super) fn span(&self) -> (i64, i64) {
        let begins = std::iter::once(&0).chain(&self.ends);
        let longest = self.ends.iter().zip(begins).map(|(end, begin)| end - begin).max();
        (0, longest.unwrap_or_default().saturating_sub(1) as i64)
    }

    /// Hands over the rows of `syscalls` in their order, at most `most` at once.
    ///
    /// # Errors
    /// Those of `take`.
    pub(super) fn chunks(&self, table: &Table, most: usize, take: Take<'_>) -> Result<(), String> {
        let mut names: HashMap<i32, String> = HashMap::new();
        for nr in &self.calls {
            names.entry(*nr).or_insert_with(|| self.arch.display_name(*nr).into_owned());
        }
        let (mut file, mut position) = (0, 0_i64);
        for (number, calls) in self.calls.chunks(most).enumerate() {
            let (mut positions, mut ids) = (Vec::with_capacity(calls.len()), Vec::with_capacity(calls.len()));
            for at in number * most..number * most + calls.len() {
                while self.ends.get(file).is_some_and(|end| *end <= at) {
                    (file, position) = (file + 1, 0);
                }
                positions.push(position);
                // Ids as those of processes are; nobody has so many files.
                ids.push(u32::try_from(file + 1).unwrap_or(u32::MAX));
                position += 1;
            }
            let numbers: Vec<u64> = positions.iter().map(|position| *position as u64).collect();
            let names: Vec<&str> = calls.iter().map(|nr| names.get(nr).map_or("", String::as_str)).collect();
            let column = |c: &columns::Column| match c.name {
                "seq" => Series::new(c.name.into(), &numbers).into(),
                "ts" => Series::new(c.name.into(), &positions).into(),
                "tgid" | "tid" => Series::new(c.name.into(), &ids).into(),
                "nr" => Series::new(c.name.into(), calls).into(),
                "name" => Series::new(c.name.into(), &names).into(),
                _ => self.same(c, calls.len()),
            };
            let columns = table.columns.iter().map(column).collect();
            take(DataFrame::new(calls.len(), columns).map_err(|e| e.to_string())?)?;
        }
        Ok(())
    }

    /// A column that is the same in all rows.
    fn same(&self, column: &columns::Column, rows: usize) -> Column {
        let name = PlSmallStr::from(column.name);
        let value = match column.name {
            "cpu" => Scalar::from(0_u16),
            "phase" => Scalar::from(PlSmallStr::from("payload")),
            "arch" => Scalar::from(PlSmallStr::from(self.arch.name())),
            "a0" | "a1" | "a2" | "a3" | "a4" | "a5" => Scalar::from(0_u64),
            // As text, which is what SQLite has.
            "data" => Scalar::from(PlSmallStr::from("[]")),
            // Nothing is said about how a call ended.
            "flags" => Scalar::from(flags::UNFINISHED),
            _ => Scalar::null(trace::data_type(column.ty).unwrap_or(DataType::String)),
        };
        Column::new_scalar(name, value, rows)
    }
}

/// What such files do not tell.
pub(super) fn told() -> Told {
    Told {
        command: Vec::new(),
        limits: vec![
            "times: ts is the position in the sequence, and no call has a duration".to_owned(),
            "arguments, results, paths; processes: each file is one".to_owned(),
        ],
        timed: false,
    }
}
