//! What was read from a file and written again, byte for byte, by whomever: where the recording kept what was read and written.

use crate::{
    decode::Captures,
    error::{Error, first_line},
    keys::mapped,
    trace::{self, Trace},
};
use polars::prelude::{Column, DataType, Expr, LazyFrame, NamedFrom, PolarsResult, Series, col, lit};
use schema::{
    kind::Kind,
    roles::{self, Role},
    syscalls,
};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Fewer bytes say nothing: an answer of one word is sent by many.
const LEAST: usize = 16;

/// Numbers of contents, by thread and time of the call.
pub type Contents = HashMap<(u32, i64), u64>;

/// The calls that read from one of these files, and those that wrote the same bytes, with a number for each content.
///
/// # Errors
/// When the trace cannot be read.
pub fn of(trace: &Trace, files: &HashSet<String>) -> Result<Contents, Error> {
    if trace.manifest.filters.payload.is_none() || files.is_empty() {
        return Ok(Contents::new());
    }
    let names = |is: fn(Role) -> bool| Series::new("names".into(), roles::calls(is));
    let files = Series::new("files".into(), files.iter().map(String::as_str).collect::<Vec<_>>());
    let reads = is_in("name", names(|role| role == Role::Read)).and(is_in("fd_path", files));
    let mut all = hashed(trace, trace.syscalls.clone().filter(reads))?;
    let read: HashSet<u64> = all.values().copied().collect();
    if !read.is_empty() {
        let writes = trace.syscalls.clone().filter(is_in("name", names(|role| role == Role::Write)));
        let same = is_in("content", Series::new("contents".into(), read.into_iter().collect::<Vec<u64>>()));
        all.extend(hashed(trace, writes.with_column(content()).filter(same))?);
    }
    Ok(all)
}

fn is_in(column: &str, values: Series) -> Expr {
    col(column).is_in(lit(values).implode(true), false)
}

fn hashed(trace: &Trace, rows: LazyFrame) -> Result<Contents, Error> {
    let frame = trace::collect(&trace.path, rows.select([col("tid"), col("ts"), content()]))?;
    let read = || -> PolarsResult<Contents> {
        let rows = frame.column("tid")?.u32()?.iter().zip(frame.column("ts")?.i64()?.iter());
        let rows = rows.zip(frame.column("content")?.u64()?.iter());
        Ok(rows.filter_map(|((tid, ts), content)| Some(((tid?, ts?), content?))).collect())
    };
    read().map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}

/// A number for what a call read or wrote; none if that was not kept, or is too short.
fn content() -> Expr {
    let number = |columns: &[Column]| -> PolarsResult<Vec<Option<u64>>> {
        let [data, names, returned] = columns else { return Ok(Vec::new()) };
        let captures = Captures::new(data)?;
        let mut payloads: HashMap<&str, Option<u16>> = HashMap::new();
        let mut found = Vec::new();
        let mut numbers = Vec::new();
        for (row, (name, ret)) in names.str()?.iter().zip(returned.i64()?.iter()).enumerate() {
            captures.fill(row, &mut found);
            let arg = name.and_then(|name| *payloads.entry(name).or_insert_with(|| payload(name)));
            let kept = found.iter().find(|c| Some(u64::from(c.arg)) == arg.map(u64::from) && c.bytes.len() >= LEAST);
            let moved = ret.and_then(|ret| usize::try_from(ret).ok()).filter(|moved| *moved >= LEAST);
            numbers.push(kept.zip(moved).map(|(kept, moved)| {
                let mut hash = Sha256::new();
                // Of what was cut off, its length is known.
                hash.update(moved.to_le_bytes());
                hash.update(&kept.bytes[..moved.min(kept.bytes.len())]);
                let digest = hash.finalize();
                digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte)).max(1)
            }));
        }
        Ok(numbers)
    };
    mapped(&[col("data"), col("name"), col("ret")], DataType::UInt64, number).alias("content")
}

/// The argument that is what a call reads or writes.
fn payload(name: &str) -> Option<u16> {
    let row = syscalls::all().find(|row| row.name == name)?;
    row.args.iter().position(|arg| matches!(arg.kind, Kind::Payload(..))).map(|at| at as u16)
}
