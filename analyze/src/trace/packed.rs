//! Calls that lie packed in a SQLite file: only the columns that a question needs are unpacked, when it is asked.

use super::data_type;
use crate::convert::lists::CaptureLists;
use polars::prelude::{
    AnonymousScan, AnonymousScanArgs, Column as Series, DataFrame, DataType, Field, IdxCa, LazyFrame, NamedFrom,
    NewChunkedArray, PlSmallStr, PolarsResult, ScanArgsAnonymous, Schema, SchemaRef, Series as Values, polars_err,
};
use rusqlite::{Connection, types::ValueRef};
use schema::{
    columns::{Column, ColumnType, syscalls::TABLE},
    packed::{
        CHUNK_ROWS, CHUNKS, Packed, SIDES, VIEW,
        decode::{Chunk, selection, source},
        encode::Captured,
    },
};
use std::{
    any::Any,
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Whether the calls in a database are packed.
///
/// # Errors
/// When it cannot be read.
pub fn is_packed(connection: &Connection) -> rusqlite::Result<bool> {
    let kind = "SELECT count(*) FROM sqlite_schema WHERE type = 'view' AND name = ?1";
    connection.query_row(kind, [VIEW], |row| row.get::<_, i64>(0)).map(|n| n > 0)
}

/// How many calls there are.
///
/// # Errors
/// When it cannot be read.
pub fn calls(connection: &Connection) -> rusqlite::Result<u64> {
    let sum = format!("SELECT coalesce(sum(min(max(rows, 0), {CHUNK_ROWS})), 0) FROM {CHUNKS}");
    connection.query_row(&sum, [], |row| row.get::<_, i64>(0)).map(|n| n as u64)
}

/// The calls of a database, to be unpacked when they are asked for. Errors name `path`.
pub fn frame(path: &Path, database: &Path) -> PolarsResult<LazyFrame> {
    let fields = TABLE.columns.iter().map(|c| Field::new(c.name.into(), column_type(c)));
    let schema: SchemaRef = Arc::new(fields.collect::<Schema>());
    let scan = Scan { path: path.to_owned(), database: database.to_owned() };
    LazyFrame::anonymous_scan(
        Arc::new(scan),
        ScanArgsAnonymous { schema: Some(schema), ..ScanArgsAnonymous::default() },
    )
}

fn column_type(column: &Column) -> DataType {
    data_type(column.ty).unwrap_or_else(|| match CaptureLists::new().finish(column.name) {
        Ok(empty) => empty.dtype().clone(),
        Err(_) => DataType::Null,
    })
}

struct Scan {
    path: PathBuf,
    database: PathBuf,
}

impl AnonymousScan for Scan {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn allows_projection_pushdown(&self) -> bool {
        true
    }

    fn scan(&self, options: AnonymousScanArgs) -> PolarsResult<DataFrame> {
        let damaged = |what: String| polars_err!(ComputeError: "{what}");
        let connection = super::connect(&self.path, &self.database).map_err(|e| damaged(e.to_string()))?;
        let wanted: Vec<&Column> = match &options.with_columns {
            Some(names) => names.iter().filter_map(|name: &PlSmallStr| TABLE.column(name)).collect(),
            None => TABLE.columns.iter().collect(),
        };
        let sides = Sides::read(&connection, &wanted).map_err(damaged)?;
        let most = options.n_rows.unwrap_or(usize::MAX);
        let mut numbers = Numbers::new(&wanted);
        read(&connection, &mut numbers, most, &mut |_| Ok(false)).map_err(damaged)?;
        let frame = numbers.frame(&wanted, &sides).map_err(damaged)?;
        Ok(if frame.height() > most { frame.head(Some(most)) } else { frame })
    }
}

/// Hands over these columns of all calls in their order, at most so many at once, and at least once.
///
/// # Errors
/// When they are damaged, and those of `take`.
pub fn read_chunks(
    connection: &Connection,
    wanted: &[&Column],
    most: usize,
    take: &mut dyn FnMut(DataFrame) -> Result<(), String>,
) -> Result<(), String> {
    let sides = Sides::read(connection, wanted)?;
    let mut numbers = Numbers::new(wanted);
    let mut taken = false;
    let mut hand_over = |numbers: &mut Numbers| -> Result<(), String> {
        let frame = std::mem::replace(numbers, Numbers::new(wanted)).frame(wanted, &sides)?;
        for start in (0..frame.height().max(1)).step_by(most) {
            take(frame.slice(start as i64, most.min(frame.height() - start)))?;
        }
        Ok(())
    };
    read(connection, &mut numbers, usize::MAX, &mut |numbers| {
        let full = numbers.rows + CHUNK_ROWS > most;
        if full {
            taken = true;
            hand_over(numbers)?;
        }
        Ok(full)
    })?;
    if numbers.rows > 0 || !taken {
        hand_over(&mut numbers)?;
    }
    Ok(())
}

/// Packed columns, unpacked.
struct Numbers {
    names: Vec<&'static str>,
    values: Vec<Vec<Option<i64>>>,
    rows: usize,
}

impl Numbers {
    /// Those that are needed for these columns.
    fn new(wanted: &[&Column]) -> Numbers {
        let mut names: Vec<&'static str> = Vec::new();
        for name in wanted.iter().filter_map(|column| source(column.name)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let values = names.iter().map(|_| Vec::new()).collect();
        Numbers { names, values, rows: 0 }
    }

    fn of(&self, name: &str) -> Result<&[Option<i64>], String> {
        let at = self.names.iter().position(|known| *known == name);
        at.and_then(|at| self.values.get(at)).map(Vec::as_slice).ok_or_else(|| format!("no packed column {name}"))
    }

    fn frame(&self, wanted: &[&Column], sides: &Sides) -> Result<DataFrame, String> {
        let columns: Result<Vec<Series>, String> = wanted
            .iter()
            .map(|column| {
                let wrong = |what: &str| format!("table {VIEW}, column {}: {what}; use a sound copy", column.name);
                let key = source(column.name).ok_or_else(|| wrong("is not packed"))?;
                let numbers = self.of(key)?;
                if key == column.name && column.ty != ColumnType::Captures {
                    return plain(column, numbers).ok_or_else(|| wrong("has a wrong value"));
                }
                let values = sides.columns.get(column.name).ok_or_else(|| wrong("has no values"))?;
                pick(column.name, values, numbers).ok_or_else(|| wrong("names a value that is not there"))
            })
            .collect();
        DataFrame::new(self.rows, columns?).map_err(|e| e.to_string())
    }
}

/// A column of numbers.
fn plain(column: &Column, numbers: &[Option<i64>]) -> Option<Series> {
    fn cast<T: TryFrom<i64>>(numbers: &[Option<i64>]) -> Option<Vec<Option<T>>> {
        numbers.iter().map(|n| n.map(|n| T::try_from(n).ok()).map_or(Some(None), |n| n.map(Some))).collect()
    }
    if !column.nullable && numbers.contains(&None) {
        return None;
    }
    let name = column.name.into();
    Some(
        match column.ty {
            ColumnType::U16 => Values::new(name, cast::<u16>(numbers)?),
            ColumnType::U32 => Values::new(name, cast::<u32>(numbers)?),
            // The same 64 bits, as docs/FORMAT.md says.
            ColumnType::U64 => Values::new(name, numbers.iter().map(|n| n.map(|n| n as u64)).collect::<Vec<_>>()),
            ColumnType::I32 => Values::new(name, cast::<i32>(numbers)?),
            ColumnType::I64 => Values::new(name, numbers),
            ColumnType::Text | ColumnType::TextList | ColumnType::Captures => return None,
        }
        .into(),
    )
}

/// Of each row the value whose id, from 1, it has.
fn pick(name: &str, values: &Values, ids: &[Option<i64>]) -> Option<Series> {
    let length = values.len() as i64;
    let places: Option<Vec<u32>> =
        ids.iter().map(|id| id.filter(|id| (1..=length).contains(id)).map(|id| (id - 1) as u32)).collect();
    let picked = values.take(&IdxCa::from_vec("".into(), places?)).ok()?;
    Some(picked.with_name(name.into()).into())
}

/// Reads the chunks; after each `each` says whether `numbers` were taken.
fn read(
    connection: &Connection,
    numbers: &mut Numbers,
    most: usize,
    each: &mut dyn FnMut(&mut Numbers) -> Result<bool, String>,
) -> Result<(), String> {
    let say = |e: &dyn std::fmt::Display| format!("table {CHUNKS}: {e}; use a sound copy");
    let query = format!("SELECT {} FROM {CHUNKS} ORDER BY id", selection(&numbers.names));
    let mut query = connection.prepare(&query).map_err(|e| say(&e))?;
    let mut rows = query.query([]).map_err(|e| say(&e))?;
    while let Some(row) = rows.next().map_err(|e| say(&e))? {
        let chunk = chunk(row, numbers.names.len()).map_err(|e| say(&e))?;
        chunk.check().map_err(|e| say(&e))?;
        for (i, values) in numbers.values.iter_mut().enumerate() {
            chunk.unpack(i, values).map_err(|e| say(&e))?;
        }
        numbers.rows += chunk.rows;
        each(numbers)?;
        if numbers.rows >= most {
            break;
        }
    }
    Ok(())
}

fn chunk(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Chunk> {
    let size = |i: usize| row.get::<_, u32>(i).map(|n| n as usize);
    let bytes = |i: usize| match row.get_ref(i)? {
        ValueRef::Blob(bytes) => Ok(bytes.to_owned()),
        _ => Err(rusqlite::Error::InvalidColumnType(i, "digits".to_owned(), rusqlite::types::Type::Blob)),
    };
    let packed = |first: usize| -> rusqlite::Result<Packed> {
        Ok(Packed {
            base: row.get(first)?,
            step: row.get(first + 1)?,
            width: size(first + 2)?,
            digits: bytes(first + 3)?,
            others_width: size(first + 4)?,
            others: bytes(first + 5)?,
        })
    };
    Ok(Chunk { rows: size(0)?, columns: (0..columns).map(|i| packed(1 + 6 * i)).collect::<Result<_, _>>()? })
}

/// The columns of the side tables, by the names that they have among the calls; of names and captures what they stand for.
struct Sides {
    columns: HashMap<&'static str, Values>,
}

impl Sides {
    fn read(connection: &Connection, wanted: &[&Column]) -> Result<Sides, String> {
        let mut columns = HashMap::new();
        let mut texts: Option<Values> = None;
        for column in wanted {
            let Some(side) = SIDES
                .iter()
                .find(|side| side.columns.iter().any(|(name, _)| *name == column.name) && side.key.is_some())
            else {
                if column.ty == ColumnType::Captures {
                    columns.insert(column.name, captures(connection, column.name)?);
                }
                continue;
            };
            let values = if side.key == Some("names") {
                let all = match texts.take() {
                    Some(all) => all,
                    None => text_column(connection, "call_texts", "text")?,
                };
                let ids = id_column(connection, side.name, column.name, all.len())?;
                let picked = all.take(&ids).map_err(|e| e.to_string())?;
                texts = Some(all);
                picked
            } else if column.ty == ColumnType::Text {
                text_column(connection, side.name, column.name)?
            } else {
                let mut numbers = Vec::new();
                cells(connection, side.name, column.name, &mut |value| {
                    numbers.push(value.as_i64_or_null().ok()?);
                    Some(())
                })?;
                let wrong =
                    || format!("table {}: column {} has a wrong value; use a sound copy", side.name, column.name);
                plain(column, &numbers).ok_or_else(wrong)?.take_materialized_series()
            };
            columns.insert(column.name, values);
        }
        Ok(Sides { columns })
    }
}

/// Goes through a column of a side table, whose ids must be 1, 2, 3, ...
fn cells(
    connection: &Connection,
    table: &str,
    column: &str,
    take: &mut dyn FnMut(ValueRef<'_>) -> Option<()>,
) -> Result<(), String> {
    let say = |e: rusqlite::Error| format!("table {table}: {e}; use a sound copy");
    let mut query = connection.prepare(&format!("SELECT id, \"{column}\" FROM {table} ORDER BY id")).map_err(say)?;
    let mut rows = query.query([]).map_err(say)?;
    let mut next = 1;
    while let Some(row) = rows.next().map_err(say)? {
        if row.get::<_, i64>(0).map_err(say)? != next {
            return Err(format!("table {table}: row {next} is missing; use a sound copy"));
        }
        next += 1;
        let fits = take(row.get_ref(1).map_err(say)?);
        fits.ok_or_else(|| {
            format!("table {table}, row {}: column {column} has a wrong value; use a sound copy", next - 1)
        })?;
    }
    Ok(())
}

fn text_column(connection: &Connection, table: &str, column: &str) -> Result<Values, String> {
    let mut texts: Vec<Option<String>> = Vec::new();
    cells(connection, table, column, &mut |value| {
        texts.push(match value {
            ValueRef::Null => None,
            ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
            _ => return None,
        });
        Some(())
    })?;
    Ok(Values::new(column.into(), texts))
}

/// Ids, from 1, of one of `length` values each, as places.
fn id_column(connection: &Connection, table: &str, column: &str, length: usize) -> Result<IdxCa, String> {
    let mut places: Vec<Option<u32>> = Vec::new();
    cells(connection, table, column, &mut |value| {
        places.push(match value {
            ValueRef::Null => None,
            ValueRef::Integer(id) if id >= 1 && id as u64 <= length as u64 => Some((id - 1) as u32),
            _ => return None,
        });
        Some(())
    })?;
    Ok(IdxCa::from_slice_options("".into(), &places))
}

/// The lists of captures.
fn captures(connection: &Connection, name: &'static str) -> Result<Values, String> {
    struct Kept {
        arg: u16,
        when: String,
        status: String,
        len: u64,
        part: u16,
        bytes: Vec<u8>,
    }
    let say = |e: rusqlite::Error| format!("table call_captures: {e}; use a sound copy");
    let query = "SELECT arg, \"when\", status, len, part, bytes FROM call_captures ORDER BY id";
    let mut query = connection.prepare(query).map_err(say)?;
    let kept = query.query_map([], |row| {
        let (arg, when, status, part, bytes) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(4)?, row.get(5)?);
        Ok(Kept { arg, when, status, len: row.get::<_, i64>(3)? as u64, part, bytes })
    });
    let kept: Vec<Kept> = kept.and_then(Iterator::collect).map_err(say)?;
    let mut lists = CaptureLists::new();
    cells(connection, "call_data", "captures", &mut |value| {
        let list: Vec<usize> = serde_json::from_str(value.as_str().ok()?).ok()?;
        for id in list {
            let Kept { arg, when, status, len, part, bytes } = kept.get(id.checked_sub(1)?)?;
            lists.push(Captured { arg: *arg, when, status, len: *len, part: *part, bytes });
        }
        lists.end_row();
        Some(())
    })?;
    lists.finish(name).map(|column| column.take_materialized_series()).map_err(|e| e.to_string())
}
