//! The tables about what is strange.

use super::{
    Compared,
    model::{Model, Settings, Way},
    unit::{Kind, Names, Thing},
};
use crate::document::{Column, Layout, Table, Unit as Of, Value};

fn grid(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Value>>) -> Table {
    Table { name, columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}

/// A row of the trace, as other tables name it; null without times.
fn row_id(row: Option<(u32, i64)>) -> Value {
    row.map_or(Value::Null, |(tid, ts)| Value::Text(format!("{tid}@{ts}")))
}

/// The runs, the strangest first. Those that are in no way strange are left out.
pub fn runs(compared: &[Compared], inputs: &[String], names: &Names, settings: &Settings) -> Table {
    let several = inputs.len() > 1;
    let strange = |one: &&Compared| {
        one.alarm || Way::ALL.iter().any(|way| *way != Way::Frequency && one.scores.of(*way).is_some_and(|s| s > 0.0))
    };
    let row = |one: &Compared| {
        let score = |way| match (way, one.scores.of(way)) {
            (_, None) => Value::Null,
            (Way::Frequency, Some(score)) => Value::Float(score),
            (_, Some(score)) => Value::Uint(score as u64),
        };
        let worst = one.scores.mismatches;
        let thread = one.unit.threads.get(one.scores.thread).filter(|_| worst.most > 0);
        let at = thread.and_then(|thread| Some((thread.tid, *thread.times.get(worst.at)?)));
        let mut row = vec![
            Value::Text(if one.alarm { "alarm" } else { "" }.to_owned()),
            Value::Float(one.rate),
            Value::Text(names.programs.text(one.unit.program).to_owned()),
            Value::Uint(one.unit.pid.into()),
            Value::Uint(one.unit.calls() as u64),
        ];
        if several {
            row.push(inputs.get(one.unit.input as usize).map_or(Value::Null, |name| Value::Text(name.clone())));
        }
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
    let of_way = |way: Way| match way {
        Way::Program => Column::integer("new_program", None),
        Way::Sequence => Column::integer("sequence", None),
        Way::Frequency => Column::number("frequency", Of::Ratio),
        Way::New(_) => Column::integer(format!("new_{}", way.name()), None),
    };
    columns.extend(Way::ALL.map(of_way));
    columns.push(Column::integer(format!("unknown_{}_grams", settings.n), None));
    columns.push(Column::text("row"));
    grid("anomalies", columns, compared.iter().filter(strange).map(row).collect())
}

/// What is new to its program, or a program that is new; that of the strangest runs first.
pub fn new_things(compared: &[Compared], model: &Model, names: &Names) -> Table {
    let mut rows = Vec::new();
    for one in compared {
        let program = names.programs.text(one.unit.program);
        let row = |kind: &str, value: &str, way: Way, count: f64, row: Option<(u32, i64)>| {
            vec![
                Value::Text(kind.to_owned()),
                Value::Text(value.to_owned()),
                Value::Text(program.to_owned()),
                Value::Uint(one.unit.pid.into()),
                Value::Float(model.false_alarms(way, count)),
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
        Column::number("false_alarm_rate", Of::Ratio),
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
