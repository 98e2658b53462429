//! Markdown (GitHub's, whose tables most readers know).
//!
//! A text from a trace that is more than words is a code span: nothing in it is markup, a link or somebody's name.

use super::words;
use crate::{
    document::{Column, Document, Layout, Table, Value},
    escape::visible,
};
use std::io::Write;

/// Writes the document.
pub(super) fn write(document: Document, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "# {}", document.report)?;
    for (path, title) in words::traces(&document.traces) {
        writeln!(out, "\n{}: {}", text(&path), text(&title))?;
    }
    if !document.traces.is_empty() {
        writeln!(out, "\n**{}**", text(&words::completeness(&document.completeness)))?;
    }
    if let Some(filter) = &document.filter {
        writeln!(out, "\nWhere: {}", text(filter))?;
    }
    for note in &document.notes {
        writeln!(out, "\nNote: {}", text(note))?;
    }
    let several = document.tables.len() > 1;
    for table in document.tables {
        writeln!(out)?;
        if several {
            writeln!(out, "**{}**\n", table.name.replace('_', " "))?;
        }
        match table.layout {
            // Indented code: no line in it can end it.
            Layout::Lines(line) => {
                for row in table.rows {
                    writeln!(out, "    {}", visible(line(&row)))?;
                }
            }
            Layout::Grid | Layout::Pairs => grid(table, out)?,
        }
    }
    Ok(())
}

fn grid(table: Table, out: &mut dyn Write) -> std::io::Result<()> {
    let mut line = |cells: Vec<String>| writeln!(out, "| {} |", cells.join(" | "));
    line(table.columns.iter().map(|c| in_table(words::heading(c))).collect())?;
    line(table.columns.iter().map(|c| if words::right(c) { "---:" } else { "---" }.to_owned()).collect())?;
    for row in table.rows {
        line(row.iter().zip(&table.columns).map(|(value, column)| cell(value, column)).collect())?;
    }
    Ok(())
}

fn cell(value: &Value, column: &Column) -> String {
    match value {
        Value::Text(_) | Value::Json(_) => in_table(&words::cell(value, column)),
        number => words::cell(number, column),
    }
}

/// Text as it is if it is but words, otherwise as a code span.
fn text(raw: &str) -> String {
    span(&visible(raw))
}

/// Text in a table, where a bar ends the cell even within code.
fn in_table(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() + 4);
    for c in visible(raw).chars() {
        match c {
            // Behind a backslash it cannot be escaped by another.
            '|' if out.ends_with('\\') => out.push_str("\\x7c"),
            '|' => out.push_str("\\|"),
            c => out.push(c),
        }
    }
    span(&out)
}

fn span(shown: &str) -> String {
    if is_words(shown) {
        return shown.to_owned();
    }
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Whether Markdown has no meaning of its own for any part of the text.
fn is_words(text: &str) -> bool {
    let plain = |word: &str| word.chars().all(char::is_alphanumeric) && !word.is_empty();
    let piece = |word: &str| word.split(['_', '-', '.', ',']).all(plain) && !word.contains("www.");
    text.split(' ').all(|word| piece(word.trim_end_matches([',', '.', ':', ';', '%'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_and_the_rest_is_code() {
        assert_eq!(text("exit_group"), "exit_group");
        assert_eq!(text("/etc/passwd"), "`/etc/passwd`");
        assert_eq!(text("_x_"), "`_x_`");
        assert_eq!(text("www.example.org"), "`www.example.org`");
        assert_eq!(text("a``b"), "```a``b```");
        assert_eq!(text("`"), "`` ` ``");
        assert_eq!((text("a|b"), in_table("a|b\\|c")), ("`a|b`".to_owned(), "`a\\|b\\\\x7cc`".to_owned()));
        assert_eq!(text("<b>\n\x1b"), "`<b>\\x0a\\x1b`");
    }
}
