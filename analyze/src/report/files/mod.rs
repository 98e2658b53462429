//! `files`: what was done to each file, by whom, and what became of it.

mod file;
mod layers;
mod read;

use super::{cells::text, chosen, group};
use crate::{
    cli::Files,
    document::{Column, Document, Layout, Table, Unit, Value},
    error::Error,
    image::Image,
    report::open_all,
    trace::Trace,
};
use std::collections::HashMap;

/// Programs that are named of each file.
const NAMED: usize = 3;

/// Runs the report.
///
/// # Errors
/// When a trace cannot be read or an option makes no sense.
pub fn run(options: &Files) -> Result<Document, Error> {
    let traces = open_all(&options.asked.traces)?;
    let several = traces.len() > 1;
    let columns = columns(several);
    let image = options.image.as_deref().map(Image::open).transpose()?;
    let mut notes = image.as_ref().map_or(Vec::new(), |image| image.notes_on(traces.iter().map(|t| &t.manifest)));
    let mut rows = Vec::new();
    for trace in &traces {
        let moved = read::moved(trace, &options.asked.choice)?;
        if moved > 0 {
            notes.push(format!(
                "{moved} bytes went from one descriptor to another inside the kernel (sendfile, splice, copy_file_range): they are \
                 counted for the first descriptor of the call only"
            ));
        }
        rows.extend(of_trace(trace, options, image.as_ref(), &columns)?);
    }
    group::sort(&mut rows, &columns, options.sort.as_deref().unwrap_or("calls"))?;
    rows.truncate(options.asked.choice.limit.unwrap_or(usize::MAX));
    let table = Table { name: "files", columns, rows: Box::new(rows.into_iter()), layout: Layout::Grid };
    Ok(chosen("files", &traces, &options.asked.choice, vec![table]).with_notes(notes))
}

fn columns(several: bool) -> Vec<Column> {
    let count = |name: &str| Column::integer(name, None);
    let bytes = |name: &str| Column::integer(name, Some(Unit::Bytes));
    let mut columns = vec![
        Column::text("path"),
        Column::text("modes"),
        count("calls"),
        count("opens"),
        count("errors"),
        bytes("read"),
        bytes("written"),
        count("created"),
        count("deleted"),
        count("renamed"),
        count("executed"),
        count("mapped"),
        Column::text("state"),
        Column::text("origin"),
        count("processes"),
        Column::text("by"),
    ];
    if several {
        columns.push(Column::text("trace"));
    }
    columns
}

fn of_trace(
    trace: &Trace,
    options: &Files,
    image: Option<&Image>,
    columns: &[Column],
) -> Result<Vec<Vec<Value>>, Error> {
    let several = columns.last().is_some_and(|column| column.name == "trace");
    let files = read::files(trace, &options.asked.choice)?;
    let mut rows: Vec<Vec<Value>> = files
        .into_iter()
        .map(|(path, file)| {
            let origin = layers::origin(trace.manifest.container.as_ref(), image, &path, &file);
            let mut row = file.row(path);
            row.push(origin.map_or(Value::Null, Value::from));
            row
        })
        .collect();
    group::sort(&mut rows, &columns[..columns.len().min(14)], options.sort.as_deref().unwrap_or("calls"))?;
    rows.truncate(options.asked.choice.limit.unwrap_or(usize::MAX));
    let shown: Vec<String> = rows.iter().filter_map(|row| text(row[0].clone())).collect();
    let users = read::users(trace, &options.asked.choice, &shown)?;
    let nobody = Vec::new();
    let by: HashMap<&str, &Vec<String>> = users.iter().map(|(path, users)| (path.as_str(), users)).collect();
    for (row, path) in rows.iter_mut().zip(&shown) {
        let users = by.get(path.as_str()).copied().unwrap_or(&nobody);
        let more = users.len().saturating_sub(NAMED);
        let mut names = users.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if more > 0 {
            names.push_str(&format!(", and {more} more"));
        }
        row.extend([Value::Uint(users.len() as u64), if names.is_empty() { Value::Null } else { names.into() }]);
        if several {
            row.push(trace.name());
        }
    }
    Ok(rows)
}
