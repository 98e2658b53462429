//! For people: a heading that says what and how complete, then aligned columns.

use super::{
    Style,
    fit::{Cells, PADDING, fit, says_nothing, wrapped},
    words::{cell, completeness, heading, right, traces},
};
use crate::{
    document::{Document, Layout, Table},
    escape::visible,
};
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
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
    let mut columns: Vec<Cells> = Vec::new();
    for column in &table.columns {
        let heading = visible(heading(column)).into_owned();
        let (name, right) = (column.name.clone(), right(column));
        columns.push(Cells { name, heading, right, whole: right, texts: Vec::new(), empty: true, width: None });
    }
    let mut rows = 0;
    for row in table.rows {
        rows += 1;
        for ((value, column), cells) in row.iter().zip(&table.columns).zip(&mut columns) {
            cells.empty &= says_nothing(value);
            cells.texts.push(visible(&cell(value, column)).into_owned());
        }
    }
    if rows == 0 {
        return writeln!(out, "{}: no rows", table.name);
    }
    let [empty, others] = match style.width {
        Some(width) if headings => fit(&mut columns, width.into()),
        _ => Default::default(),
    };
    let align = |cells: &Cells| if cells.right { CellAlignment::Right } else { CellAlignment::Left };
    if headings {
        grid.set_header(columns.iter().map(|cells| Cell::new(&cells.heading).set_alignment(align(cells))));
    }
    let mut texts: Vec<_> =
        columns.iter_mut().map(|cells| (align(cells), std::mem::take(&mut cells.texts).into_iter())).collect();
    for _ in 0..rows {
        let row =
            texts.iter_mut().map(|(align, texts)| Cell::new(texts.next().unwrap_or_default()).set_alignment(*align));
        grid.add_row(row.collect::<Vec<_>>());
    }
    for (i, cells) in columns.iter().enumerate() {
        if let (Some(width), Some(column)) = (cells.width, grid.column_mut(i)) {
            let width = u16::try_from(width + PADDING).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    for line in grid.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    for (names, why) in [(empty, "all empty or 0"), (others, "no room; --format csv has them")] {
        if !names.is_empty() {
            let what = format!("(not shown: {}: {why})", names.join(", "));
            wrapped(&what, style.width.unwrap_or(u16::MAX).into())
                .iter()
                .try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    Ok(())
}
