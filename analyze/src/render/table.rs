//! For people: a heading that says what and how complete, then aligned columns.

use super::{
    Style,
    words::{cell, completeness, heading, right, traces},
};
use crate::{
    document::{Column, Document, Layout, Table},
    escape::visible,
};
use comfy_table::{Cell, CellAlignment, ContentArrangement, presets};
use schema::manifest::Verdict;
use std::io::Write;

/// Writes the document.
pub(super) fn write(document: Document, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    let paint = |code: &str, text: String| if style.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text };
    for (path, title) in traces(&document.traces) {
        writeln!(out, "{}", paint("1", visible(&format!("{path}: {title}")).into_owned()))?;
    }
    let code = match document.completeness.verdict {
        Verdict::Exact => "32",
        Verdict::Bounded => "33",
        Verdict::Unknown => "31",
    };
    if !document.traces.is_empty() {
        writeln!(out, "{}", paint(code, completeness(&document.completeness)))?;
    }
    if let Some(filter) = &document.filter {
        writeln!(out, "where: {}", visible(filter))?;
    }
    for note in &document.notes {
        writeln!(out, "note: {}", visible(note))?;
    }
    let several = document.tables.len() > 1;
    for mut table in document.tables {
        writeln!(out)?;
        if several {
            // A table without rows says its name itself.
            let Some(first) = table.rows.next() else {
                writeln!(out, "{}: no rows", table.name)?;
                continue;
            };
            table.rows = Box::new(std::iter::once(first).chain(table.rows));
            writeln!(out, "{}", paint("1", table.name.replace('_', " ")))?;
        }
        match table.layout {
            Layout::Lines(line) => {
                for row in table.rows {
                    out.write_all(visible(line(&row)).as_bytes())?;
                    out.write_all(b"\n")?;
                }
            }
            Layout::Grid => grid(table, style, true, out)?,
            Layout::Pairs => grid(table, style, false, out)?,
        }
    }
    Ok(())
}

fn grid(table: Table, style: Style, headings: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let mut grid = comfy_table::Table::new();
    grid.load_style(presets::NOTHING);
    if let Some(width) = style.width {
        grid.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
    }
    let align = |column: &Column| if right(column) { CellAlignment::Right } else { CellAlignment::Left };
    if headings {
        grid.set_header(table.columns.iter().map(|c| Cell::new(heading(c)).set_alignment(align(c))));
    }
    let mut rows = 0;
    for row in table.rows {
        rows += 1;
        grid.add_row(
            row.iter()
                .zip(&table.columns)
                .map(|(value, column)| Cell::new(visible(&cell(value, column))).set_alignment(align(column))),
        );
    }
    if rows == 0 {
        return writeln!(out, "{}: no rows", table.name);
    }
    for line in grid.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
