//! Numbers of rows: thresholds, rates, and what comes at regular times.

use super::{
    evaluate::Evaluator,
    matches::{Group, Match, groups},
    rule::Many,
};
use std::collections::{HashMap, VecDeque};

/// What matches among the rows that count.
pub fn find(many: &Many, evaluator: &Evaluator<'_>, rows: impl Iterator<Item = usize>) -> Vec<Match> {
    let groups = groups(evaluator, rows, many.within, &many.same);
    groups.iter().filter_map(|group| found(many, evaluator, group)).collect()
}

fn found(many: &Many, evaluator: &Evaluator<'_>, group: &Group) -> Option<Match> {
    if let Some(percent) = many.regular {
        return regular(many, evaluator, group, percent);
    }
    let rows = evaluator.rows;
    let mut inside: VecDeque<usize> = VecDeque::new();
    let mut values: HashMap<String, usize> = HashMap::new();
    let mut calls = 0_u64;
    for row in &group.rows {
        if let Some(window) = many.window {
            while let Some(first) =
                inside.front().copied().filter(|first| rows.ts[*row].saturating_sub(rows.ts[*first]) > window)
            {
                inside.pop_front();
                calls -= weight(evaluator, first, many.window);
                if let Some(field) = many.distinct {
                    let value = evaluator.value(field, first).show();
                    if let Some(times) = values.get_mut(&value) {
                        *times -= 1;
                        if *times == 0 {
                            values.remove(&value);
                        }
                    }
                }
            }
        }
        inside.push_back(*row);
        calls += weight(evaluator, *row, many.window);
        if let Some(field) = many.distinct {
            *values.entry(evaluator.value(field, *row).show()).or_default() += 1;
        }
        let number =
            if many.distinct.is_some() { values.keys().filter(|v| !v.is_empty()).count() as u64 } else { calls };
        if number >= many.at_least {
            return Some(Match::new(group, inside.into(), calls));
        }
    }
    None
}

/// How many of the equal calls of a row lie in a window: of calls over a longer time, their share.
fn weight(evaluator: &Evaluator<'_>, row: usize, window: Option<i64>) -> u64 {
    let rows = evaluator.rows;
    let (count, lasted) = (rows.count[row], rows.last[row].saturating_sub(rows.ts[row]).max(0));
    match window {
        Some(window) if lasted > window => (count as f64 * window as f64 / lasted as f64).ceil() as u64,
        _ => count,
    }
}

/// Rows whose distances in time are alike.
fn regular(many: &Many, evaluator: &Evaluator<'_>, group: &Group, percent: u64) -> Option<Match> {
    let times: Vec<i64> = group.rows.iter().map(|row| evaluator.rows.ts[*row]).collect();
    if (times.len() as u64) < many.at_least.max(3) {
        return None;
    }
    let distances: Vec<f64> = times.windows(2).map(|pair| (pair[1].saturating_sub(pair[0])) as f64).collect();
    let mean = distances.iter().sum::<f64>() / distances.len() as f64;
    let deviation = distances.iter().map(|d| (d - mean).abs()).sum::<f64>() / distances.len() as f64;
    let apart = many.apart.is_none_or(|apart| mean >= apart as f64);
    let alike = deviation * 100.0 <= mean * percent as f64;
    (apart && alike && mean > 0.0).then(|| Match::new(group, group.rows.clone(), group.rows.len() as u64))
}
