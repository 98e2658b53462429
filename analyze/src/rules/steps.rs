//! Sequences: a row for each step, joined by what they have in common.

use super::{
    evaluate::Evaluator,
    matches::{Match, key},
    rule::Steps,
};
use std::collections::HashMap;

/// Rows tried for one process or tree, at most: a forged trace must not take for ever.
const TRIES: usize = 200_000;
/// Times that a sequence is looked for in one process or tree.
const TIMES: usize = 16;

/// What matches; `matched` has the rows that can be each step.
pub fn find(steps: &Steps, evaluator: &Evaluator<'_>, matched: &[Vec<usize>]) -> Vec<Match> {
    // Of each process or tree, the rows of each step in order of time.
    let mut groups: HashMap<u64, Vec<Vec<usize>>> = HashMap::new();
    for (at, rows) in matched.iter().enumerate().take(steps.steps.len()) {
        for row in rows {
            let of =
                groups.entry(key(evaluator, *row, steps.within)).or_insert_with(|| vec![Vec::new(); steps.steps.len()]);
            of[at].push(*row);
        }
    }
    let mut groups: Vec<_> = groups.into_values().filter(|rows| rows.iter().all(|of| !of.is_empty())).collect();
    groups.sort_by_key(|rows| rows[0][0]);
    groups
        .iter()
        .filter_map(|rows| Search { steps, evaluator, rows, left: TRIES, by_value: HashMap::new() }.run())
        .collect()
}

struct Search<'a> {
    steps: &'a Steps,
    evaluator: &'a Evaluator<'a>,
    /// The rows of each step.
    rows: &'a [Vec<usize>],
    /// Tries left.
    left: usize,
    /// The rows of a step with a value of the field of its first join.
    by_value: HashMap<(usize, String), Vec<usize>>,
}

impl Search<'_> {
    /// One match of all that is found; the rows of the first time come first.
    fn run(mut self) -> Option<Match> {
        for (at, step) in self.steps.steps.iter().enumerate() {
            if let Some((own, ..)) = step.joins.first() {
                for row in &self.rows[at] {
                    let value = self.evaluator.value(*own, *row).show();
                    self.by_value.entry((at, value)).or_default().push(*row);
                }
            }
        }
        let mut all: Vec<usize> = Vec::new();
        let mut times = 0;
        for first in &self.rows[0] {
            let mut chosen = vec![*first];
            if self.next(&mut chosen) {
                times += 1;
                for row in chosen {
                    if !all.contains(&row) {
                        all.push(row);
                    }
                }
            }
            if times >= TIMES || self.left == 0 {
                break;
            }
        }
        // The last step is what it was all for.
        let last = *all.get(self.steps.steps.len() - 1)?;
        let calls = all.iter().map(|row| self.evaluator.rows.count[*row]).sum();
        Some(Match { run: self.evaluator.rows.run[last], rows: all, calls })
    }

    fn next(&mut self, chosen: &mut Vec<usize>) -> bool {
        let at = chosen.len();
        let Some(step) = self.steps.steps.get(at) else { return true };
        let candidates = match step.joins.first() {
            None => self.rows[at].clone(),
            Some((_, other, field)) => {
                let value = self.evaluator.value(*field, chosen[*other]).show();
                if value.is_empty() {
                    return false;
                }
                self.by_value.get(&(at, value)).cloned().unwrap_or_default()
            }
        };
        for row in candidates {
            if self.left == 0 {
                return false;
            }
            self.left -= 1;
            if self.fits(at, row, chosen) {
                chosen.push(row);
                if self.next(chosen) {
                    return true;
                }
                chosen.pop();
            }
        }
        false
    }

    /// Whether a row can be step `at` after the chosen ones.
    fn fits(&self, at: usize, row: usize, chosen: &[usize]) -> bool {
        let rows = self.evaluator.rows;
        if chosen.contains(&row) {
            return false;
        }
        // Of equal calls, one of them must come later.
        if self.steps.ordered && chosen.last().is_some_and(|before| rows.last[row] < rows.ts[*before]) {
            return false;
        }
        if let Some(window) = self.steps.window {
            // The times that lie closest.
            let apart = |a: usize, b: usize| rows.ts[a].max(rows.ts[b]).saturating_sub(rows.last[a].min(rows.last[b]));
            if chosen.iter().any(|other| apart(*other, row) > window) {
                return false;
            }
        }
        let step = &self.steps.steps[at];
        step.joins.iter().all(|(own, other, field)| {
            let value = self.evaluator.value(*own, row).show();
            !value.is_empty() && value == self.evaluator.value(*field, chosen[*other]).show()
        })
    }
}
