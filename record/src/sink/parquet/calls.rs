//! Rows of calls as a row group of a Parquet file.

use super::pages::{Chunk, Hybrid, Values};
use crate::rows::{CELLS, Call, Cell, Find, Rows, capture_texts};
use hashbrown::HashMap;
use parquet::{
    basic::Type,
    data_type::Int64Type,
    errors::{ParquetError, Result},
    file::writer::{SerializedFileWriter, SerializedRowGroupWriter},
};
use std::{borrow::Cow, io::Write};

/// A row group being made.
struct Group<'a> {
    rows: &'a Rows,
    calls: Vec<Call<'a>>,
    /// The forms of the rows in order, each with the number of rows that follow one another.
    runs: Vec<(u32, u64)>,
    compressor: zstd::bulk::Compressor<'static>,
}

/// Writes `rows` as one row group.
///
/// # Errors
/// When the file cannot be written.
pub fn write<W: Write + Send>(file: &mut SerializedFileWriter<W>, rows: &Rows) -> Result<()> {
    let mut runs: Vec<(u32, u64)> = Vec::new();
    for form in &rows.form {
        match runs.last_mut() {
            Some((last, times)) if last == form => *times += 1,
            _ => runs.push((*form, 1)),
        }
    }
    let compressor = zstd::bulk::Compressor::new(zstd::DEFAULT_COMPRESSION_LEVEL).map_err(external)?;
    let mut group = Group { rows, calls: rows.calls().collect(), runs, compressor };
    let columns = file.schema_descr().columns().to_vec();
    let mut out = file.next_row_group()?;
    for column in &columns {
        let path = column.path().parts();
        match path[0].as_str() {
            "seq" => own(&mut out, &rows.seq, false)?,
            "ts" => own(&mut out, &rows.ts, false)?,
            "dur" => own(&mut out, &rows.dur, true)?,
            name => {
                let ty = column.physical_type();
                let chunk = if name == "data" {
                    group.captures(path[path.len() - 1].as_str(), ty)
                } else {
                    let (_, find) = CELLS
                        .iter()
                        .find(|(known, _)| *known == name)
                        .ok_or_else(|| ParquetError::General(format!("no value for column {name}")))?;
                    group.column(*find, ty, column.max_def_level() > 0)
                };
                let (bytes, close) = chunk.write(column.clone(), &mut group.compressor)?;
                out.append_column(&bytes::Bytes::from(bytes), close)?;
            }
        }
    }
    out.close()?;
    Ok(())
}

fn external(error: std::io::Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}

/// Writes a column whose values are each row's own. With `nullable`, -1 is null.
fn own<W: Write + Send>(out: &mut SerializedRowGroupWriter<'_, W>, values: &[i64], nullable: bool) -> Result<()> {
    let mut column = out.next_column()?.ok_or_else(|| ParquetError::General("a column too many".to_owned()))?;
    let writer = column.typed::<Int64Type>();
    if nullable {
        let levels: Vec<i16> = values.iter().map(|value| i16::from(*value != -1)).collect();
        if levels.contains(&0) {
            let present: Vec<i64> = values.iter().copied().filter(|value| *value != -1).collect();
            writer.write_batch(&present, Some(&levels), None)?;
        } else {
            writer.write_batch(values, Some(&levels), None)?;
        }
    } else {
        writer.write_batch(values, None, None)?;
    }
    column.close()
}

/// A value as Parquet has it.
#[derive(PartialEq, Eq, Hash, Clone)]
enum Value<'a> {
    Number(i64),
    Bytes(Cow<'a, [u8]>),
}

/// The different values of a column, by number.
struct Distinct<'a> {
    ty: Type,
    numbers: HashMap<Value<'a>, u32>,
    recent: Option<(Value<'a>, u32)>,
    plain: Vec<u8>,
    /// Where each begins in `plain`.
    starts: Vec<usize>,
}

impl<'a> Distinct<'a> {
    fn new(ty: Type) -> Distinct<'a> {
        Distinct { ty, numbers: HashMap::new(), recent: None, plain: Vec::new(), starts: Vec::new() }
    }

    fn number(&mut self, value: Value<'a>) -> u32 {
        if let Some((recent, number)) = &self.recent
            && *recent == value
        {
            return *number;
        }
        let next = self.starts.len() as u32;
        let number = *self.numbers.entry(value.clone()).or_insert(next);
        if number == next {
            self.starts.push(self.plain.len());
            match (&value, self.ty) {
                (Value::Number(n), Type::INT32) => self.plain.extend_from_slice(&(*n as i32).to_le_bytes()),
                (Value::Number(n), _) => self.plain.extend_from_slice(&n.to_le_bytes()),
                (Value::Bytes(bytes), _) => {
                    self.plain.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
                    self.plain.extend_from_slice(bytes);
                }
            }
        }
        self.recent = Some((value, number));
        number
    }

    /// The values of runs of these numbers.
    fn values(self, runs: impl Iterator<Item = (u32, u64)> + Clone) -> Values {
        let count: u64 = runs.clone().map(|(_, times)| times).sum();
        // If most values are different, their numbers only take up room.
        if self.starts.is_empty() || self.starts.len() as u64 * 2 > count {
            let mut data = Vec::with_capacity(self.plain.len());
            for (number, times) in runs {
                let start = self.starts[number as usize];
                let end = self.starts.get(number as usize + 1).copied().unwrap_or(self.plain.len());
                (0..times).for_each(|_| data.extend_from_slice(&self.plain[start..end]));
            }
            return Values { dictionary: None, data };
        }
        let mut hybrid = Hybrid::new(self.starts.len() as u32 - 1);
        let mut data = vec![hybrid.width() as u8];
        if self.starts.len() == 1 {
            hybrid.put(0, count);
        } else {
            runs.for_each(|(number, times)| hybrid.put(number, times));
        }
        data.extend_from_slice(&hybrid.finish());
        Values { dictionary: Some((self.plain, self.starts.len() as u32)), data }
    }
}

/// Number of no value.
const NULL: u32 = u32::MAX;

impl Group<'_> {
    fn column(&self, find: Find, ty: Type, nullable: bool) -> Chunk {
        let mut distinct = Distinct::new(ty);
        let numbers: Vec<u32> = self
            .calls
            .iter()
            .map(|call| match find(call) {
                Cell::Null => NULL,
                Cell::Number(n) => distinct.number(Value::Number(n)),
                Cell::Text(Cow::Borrowed(text)) => distinct.number(Value::Bytes(Cow::Borrowed(text.as_bytes()))),
                Cell::Text(Cow::Owned(text)) => distinct.number(Value::Bytes(Cow::Owned(text.into_bytes()))),
            })
            .collect();
        let rows = self.rows.len() as u64;
        let definition = nullable.then(|| {
            let mut levels = Hybrid::new(1);
            let nulls = numbers.iter().filter(|number| **number == NULL).count();
            if nulls == 0 || nulls == numbers.len() {
                levels.put(u32::from(nulls == 0), rows);
            } else {
                self.runs
                    .iter()
                    .for_each(|(form, times)| levels.put(u32::from(numbers[*form as usize] != NULL), *times));
            }
            levels
        });
        let runs = self.runs.iter().map(|(form, times)| (numbers[*form as usize], *times));
        let values = distinct.values(runs.filter(|(number, _)| *number != NULL));
        Chunk { rows, entries: rows, repetition: None, definition, values }
    }

    /// A member of `data`: a list in each row, which may be empty.
    fn captures(&self, member: &str, ty: Type) -> Chunk {
        let mut distinct = Distinct::new(ty);
        let text = |text: &'static str| Value::Bytes(Cow::Borrowed(text.as_bytes()));
        let numbers: Vec<Vec<u32>> = self
            .calls
            .iter()
            .map(|call| {
                let values = call.data.iter().map(|capture| match member {
                    "arg" => Value::Number(capture.head.arg.into()),
                    "when" => text(capture_texts(capture).0),
                    "status" => text(capture_texts(capture).1),
                    "len" => Value::Number(capture.head.len.into()),
                    _ => Value::Bytes(Cow::Borrowed(capture.bytes)),
                });
                values.map(|value| distinct.number(value)).collect()
            })
            .collect();
        let (mut repetition, mut definition) = (Hybrid::new(1), Hybrid::new(1));
        let mut entries = 0;
        for (form, times) in &self.runs {
            let items = numbers[*form as usize].len() as u64;
            match items {
                0 | 1 => {
                    repetition.put(0, *times);
                    definition.put(items as u32, *times);
                    entries += times;
                }
                items => {
                    for _ in 0..*times {
                        repetition.put(0, 1);
                        repetition.put(1, items - 1);
                    }
                    definition.put(1, items * times);
                    entries += items * times;
                }
            }
        }
        let runs = self.runs.iter().flat_map(|(form, times)| {
            let items = &numbers[*form as usize];
            // One item many times is a run; several take turns.
            let (turns, each) = if items.len() == 1 { (1, *times) } else { (*times, 1) };
            (0..turns).flat_map(move |_| items.iter().map(move |number| (*number, each)))
        });
        let values = distinct.values(runs);
        let rows = self.rows.len() as u64;
        Chunk { rows, entries, repetition: Some(repetition), definition: Some(definition), values }
    }
}
