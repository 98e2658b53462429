//! What the forms for people share: how a value, a number and a completeness certificate are worded.

use crate::{
    document::{Column, TraceRef, Unit, Value},
    escape::visible,
    time,
};
use schema::manifest::{Completeness, Verdict};

/// How complete the traces are, in one line. Its texts are visible.
pub fn completeness(c: &Completeness) -> String {
    let calls = thousands(c.recorded);
    let reasons = c.reasons.iter().map(|r| visible(r)).collect::<Vec<_>>().join("; ");
    match c.verdict {
        Verdict::Exact if c.discarded > 0 => {
            format!(
                "complete: exact: the newest {calls} calls, none lost; {} older ones given up",
                thousands(c.discarded)
            )
        }
        Verdict::Exact => format!("complete: exact: {calls} calls recorded, none lost"),
        Verdict::Bounded => {
            format!("INCOMPLETE: bounded: {calls} calls recorded, {} lost: {reasons}", thousands(c.lost))
        }
        Verdict::Unknown => format!("INCOMPLETE: unknown: {calls} calls recorded: {reasons}"),
    }
}

/// Traces that are named one by one.
const NAMED: usize = 20;

/// A line for each trace that is named, path and what it is; of many the first, and how many more there are. Not yet made visible.
pub fn traces(all: &[TraceRef]) -> Vec<(String, String)> {
    let shown = if all.len() > NAMED { NAMED / 2 } else { all.len() };
    let mut lines: Vec<(String, String)> =
        all[..shown].iter().map(|trace| (trace.path.to_string_lossy().into_owned(), trace.title.clone())).collect();
    if all.len() > shown {
        lines.push(("...".to_owned(), format!("{} more traces", thousands((all.len() - shown) as u64))));
    }
    lines
}

/// The heading of a column: the values carry the unit.
pub fn heading(column: &Column) -> &str {
    column.name.trim_end_matches("_ns")
}

/// Whether a column's values stand at the right.
pub fn right(column: &Column) -> bool {
    column.ty != "string"
}

/// A value as people read it. Not yet made visible.
pub fn cell(value: &Value, column: &Column) -> String {
    match (value, column.unit) {
        (Value::Null, _) => "-".to_owned(),
        (Value::Uint(n), Some(Unit::Ns)) => time::duration(*n),
        (Value::Int(n), Some(Unit::Ns)) => time::duration((*n).max(0) as u64),
        (Value::Uint(n), _) if ["pid", "ppid", "tid"].contains(&column.name.as_str()) => n.to_string(),
        (Value::Uint(n), _) => thousands(*n),
        (Value::Int(n), _) => n.to_string(),
        (Value::Float(n), Some(Unit::Ratio)) => format!("{:.1} %", n * 100.0),
        (Value::Float(n), Some(Unit::PerSecond)) if *n >= 100.0 => format!("{}/s", thousands(n.round() as u64)),
        (Value::Float(n), Some(Unit::PerSecond)) => format!("{n:.2}/s"),
        (Value::Float(n), _) => format!("{n}"),
        (Value::Text(text), _) => text.clone(),
        (Value::Json(value), _) => value.to_string(),
    }
}

/// A time as reports write it, taken apart: `2026-11-26` and `02:14:05.133721777`.
pub fn clock(text: &str) -> Option<(&str, &str)> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let is = |text: &str, pattern: &str| {
        let same = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
        text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(same)
    };
    (is(date, "0000-00-00") && is(clock, "00:00:00.000000000")).then_some((date, clock))
}

/// The day of all these times, if they are times and of one day.
pub fn day<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut day = None;
    for text in texts {
        let (date, _) = clock(text)?;
        if day.is_some_and(|day| day != date) {
            return None;
        }
        day = Some(date);
    }
    day
}

/// A number with commas: 1,234,567.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }

    #[test]
    fn times_of_one_day_have_a_day() {
        let (one, next) = ("2026-11-26T02:14:05.133721777Z", "2026-11-27T00:00:00.000000000Z");
        assert_eq!(day([one, one].into_iter()), Some("2026-11-26"));
        assert_eq!(
            (day([one, next].into_iter()), day([one, "x"].into_iter()), day([].into_iter())),
            (None, None, None)
        );
        assert_eq!(clock("2026-11-26T02:14:05.13372177xZ"), None);
    }
}
