//! The row groups of a trace, and going through them with several threads.

use super::{Trouble, chunk::Chunk};
use crate::{
    error::{Error, first_line},
    trace::Trace,
};
use polars_buffer::Buffer;
use polars_parquet::read::{FileMetadata, RowGroupMetadata, read_metadata};
use schema::columns::syscalls::TABLE;
use std::{
    fs::File,
    io::Cursor,
    num::NonZero,
    os::unix::fs::FileExt,
    path::PathBuf,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// A Parquet file with rows of calls.
#[derive(Clone)]
pub enum Segment {
    /// A file.
    File(PathBuf),
    /// Bytes in memory, or mapped.
    Bytes(Buffer<u8>),
}

/// Rows that a row group may have; more are for the engine, which does not take them all at once.
const MOST_ROWS: usize = 1 << 23;

/// A row group.
pub struct Unit<'a> {
    segment: &'a Segment,
    meta: &'a RowGroupMetadata,
}

impl Unit<'_> {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.meta.num_rows()
    }

    /// A column; nothing if it was added to the format later.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn column(&self, name: &str) -> Result<Option<Chunk<'_>>, Trouble> {
        let column = TABLE.column(name).ok_or(Trouble::Foreign)?;
        let Some(mut found) = self.meta.columns_under_root_iter(name) else {
            return if column.since > 0 { Ok(None) } else { Err(Trouble::Foreign) };
        };
        let (Some(meta), None) = (found.next(), found.next()) else { return Err(Trouble::Foreign) };
        let range = meta.byte_range();
        let outside = || Trouble::damaged("a column lies outside of its file");
        let bytes = match self.segment {
            Segment::Bytes(bytes) => {
                let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
                let (Ok(start), Ok(end)) = (start, end) else { return Err(outside()) };
                if start > end || end > bytes.len() {
                    return Err(outside());
                }
                bytes.clone().sliced(start..end)
            }
            Segment::File(path) => {
                let refused = |e: std::io::Error| Trouble::Damaged(first_line(e));
                let file = File::open(path).map_err(refused)?;
                if range.start > range.end || range.end > file.metadata().map_err(refused)?.len() {
                    return Err(outside());
                }
                let mut bytes = vec![0; (range.end - range.start) as usize];
                file.read_exact_at(&mut bytes, range.start).map_err(refused)?;
                bytes.into()
            }
        };
        Ok(Some(Chunk { meta, bytes, rows: self.rows(), ty: column.ty }))
    }
}

/// What the end of a file says of its row groups.
pub fn footer(segment: &Segment) -> Result<FileMetadata, Trouble> {
    Ok(match segment {
        Segment::File(path) => read_metadata(&mut File::open(path).map_err(|e| Trouble::Damaged(first_line(e)))?)?,
        Segment::Bytes(bytes) => read_metadata(&mut Cursor::new(bytes.clone()))?,
    })
}

/// Goes through the row groups of a trace with as many threads as there are processors, each with a state of its own. Nothing if
/// this is no way to read the trace.
///
/// # Errors
/// When the trace is damaged.
pub fn each<T: Send>(
    trace: &Trace,
    new: impl Fn() -> T + Sync,
    work: impl Fn(&Unit<'_>, &mut T) -> Result<(), Trouble> + Sync,
) -> Result<Option<Vec<T>>, Error> {
    with(trace, |units| through(units, new, work))
}

/// Goes through the row groups of a trace in their order. Nothing if this is no way to read the trace; `work` may have seen some by then.
///
/// # Errors
/// When the trace is damaged.
pub fn in_order(trace: &Trace, work: impl FnMut(&Unit<'_>) -> Result<(), Trouble>) -> Result<Option<()>, Error> {
    with(trace, |units| units.iter().try_for_each(work))
}

/// Opens the row groups of a trace.
fn with<T>(trace: &Trace, work: impl FnOnce(&[Unit<'_>]) -> Result<T, Trouble>) -> Result<Option<T>, Error> {
    let all = || -> Result<T, Trouble> {
        let footers = trace.segments.iter().map(footer).collect::<Result<Vec<_>, _>>()?;
        let units = trace
            .segments
            .iter()
            .zip(&footers)
            .flat_map(|(segment, footer)| footer.row_groups.iter().map(move |meta| Unit { segment, meta }));
        let units: Vec<Unit<'_>> = units.filter(|unit| unit.rows() > 0).collect();
        if units.iter().any(|unit| unit.rows() > MOST_ROWS) {
            return Err(Trouble::Foreign);
        }
        work(&units)
    };
    // Damaged data can make the library panic; to the user it is the same damage.
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(all)) {
        Ok(Ok(result)) => Ok(Some(result)),
        Ok(Err(Trouble::Foreign)) => Ok(None),
        Ok(Err(Trouble::Damaged(what))) => Err(Error::unreadable(&trace.path, what)),
        Err(_) => Err(Error::unreadable(&trace.path, "its data are damaged; record again, or use a sound copy")),
    }
}

fn through<T: Send>(
    units: &[Unit<'_>],
    new: impl Fn() -> T + Sync,
    work: impl Fn(&Unit<'_>, &mut T) -> Result<(), Trouble> + Sync,
) -> Result<Vec<T>, Trouble> {
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let run = || {
        let mut state = new();
        while !failed.load(Ordering::Relaxed) {
            let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
            if let Err(trouble) = work(unit, &mut state) {
                failed.store(true, Ordering::Relaxed);
                return Err(trouble);
            }
        }
        Ok(state)
    };
    let wanted = threads().min(units.len());
    if wanted <= 1 {
        return Ok(vec![run()?]);
    }
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..wanted).map(|_| scope.spawn(&run)).collect();
        let ended = threads.into_iter().map(|thread| match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.collect()
    })
}

/// As many as the engine takes.
pub fn threads() -> usize {
    let asked = std::env::var("POLARS_MAX_THREADS").ok().and_then(|number| number.parse().ok()).filter(|n| *n > 0);
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get))
}
