//! Documents in the forms that people and programs read. The only place that knows a form.

mod csv;
mod json;
mod table;

use crate::{
    cli::{Answer, Color, Format},
    document::Document,
    error::Error,
};
use std::{
    io::{BufWriter, ErrorKind, IsTerminal, Write},
    path::Path,
};

/// How a table may look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal; `None` where nothing is to be cut or wrapped.
    pub width: Option<u16>,
    /// Whether colour may be used.
    pub color: bool,
}

/// Writes a document as the user asked. A reader that goes away (`| head`) is no error.
///
/// # Errors
/// [`Error::Output`] when it cannot be written; a file is then not left half written.
pub fn write(document: Document, answer: &Answer) -> Result<(), Error> {
    match &answer.output {
        Some(path) => write_file(document, answer.format, path),
        None => {
            let out = std::io::stdout();
            let terminal = out.is_terminal();
            let color = terminal && answer.color == Color::Auto && std::env::var_os("NO_COLOR").is_none();
            let width = terminal.then(terminal_width).flatten();
            let mut out = BufWriter::with_capacity(1 << 16, out.lock());
            let done = render(document, answer.format, Style { width, color }, &mut out).and_then(|()| out.flush());
            match done {
                Err(e) if e.kind() == ErrorKind::BrokenPipe => {
                    // What is left in the buffer has no reader either.
                    let _ = out.into_parts();
                    Ok(())
                }
                done => done.map_err(|source| Error::Output { path: "standard output".into(), source }),
            }
        }
    }
}

fn write_file(document: Document, format: Format, path: &Path) -> Result<(), Error> {
    let refused = |source| Error::Output { path: path.to_owned(), source };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
    let mut out = BufWriter::new(&mut file);
    render(document, format, Style { width: None, color: false }, &mut out)
        .and_then(|()| out.flush())
        .map_err(refused)?;
    drop(out);
    file.persist(path).map_err(|e| refused(e.error))?;
    Ok(())
}

fn render(document: Document, format: Format, style: Style, out: &mut dyn Write) -> std::io::Result<()> {
    match format {
        Format::Table => table::write(document, style, out),
        Format::Json => json::write(document, out),
        Format::Csv => csv::write(document, out),
    }
}

fn terminal_width() -> Option<u16> {
    comfy_table::Table::new().width()
}
