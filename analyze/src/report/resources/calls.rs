//! What calls did to memory and descriptors, and the bytes they moved: summed by process, run of a program, and piece of time.

use super::sums::{Part, Sums};
use crate::{
    cli::Choice,
    error::Error,
    keys::{Pieces, runs},
    query,
    report::cells::{cell_of, number, text},
    trace::{self, Trace},
};
use polars::prelude::{DataType, Expr, NULL, col, lit, when};
use schema::{
    effects::{EFFECTS, Effect},
    roles::{self, Role},
    spaces::{self, Memory},
};

fn named(name: &str) -> Expr {
    col("name").eq(lit(name))
}

fn any<'a>(names: impl IntoIterator<Item = &'a str>) -> Expr {
    names.into_iter().fold(lit(false), |any, name| any.or(named(name)))
}

/// The sum of an argument over calls that succeeded, by what the call does to memory.
fn memory(amount: impl Fn(Memory) -> Option<Expr>) -> Expr {
    let known = named(spaces::OLD.0).and(col("arch").eq(lit(spaces::OLD.1))).not();
    let rows = spaces::MEMORY.iter().filter_map(|(name, memory)| Some((*name, amount(*memory)?)));
    let nothing = lit(NULL).cast(DataType::UInt64);
    let sum = rows.fold(nothing, |rest, (name, amount)| when(named(name)).then(amount).otherwise(rest));
    sum.filter(known.and(col("errno").is_null())).sum()
}

fn argument(i: u8) -> Expr {
    col(format!("a{}", i.min(5)))
}

/// Calls that make so many descriptors.
fn makers(number: u32) -> Expr {
    any(EFFECTS.iter().map(|(name, _)| *name).filter(move |name| spaces::descriptors(name) == number))
}

/// The sums of the chosen calls.
///
/// # Errors
/// When the expression or the trace is bad.
pub(super) fn sums(trace: &Trace, choice: &Choice, pieces: Pieces) -> Result<Sums, Error> {
    let columns = ["tgid", "comm", "name", "arch", "errno", "ret", "a1", "a2"].map(col);
    let keys = [runs(trace)?.alias("run"), pieces.number(trace).alias("piece")];
    let rows = query::rows(trace, choice)?.filter(col("ret").is_not_null()).select([&columns[..], &keys].concat());
    let done = || col("errno").is_null();
    let bytes = |does: fn(Role) -> bool| col("ret").filter(any(roles::calls(does)).and(col("ret").gt(lit(0)))).sum();
    let heap =
        || col("ret").filter(any(spaces::MEMORY.iter().filter(|(_, m)| *m == Memory::Heap).map(|(name, _)| *name)));
    let closes = EFFECTS.iter().filter(|(_, effect)| *effect == Effect::Close).map(|(name, _)| *name);
    let aggregates = [
        col("comm").last(),
        memory(|does| match does {
            Memory::Adds(i) => Some(argument(i)),
            Memory::Resizes(_, new) => Some(argument(new)),
            _ => None,
        })
        .alias("mapped"),
        memory(|does| match does {
            Memory::Takes(i) | Memory::Resizes(i, _) => Some(argument(i)),
            _ => None,
        })
        .alias("unmapped"),
        heap().min().alias("heap_from"),
        heap().max().alias("heap_to"),
        makers(1).and(done()).sum().alias("one"),
        makers(2).and(done()).sum().alias("two"),
        any(closes).and(done()).sum().alias("closed"),
        col("ret").filter(makers(1).and(done())).max().alias("highest"),
        bytes(|role| matches!(role, Role::Read | Role::Move)).alias("read"),
        bytes(|role| matches!(role, Role::Write | Role::Fill)).alias("written"),
    ];
    let groups = trace::collect(&trace.path, rows.group_by(["tgid", "run", "piece"].map(col)).agg(aggregates))?;
    let mut parts: Vec<Part> = (0..groups.height())
        .map(|row| {
            let cell = |name: &str| cell_of(&groups, row, name);
            let count = |name: &str| number(&cell(name));
            Part {
                pid: count("tgid"),
                run: count("run"),
                piece: crate::report::cells::time(&cell("piece")),
                comm: text(cell("comm")).unwrap_or("?".to_owned()),
                mapped: count("mapped"),
                unmapped: count("unmapped"),
                heap: match (cell("heap_from"), cell("heap_to")) {
                    (crate::document::Value::Int(from), crate::document::Value::Int(to)) => Some((from, to)),
                    _ => None,
                },
                opened: count("one") + 2 * count("two"),
                closed: count("closed"),
                highest: match cell("highest") {
                    crate::document::Value::Int(fd) => u64::try_from(fd).ok(),
                    _ => None,
                },
                read: count("read"),
                written: count("written"),
            }
        })
        .collect();
    parts.sort_by_key(|part| (part.pid, part.run, part.piece));
    Ok(Sums::new(parts))
}
