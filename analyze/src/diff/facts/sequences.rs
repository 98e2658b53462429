//! Which calls followed each other: three in a row, by program. Calls whose place is chance are left out, and the same call again and
//! again counts once.

use super::{Collector, Found};
use crate::{
    diff::{fact::Dimension, normal::Form, scan::Scan},
    error::Error,
};
use polars::prelude::{DataType, col, lit};
use schema::{Arch, telling};
use std::collections::HashMap;

/// A call in the life of its thread.
struct Step {
    tid: u32,
    program: u32,
    name: u32,
    ts: i64,
    /// Numbers of calls grow by one; a gap is a loss.
    seq: i64,
}

/// How often calls followed each other, and when first.
type Followed = HashMap<(u32, [u32; 3]), (u64, i64)>;

/// Reads them.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, into: &mut Collector<'_>) -> Result<(), Error> {
    let mut steps = steps(scan)?;
    // Within a thread time grows, and an id that is used again goes on behind the one before.
    steps.sort_unstable_by_key(|step| (step.tid, step.ts, step.seq));
    let mut chance: HashMap<u32, bool> = HashMap::new();
    let followed = follow(&steps, |name| *chance.entry(name).or_insert_with(|| telling::is_chance(&into.text(name))));
    for ((program, names), (count, first)) in followed {
        let names = names.map(|name| into.text(name));
        let item = scan.texts.number(&names.join(" "));
        let aspect = "in a row";
        into.add(&Found { dimension: Dimension::Sequence, program, aspect, form: Form::Plain, item, count, first });
    }
    Ok(())
}

fn steps(scan: &Scan<'_>) -> Result<Vec<Step>, Error> {
    let name = scan.text([col("name")], |[name, ..]| name.map(str::to_owned));
    let rows = scan.rows().filter(col("arch").neq(lit(Arch::IoUring.name())));
    let seq = col("seq").cast(DataType::Int64);
    let rows = scan.collect(rows.select([col("tid"), col("program"), name.alias("name"), col("ts"), seq]))?;
    let (tids, programs, names) = (rows.codes("tid")?, rows.codes("program")?, rows.codes("name")?);
    let (times, seqs) = (rows.numbers("ts")?, rows.numbers("seq")?);
    let columns = tids.into_iter().zip(programs).zip(names).zip(times).zip(seqs);
    Ok(columns.map(|((((tid, program), name), ts), seq)| Step { tid, program, name, ts, seq }).collect())
}

/// Counts what follows what; the steps are in order.
fn follow(steps: &[Step], mut chance: impl FnMut(u32) -> bool) -> Followed {
    let mut followed = Followed::new();
    let mut last: Option<&Step> = None;
    let mut window: Vec<u32> = Vec::with_capacity(3);
    for step in steps {
        let goes_on =
            last.is_some_and(|last| (last.tid, last.program, last.seq + 1) == (step.tid, step.program, step.seq));
        last = Some(step);
        if !goes_on {
            window.clear();
        }
        if chance(step.name) || window.last() == Some(&step.name) {
            continue;
        }
        if window.len() == 3 {
            window.remove(0);
        }
        window.push(step.name);
        if let [a, b, c] = window[..] {
            let seen = followed.entry((step.program, [a, b, c])).or_insert((0, step.ts));
            *seen = (seen.0 + 1, seen.1.min(step.ts));
        }
    }
    followed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_and_another_program_end_a_sequence() {
        let step = |tid, program, name, seq| Step { tid, program, name, ts: seq, seq };
        let steps = [
            step(1, 1, 10, 0),
            step(1, 1, 99, 1),
            step(1, 1, 11, 2),
            step(1, 1, 11, 3),
            step(1, 1, 12, 4),
            step(1, 1, 13, 6),
            step(1, 1, 14, 7),
            step(1, 2, 15, 8),
            step(2, 2, 16, 9),
        ];
        let followed = follow(&steps, |name| name == 99);
        assert_eq!(followed, HashMap::from([((1, [10, 11, 12]), (1, 4))]));
    }
}
