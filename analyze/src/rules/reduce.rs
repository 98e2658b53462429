//! From a trace to the rows that rules are asked about: one pass over the calls, which keeps only those that a rule can be about, and
//! makes one row of all that are equal in what rules can see.

use super::{
    facts::{self, Facts, is_terminal},
    fields::Field,
    rows::{CALL, NAME, NONE, PEER, Rows, TEXTS},
};
use crate::{
    decode::Captures,
    error::{Error, first_line},
    keys::{Texts, coded, mapped, numbers},
    trace::{self, Trace},
};
use polars::prelude::{
    DataFrame, DataType, Expr, NamedFrom, PolarsResult, Series, SortMultipleOptions, col, len, lit, when,
};
use schema::{
    effects::{self, Effect},
    kind::{Kind, Ret},
    notable, syscalls,
    wire::flags,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// What rules need to know of a trace.
#[derive(Debug, Default)]
pub struct Needs {
    /// Names of calls; `None`: of all.
    pub calls: Option<BTreeSet<String>>,
    /// Fields that are tested or shown.
    pub fields: BTreeSet<Field>,
}

/// What rules are asked about.
pub struct Reduced {
    /// The rows.
    pub rows: Rows,
    /// The processes.
    pub facts: Arc<Facts>,
}

/// How equal calls of one name are told from others.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// Each call is a row of its own: in what order they came matters.
    single: bool,
    /// Bits of the arguments that are neither addresses nor sizes.
    args: u8,
    /// The value returned is a descriptor.
    makes: bool,
    /// What it returns is worth adding up.
    adds: bool,
}

fn shape(name: &str) -> Shape {
    let matters = |kind: Kind| {
        !matches!(
            kind,
            Kind::Addr
                | Kind::Path
                | Kind::Str
                | Kind::StrVec
                | Kind::EnvVec
                | Kind::Payload(..)
                | Kind::Struct(..)
                | Kind::Sockaddr(..)
                | Kind::Iovec(..)
                | Kind::Control(..)
                | Kind::FdSet(_)
                | Kind::Polls(_)
                | Kind::Timeout(_)
                | Kind::WaitStatus
                | Kind::SockVal(..)
                | Kind::Size
                | Kind::Offset
                | Kind::Joined(_)
                | Kind::Handler
                | Kind::Unused
        )
    };
    let mut shape = Shape { single: is_single(name), args: 0, makes: false, adds: false };
    for row in syscalls::all().filter(|row| row.name == name) {
        for (at, _) in row.args.iter().enumerate().filter(|(_, arg)| matters(arg.kind)) {
            shape.args |= 1 << at;
        }
        shape.makes |= matches!(row.ret, Ret::Fd);
    }
    let role = schema::roles::of(name);
    use schema::roles::Role::{Fill, Messages, Move, Read, Write};
    shape.adds = matches!(role, Some(Read | Write | Move | Fill | Messages));
    shape
}

/// Whether each call of that name is a row of its own.
fn is_single(name: &str) -> bool {
    let makes = matches!(
        effects::of(name),
        Some(
            Effect::Socket
                | Effect::SocketPair
                | Effect::Pipe(_)
                | Effect::Dup(_)
                | Effect::Memfd
                | Effect::Exec
                | Effect::Pidfd
                | Effect::PidfdGetfd
                | Effect::Local
                | Effect::Unshare
                | Effect::Setns
        )
    );
    notable::of(name).is_some() || makes || ["fork", "vfork", "clone", "clone3", "prctl", "setsid"].contains(&name)
}

/// Reads what rules need.
///
/// # Errors
/// When the trace cannot be read.
pub fn reduce(trace: &Trace, needs: &Needs) -> Result<Reduced, Error> {
    let events = facts::events(trace)?;
    let mut facts = Facts::of(&events, trace);
    let tests = |name: &str| Field::named(name).is_some_and(|field| needs.fields.contains(&field));
    if tests("tty") {
        facts.with_terminals(&terminals(trace)?);
    }
    if tests("cwd") {
        facts.with_directories(&directories(trace)?);
    }
    let facts = Arc::new(facts);
    let texts = Arc::new(Texts::default());
    let groups = trace::collect(&trace.path, groups(trace, needs, &facts, &texts))?;
    let damaged = |e| Error::unreadable(&trace.path, first_line(e));
    let mut rows = rows(&groups, &texts, events.height()).map_err(damaged)?;
    add_events(&mut rows, &events, &facts, &texts);
    rows.dictionary = texts.all();
    in_time_order(&mut rows);
    rows.captured = captured(trace, needs)?;
    let accepts = |row: &usize| matches!(effects::of(rows.name(*row)), Some(Effect::Accept(_)));
    rows.accepted = (0..rows.len()).filter(accepts).filter_map(|row| rows.text(PEER, row)).map(str::to_owned).collect();
    Ok(Reduced { rows, facts })
}

/// The query: groups of equal calls.
fn groups(trace: &Trace, needs: &Needs, facts: &Arc<Facts>, texts: &Arc<Texts>) -> polars::prelude::LazyFrame {
    // The reader of files takes this into account: of other rows it reads nothing but the name.
    let chosen = match &needs.calls {
        Some(names) => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let names = lit(Series::new("names".into(), names)).implode(true);
            trace.syscalls.clone().filter(col("name").is_in(names, false))
        }
        None => trace.syscalls.clone(),
    };
    let names = coded(&[col("name")], texts, |[name, _]| name.map(Into::into));
    let frame = chosen.with_column(names.alias("call"));
    let shapes = Shapes { texts: Arc::clone(texts) };
    let code = |name: &'static str| match name {
        "event" => lit(NONE).cast(DataType::UInt32).alias(name),
        "name" => col("call").alias(name),
        name => coded(&[col(name)], texts, |[text, _]| text.map(Into::into)).alias(name),
    };
    let executes = |shape: &Shape, name: &str| shape.single && matches!(effects::of(name), Some(Effect::Exec));
    let end = when(shapes.flag("call", executes).and(col("errno").is_null()))
        .then(col("ts") + col("dur").fill_null(lit(0)))
        .otherwise(col("ts"));
    let runs = Arc::clone(facts);
    let run = numbers(&[col("tgid"), end], move |columns| {
        let [pids, times] = columns else { return Ok(Vec::new()) };
        let rows = pids.u32()?.iter().zip(times.i64()?.iter());
        Ok(rows.map(|(pid, ts)| pid.zip(ts).and_then(|(pid, ts)| runs.at(pid, ts)).map(|at| at as u32)).collect())
    });
    let arg = |at: usize| {
        let name = ["a0", "a1", "a2", "a3", "a4", "a5"][at];
        when(shapes.flag("call", move |shape, _| shape.args >> at & 1 == 1))
            .then(col(name))
            .otherwise(lit(0_u64))
            .cast(DataType::UInt64)
            .alias(name)
    };
    let single = when(shapes.flag("call", |shape, _| shape.single)).then(col("ts")).otherwise(lit(0_i64));
    // Descriptors are few; addresses and sizes are not.
    let plain = shapes.flag("call", |shape, _| shape.makes || shape.single).or(col("ret").lt_eq(lit(0)));
    let adds = shapes.flag("call", |shape, _| shape.adds);
    let returned = when(plain)
        .then(col("ret"))
        .otherwise(when(col("ret").is_null()).then(lit(polars::prelude::NULL)).otherwise(lit(1_i64)));
    let added = when(adds.and(col("ret").gt(lit(0)))).then(col("ret")).otherwise(lit(0_i64));
    let mut columns: Vec<Expr> = TEXTS.iter().map(|name| code(name)).collect();
    columns.extend((0..6).map(arg));
    columns.extend([
        col("tid"),
        col("tgid"),
        col("ns_tgid").fill_null(lit(0_u32)).cast(DataType::UInt32).alias("ns_tgid"),
        (col("flags").and(lit(!flags::LATE))).cast(DataType::UInt32).alias("flags"),
        run.fill_null(lit(NONE)).cast(DataType::UInt32).alias("run"),
        single.alias("single"),
        returned.alias("ret"),
        added.cast(DataType::Int64).alias("added"),
        col("ts"),
        (col("ts") + col("dur").fill_null(lit(0))).alias("end"),
    ]);
    let keys: Vec<Expr> = TEXTS
        .iter()
        .chain(&["a0", "a1", "a2", "a3", "a4", "a5", "tid", "tgid", "ns_tgid", "flags", "run", "single", "ret"])
        .map(|name| col(*name))
        .collect();
    frame.select(columns).group_by(keys).agg([
        len().cast(DataType::UInt64).alias("count"),
        col("ts").min().alias("first"),
        col("ts").max().alias("last"),
        col("end").max().alias("ended"),
        col("added").sum().alias("sum"),
    ])
}

/// What is known of a call by the number of its name.
struct Shapes {
    texts: Arc<Texts>,
}

impl Shapes {
    fn flag(&self, column: &str, of: impl Fn(&Shape, &str) -> bool + Send + Sync + 'static) -> Expr {
        let texts = Arc::clone(&self.texts);
        mapped(&[col(column)], DataType::Boolean, move |columns| {
            let Some(codes) = columns.first() else { return Ok(Vec::new()) };
            let mut known: HashMap<u32, bool> = HashMap::new();
            let flag = |code: Option<u32>| {
                let code = code?;
                Some(*known.entry(code).or_insert_with(|| {
                    let name = texts.get(code.into()).unwrap_or_default();
                    of(&shape(&name), &name)
                }))
            };
            Ok(codes.u32()?.iter().map(flag).collect::<Vec<Option<bool>>>())
        })
    }
}

/// The groups as rows.
fn rows(groups: &DataFrame, texts: &Texts, more: usize) -> PolarsResult<Rows> {
    let words = |name: &str| -> PolarsResult<Vec<u32>> {
        let column = groups.column(name)?;
        let mut out = Vec::with_capacity(groups.height() + more);
        out.extend(column.u32()?.iter().map(|n| n.unwrap_or(NONE)));
        Ok(out)
    };
    let long = |name: &str| -> PolarsResult<Vec<u64>> {
        Ok(groups.column(name)?.u64()?.iter().map(|n: Option<u64>| n.unwrap_or(0)).collect())
    };
    let times = |name: &str| -> PolarsResult<Vec<i64>> {
        Ok(groups.column(name)?.i64()?.iter().map(|n| n.unwrap_or(0)).collect())
    };
    let mut rows = Rows::default();
    for (at, name) in TEXTS.iter().enumerate() {
        rows.texts[at] = words(name)?;
    }
    rows.texts[super::rows::EVENT].fill(texts.number(CALL));
    for (at, name) in ["a0", "a1", "a2", "a3", "a4", "a5"].iter().enumerate() {
        rows.args[at] = long(name)?;
    }
    let sums = times("sum")?;
    let ret = groups.column("ret")?.cast(&DataType::Int64)?;
    rows.ret =
        ret.i64()?.iter().zip(&sums).map(|(ret, sum)| ret.map(|ret| if *sum > 0 { *sum } else { ret })).collect();
    rows.tid = words("tid")?;
    rows.tgid = words("tgid")?;
    rows.ns_tgid = words("ns_tgid")?;
    rows.bits = words("flags")?;
    rows.run = words("run")?;
    rows.count = long("count")?;
    rows.ts = times("first")?;
    rows.last = times("last")?;
    rows.ended = times("ended")?;
    Ok(rows)
}

/// Events of processes are rows as well.
fn add_events(rows: &mut Rows, events: &DataFrame, facts: &Facts, texts: &Texts) {
    use super::rows::{COMM, EVENT, PATH, PATH_ABS, PHASE};
    use crate::report::{cell_of, number};
    let setup = texts.number("setup");
    let payload = texts.number("payload");
    for at in 0..events.height() {
        let cell = |name: &str| cell_of(events, at, name);
        let (crate::document::Value::Text(event), crate::document::Value::Int(ts)) = (cell("event"), cell("ts")) else {
            continue;
        };
        let code = |name: &str| match cell(name) {
            crate::document::Value::Text(text) => texts.number(&text),
            _ => NONE,
        };
        let tgid = number(&cell("tgid")) as u32;
        let bits = number(&cell("flags")) as u32;
        let event_code = texts.number(&event);
        for (column, codes) in rows.texts.iter_mut().enumerate() {
            codes.push(match column {
                EVENT | NAME => event_code,
                COMM => code("comm"),
                PATH | PATH_ABS => code("exe"),
                PHASE => {
                    if bits & flags::SETUP != 0 {
                        setup
                    } else {
                        payload
                    }
                }
                _ => NONE,
            });
        }
        let words = [number(&cell("signal")), number(&cell("exit_code")), number(&cell("exit_signal")), 0, 0, 0];
        rows.args.iter_mut().zip(words).for_each(|(column, word)| column.push(word));
        rows.tid.push(number(&cell("tid")) as u32);
        rows.tgid.push(tgid);
        rows.ns_tgid.push(number(&cell("ns_tgid")) as u32);
        rows.ts.push(ts);
        rows.last.push(ts);
        rows.ended.push(ts);
        rows.count.push(1);
        rows.ret.push(None);
        rows.bits.push(bits);
        rows.run.push(facts.at(tgid, ts).map_or(NONE, |run| run as u32));
    }
}

fn in_time_order(rows: &mut Rows) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|row| (rows.ts[*row], rows.tid[*row], rows.texts[NAME][*row], rows.args[0][*row]));
    fn sorted<T: Copy>(column: &mut Vec<T>, order: &[usize]) {
        *column = order.iter().map(|row| column[*row]).collect();
    }
    rows.texts.iter_mut().for_each(|column| sorted(column, &order));
    rows.args.iter_mut().for_each(|column| sorted(column, &order));
    sorted(&mut rows.tid, &order);
    sorted(&mut rows.tgid, &order);
    sorted(&mut rows.ns_tgid, &order);
    sorted(&mut rows.ts, &order);
    sorted(&mut rows.last, &order);
    sorted(&mut rows.ended, &order);
    sorted(&mut rows.count, &order);
    sorted(&mut rows.ret, &order);
    sorted(&mut rows.bits, &order);
    sorted(&mut rows.run, &order);
}

/// The memory that fields are made of, of those calls.
fn captured(trace: &Trace, needs: &Needs) -> Result<HashMap<(u32, i64), super::rows::Captured>, Error> {
    use super::fields::{Place, Source};
    let mut calls: BTreeSet<&str> = BTreeSet::new();
    for field in Field::all() {
        let reads = match field.row().source {
            Source::Argument(places) => places,
            _ => &[],
        };
        // openat2 has its flags in memory.
        let opens = ["is_open_read", "is_open_write", "is_open_create"].contains(&field.name());
        if needs.fields.contains(&field) {
            calls.extend(reads.iter().filter(|(_, place)| !matches!(place, Place::Register(_))).map(|(call, _)| *call));
            calls.extend(opens.then_some("openat2"));
        }
    }
    calls.retain(|call| needs.calls.as_ref().is_none_or(|wanted| wanted.contains(*call)));
    let mut out = HashMap::new();
    if calls.is_empty() {
        return Ok(out);
    }
    let is = calls.iter().fold(lit(false), |any, call| any.or(col("name").eq(lit(*call))));
    let frame = trace::collect(&trace.path, trace.syscalls.clone().filter(is).select(["tid", "ts", "data"].map(col)))?;
    let read = || -> PolarsResult<()> {
        let mut frame = frame.clone();
        frame.rechunk_mut();
        let captures = Captures::new(frame.column("data")?)?;
        let (tid, ts) = (frame.column("tid")?.u32()?.clone(), frame.column("ts")?.i64()?.clone());
        let mut found = Vec::new();
        for row in 0..frame.height() {
            captures.fill(row, &mut found);
            let kept = found.iter().filter(|c| c.part == 0).map(|c| (c.arg as u8, c.bytes.to_vec())).collect();
            out.insert((tid.get(row).unwrap_or(0), ts.get(row).unwrap_or(0)), kept);
        }
        Ok(())
    };
    let mut read = read;
    read().map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    Ok(out)
}

/// Terminals that descriptors of processes stood for.
fn terminals(trace: &Trace) -> Result<HashMap<u32, String>, Error> {
    let terminal =
        col("fd_path").str().starts_with(lit("/dev/pts/")).or(col("fd_path").str().starts_with(lit("/dev/tty")));
    let rows = trace.syscalls.clone().filter(terminal).group_by([col("tgid")]).agg([col("fd_path").min()]);
    let frame = trace::collect(&trace.path, rows)?;
    let read = || -> PolarsResult<HashMap<u32, String>> {
        let rows = frame.column("tgid")?.u32()?.iter().zip(frame.column("fd_path")?.str()?.iter());
        Ok(rows.filter_map(|(pid, path)| Some((pid?, path.filter(|p| is_terminal(p))?.to_owned()))).collect())
    };
    read().map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}

/// Calls that changed a current directory, in order of time.
fn directories(trace: &Trace) -> Result<Vec<(u32, i64, String)>, Error> {
    let is = |name: &'static str| col("name").eq(lit(name));
    let rows = trace.syscalls.clone().filter(is("chdir").or(is("fchdir")).and(col("errno").is_null()));
    let to = polars::prelude::coalesce(&[col("path_abs"), col("fd_path")]).alias("to");
    let rows = rows.select([col("tgid"), col("ts"), to]).sort(["ts"], SortMultipleOptions::default());
    let frame = trace::collect(&trace.path, rows)?;
    let read = || -> PolarsResult<Vec<(u32, i64, String)>> {
        let (pids, times) = (frame.column("tgid")?.u32()?.iter(), frame.column("ts")?.i64()?.iter());
        let rows = pids.zip(times).zip(frame.column("to")?.str()?.iter());
        Ok(rows.filter_map(|((pid, ts), to)| Some((pid?, ts?, to?.to_owned()))).collect())
    };
    read().map_err(|e| Error::unreadable(&trace.path, first_line(e)))
}
