//! Opening a trace, whatever its form.
//!
//! The form is recognised by content, never by name. Each form ends as the same frames, so no report knows which it was.

mod archive;
mod locked;
mod packed;
mod parquet;
mod sqlite;
mod store;

pub use locked::unlock_with;
pub use packed::is_packed;
pub use sqlite::{connect, manifest_text, read_chunks};
pub use store::Store;

use crate::{
    cli::Choice,
    document::{TraceRef, Value},
    error::{Error, first_line},
    interrupt,
    scan::Segment,
    window::Moment,
};
use polars::prelude::{
    DataFrame, DataType, DslPlan, Engine, Expr, FileScanDsl, IntoLazy, LazyFrame, NULL, SortMultipleOptions, col, lit,
};
use schema::{
    columns::{Column, ColumnType, OPTIONAL, TABLES, Table, output, syscalls},
    manifest::{FILE_NAME, Manifest, State, Verdict},
    version::CURRENT,
};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

/// An opened trace.
pub struct Trace {
    /// As given on the command line.
    pub path: PathBuf,
    /// Its manifest. Of a trace that was not sealed, the verdict is `unknown` whatever the file says.
    pub manifest: Manifest,
    /// Rows of system calls.
    pub syscalls: LazyFrame,
    /// Rows of process events.
    pub processes: LazyFrame,
    /// Rows of counts.
    pub counts: LazyFrame,
    /// Rows of losses.
    pub losses: LazyFrame,
    /// Rows of what the target printed, if that was kept.
    pub output: Option<LazyFrame>,
    /// The files of rows of system calls, where they are Parquet.
    pub segments: Vec<Segment>,
    /// The database in which calls lie packed, where they do.
    packed: Option<PathBuf>,
    /// A decompressed copy, which lives as long as the trace.
    _copy: Option<Copied>,
}

/// A decompressed copy, which goes with this, or with an interruption.
pub struct Copied {
    file: tempfile::NamedTempFile,
    _leaves: interrupt::Leaves,
}

impl Copied {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.file.path()
    }
}

/// First bytes of a SQLite file (<https://sqlite.org/fileformat.html>, 1.3).
const SQLITE: &[u8] = b"SQLite format 3\0";
/// First bytes of a zstd frame (RFC 8878, 3.1.1).
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// First bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";

/// Packed calls that are unpacked at once. With their texts and captures a thousand take a megabyte.
pub const UNPACKED: usize = 1 << 17;

/// Columns of table `processes` that tell of the lives of processes; others tell where a process is.
const LIVES: [&str; 18] = [
    "ts",
    "event",
    "tgid",
    "tid",
    "ppid",
    "comm",
    "exe",
    "argv",
    "uid",
    "gid",
    "euid",
    "egid",
    "cap_effective",
    "exit_code",
    "exit_signal",
    "signal",
    "action",
    "sender",
];

/// Bytes that a manifest may have; no reader takes more.
pub const MANIFEST_LIMIT: u64 = 64 << 20;

/// What is at a path.
pub enum Form {
    /// A folder, or an archive of one.
    Files(Store),
    /// A SQLite file.
    Sqlite,
    /// A SQLite file, compressed.
    Zstd,
}

/// Opens the trace at `path`.
///
/// # Errors
/// [`Error::Unreadable`] with the file at fault and what to do.
pub fn open(path: &Path) -> Result<Trace, Error> {
    match form(path)? {
        Form::Files(store) => parquet::open(&store),
        Form::Sqlite => sqlite::open(path, path, None),
        Form::Zstd => {
            let copy = decompress(path)?;
            let database = copy.path().to_owned();
            sqlite::open(path, &database, Some(copy))
        }
    }
}

/// Finds out what is at `path`.
///
/// # Errors
/// As [`open`].
pub fn form(path: &Path) -> Result<Form, Error> {
    let metadata = path.metadata().map_err(|e| Error::unreadable(path, e))?;
    if metadata.is_dir() {
        if !path.join(FILE_NAME).is_file() {
            return Err(Error::unreadable(
                path,
                format!("is no trace: it holds no {FILE_NAME}; name a folder that record wrote"),
            ));
        }
        return Ok(Form::Files(Store::Folder(path.to_owned())));
    }
    let mut head = Vec::new();
    let file = File::open(path).map_err(|e| Error::unreadable(path, e))?;
    file.take(512).read_to_end(&mut head).map_err(|e| Error::unreadable(path, e))?;
    match &head[..] {
        head if head.starts_with(SQLITE) => Ok(Form::Sqlite),
        head if head.starts_with(ZSTD) => Ok(Form::Zstd),
        head if archive::is_tar(head) => Store::archive(path).map(Form::Files),
        head if head.starts_with(locked::HEAD) => Store::encrypted(path).map(Form::Files),
        head if head.starts_with(locked::ARMOR) => {
            Err(Error::unreadable(path, "is encrypted and made text; make it binary: age -d -i KEY FILE > X.trace.tar"))
        }
        head if head.starts_with(PARQUET) => {
            Err(Error::unreadable(path, "is one Parquet file, not a trace; name the folder it lies in (X.trace)"))
        }
        _ => Err(Error::unreadable(
            path,
            "is no trace; a trace is a folder X.trace, X.trace.tar, X.sqlite or X.sqlite.zst that record wrote",
        )),
    }
}

/// The traces that a path stands for: itself, or those in the folder that it names, if that is no trace.
///
/// # Errors
/// When a folder cannot be read.
pub fn within(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() || path.join(FILE_NAME).is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|e| Error::unreadable(path, e))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| Error::unreadable(path, e))?.path();
        let name = entry.to_string_lossy();
        if entry.join(FILE_NAME).is_file()
            || [".trace.tar", ".trace.tar.age", ".sqlite", ".sqlite.zst"].iter().any(|end| name.ends_with(end))
        {
            found.push(entry);
        }
    }
    found.sort();
    // Opening it says what is wrong with it.
    Ok(if found.is_empty() { vec![path.to_owned()] } else { found })
}

/// A decompressed copy of `X.sqlite.zst`.
///
/// # Errors
/// When it is damaged, or would become far larger than any trace does.
pub fn decompress(path: &Path) -> Result<Copied, Error> {
    let refused = |e: std::io::Error| Error::unreadable(path, e);
    let file = File::open(path).map_err(refused)?;
    // Zeros alone shrink to a ten thousandth; rows of calls to a fiftieth.
    let most = file.metadata().map_err(refused)?.len().saturating_mul(200).max(1 << 30);
    let mut copy = tempfile::NamedTempFile::new().map_err(refused)?;
    let leaves = interrupt::leaves(copy.path());
    let damaged = |e: std::io::Error| Error::unreadable(path, format!("is damaged or cut short: {e}"));
    let decoder = zstd::stream::read::Decoder::new(file).map_err(damaged)?;
    let bytes = std::io::copy(&mut decoder.take(most), &mut copy).map_err(damaged)?;
    if bytes == most {
        return Err(Error::unreadable(path, format!("would be more than {most} bytes; no trace is, do not trust it")));
    }
    Ok(Copied { file: copy, _leaves: leaves })
}

impl Trace {
    /// What the target printed; no rows if that was not kept.
    pub fn printed(&self) -> LazyFrame {
        self.output.clone().unwrap_or_else(|| empty(&output::TABLE).lazy())
    }

    /// What happened to processes, in the order of time.
    pub fn lives(&self) -> LazyFrame {
        self.processes.clone().select(LIVES.map(col)).sort(["ts"], SortMultipleOptions::default())
    }

    /// Its tables with their rows.
    pub fn tables(&self) -> Vec<(&'static Table, LazyFrame)> {
        let frames = [&self.syscalls, &self.processes, &self.counts, &self.losses].map(LazyFrame::clone);
        let optional = OPTIONAL.into_iter().zip(self.output.clone());
        TABLES.into_iter().zip(frames).chain(optional).collect()
    }

    /// The trace with its calls in memory, for what looks at pieces of them again and again. Files give pieces quickly: of those it
    /// stays as it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn loaded(mut self) -> Result<Trace, Error> {
        if unpacks(&self.syscalls) {
            self.syscalls = collect(&self.path, self.syscalls)?.lazy();
        }
        Ok(self)
    }

    /// Hands over these columns of all calls in their order, at most so many at once, if they lie packed; whether they do. The engine would
    /// unpack all at once.
    ///
    /// # Errors
    /// When they are damaged, and those of `take`.
    pub fn unpack(
        &self,
        columns: &[&str],
        most: usize,
        take: &mut dyn FnMut(DataFrame) -> Result<(), String>,
    ) -> Result<bool, Error> {
        let Some(database) = &self.packed else { return Ok(false) };
        let connection = sqlite::connect(&self.path, database)?;
        let wanted: Vec<&Column> = columns.iter().filter_map(|name| syscalls::TABLE.column(name)).collect();
        packed::read_chunks(&connection, &wanted, most, take).map_err(|what| Error::unreadable(&self.path, what))?;
        Ok(true)
    }

    /// These columns of at most so many calls that `filter` chooses, which may look at `others` besides.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn some(&self, columns: &[&str], others: &[&str], filter: &Expr, most: u32) -> Result<DataFrame, Error> {
        let chosen = |calls: LazyFrame, most: u32| {
            let columns: Vec<Expr> = columns.iter().map(|name| col(*name)).collect();
            collect(&self.path, calls.filter(filter.clone()).select(columns).limit(most))
        };
        let mut found: Option<DataFrame> = None;
        let unpacked = self.unpack(&[columns, others].concat(), UNPACKED, &mut |calls| {
            let left = most.saturating_sub(found.as_ref().map_or(0, |found| found.height() as u32));
            let more = chosen(calls.lazy(), left).map_err(|e| match e {
                Error::Unreadable { what, .. } => what,
                other => other.to_string(),
            })?;
            match &mut found {
                Some(found) => found.vstack_mut(&more).map(drop).map_err(first_line),
                None => Ok(found = Some(more)),
            }
        })?;
        match found.filter(|_| unpacked) {
            Some(found) => Ok(found),
            None => chosen(self.syscalls.clone(), most),
        }
    }

    /// How reports name it.
    pub fn reference(&self) -> TraceRef {
        reference(&self.path, &self.manifest)
    }

    /// What a table's column `trace` says, where several were asked.
    pub fn name(&self) -> Value {
        self.path.to_string_lossy().into_owned().into()
    }

    /// Calls that were counted and have no row, if the counts tell of which kind they were.
    pub fn lost_but_counted(&self) -> u64 {
        let counted = self.manifest.state == State::Sealed && self.manifest.rows.get("counts").is_some_and(|n| *n > 0);
        if counted { self.manifest.completeness.lost } else { 0 }
    }

    /// Length of the recording in ns; 0 if it did not end.
    pub fn duration_ns(&self) -> u64 {
        let end = self.manifest.ended_ns.unwrap_or(self.manifest.started_ns);
        end.saturating_sub(self.manifest.started_ns).max(0) as u64
    }

    /// The part of the recording that is chosen: from when to when, ns of the boot clock.
    pub fn span(&self, choice: &Choice) -> (i64, i64) {
        let began = self.manifest.started_ns;
        let ended = self.manifest.ended_ns.unwrap_or(i64::MAX).max(began);
        let within = |moment: Moment| moment.boot(&self.manifest).clamp(began, ended);
        let from = choice.from.map_or(began, within);
        // Of a recording that did not end nothing is known but when it began.
        let to = choice.to.map_or(self.manifest.ended_ns.unwrap_or(began), within);
        (from, to.max(from))
    }

    /// When the recording ended, or else when the last call of it began; ns of the boot clock.
    ///
    /// # Errors
    /// When the trace cannot be read.
    pub fn last(&self) -> Result<i64, Error> {
        if let Some(ended) = self.manifest.ended_ns {
            return Ok(ended);
        }
        let last = collect(&self.path, self.syscalls.clone().select([col("ts").max()]))?;
        let last = last.column("ts").ok().and_then(|column| column.get(0).ok()).and_then(|cell| cell.extract::<i64>());
        Ok(last.unwrap_or(self.manifest.started_ns).max(self.manifest.started_ns))
    }
}

/// How reports name the trace at `path`.
pub fn reference(path: &Path, m: &Manifest) -> TraceRef {
    let what = match &m.container {
        Some(container) => format!("{} {}", container.image, m.target.command.join(" ")),
        None => m.target.command.join(" "),
    };
    let redacted = match &m.redactions {
        Some(redactions) => format!("; {} values redacted", redactions.values),
        None => String::new(),
    };
    // Sequences have no times, and no host that is known.
    let title = if m.target.kind == "import" && m.clock.boot_to_utc_ns == 0 && m.ended_ns == Some(m.started_ns) {
        format!("imported from {}{redacted}", m.backend.name)
    } else {
        format!("{}; {} on {}{redacted}", what.trim(), crate::time::utc(m, m.started_ns), m.host.hostname)
    };
    TraceRef { path: path.to_owned(), id: m.id.clone(), title }
}

/// Runs a query over a trace.
///
/// # Errors
/// [`Error::Unreadable`] if its data are damaged.
pub fn collect(path: &Path, frame: LazyFrame) -> Result<DataFrame, Error> {
    // The streaming engine has no such sources.
    let engine = if unpacks(&frame) { Engine::InMemory } else { Engine::Streaming };
    // Damaged data can make the reader panic; to the user it is the same damage.
    let run = || frame.collect_with_engine(engine).map(|result| result.unwrap_single());
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        Ok(Ok(frame)) => Ok(frame),
        Ok(Err(error)) => Err(Error::unreadable(path, first_line(error))),
        Err(_) => Err(Error::unreadable(path, "its data are damaged; record again, or use a sound copy")),
    }
}

/// Whether a query reads calls that lie packed.
fn unpacks(frame: &LazyFrame) -> bool {
    let is_packed = |plan: &DslPlan| match plan {
        DslPlan::Scan { scan_type, .. } => matches!(**scan_type, FileScanDsl::Anonymous { .. }),
        _ => false,
    };
    (&frame.logical_plan).into_iter().any(is_packed)
}

/// Reads a manifest, checks the version, and makes sure that what was not finished does not count as complete.
pub fn manifest(path: &Path, text: &str) -> Result<Manifest, Error> {
    #[derive(serde::Deserialize)]
    struct Version {
        format: schema::version::FormatVersion,
    }
    let damaged = |e: serde_json::Error| {
        Error::unreadable(
            path,
            format!("the manifest is damaged (line {}, column {}): {}", e.line(), e.column(), first_line(&e)),
        )
    };
    // The version first: the rest of a newer manifest may not be what we know.
    let version: Version = serde_json::from_str(text).map_err(damaged)?;
    version.format.check_readable_by(CURRENT).map_err(|e| Error::unreadable(path, e))?;
    let mut manifest: Manifest = serde_json::from_str(text).map_err(damaged)?;
    if manifest.state == State::Recording {
        manifest.completeness.verdict = Verdict::Unknown;
        manifest.completeness.reasons =
            vec!["the recorder did not finish: it was killed, or is still writing".to_owned()];
    }
    Ok(manifest)
}

/// The type of a column as reports see it. Captures stay text where the form keeps them so.
pub fn data_type(ty: ColumnType) -> Option<DataType> {
    match ty {
        ColumnType::U16 => Some(DataType::UInt16),
        ColumnType::U32 => Some(DataType::UInt32),
        ColumnType::U64 => Some(DataType::UInt64),
        ColumnType::I32 => Some(DataType::Int32),
        ColumnType::I64 => Some(DataType::Int64),
        ColumnType::Text => Some(DataType::String),
        ColumnType::TextList | ColumnType::Captures => None,
    }
}

/// Whether a frame has the columns of `table`; if not, what is wrong.
fn check_columns(table: &Table, found: &polars::prelude::Schema) -> Result<(), String> {
    for column in table.columns {
        match found.get(column.name) {
            // Of an older format.
            None if column.since > 0 => {}
            None => {
                return Err(format!("has no column {:?}: it is not a {} table of a trace", column.name, table.name));
            }
            Some(ty) if data_type(column.ty).is_some_and(|expected| *ty != expected) => {
                return Err(format!(
                    "column {:?} has type {ty}: it is not a {} table of a trace",
                    column.name, table.name
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// A table of an older format with the columns that were added since, which are null.
pub fn with_added(frame: LazyFrame, table: &Table, found: impl Fn(&str) -> bool) -> LazyFrame {
    let missing = table.columns.iter().filter(|c| c.since > 0 && !found(c.name));
    let null = |c: &Column| lit(NULL).cast(data_type(c.ty).unwrap_or(DataType::String)).alias(c.name);
    frame.with_columns(missing.map(null).collect::<Vec<_>>())
}

/// A table without rows, with the columns that reports use.
pub fn empty(table: &Table) -> DataFrame {
    let columns = table.columns.iter().map(|c| (c.name.into(), data_type(c.ty).unwrap_or(DataType::String)));
    DataFrame::empty_with_schema(&columns.collect::<polars::prelude::Schema>())
}
