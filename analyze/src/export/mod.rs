//! `export`: rows for other tools.

mod chrome;
mod lines;
mod parquet;
mod stix;
mod timesketch;

use crate::{
    cli::{Export, ExportForm},
    convert::{
        lists::{captures_to_json, texts_to_json},
        to_sqlite::CHUNK,
    },
    error::{Error, first_line},
    escape::visible,
    evidence::output,
    query,
    trace::{self, Trace},
};
use polars::prelude::{AnyValue, Column, DataFrame, LazyFrame, col};
use schema::columns::{ColumnType, OPTIONAL, TABLES, Table, syscalls};
use serde_json::Value;
use std::io::{BufWriter, ErrorKind, Write};

/// Writes rows in some form.
trait Writer {
    /// Adds rows.
    fn rows(&mut self, rows: &Rows<'_>) -> std::io::Result<()>;
    /// Adds what comes at the end.
    fn finish(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Some rows of a table.
struct Rows<'a> {
    table: &'a Table,
    frame: &'a DataFrame,
    /// Captures as JSON, where the table has any.
    captures: Option<Vec<String>>,
}

impl Rows<'_> {
    fn len(&self) -> usize {
        self.frame.height()
    }

    /// A cell as JSON. Texts are made visible: what reads them may show them.
    fn json(&self, column: usize, row: usize) -> Value {
        if self.table.columns[column].ty == ColumnType::Captures {
            let text = self.captures.as_ref().and_then(|texts| texts.get(row));
            return text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        }
        let cell = self.frame.columns().get(column).and_then(|c| c.get(row).ok());
        if let Some(text) = cell.as_ref().and_then(AnyValue::get_str) {
            return match self.table.columns[column].ty {
                ColumnType::TextList => serde_json::from_str(text).unwrap_or_default(),
                _ => visible(text).into(),
            };
        }
        match cell {
            Some(AnyValue::UInt16(n)) => n.into(),
            Some(AnyValue::UInt32(n)) => n.into(),
            Some(AnyValue::UInt64(n)) => n.into(),
            Some(AnyValue::Int32(n)) => n.into(),
            Some(AnyValue::Int64(n)) => n.into(),
            Some(list @ AnyValue::List(_)) => {
                texts_to_json(&list).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
            }
            _ => Value::Null,
        }
    }

    /// A cell of the column of that name.
    fn named(&self, name: &str, row: usize) -> Value {
        let column = self.table.columns.iter().position(|c| c.name == name);
        column.map_or(Value::Null, |column| self.json(column, row))
    }
}

/// Runs the command.
///
/// # Errors
/// When the trace cannot be read or the output not written.
pub fn run(options: &Export) -> Result<(), Error> {
    let table = TABLES.into_iter().chain(OPTIONAL).find(|t| t.name == options.table).ok_or_else(|| {
        let names: Vec<&str> = TABLES.into_iter().chain(OPTIONAL).map(|t| t.name).collect();
        Error::Usage(format!("--table {}: there are {}", options.table, names.join(", ")))
    })?;
    let calls = table.name == syscalls::TABLE.name;
    if options.filter.is_some() && !calls {
        return Err(Error::Usage("--where is about the table syscalls".to_owned()));
    }
    if !calls && matches!(options.to, ExportForm::ChromeTrace | ExportForm::Timesketch | ExportForm::Stix) {
        return Err(Error::Usage("--table goes with csv, jsonl and parquet".to_owned()));
    }
    let filter = options.filter.as_deref().map(query::parse).transpose()?;
    let trace = trace::open(&options.trace)?.loaded()?;
    let frame = trace.tables().into_iter().find(|(t, _)| t.name == table.name).map(|(_, frame)| frame);
    let frame = frame.ok_or_else(|| Error::Usage(format!("{} has no table {}", trace.path.display(), table.name)))?;
    if options.to == ExportForm::Parquet {
        let path = options.output.as_deref();
        let path = path.ok_or_else(|| Error::Usage("parquet needs a file: -o FILE".to_owned()))?;
        return parquet::write(&trace, table, &frame, filter.as_ref(), path);
    }
    let write = |out: &mut dyn Write| -> Result<(), Error> {
        if options.to == ExportForm::Stix {
            return stix::write(options, &trace, out);
        }
        let mut writer: Box<dyn Writer + '_> = match options.to {
            ExportForm::Csv => Box::new(lines::Csv::new(out)),
            ExportForm::Timesketch => Box::new(timesketch::Timesketch::new(out, &trace)),
            ExportForm::ChromeTrace => Box::new(chrome::Chrome::new(out, &trace)),
            ExportForm::Jsonl | ExportForm::Parquet | ExportForm::Stix => Box::new(lines::Jsonl::new(out)),
        };
        let name = options.output.clone().unwrap_or_else(|| "standard output".into());
        let failed = |source| Error::Output { path: name.clone(), source };
        chunks(&trace, table, &frame, filter.as_ref(), &mut |rows| {
            let captures = table.columns.iter().zip(rows.columns()).find(|(c, _)| c.ty == ColumnType::Captures);
            let captures = captures.map(|(_, column): (_, &Column)| captures_to_json(column)).transpose();
            let captures = captures.map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
            writer.rows(&Rows { table, frame: &rows, captures }).map_err(failed)
        })?;
        writer.finish().map_err(failed)
    };
    match &options.output {
        Some(path) => {
            let mut out = BufWriter::with_capacity(1 << 20, output::begin(path)?);
            write(&mut out)?;
            output::finish(out.into_inner().map_err(|e| output::refused(path)(e.into_error()))?, path)
        }
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
            let failed = |source| Error::Output { path: "standard output".into(), source };
            match write(&mut out).and_then(|()| out.flush().map_err(failed)) {
                // A reader that goes away is no error; what is left in the buffer has no reader either.
                Err(Error::Output { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
                    let _ = out.into_parts();
                    Ok(())
                }
                done => done,
            }
        }
    }
}

/// Hands over the rows of a table, some at a time.
///
/// # Errors
/// When they cannot be read, and those of `take`.
fn chunks(
    trace: &Trace,
    table: &Table,
    frame: &LazyFrame,
    filter: Option<&polars::prelude::Expr>,
    take: &mut dyn FnMut(DataFrame) -> Result<(), Error>,
) -> Result<(), Error> {
    let columns: Vec<_> = table.columns.iter().map(|c| col(c.name)).collect();
    let total = trace.manifest.rows.get(table.name).copied().unwrap_or_default();
    for chunk in 0..total.div_ceil(CHUNK.into()) {
        let rows = frame.clone().slice(i64::try_from(chunk * u64::from(CHUNK)).unwrap_or(i64::MAX), CHUNK);
        let rows = filter.map_or(rows.clone(), |filter| rows.filter(filter.clone()));
        take(trace::collect(&trace.path, rows.select(columns.clone()))?)?;
    }
    Ok(())
}
