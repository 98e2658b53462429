//! For people: a heading that says what and how complete, then aligned columns.

use super::Style;
use crate::{
    document::{Column, Document, Layout, Table, Unit, Value},
    escape::visible,
    time,
};
use comfy_table::{Cell, CellAlignment, ContentArrangement, presets};
use schema::manifest::{Completeness, Verdict};
use std::io::Write;

/// Writes the document.
pub(super) fn write(document: Document, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    let paint = |code: &str, text: String| if style.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text };
    for trace in &document.traces {
        let title = format!("{}: {}", trace.path.to_string_lossy(), trace.title);
        writeln!(out, "{}", paint("1", visible(&title).into_owned()))?;
    }
    let code = match document.completeness.verdict {
        Verdict::Exact => "32",
        Verdict::Bounded => "33",
        Verdict::Unknown => "31",
    };
    writeln!(out, "{}", paint(code, completeness(&document.completeness)))?;
    if let Some(filter) = &document.filter {
        writeln!(out, "where: {}", visible(filter))?;
    }
    for note in &document.notes {
        writeln!(out, "note: {}", visible(note))?;
    }
    for table in document.tables {
        writeln!(out)?;
        match table.layout {
            Layout::Lines(line) => {
                for row in table.rows {
                    writeln!(out, "{}", visible(&line(&row)))?;
                }
            }
            Layout::Grid => grid(table, style, true, out)?,
            Layout::Pairs => grid(table, style, false, out)?,
        }
    }
    Ok(())
}

fn completeness(c: &Completeness) -> String {
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

fn grid(table: Table, style: Style, headings: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let mut grid = comfy_table::Table::new();
    grid.load_style(presets::NOTHING);
    if let Some(width) = style.width {
        grid.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
    }
    let right = |column: &Column| column.ty != "string";
    if headings {
        grid.set_header(table.columns.iter().map(|column| {
            let align = if right(column) { CellAlignment::Right } else { CellAlignment::Left };
            // The values carry the unit.
            Cell::new(column.name.trim_end_matches("_ns")).set_alignment(align)
        }));
    }
    let mut rows = 0;
    for row in table.rows {
        rows += 1;
        grid.add_row(row.iter().zip(&table.columns).map(|(value, column)| {
            let align = if right(column) { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(visible(&show(value, column))).set_alignment(align)
        }));
    }
    if rows == 0 {
        return writeln!(out, "{}: no rows", table.name);
    }
    for line in grid.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn show(value: &Value, column: &Column) -> String {
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

/// A number with commas: 1,234,567.
fn thousands(n: u64) -> String {
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
}
