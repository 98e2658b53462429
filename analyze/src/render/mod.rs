//! Documents in the forms that people and programs read. The only place that knows a form.

mod csv;
mod findings;
mod fit;
pub mod html;
mod json;
mod markdown;
mod sarif;
mod stix;
mod table;
pub mod words;

use crate::{
    cli::{Answer, Color, Format},
    document::Document,
    error::Error,
    output, progress,
};
use std::{
    cell::OnceCell,
    io::{IsTerminal, Write},
    rc::Rc,
};

/// How a table may look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal; `None` where nothing is to be cut or wrapped.
    pub width: Option<u16>,
    /// Whether colour may be used.
    pub color: bool,
}

/// The report whose findings other tools read.
const SUSPICIOUS: &str = "suspicious";

/// Writes a document as the user asked.
///
/// # Errors
/// As [`output::to`].
pub fn write(mut document: Document, answer: &Answer) -> Result<(), Error> {
    if matches!(answer.format, Format::Sarif | Format::Stix) && document.report != SUSPICIOUS {
        return Err(Error::Usage(format!(
            "{} has no findings; only {SUSPICIOUS} can be asked for this form",
            document.report
        )));
    }
    for table in &mut document.tables {
        let rows = std::mem::replace(&mut table.rows, Box::new(std::iter::empty()));
        table.rows = Box::new(rows.inspect(|_| progress::row()));
    }
    let terminal = answer.output.is_none() && std::io::stdout().is_terminal();
    let color = terminal && answer.color == Color::Auto && std::env::var_os("NO_COLOR").is_none();
    let width = terminal.then(terminal_width).flatten();
    let failure = Rc::clone(&document.failure);
    let written = output::to(answer.output.as_deref(), |out| {
        render(document, answer.format, Style { width, color }, out)?;
        // A file with a part of the rows is not left behind.
        if failure.get().is_some() { Err(std::io::Error::other("not all rows could be read")) } else { Ok(()) }
    });
    match Rc::into_inner(failure).and_then(OnceCell::into_inner) {
        Some(error) => Err(error),
        None => written,
    }
}

fn render(document: Document, format: Format, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    match format {
        Format::Table => table::write(document, style, out),
        Format::Json => json::write(document, out),
        Format::Csv => csv::write(document, out),
        Format::Markdown => markdown::write(document, out),
        Format::Html => html::write(document, out),
        Format::Sarif => sarif::write(document, out),
        Format::Stix => stix::write(document, out),
    }
}

fn terminal_width() -> Option<u16> {
    comfy_table::Table::new().width()
}
