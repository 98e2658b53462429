//! `X.trace`: a folder of Parquet files and a manifest.
//!
//! Rows go into segments, each a file of its own that appears when it is whole; a recorder that is killed leaves all but
//! the last. Parquet with zstd because every data tool reads it and a call takes some ten bytes.

mod calls;
mod distinct;
mod pages;

use super::{Batch, Signer, Sink, SinkError, file, seal};
use crate::rows::Rows;
use parquet::{
    arrow::{
        ArrowSchemaConverter, ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder,
        arrow_writer::ArrowWriterOptions,
    },
    basic::{Compression, Encoding, ZstdLevel},
    errors::ParquetError,
    file::{
        properties::{WriterProperties, WriterVersion},
        writer::SerializedFileWriter,
    },
    schema::types::ColumnPath,
};
use schema::{
    columns::{OPTIONAL, TABLES, Table, syscalls},
    manifest::{FILE_NAME, FileEntry, Manifest},
};
use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};

/// A segment is closed when it has this many bytes ...
const SEGMENT_BYTES: u64 = 64 << 20;
/// ... or rows.
const SEGMENT_ROWS: u64 = 8 << 20;

/// A segment being written.
struct Segment {
    table: &'static Table,
    name: String,
    path: PathBuf,
    rows: u64,
    out: Out,
}

/// How the rows get into the file.
enum Out {
    /// Calls: see [`pages`].
    Calls(SerializedFileWriter<file::Summed>, Box<calls::Encoder>),
    /// Other tables.
    Rows(ArrowWriter<file::Summed>),
}

impl Out {
    fn write(&mut self, batch: &Batch) -> Result<(), ParquetError> {
        match (self, batch) {
            (Out::Calls(out, encoder), Batch::Calls(rows)) => encoder.write(out, rows),
            (Out::Rows(out), Batch::Rows(_, batch)) => out.write(batch),
            _ => Err(ParquetError::General("rows of another table".to_owned())),
        }
    }

    fn bytes(&self) -> u64 {
        match self {
            Out::Calls(out, _) => out.bytes_written() as u64,
            Out::Rows(out) => out.inner().bytes(),
        }
    }

    fn finish(self) -> Result<file::Summed, ParquetError> {
        match self {
            Out::Calls(out, _) => out.into_inner(),
            Out::Rows(out) => out.into_inner(),
        }
    }
}

/// A trace folder being written.
pub struct Folder {
    path: PathBuf,
    open: BTreeMap<&'static str, Segment>,
    /// Segments begun so far, by table.
    begun: BTreeMap<&'static str, u32>,
    finished: Vec<FileEntry>,
    /// Bytes of calls to keep.
    last: Option<u64>,
    /// Calls given up because of that.
    discarded: u64,
    signer: Option<Signer>,
}

impl Folder {
    /// Creates the folder. With `last`, the oldest segments of calls go when all take more bytes.
    ///
    /// # Errors
    /// When it exists or cannot be created.
    pub fn create(path: &Path, last: Option<u64>, signer: Option<Signer>) -> Result<Folder, SinkError> {
        std::fs::create_dir(path).map_err(SinkError::io(path))?;
        Ok(Folder {
            path: path.to_owned(),
            open: BTreeMap::new(),
            begun: BTreeMap::new(),
            finished: Vec::new(),
            last,
            discarded: 0,
            signer,
        })
    }

    /// Bytes at which a segment is closed.
    fn segment_bytes(&self) -> u64 {
        self.last.map_or(SEGMENT_BYTES, |last| (last / 8).min(SEGMENT_BYTES))
    }

    /// Removes the oldest segments of calls, if only so many bytes are to be kept.
    fn discard(&mut self) -> Result<(), SinkError> {
        let Some(last) = self.last else { return Ok(()) };
        let calls = |file: &&FileEntry| file.table == syscalls::TABLE.name;
        while self.finished.iter().filter(calls).count() > 1
            && self.finished.iter().filter(calls).map(|f| f.bytes).sum::<u64>() > last
        {
            let Some(oldest) = self.finished.iter().position(|file| calls(&file)) else { break };
            let file = self.finished.remove(oldest);
            let path = self.path.join(&file.name);
            std::fs::remove_file(&path).map_err(SinkError::io(&path))?;
            self.discarded += file.rows;
        }
        Ok(())
    }

    fn segment(&mut self, table: &'static Table) -> Result<&mut Segment, SinkError> {
        if !self.open.contains_key(table.name) {
            let number = self.begun.entry(table.name).or_default();
            let segment = Segment::create(&self.path, table, format!("{}-{number:05}.parquet", table.name))?;
            *number += 1;
            self.open.insert(table.name, segment);
        }
        Ok(self.open.get_mut(table.name).expect("inserted above"))
    }

    fn close(&mut self, table: &str) -> Result<(), SinkError> {
        if let Some(segment) = self.open.remove(table) {
            self.finished.push(segment.finish()?);
            self.discard()?;
        }
        Ok(())
    }

    /// Joins the segments of a small table into the one file that users look for.
    fn join(&mut self, table: &'static Table) -> Result<(), SinkError> {
        let (parts, others) = std::mem::take(&mut self.finished).into_iter().partition(|f| f.table == table.name);
        self.finished = others;
        let parts: Vec<FileEntry> = parts;
        let mut joined = Segment::create(&self.path, table, format!("{}.parquet", table.name))?;
        for part in &parts {
            let path = self.path.join(&part.name);
            let refused = |cause| SinkError::Parquet { path: path.clone(), cause };
            let input = File::open(&path).map_err(SinkError::io(&path))?;
            let batches = ParquetRecordBatchReaderBuilder::try_new(input).and_then(|b| b.build()).map_err(refused)?;
            for batch in batches {
                joined.write(&Batch::Rows(table, batch.map_err(|e| refused(e.into()))?))?;
            }
        }
        self.finished.push(joined.finish()?);
        for part in &parts {
            let path = self.path.join(&part.name);
            std::fs::remove_file(&path).map_err(SinkError::io(&path))?;
        }
        Ok(())
    }

    fn complete(&self, manifest: &Manifest) -> Manifest {
        let mut rows: BTreeMap<String, u64> = TABLES.iter().map(|t| (t.name.to_owned(), 0)).collect();
        for file in &self.finished {
            *rows.entry(file.table.clone()).or_default() += file.rows;
        }
        let mut files = self.finished.clone();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let mut manifest = Manifest { rows, files, ..manifest.clone() };
        manifest.completeness.discarded = self.discarded;
        manifest.completeness.recorded = manifest.completeness.recorded.saturating_sub(self.discarded);
        manifest
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), SinkError> {
        let path = self.path.join(FILE_NAME);
        let text = manifest.text().map_err(|e| SinkError::io(&path)(e.into()))?;
        file::replace(&path, text.as_bytes())
    }
}

impl Sink for Folder {
    fn write(&mut self, batch: &Batch) -> Result<(), SinkError> {
        let (table, most) = (batch.table(), self.segment_bytes());
        let segment = self.segment(table)?;
        segment.write(batch)?;
        if segment.rows >= SEGMENT_ROWS || segment.out.bytes() >= most {
            self.close(table.name)?;
        }
        Ok(())
    }

    fn checkpoint(&mut self, manifest: &Manifest) -> Result<(), SinkError> {
        for table in TABLES.into_iter().chain(OPTIONAL) {
            self.close(table.name)?;
        }
        self.write_manifest(&self.complete(manifest))
    }

    fn bytes(&self) -> u64 {
        let finished = self.finished.iter().map(|f| f.bytes).sum::<u64>();
        finished + self.open.values().map(|segment| segment.out.bytes()).sum::<u64>()
    }

    fn abandon(&mut self) -> u64 {
        let mut calls = 0;
        for (name, segment) in std::mem::take(&mut self.open) {
            if name == syscalls::TABLE.name {
                calls += segment.rows;
            }
            file::abandon(&segment.path);
        }
        calls
    }

    fn seal(mut self: Box<Self>, manifest: Manifest) -> Result<Manifest, SinkError> {
        for table in TABLES {
            self.close(table.name)?;
            if table.name != "syscalls" {
                self.join(table)?;
            } else if !self.begun.contains_key(table.name) {
                // A trace of no calls still has its columns, so that any tool can open it.
                self.segment(table)?.write(&Batch::Calls(Rows::default()))?;
                self.close(table.name)?;
            }
        }
        for table in OPTIONAL {
            self.close(table.name)?;
            if self.begun.contains_key(table.name) {
                self.join(table)?;
            }
        }
        let manifest = self.complete(&manifest);
        seal::folder(&self.path, manifest, self.signer.as_ref())
    }
}

impl Segment {
    fn create(folder: &Path, table: &'static Table, name: String) -> Result<Segment, SinkError> {
        let path = folder.join(&name);
        let mut properties = WriterProperties::builder()
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_created_by(format!("System Call Analyzer {}", env!("CARGO_PKG_VERSION")))
            .set_max_row_group_row_count(Some(1 << 20))
            .set_compression(Compression::ZSTD(ZstdLevel::default()));
        // Counters and times: small steps, all different.
        for column in ["seq", "ts"].iter().filter(|c| table.column(c).is_some()) {
            let column = ColumnPath::from(*column);
            properties = properties
                .set_column_dictionary_enabled(column.clone(), false)
                .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED);
        }
        let refused = |cause| SinkError::Parquet { path: path.clone(), cause };
        let file = file::Summed::create(&path)?;
        let schema = crate::columns::arrow_schema(table);
        let out = if table.name == syscalls::TABLE.name {
            let schema = ArrowSchemaConverter::new().convert(&schema).map_err(refused)?;
            let encoder = Box::new(calls::Encoder::new(&schema).map_err(refused)?);
            SerializedFileWriter::new(file, schema.root_schema_ptr(), properties.build().into())
                .map(|out| Out::Calls(out, encoder))
        } else {
            let options = ArrowWriterOptions::new()
                .with_properties(properties.build())
                // Plain Parquet types: what arrow would add is for readers that are arrow.
                .with_skip_arrow_metadata(true);
            ArrowWriter::try_new_with_options(file, schema, options).map(Out::Rows)
        };
        let out = out.map_err(refused)?;
        Ok(Segment { table, name, path, rows: 0, out })
    }

    fn write(&mut self, batch: &Batch) -> Result<(), SinkError> {
        self.rows += batch.len() as u64;
        self.out.write(batch).map_err(|cause| SinkError::Parquet { path: self.path.clone(), cause })
    }

    fn finish(self) -> Result<FileEntry, SinkError> {
        let Segment { table, name, path, rows, out } = self;
        let file = out.finish().map_err(|cause| SinkError::Parquet { path, cause })?;
        let file::Finished { bytes, sha256 } = file.finish()?;
        Ok(FileEntry { name, table: table.name.to_owned(), rows, bytes, sha256 })
    }
}
