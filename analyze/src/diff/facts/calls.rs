//! Which calls were made, how they failed, how long they took, and how many bytes went through them.

use super::{Collector, Found};
use crate::{
    diff::{
        fact::{Dimension, Measure},
        normal::Form,
        scan::{Scan, text},
    },
    error::Error,
    keys::{self, Texts},
};
use polars::prelude::{DataType, Expr, col, len};
use schema::roles::{self, Role};
use std::{collections::HashMap, sync::Arc};

/// Calls in classes of duration: the class, and how many.
type Durations = Vec<(u32, u64)>;

/// What it reads of every call: its name and its error, as one number.
pub(super) fn columns(texts: &Arc<Texts>) -> Vec<Expr> {
    let call = text([col("name"), col("errno")], texts, |[name, errno, ..]| match errno {
        Some(errno) => Some(format!("{}\0{errno}", name?)),
        None => name.map(str::to_owned),
    });
    vec![call.alias("call")]
}

/// The name in the text of column `call`.
pub(super) fn name_of(call: &str) -> &str {
    call.split_once('\0').map_or(call, |(name, _)| name)
}

/// Reads them.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, into: &mut Collector<'_>) -> Result<(), Error> {
    let keys = ["program", "call", "class"].map(col);
    let rows = scan.coded().select(["program", "call", "class", "bytes", "ts"].map(col)).group_by(keys).agg([
        len().cast(DataType::Int64).alias("calls"),
        col("ts").min().alias("first"),
        col("bytes").sum().alias("bytes"),
    ]);
    let groups = scan.collect(rows)?;
    let (programs, calls, classes) = (groups.codes("program")?, groups.codes("call")?, groups.codes("class")?);
    let (counts, firsts, bytes) = (groups.numbers("calls")?, groups.numbers("first")?, groups.numbers("bytes")?);
    let mut names: HashMap<u32, (String, Option<u32>)> = HashMap::new();
    let mut durations: HashMap<(u32, u32), Durations> = HashMap::new();
    let nothing = scan.texts.number("");
    for i in 0..counts.len() {
        let (name, errno) = names.entry(calls[i]).or_insert_with(|| {
            let text = into.text(calls[i]);
            match text.split_once('\0') {
                Some((name, errno)) => (name.to_owned(), Some(scan.texts.number(errno))),
                None => (text, None),
            }
        });
        let found = Found {
            dimension: Dimension::Syscall,
            program: programs[i],
            aspect: name,
            form: Form::Plain,
            item: nothing,
            count: counts[i].max(0) as u64,
            first: firsts[i],
        };
        into.add(&found);
        if let Some(errno) = errno {
            into.add(&Found { dimension: Dimension::Error, item: *errno, ..found });
            continue;
        }
        if classes[i] != u32::MAX {
            durations.entry((programs[i], calls[i])).or_default().push((classes[i], found.count));
        }
        let way = match roles::of(name) {
            Some(Role::Read | Role::Move) => "bytes read",
            Some(Role::Write | Role::Fill) => "bytes written",
            _ => continue,
        };
        let measure = Measure { value: bytes[i].max(0) as f64, calls: found.count };
        into.measure(Dimension::Resource, programs[i], way, measure);
    }
    // Programs that become one have the durations of both.
    let mut joined: HashMap<(u32, u32), Durations> = HashMap::new();
    for ((program, call), mut found) in durations {
        let program = into.program(program);
        joined.entry((program, call)).or_default().append(&mut found);
    }
    for ((program, call), mut found) in joined {
        found.sort_unstable();
        let calls = found.iter().map(|(_, calls)| calls).sum();
        let value = keys::least(middle(&found, calls)) as f64;
        let name = into.text(call);
        into.measure(Dimension::Latency, program, &name, Measure { value, calls });
    }
    Ok(())
}

/// The class of the middle call of so many.
fn middle(durations: &Durations, calls: u64) -> u32 {
    let mut before = 0;
    let middle = durations.iter().find(|(_, calls_of)| {
        before += calls_of;
        before * 2 >= calls
    });
    middle.map_or(0, |(class, _)| *class)
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn the_middle_call_has_as_many_before_it_as_behind() {
        assert_eq!(middle(&vec![(1, 1), (5, 1), (9, 1)], 3), 5);
        assert_eq!(middle(&vec![(1, 10), (5, 1)], 11), 1);
        assert_eq!(middle(&vec![], 0), 0);
    }
}
