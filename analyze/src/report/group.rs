//! What frequency and latency share: grouping, the kernel's own counts, sorting and limits.

use super::cells::compare;
use crate::{
    cli::{Grouped, Key},
    document::{Column, Value},
    error::{Error, first_line},
    keys::Keys,
    query, scan,
    trace::{Trace, collect},
};
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, LazyFrame, UnionArgs, col, concat, len};
use std::{ops::Range, path::Path};

/// Whether the kernel side's counts have to stand in for rows that were lost, and what there is to say about it.
pub fn stand_in(traces: &[Trace], options: &Grouped, by_time: bool) -> (bool, Vec<String>) {
    let lost: u64 = traces.iter().map(|t| t.manifest.completeness.lost).sum();
    let discarded: u64 = traces.iter().map(|t| t.manifest.completeness.discarded).sum();
    let mut notes = Vec::new();
    if discarded > 0 {
        notes.push(format!("{discarded} older calls were given up during the recording, as asked with --last"));
    }
    let filtered: u64 = traces.iter().map(|t| t.manifest.completeness.filtered).sum();
    if filtered > 0 {
        notes.push(format!("{filtered} further calls were seen and not kept, as asked with --path or --exe"));
    }
    if lost == 0 {
        return (false, notes);
    }
    let countable = |key: &Key| {
        use Key::{Arch, Class, Container, Errno, Phase, Pid, Syscall, Trace};
        matches!(key, Syscall | Class | Pid | Errno | Arch | Phase | Trace | Container)
    };
    let whole = traces.iter().all(|t| t.manifest.completeness.lost == t.lost_but_counted());
    let all = discarded == 0 && filtered == 0 && options.asked.choice.everything() && !by_time;
    if all && whole && options.by.iter().all(countable) {
        return (true, notes);
    }
    notes.push(format!(
        "{lost} calls have no row and are missing below (of the whole recording without --where, by syscall, class, pid, errno, arch, \
         phase, trace or container, the kernel's own counts would be used)"
    ));
    (false, notes)
}

/// Traces whose rows are read at once.
const BLOCK: usize = 64;

/// The rows of a block of traces that are chosen, with their keys and the columns `more`, and no others.
///
/// # Errors
/// When the expression or a trace is bad.
pub fn calls(
    traces: &[Trace],
    block: Range<usize>,
    keys: &Keys,
    options: &Grouped,
    more: &[&str],
) -> Result<LazyFrame, Error> {
    let chosen = block.map(|i| {
        let frame = query::rows(&traces[i], &options.asked.choice)?;
        // Only what is needed: columns that nobody asks for are not read.
        Ok(frame.select(keys.exprs(i).into_iter().chain(more.iter().map(|name| col(*name))).collect::<Vec<_>>()))
    });
    together(traces, chosen.collect::<Result<_, Error>>()?)
}

/// The keys, `calls` and `errors` of each group of these rows.
///
/// # Errors
/// When the expression or a trace is bad.
pub fn counted(traces: &[Trace], keys: &Keys, options: &Grouped) -> Result<DataFrame, Error> {
    let Some(frames) = scan::counts(traces, keys, &options.asked.choice)? else {
        let aggregates =
            [len().cast(DataType::UInt64).alias("calls"), col("errno").count().cast(DataType::UInt64).alias("errors")];
        let mut parts = Vec::new();
        for first in (0..traces.len()).step_by(BLOCK) {
            let block = first..(first + BLOCK).min(traces.len());
            let calls = calls(traces, block, keys, options, &["errno"])?;
            parts.push(collect(path(traces), calls.group_by(keys.names()).agg(&aggregates))?.lazy());
        }
        let all = together(traces, parts)?;
        let sums = [col("calls").sum(), col("errors").sum()];
        return collect(path(traces), all.group_by(keys.names()).agg(sums));
    };
    let figures = vec![col("calls"), col("errors")];
    let frames = frames.into_iter().enumerate();
    let frames = frames.map(|(i, frame)| frame.lazy().select([keys.exprs(i), figures.clone()].concat())).collect();
    let calls = together(traces, frames)?;
    collect(path(traces), calls.group_by(keys.names()).agg([col("calls").sum(), col("errors").sum()]))
}

/// The same of the kernel side's own counts.
///
/// # Errors
/// When a trace is bad.
pub fn counts(traces: &[Trace], keys: &Keys, aggregates: Vec<Expr>) -> Result<DataFrame, Error> {
    let columns = ["calls", "total_ns", "log2_ns"].map(col);
    let frames = traces.iter().enumerate().map(|(i, trace)| {
        // Whether a call failed is asked of each of these rows, too.
        let failed = col("errno").is_not_null().alias("failed");
        trace.counts.clone().select([&keys.exprs(i)[..], &columns, &[failed]].concat())
    });
    let counts = together(traces, frames.collect())?;
    collect(path(traces), counts.group_by(keys.names()).agg(aggregates))
}

/// The first trace's path, for errors that are about all.
pub fn path(traces: &[Trace]) -> &Path {
    traces.first().map_or(Path::new(""), |trace| &trace.path)
}

fn together(traces: &[Trace], frames: Vec<LazyFrame>) -> Result<LazyFrame, Error> {
    concat(frames, UnionArgs::default()).map_err(|e| Error::unreadable(path(traces), first_line(e)))
}

/// Sorts by `--sort`, or else by column `default`: numbers from the largest, texts from the first; equal rows by their
/// keys, so that the order is certain. Then cuts at `--limit`.
///
/// # Errors
/// [`Error::Usage`] if there is no such column.
pub fn order(rows: &mut Vec<Vec<Value>>, headings: &[Column], options: &Grouped, default: &str) -> Result<(), Error> {
    sort(rows, headings, options.sort.as_deref().unwrap_or(default))?;
    rows.truncate(options.asked.choice.limit.unwrap_or(usize::MAX));
    Ok(())
}

/// Sorts by a column, as [`order`] does.
///
/// # Errors
/// [`Error::Usage`] if there is no such column.
pub fn sort(rows: &mut [Vec<Value>], headings: &[Column], wanted: &str) -> Result<(), Error> {
    let Some(by) = headings.iter().position(|c| c.name == wanted) else {
        let names: Vec<&str> = headings.iter().map(|c| c.name.as_str()).collect();
        return Err(Error::Usage(format!("--sort: there is no column {wanted:?}; there are {}", names.join(", "))));
    };
    let upwards = headings[by].ty == "string";
    rows.sort_by(|a, b| {
        let main = compare(&a[by], &b[by]);
        let main = if upwards { main } else { main.reverse() };
        let keys = || a.iter().zip(b).map(|(a, b)| compare(a, b)).find(|o| o.is_ne());
        main.then_with(|| keys().unwrap_or(std::cmp::Ordering::Equal))
    });
    Ok(())
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::{ask::Ask, cli::Question, report::cells::value, trace};

    /// The samples that are Parquet.
    pub const SAMPLES: [&str; 2] = ["container-busybox.trace", "shell-pipeline.trace"];

    /// Keys and choices, each of another way through [`scan`]; the last few are for the engine alone.
    pub const QUESTIONS: [&[&str]; 15] = [
        &[],
        &["--by", "process,errno"],
        &["--by", "file"],
        &["--by", "file,fd-kind"],
        &["--by", "path-prefix,class,comm,phase"],
        &["--by", "tid,peer,arch,path"],
        &["--by", "container,trace"],
        &["--by", "file", "--where", "path IS NOT NULL"],
        &["--by", "waiting,pid", "--where", "errno IS NULL AND name LIKE '%open%'"],
        &["--where", "path LIKE '/etc/%' OR path IS NULL"],
        &["--where", "ret < 0 AND dur > 1000 AND name <> 'read'"],
        &["--where", "a1 = 0 AND NOT flags > 0", "--from", "+1ms", "--to", "+5ms"],
        &["--where", "path = '/none'"],
        &["--by", "exe"],
        &["--where", "path = comm OR ret > 3"],
    ];

    /// The sample as it is, and as the engine alone reads it.
    pub fn both(sample: &str) -> [Vec<Trace>; 2] {
        let path = format!("{}/../samples/{sample}", env!("CARGO_MANIFEST_DIR"));
        let open = || trace::open(Path::new(&path)).unwrap();
        let mut engine = open();
        engine.segments.clear();
        [vec![open()], vec![engine]]
    }

    /// The options of a question.
    pub fn grouped(question: &[&str]) -> Grouped {
        match Ask::new("frequency", Path::new("x"), question).question() {
            Ok(Question::Frequency(options)) => options.grouped,
            _ => panic!("{question:?} is no question"),
        }
    }

    fn rows(keys: &Keys, frame: &DataFrame) -> Vec<String> {
        let cell = |row, name| value(frame.column(name).unwrap().get(row).ok());
        let row = |row| format!("{:?} {:?} {:?}", keys.values(frame, row), cell(row, "calls"), cell(row, "errors"));
        let mut rows: Vec<String> = (0..frame.height()).map(row).collect();
        rows.sort();
        rows
    }

    #[test]
    fn dictionaries_and_engine_count_the_same() {
        for (sample, question) in SAMPLES.iter().flat_map(|sample| QUESTIONS.map(|question| (sample, question))) {
            let grouped = grouped(question);
            let counts = both(sample).map(|traces| {
                let keys = Keys::new(&traces, &grouped.by, grouped.depth, None).unwrap();
                rows(&keys, &counted(&traces, &keys, &grouped).unwrap())
            });
            assert_eq!(counts[0], counts[1], "{sample} {question:?}");
        }
    }

    #[test]
    fn pieces_of_time_are_the_same() {
        for sample in SAMPLES {
            let grouped = grouped(&["--by", "syscall"]);
            let counts = both(sample).map(|traces| {
                let pieces =
                    crate::keys::Pieces::new(&traces, &grouped.asked.choice, crate::window::Every::Auto).unwrap();
                let keys = Keys::new(&traces, &grouped.by, grouped.depth, Some(pieces)).unwrap();
                rows(&keys, &counted(&traces, &keys, &grouped).unwrap())
            });
            assert!(counts[0].len() > 20);
            assert_eq!(counts[0], counts[1], "{sample}");
        }
    }
}
