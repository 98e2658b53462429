//! Which calls followed each other: three in a row, by program. Calls whose place is chance are left out, and the same call again and
//! again counts once.

use super::{Collector, Found, calls};
use crate::{
    diff::{fact::Dimension, normal::Form, scan::Scan},
    error::Error,
};
use schema::telling;
use std::collections::HashMap;

/// A call in the life of its thread.
struct Step {
    tid: u32,
    program: u32,
    call: u32,
    ts: i64,
    /// Numbers of calls grow by one; a gap is a loss. Of the number only the lower bits.
    seq: u32,
}

/// What it reads of every call.
pub(super) const COLUMNS: [&str; 5] = ["tid", "program", "call", "ts", "seq"];

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
    // A call is known by its name, whether it failed or not.
    let mut names: HashMap<u32, Option<u32>> = HashMap::new();
    let followed = follow(&steps, |call| {
        *names.entry(call).or_insert_with(|| {
            let text = into.text(call);
            let name = calls::name_of(&text);
            (!telling::is_chance(name)).then(|| scan.texts.number(name))
        })
    });
    for ((program, names), (count, first)) in followed {
        let names = names.map(|name| into.text(name));
        let item = scan.texts.number(&names.join(" "));
        let aspect = "in a row";
        into.add(&Found { dimension: Dimension::Sequence, program, aspect, form: Form::Plain, item, count, first });
    }
    Ok(())
}

fn steps(scan: &Scan<'_>) -> Result<Vec<Step>, Error> {
    let rows = scan.columns(&COLUMNS)?;
    let mut steps = Vec::with_capacity(rows.frame.height());
    let (tids, programs, calls) = (rows.column_u32("tid")?, rows.column_u32("program")?, rows.column_u32("call")?);
    let (times, seqs) = (rows.column_i64("ts")?, rows.column_i64("seq")?);
    let columns = tids.iter().zip(programs.iter()).zip(calls.iter()).zip(times.iter()).zip(seqs.iter());
    for ((((tid, program), call), ts), seq) in columns {
        // Operations of io_uring are no calls of the thread.
        if let (Some(tid), Some(program), Some(call), Some(ts), Some(seq @ 0..)) = (tid, program, call, ts, seq) {
            steps.push(Step { tid, program, call, ts, seq: seq as u32 });
        }
    }
    Ok(steps)
}

/// Counts what follows what; the steps are in order.
fn follow(steps: &[Step], mut name_of: impl FnMut(u32) -> Option<u32>) -> Followed {
    let mut followed = Followed::new();
    let mut last: Option<&Step> = None;
    let mut window: Vec<u32> = Vec::with_capacity(3);
    for step in steps {
        let goes_on = last.is_some_and(|last| {
            (last.tid, last.program, last.seq.wrapping_add(1)) == (step.tid, step.program, step.seq)
        });
        last = Some(step);
        if !goes_on {
            window.clear();
        }
        let Some(name) = name_of(step.call).filter(|name| window.last() != Some(name)) else { continue };
        if window.len() == 3 {
            window.remove(0);
        }
        window.push(name);
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
        let step = |tid, program, call, seq: u32| Step { tid, program, call, ts: seq.into(), seq };
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
        let followed = follow(&steps, |name| (name != 99).then_some(name));
        assert_eq!(followed, HashMap::from([((1, [10, 11, 12]), (1, 4))]));
    }
}
