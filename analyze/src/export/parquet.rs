//! One Parquet file of all rows of a table.

use super::chunks;
use crate::{
    convert::to_files::typed_lists,
    error::{Error, first_line},
    evidence::output,
    trace::Trace,
};
use polars::{
    io::parquet::write::BatchedWriter,
    prelude::{Expr, LazyFrame, ParquetCompression, ParquetWriter},
};
use schema::columns::Table;
use std::{fs::File, path::Path};

/// Writes the file.
///
/// # Errors
/// When rows cannot be read or written.
pub fn write(trace: &Trace, table: &Table, frame: &LazyFrame, filter: Option<&Expr>, path: &Path) -> Result<(), Error> {
    let file = output::begin(path)?;
    let failed = |e: &dyn std::fmt::Display| output::refused(path)(std::io::Error::other(first_line(e)));
    let mut out: Option<BatchedWriter<File>> = None;
    let mut take = |mut rows: polars::prelude::DataFrame| {
        typed_lists(table, &mut rows).map_err(|what| Error::unreadable(&trace.path, what))?;
        rows.rechunk_mut();
        let writer = match &mut out {
            Some(writer) => writer,
            none => {
                let file = file.reopen().map_err(|e| failed(&e))?;
                let writer = ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None));
                none.insert(writer.batched(rows.schema()).map_err(|e| failed(&e))?)
            }
        };
        if rows.height() == 0 { Ok(()) } else { writer.write_batch(&rows).map_err(|e| failed(&e)) }
    };
    // An empty table has its columns all the same.
    take(crate::trace::collect(&trace.path, frame.clone().slice(0, 0).select(columns(table)))?)?;
    chunks(trace, table, frame, filter, &mut take)?;
    if let Some(writer) = &mut out {
        writer.finish().map_err(|e| failed(&e))?;
    }
    drop(out);
    output::finish(file, path)
}

fn columns(table: &Table) -> Vec<Expr> {
    table.columns.iter().map(|c| polars::prelude::col(c.name)).collect()
}
