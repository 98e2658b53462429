//! What a comparison says, as tables. For people amounts carry their units; for programs they are numbers.

use super::{
    difference::{Amounts, Difference, Sides, tests_decide},
    examples::{Example, Examples},
    fact::{Dimension, Run, beside},
    group::{self, Entry},
    normal::{Normal, RULES, Rule},
    owner::Owners,
    templates::Template,
};
use crate::{
    cli::Severity,
    document::{Column, Layout, Table, Unit, Value},
    keys::Texts,
    render::words::thousands,
    time,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Members that are named in one cell.
const NAMED: usize = 3;
/// Characters of a name shown to people.
const WIDTH: usize = 160;

/// Everything that the tables are made of.
pub struct Answer<'a> {
    /// The entries, the gravest first.
    pub entries: &'a [Entry<'a>],
    /// What lies on both sides.
    pub sides: &'a Sides<'a>,
    /// Their examples.
    pub examples: &'a Examples,
    /// Texts.
    pub texts: &'a Arc<Texts>,
    /// Who knows where files come from.
    pub owners: &'a Owners,
    /// Whether people read it.
    pub people: bool,
}

impl Answer<'_> {
    fn text(&self, number: u32) -> String {
        self.texts.text(number).to_string()
    }

    /// The name of a difference; for people no longer than they read.
    pub fn name(&self, difference: &Difference) -> String {
        let name = whole_name(difference, self.texts);
        if self.people { short(&name) } else { name }
    }

    /// The entries, a row each.
    pub fn differences(&self, limit: usize) -> Table {
        let number = |name: &str| Column { name: name.to_owned(), ty: "number", unit: None };
        let mut columns = vec![
            Column::text("severity"),
            Column::text("change"),
            Column::text("kind"),
            Column::text("key"),
            Column::text("program"),
        ];
        if self.people {
            columns.extend(["left", "right", "significance", "also"].map(Column::text));
        } else {
            columns.extend([number("left"), number("right")]);
            columns.push(Column::text("unit"));
            columns.extend(["left_runs", "right_runs"].map(|name| Column::integer(name, None)));
            columns.push(number("effect"));
            columns.extend([number("p"), number("significance")]);
            columns.push(Column::text("if_sure"));
            columns.push(Column::integer("also", None));
            columns.push(Column::text("losses"));
            columns.extend(["first", "process", "id"].map(Column::text));
        }
        if self.owners.known() {
            columns.extend(["left_origin", "right_origin"].map(Column::text));
        }
        let row = |(i, entry): (usize, &Entry<'_>)| {
            let mut row = self.row(entry.lead);
            let examples = self.examples.of.get(i);
            if self.people {
                row.push(self.also(entry).into());
            } else {
                row.push(Value::Uint(entry.members.len() as u64));
                row.push(losses(entry.lead));
                let example = examples.and_then(|[left, right]| right.as_ref().or(left.as_ref()));
                let cell = |of: fn(&Example) -> &String| example.map_or(Value::Null, |e| of(e).clone().into());
                let first = if entry.lead.key.dimension.is_measured() { Value::Null } else { cell(|e| &e.time) };
                row.extend([first, cell(|e| &e.process), group::id(entry.lead, self.texts).into()]);
            }
            if self.owners.known() {
                row.extend(self.origins(entry).map(|origin| origin.map_or(Value::Null, Value::from)));
            }
            row
        };
        let rows: Vec<Vec<Value>> = self.entries.iter().take(limit).enumerate().map(row).collect();
        Table { name: "differences", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
    }

    /// The cells that a difference has by itself.
    fn row(&self, difference: &Difference) -> Vec<Value> {
        let amounts = self.sides.amounts(&difference.key);
        if !self.people {
            return Exact::new(difference, &amounts).row(self.texts);
        }
        let mut row = cells(difference, self.name(difference), self.texts);
        row.extend(self.amounts(difference, &amounts).map(Value::from));
        row.push(self.significance(difference).into());
        row
    }

    /// The amounts of both sides, and in how many runs they are, if not in all.
    pub fn amounts(&self, difference: &Difference, amounts: &Amounts) -> [String; 2] {
        let (left, right) = amounts.medians();
        [(&amounts.left, left), (&amounts.right, right)].map(|(values, median)| {
            let seen = values.iter().filter(|value| **value > 0.0).count();
            let amount = match unit(difference, self.texts) {
                _ if seen == 0 => return "-".to_owned(),
                "ns" => time::duration(median as u64),
                "bytes" => format!("{} bytes", thousands(median as u64)),
                _ => thousands(median.round() as u64),
            };
            if seen == values.len() { amount } else { format!("{amount} ({seen} of {} runs)", values.len()) }
        })
    }

    /// How sure a difference is, in words.
    pub fn significance(&self, difference: &Difference) -> String {
        let (left, right) = (self.sides.left.len(), self.sides.right.len());
        let mut text = match difference.q() {
            Some(q) if q < 0.001 => "p < 0.001".to_owned(),
            Some(q) => format!("p = {q:.3}"),
            None if tests_decide(left, right) => "in every run".to_owned(),
            None if left == 1 && right == 1 => "noise unknown".to_owned(),
            None => format!("{left} and {right} runs"),
        };
        if difference.may_be_lost {
            text.push_str("; losses could explain it");
        }
        text
    }

    fn also(&self, entry: &Entry<'_>) -> String {
        let names = entry.members.iter().take(NAMED).map(|member| {
            let what = member.key.dimension.name();
            let name = self.name(member);
            format!("{what} {}", name.chars().take(60).collect::<String>())
        });
        let names = names.collect::<Vec<_>>().join("; ");
        match entry.members.len().saturating_sub(NAMED) {
            0 => names,
            more => format!("{names}; and {more} more"),
        }
    }

    /// Where what an entry is about comes from: its file, or if that is in no image, the program.
    pub fn origins(&self, entry: &Entry<'_>) -> [Option<String>; 2] {
        let mut all = std::iter::once(entry.lead).chain(entry.members);
        let file = all.find(|d| matches!(d.key.dimension, Dimension::File | Dimension::Program)).map(|d| {
            let raw = |side: usize| d.raw.as_deref().and_then(|raw| raw[side].first().copied());
            [0, 1].map(|side| self.text(raw(side).unwrap_or(d.key.item)))
        });
        let found = file.map_or([None, None], |[left, right]| self.owners.of([&left, &right]));
        if found.iter().any(Option::is_some) {
            return found;
        }
        let program = self.text(entry.lead.key.program);
        self.owners.of([&program, &program]).map(|origin| origin.map(|origin| format!("program: {origin}")))
    }

    /// What else belongs to the entries, a row each.
    pub fn grouped(&self) -> Table {
        let mut columns = self.differences(0).columns;
        columns.truncate(if self.people { 8 } else { 13 });
        columns.insert(0, Column::text("entry"));
        let ids: Vec<String> = self.entries.iter().map(|entry| group::id(entry.lead, self.texts)).collect();
        let members =
            (0..).zip(self.entries).flat_map(|(i, entry)| entry.members.iter().map(move |member| (i, member)));
        let with_id = |id: &String, mut row: Vec<Value>| {
            row.insert(0, id.clone().into());
            row
        };
        let rows: Box<dyn Iterator<Item = Vec<Value>>> = if self.people {
            let rows: Vec<Vec<Value>> =
                members.map(|(i, member): (usize, _)| with_id(&ids[i], self.row(member))).collect();
            Box::new(rows.into_iter())
        } else {
            // There may be millions: each becomes a row when it is written.
            let exact = |member: &Difference| Exact::new(member, &self.sides.amounts(&member.key));
            let all: Vec<(usize, Exact)> = members.map(|(i, member)| (i, exact(member))).collect();
            let texts = Arc::clone(self.texts);
            Box::new(all.into_iter().map(move |(i, exact)| with_id(&ids[i], exact.row(&texts))))
        };
        Table { name: "grouped", columns, rows, layout: Layout::Grid }
    }

    /// A call of each side for each entry; people look at those that are more than noise, if there are any.
    pub fn calls(&self, limit: usize) -> Table {
        let columns = ["entry", "side", "trace", "time", "process", "call"].map(Column::text).to_vec();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let least = self.entries.first().map_or(Severity::Info, |entry| entry.lead.severity.min(Severity::Low));
        let shown = self.entries.iter().zip(&self.examples.of).take(limit);
        for (entry, sides) in shown.filter(|(entry, _)| !self.people || entry.lead.severity >= least) {
            let id = if self.people { self.name(entry.lead) } else { group::id(entry.lead, self.texts) };
            for (side, example) in ["left", "right"].into_iter().zip(sides) {
                let Some(example) = example else { continue };
                let Example { trace, time, process, call } = example.clone();
                rows.push([id.clone(), side.to_owned(), trace, time, process, call].map(Value::from).to_vec());
            }
        }
        Table { name: "examples", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
    }
}

/// A difference with its amounts, as programs read it.
struct Exact {
    difference: Difference,
    medians: (f64, f64),
    runs: (u32, u32),
}

impl Exact {
    fn new(difference: &Difference, amounts: &Amounts) -> Exact {
        let (left, right) = amounts.runs();
        Exact { difference: difference.clone(), medians: amounts.medians(), runs: (left as u32, right as u32) }
    }

    fn row(&self, texts: &Texts) -> Vec<Value> {
        let Exact { difference, medians: (a, b), runs: (left, right) } = self;
        let mut row = cells(difference, whole_name(difference, texts), texts);
        let value = |median: f64, runs: u32| if runs == 0 { Value::Null } else { exact(median) };
        row.extend([value(*a, *left), value(*b, *right), unit(difference, texts).into()]);
        row.extend([*left, *right].map(|runs| Value::Uint(runs.into())));
        row.push(if *a > 0.0 && *b > 0.0 { Value::Float(b / a) } else { Value::Null });
        row.extend([difference.p(), difference.q()].map(|p| p.map_or(Value::Null, Value::Float)));
        row.push(difference.if_sure.name().into());
        row
    }
}

/// The first cells of a difference.
fn cells(difference: &Difference, name: String, texts: &Texts) -> Vec<Value> {
    vec![
        difference.severity.name().into(),
        difference.change.name().into(),
        difference.key.dimension.name().into(),
        name.into(),
        texts.text(difference.key.program).to_string().into(),
    ]
}

/// The name of a difference, however long.
fn whole_name(difference: &Difference, texts: &Texts) -> String {
    let Some([left, right]) = difference.raw.as_deref() else { return group::name(&difference.key, texts) };
    let all = |raw: &[u32]| raw.iter().map(|raw| texts.text(*raw).to_string()).collect::<Vec<_>>().join(", ");
    format!("{} -> {}", all(left), all(right))
}

fn unit(difference: &Difference, texts: &Texts) -> &'static str {
    match difference.key.dimension {
        Dimension::Latency => Unit::Ns.name(),
        Dimension::Resource if texts.text(difference.key.aspect).starts_with("bytes") => Unit::Bytes.name(),
        _ => "times",
    }
}

/// A name that people read to its end.
fn short(name: &str) -> String {
    match name.char_indices().nth(WIDTH) {
        Some((cut, _)) => format!("{}\u{2026}", &name[..cut]),
        None => name.to_owned(),
    }
}

/// A number as what it is.
fn exact(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { Value::Int(value as i64) } else { Value::Float(value) }
}

fn losses(difference: &Difference) -> Value {
    if difference.may_be_lost { "could explain it".into() } else { Value::Null }
}

/// How much of what each program does is new: facts of the right that the left has not.
pub fn novelty(sides: &Sides<'_>) -> Table {
    let mut programs: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    beside(&sides.all(), |key, seen| {
        let (left, right) = seen.split_at(sides.left.len());
        if key.dimension != Dimension::Sequence && right.iter().any(Option::is_some) {
            let (facts, new) = programs.entry(key.program).or_default();
            *facts += 1;
            *new += u64::from(left.iter().all(Option::is_none));
        }
    });
    let mut rows: Vec<(u64, u64, String)> = programs
        .into_iter()
        .map(|(program, (facts, new))| (new, facts, sides.texts.text(program).to_string()))
        .collect();
    rows.sort_by(|a, b| (b.0, &a.2).cmp(&(a.0, &b.2)));
    let row = |(new, facts, program): (u64, u64, String)| {
        vec![program.into(), Value::Uint(facts), Value::Uint(new), Value::Float(new as f64 / facts.max(1) as f64)]
    };
    let columns = vec![
        Column::text("program"),
        Column::integer("facts", None),
        Column::integer("new", None),
        Column::number("share", Unit::Ratio),
    ];
    let rows: Vec<Vec<Value>> = rows.into_iter().map(row).collect();
    Table { name: "novelty", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}

/// What was taken for the same, and by which rules.
pub fn merged(sides: [&[Run]; 2], texts: &Texts, normal: &Normal) -> Table {
    let mut merged: BTreeMap<(String, Vec<&'static str>), [BTreeSet<u32>; 2]> = BTreeMap::new();
    for (side, runs) in sides.into_iter().enumerate() {
        for (key, seen) in runs.iter().flat_map(|run| run.facts.iter()).filter(|(_, seen)| !seen.raw().is_empty()) {
            let mut by: Vec<&'static str> = normal.rules_of(key.item).collect();
            if by.is_empty() {
                by.push("learnt");
            }
            let text = texts.text(key.item).to_string();
            merged.entry((text, by)).or_default()[side].extend(seen.raw());
        }
    }
    let shown = |raw: &BTreeSet<u32>| {
        let names = raw.iter().take(NAMED).filter_map(|raw| texts.get((*raw).into()));
        let more = raw.len().saturating_sub(NAMED);
        let names = names.collect::<Vec<_>>().join(", ");
        if more > 0 { format!("{names}, and {more} more") } else { names }
    };
    let row = |((text, by), [left, right]): ((String, Vec<&str>), [BTreeSet<u32>; 2])| {
        vec![text.into(), by.join(", ").into(), shown(&left).into(), shown(&right).into()]
    };
    let rows: Vec<Vec<Value>> = merged.into_iter().map(row).collect();
    let columns = ["became", "by", "left", "right"].map(Column::text).to_vec();
    Table { name: "merged", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}

/// The rules, each with what it does to an example, and with what it leaves alone.
pub fn rules() -> Table {
    let row = |rule: &Rule| {
        let (from, to) = rule.merges.first().copied().unwrap_or_default();
        vec![rule.name.into(), from.into(), to.into(), rule.keeps.join(", ").into()]
    };
    let rows: Vec<Vec<Value>> = RULES.iter().map(row).collect();
    let columns = ["rule", "example", "becomes", "stays"].map(Column::text).to_vec();
    Table { name: "rules", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}

/// The names with parts that vary.
pub fn templates(templates: &[Template]) -> Table {
    let row = |template: &Template| {
        let examples = template.examples.join(", ");
        vec![template.text().into(), Value::Uint(template.learnt as u64), examples.into()]
    };
    let rows: Vec<Vec<Value>> = templates.iter().map(row).collect();
    let columns = vec![Column::text("template"), Column::integer("names", None), Column::text("examples")];
    Table { name: "templates", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid }
}

/// How many entries there are of each severity.
pub fn summary(entries: &[Entry<'_>]) -> String {
    let all = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let count = |severity: Severity| entries.iter().filter(|entry| entry.lead.severity == severity).count();
    let counts: Vec<String> = all
        .into_iter()
        .filter(|severity| count(*severity) > 0)
        .map(|severity| format!("{} {}", count(severity), severity.name()))
        .collect();
    if counts.is_empty() { "no differences".to_owned() } else { format!("differences: {}", counts.join(", ")) }
}
