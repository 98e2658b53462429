//! A call of each side for a difference, with decoded arguments: found again in the traces by the time of the first. Of durations it is the call
//! that took longest, of bytes the one that moved most.

use super::{difference::Difference, fact::Dimension, group::Entry, side::Side};
use crate::{
    decode::Notation,
    document::Value,
    error::{Error, first_line},
    keys::Texts,
    report::print,
};
use polars::prelude::{NamedFrom, Series, col, lit};
use std::collections::{BTreeSet, HashMap};

/// Entries that get examples.
pub const SHOWN: usize = 200;

/// A call that shows a difference.
#[derive(Debug, Clone)]
pub struct Example {
    /// The trace.
    pub trace: String,
    /// When, in UTC.
    pub time: String,
    /// Name and id of the process, and the thread.
    pub process: String,
    /// The call with its arguments and its result.
    pub call: String,
}

/// For each entry one call of the left and one of the right, as far as there are any.
pub struct Examples {
    /// As many as entries, at most [`SHOWN`].
    pub of: Vec<[Option<Example>; 2]>,
}

/// Where a call is to be found: the side, the run, and when it began.
type Wanted = (usize, usize, i64);

/// Finds them.
///
/// # Errors
/// When a trace cannot be read.
pub fn find(entries: &[Entry<'_>], sides: [&Side; 2], texts: &Texts) -> Result<Examples, Error> {
    let shown = &entries[..entries.len().min(SHOWN)];
    let wanted = |entry: &Entry<'_>, side: usize| -> Option<(Wanted, Option<String>)> {
        let all = std::iter::once(entry.lead).chain(entry.members);
        all.filter(|difference| is_call(difference)).find_map(|difference| {
            let (run, ts) = difference.first(side)?;
            Some(((side, run, ts), name_of(difference, texts)))
        })
    };
    let mut times: HashMap<(usize, usize), BTreeSet<i64>> = HashMap::new();
    for (side, run, ts) in shown.iter().flat_map(|entry| [0, 1].map(|side| wanted(entry, side))).flatten().map(|w| w.0)
    {
        times.entry((side, run)).or_default().insert(ts);
    }
    let mut found: HashMap<Wanted, Vec<(String, Example)>> = HashMap::new();
    for ((side, run), times) in times {
        read(sides, (side, run), &times, &mut found)?;
    }
    let example = |entry: &Entry<'_>, side: usize| {
        let (at, name) = wanted(entry, side)?;
        let calls = found.get(&at)?;
        // Another processor may have begun another call at the same time.
        let fits = |(call, _): &&(String, Example)| name.as_ref().is_none_or(|name| name == call);
        calls.iter().find(fits).or(calls.first()).map(|(_, example)| example.clone())
    };
    Ok(Examples { of: shown.iter().map(|entry| [0, 1].map(|side| example(entry, side))).collect() })
}

/// Whether a fact was told by one call, not by several, nor by an event in the life of a process.
fn is_call(difference: &Difference) -> bool {
    !matches!(
        difference.key.dimension,
        Dimension::Program
            | Dimension::Argv
            | Dimension::ProcessTree
            | Dimension::Credentials
            | Dimension::Signal
            | Dimension::Exit
            | Dimension::Sequence
    )
}

/// The name of the call, where the fact has it.
fn name_of(difference: &Difference, texts: &Texts) -> Option<String> {
    let named = matches!(
        difference.key.dimension,
        Dimension::Privilege
            | Dimension::Channel
            | Dimension::Argument
            | Dimension::Syscall
            | Dimension::Error
            | Dimension::Latency
    );
    texts.get(difference.key.aspect.into()).filter(|_| named)
}

/// Reads the calls of one run that began at these times.
fn read(
    sides: [&Side; 2],
    (side, run): (usize, usize),
    times: &BTreeSet<i64>,
    found: &mut HashMap<Wanted, Vec<(String, Example)>>,
) -> Result<(), Error> {
    let Some(Some(trace)) = sides.get(side).and_then(|side| side.traces.get(run)) else { return Ok(()) };
    let refused = |e: polars::prelude::PolarsError| Error::unreadable(&trace.path, first_line(e));
    // Row groups without any of these times are not read.
    let wanted = lit(Series::new("times".into(), times.iter().copied().collect::<Vec<i64>>())).implode(true);
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return Ok(()) };
    let within = col("ts").gt_eq(lit(*first)).and(col("ts").lt_eq(lit(*last)));
    let frame = trace.some(&print::READ, &[], &within.and(col("ts").is_in(wanted, false)), u32::MAX)?;
    let rows = print::Rows::new(frame, trace.manifest.clone(), Notation { descriptors: 1, ..Notation::default() });
    for row in rows.map_err(refused)?.values(false) {
        let [time, ts, _, tgid, tid, comm, _, _, name, args, result, ..] = row.as_slice() else { continue };
        let (Value::Int(ts), Value::Text(name)) = (ts, name) else { continue };
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Uint(number) => number.to_string(),
            _ => "?".to_owned(),
        };
        let example = Example {
            trace: trace.path.to_string_lossy().into_owned(),
            time: text(time),
            process: format!("{}[{}/{}]", text(comm), text(tgid), text(tid)),
            call: format!("{name}({}) = {}", text(args), text(result)),
        };
        found.entry((side, run, *ts)).or_default().push((name.clone(), example));
    }
    Ok(())
}
