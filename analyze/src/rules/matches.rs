//! What rules have found, before it is told: rows that belong together.

use super::{
    evaluate::Evaluator,
    fields::Field,
    many,
    rows::NONE,
    rule::{Find, Rule, Within},
    steps,
};
use std::collections::HashMap;

/// Rows for which a rule matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The run of a program that it is about; [`NONE`] if that is not known.
    pub run: u32,
    /// The rows, the most telling one first.
    pub rows: Vec<usize>,
    /// How many calls they stand for.
    pub calls: u64,
}

/// Rows that have something in common, in order of time.
#[derive(Debug)]
pub struct Group {
    /// The rows.
    pub rows: Vec<usize>,
    /// The run of the first.
    pub run: u32,
}

impl Match {
    /// Of rows of a group.
    pub fn new(group: &Group, rows: Vec<usize>, calls: u64) -> Match {
        Match { run: group.run, rows, calls }
    }
}

/// What a row is grouped by.
pub fn key(evaluator: &Evaluator<'_>, row: usize, within: Within) -> u64 {
    let rows = evaluator.rows;
    let run = rows.run[row];
    match within {
        Within::Run => u64::from(run),
        Within::Process => u64::from(rows.tgid[row]),
        Within::Tree if run == NONE => u64::from(NONE),
        Within::Tree => evaluator.facts.root(run as usize) as u64,
        Within::Trace => 0,
    }
}

/// Rows (in order of time) in groups that have the same process, tree, ..., and the same values of fields.
pub fn groups(
    evaluator: &Evaluator<'_>,
    rows: impl Iterator<Item = usize>,
    within: Within,
    same: &[Field],
) -> Vec<Group> {
    let mut places: HashMap<(u64, Vec<String>), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let values: Vec<String> = same.iter().map(|field| evaluator.value(*field, row).show()).collect();
        // What is not known is not the same.
        if values.iter().any(String::is_empty) {
            continue;
        }
        let place = *places.entry((key(evaluator, row, within), values)).or_insert_with(|| {
            groups.push(Group { rows: Vec::new(), run: evaluator.rows.run[row] });
            groups.len() - 1
        });
        groups[place].rows.push(row);
    }
    groups
}

/// What a rule finds; `matched` has the rows of each of its conditions.
pub fn find(rule: &Rule, evaluator: &Evaluator<'_>, matched: &[Vec<usize>]) -> Vec<Match> {
    let rows = || matched.first().into_iter().flatten().copied();
    match &rule.find {
        Find::One(_) => {
            let of = |group: Group| {
                let calls = group.rows.iter().map(|row| evaluator.rows.count[*row]).sum();
                Match { run: group.run, rows: group.rows, calls }
            };
            groups(evaluator, rows(), Within::Run, &[]).into_iter().map(of).collect()
        }
        Find::Many(many) => many::find(many, evaluator, rows()),
        Find::Steps(steps) => steps::find(steps, evaluator, matched),
        // Data are followed through calls that no other rule needs.
        Find::Flow(_) => Vec::new(),
    }
}
