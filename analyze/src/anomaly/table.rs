//! The tables about what is strange.

use super::{
    judged::{Compared, Judged},
    model::{Model, Settings, Unlikely, Way},
    unit::{Kind, Names, Thing, Unit},
};
use crate::document::{Column, Layout, Table, Unit as Of, Value};

fn grid(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Value>>) -> Table {
    Table { name, columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}

/// A row of the trace, as other tables name it; null without times.
fn row_id(row: Option<(u32, i64)>) -> Value {
    row.map_or(Value::Null, |(tid, ts)| Value::Text(format!("{tid}@{ts}")))
}

/// A column of natural logarithms, to two digits.
fn logarithm(name: &str) -> Column {
    Column { unit: None, ..Column::number(name, Of::Ratio) }
}

fn rounded(strange: f64) -> Value {
    Value::Float((strange * 100.0).round() / 100.0)
}

fn verdict(alarm: bool) -> Value {
    Value::Text(if alarm { "alarm" } else { "" }.to_owned())
}

/// How unlikely something is in each way; those that do not count for the verdict too.
fn unlikely(unlikely: &Unlikely) -> impl Iterator<Item = Value> {
    unlikely.0.map(rounded).into_iter()
}

fn unlikely_columns() -> impl Iterator<Item = Column> {
    Way::ALL.into_iter().map(|way| logarithm(way.name()))
}

/// What is judged as a whole, the strangest first.
pub fn traces(judged: &[Judged], inputs: &[String], names: &Names) -> Table {
    let row = |one: &Judged| {
        let strange = one.runs.iter().filter(|run| run.strange > 0.0);
        let most = one.runs.first().filter(|run| run.strange > 0.0);
        let mut row = vec![
            verdict(one.alarm),
            Value::Float(one.rate),
            Value::Text(inputs.get(one.input as usize).cloned().unwrap_or_default()),
            Value::Uint(one.runs.len() as u64),
            Value::Uint(strange.count() as u64),
            most.map_or(Value::Null, |run| Value::Text(names.programs.text(run.unit.program).to_owned())),
            rounded(one.strange),
        ];
        row.extend(unlikely(&one.unlikely));
        row
    };
    let mut columns = vec![
        Column::text("verdict"),
        Column::number("false_alarm_rate", Of::Ratio),
        Column::text("trace"),
        Column::integer("runs", None),
        Column::integer("strange_runs", None),
        Column::text("strangest"),
        logarithm("strange"),
    ];
    columns.extend(unlikely_columns());
    grid("traces", columns, judged.iter().map(row).collect())
}

/// The parts of the baseline, the strangest first: how unlikely each was when it was left out; at most so many.
pub fn left_out(model: &Model, known: &[Unit], inputs: &[String], most: Option<usize>) -> Table {
    let mut parts: Vec<_> = model.parts.iter().map(|(at, unlikely)| (at, unlikely, model.sum(unlikely))).collect();
    parts.sort_by(|a, b| b.2.total_cmp(&a.2));
    parts.truncate(most.unwrap_or(usize::MAX));
    let row = |(at, of_way, strange): (&usize, &Unlikely, f64)| {
        let unit = known.get(*at);
        let mut row = vec![
            Value::Text(unit.and_then(|unit| inputs.get(unit.input as usize)).cloned().unwrap_or_default()),
            unit.map_or(Value::Null, |unit| Value::Uint(unit.pid.into())),
            rounded(strange),
        ];
        row.extend(unlikely(of_way));
        row
    };
    let mut columns = vec![Column::text("trace"), Column::integer("first_pid", None), logarithm("strange")];
    columns.extend(unlikely_columns());
    grid("left_out", columns, parts.into_iter().map(row).collect())
}

/// The runs, those of the strangest traces first. Those that are in no way strange are left out.
pub fn runs(judged: &[Judged], inputs: &[String], names: &Names, settings: &Settings) -> Table {
    let several = inputs.len() > 1;
    let strange = |one: &Compared| {
        Way::ALL.iter().any(|way| *way != Way::Frequency && one.scores.of(*way).is_some_and(|s| s > 0.0))
    };
    let row = |(of, one): (&Judged, &Compared)| {
        let score = |way| match (way, one.scores.of(way)) {
            (_, None) => Value::Null,
            (Way::Frequency, Some(score)) => Value::Float(score),
            (_, Some(score)) => Value::Uint(score as u64),
        };
        let worst = one.scores.mismatches;
        let thread = one.unit.threads.get(one.scores.thread).filter(|_| worst.most > 0);
        let at = thread.and_then(|thread| Some((thread.tid, *thread.times.get(worst.at)?)));
        let mut row = vec![
            verdict(of.alarm),
            Value::Float(of.rate),
            Value::Text(names.programs.text(one.unit.program).to_owned()),
            Value::Uint(one.unit.pid.into()),
            Value::Uint(one.unit.calls() as u64),
        ];
        if several {
            row.push(inputs.get(one.unit.input as usize).map_or(Value::Null, |name| Value::Text(name.clone())));
        }
        row.push(rounded(one.strange));
        row.extend(Way::ALL.map(score));
        row.push(Value::Uint(worst.all));
        row.push(row_id(at));
        row
    };
    let mut columns = vec![
        Column::text("verdict"),
        Column::number("false_alarm_rate", Of::Ratio),
        Column::text("program"),
        Column::integer("pid", None),
        Column::integer("calls", None),
    ];
    if several {
        columns.push(Column::text("trace"));
    }
    columns.push(logarithm("strange"));
    let of_way = |way: Way| match way {
        Way::Program => Column::integer("new_program", None),
        Way::Sequence => Column::integer("sequence", None),
        Way::Frequency => Column::number("frequency", Of::Ratio),
        Way::New(_) => Column::integer(format!("new_{}", way.name()), None),
    };
    columns.extend(Way::ALL.map(of_way));
    columns.push(Column::integer(format!("unknown_{}_grams", settings.n), None));
    columns.push(Column::text("row"));
    let all = judged.iter().flat_map(|of| of.runs.iter().map(move |one| (of, one)));
    grid(
        "anomalies",
        columns,
        all.filter(|(of, one)| (of.alarm && one.strange > 0.0) || strange(one)).map(row).collect(),
    )
}

/// What is new to its program, or a program that is new; that of the strangest runs first.
pub fn new_things(judged: &[Judged], model: &Model, names: &Names) -> Table {
    let mut rows = Vec::new();
    for one in judged.iter().flat_map(|of| &of.runs) {
        let program = names.programs.text(one.unit.program);
        let row = |kind: &str, value: &str, way: Way, count: f64, row: Option<(u32, i64)>| {
            vec![
                Value::Text(kind.to_owned()),
                Value::Text(value.to_owned()),
                Value::Text(program.to_owned()),
                Value::Uint(one.unit.pid.into()),
                Value::Float(model.share(one.unit.program, way, count)),
                row_id(row),
            ]
        };
        if one.scores.of(Way::Program) == Some(1.0) {
            let first = one.unit.threads.first();
            let first = first.and_then(|thread| Some((thread.tid, *thread.times.first()?)));
            rows.push(row("program", program, Way::Program, 1.0, first));
            continue;
        }
        let new: Vec<&Thing> = model.new_things(&one.unit).collect();
        for kind in Kind::ALL {
            let of_kind = new.iter().filter(|thing| thing.kind == kind);
            let count = of_kind.clone().count() as f64;
            for thing in of_kind {
                // The kind stands before the text, so that texts of two kinds are never the same.
                let text = names.things.text(thing.text);
                let text = text.strip_prefix(kind.name()).unwrap_or(text).trim_start();
                rows.push(row(kind.name(), text, Way::New(kind), count, Some(thing.row)));
            }
        }
    }
    let columns = vec![
        Column::text("kind"),
        Column::text("value"),
        Column::text("program"),
        Column::integer("pid", None),
        // Of the baseline's traces that have the program, how many had as many new things of this kind.
        Column::number("as_many", Of::Ratio),
        Column::text("row"),
    ];
    grid("new", columns, rows)
}

/// What the baseline knows.
pub fn baseline(model: &Model, names: &Names) -> Table {
    let rows = model.summary().into_iter().map(|row| {
        vec![
            Value::Text(names.programs.text(row.program).to_owned()),
            Value::Uint(row.runs),
            Value::Uint(row.calls),
            Value::Uint(row.windows as u64),
        ]
    });
    let columns = vec![
        Column::text("program"),
        Column::integer("runs", None),
        Column::integer("calls", None),
        Column::integer("distinct_ngrams", None),
    ];
    grid("baseline", columns, rows.collect())
}
