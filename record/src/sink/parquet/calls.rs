//! Rows of calls as a row group of a Parquet file.
//!
//! Every form ([`crate::rows`]) is looked at once, all of its columns together; a column then is the numbers of its
//! values, form by form, and its pages come of the order in which the rows have their forms.

use super::{
    distinct::{Distinct, NULL},
    pages::{Chunk, Hybrid},
};
use crate::rows::{CELLS, Call, Cell, Find, Rows, capture_texts};
use parquet::{
    data_type::Int64Type,
    errors::{ParquetError, Result},
    file::writer::{SerializedFileWriter, SerializedRowGroupWriter},
    schema::types::SchemaDescriptor,
};
use schema::wire::Capture;
use std::io::Write;

/// A column that forms decide.
struct Column {
    find: Find,
    nullable: bool,
    distinct: Distinct,
    /// The number of each form's value.
    numbers: Vec<u32>,
    nulls: bool,
}

/// A member of `data`.
struct Member {
    find: fn(&Capture<'_>, &mut Distinct) -> u32,
    distinct: Distinct,
    /// The numbers of the values of all forms, one form's after the other's.
    numbers: Vec<u32>,
}

/// What the column at some place of the file is.
enum Place {
    /// A row's own number: `seq`, `ts`, `dur`.
    Own(&'static str),
    Column(Column),
    Member(Member),
}

/// Turns rows into row groups. Keeps its room from one to the next.
pub struct Encoder {
    places: Vec<Place>,
    /// The forms of the rows in order, each with the number of rows that follow one another.
    runs: Vec<(u32, u64)>,
    /// Where each form's captures begin among all; the last element is the end.
    captures: Vec<u32>,
    compressor: zstd::bulk::Compressor<'static>,
}

impl Encoder {
    /// An encoder for files with these columns.
    ///
    /// # Errors
    /// When a column is not known.
    pub fn new(schema: &SchemaDescriptor) -> Result<Encoder> {
        let places = schema.columns().iter().map(|column| {
            let (path, ty) = (column.path().parts(), column.physical_type());
            let (name, member) = (path[0].as_str(), path[path.len() - 1].as_str());
            let unknown = || ParquetError::General(format!("no value for column {name}.{member}"));
            if let Some(own) = ["seq", "ts", "dur"].into_iter().find(|own| *own == name) {
                return Ok(Place::Own(own));
            }
            if name == "data" {
                let (_, find) = MEMBERS.iter().find(|(known, _)| *known == member).ok_or_else(unknown)?;
                return Ok(Place::Member(Member { find: *find, distinct: Distinct::new(ty), numbers: Vec::new() }));
            }
            let (_, find) = CELLS.iter().find(|(known, _)| *known == name).ok_or_else(unknown)?;
            let nullable = column.max_def_level() > 0;
            let (distinct, numbers) = (Distinct::new(ty), Vec::new());
            Ok(Place::Column(Column { find: *find, nullable, distinct, numbers, nulls: false }))
        });
        Ok(Encoder {
            places: places.collect::<Result<_>>()?,
            runs: Vec::new(),
            captures: Vec::new(),
            compressor: zstd::bulk::Compressor::new(1).map_err(|e| ParquetError::External(Box::new(e)))?,
        })
    }

    /// Writes `rows` as one row group.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write<W: Write + Send>(&mut self, file: &mut SerializedFileWriter<W>, rows: &Rows) -> Result<()> {
        self.take_in(rows);
        let columns = file.schema_descr().columns().to_vec();
        let mut out = file.next_row_group()?;
        for (place, column) in self.places.iter().zip(columns) {
            let chunk = match place {
                Place::Own(name) => {
                    match *name {
                        "seq" => own(&mut out, &rows.seq, false)?,
                        "ts" => own(&mut out, &rows.ts, false)?,
                        _ => own(&mut out, &rows.dur, true)?,
                    }
                    continue;
                }
                Place::Column(column) => column.chunk(&self.runs, rows.len() as u64),
                Place::Member(member) => member.chunk(&self.runs, &self.captures, rows.len() as u64),
            };
            let (bytes, close) = chunk.write(column, &mut self.compressor)?;
            out.append_column(&bytes::Bytes::from(bytes), close)?;
        }
        out.close()?;
        Ok(())
    }

    /// Numbers the values of every form.
    fn take_in(&mut self, rows: &Rows) {
        self.runs.clear();
        for form in &rows.form {
            match self.runs.last_mut() {
                Some((last, times)) if last == form => *times += 1,
                _ => self.runs.push((*form, 1)),
            }
        }
        self.captures.clear();
        self.captures.push(0);
        self.places.iter_mut().for_each(Place::clear);
        for call in rows.calls() {
            self.captures.push(self.captures[self.captures.len() - 1] + call.data.len() as u32);
            for place in &mut self.places {
                match place {
                    Place::Own(_) => {}
                    Place::Column(column) => column.add(&call),
                    Place::Member(member) => {
                        for capture in &call.data {
                            member.numbers.push((member.find)(capture, &mut member.distinct));
                        }
                    }
                }
            }
        }
    }
}

impl Place {
    fn clear(&mut self) {
        match self {
            Place::Own(_) => {}
            Place::Column(column) => {
                column.distinct.clear();
                column.numbers.clear();
                column.nulls = false;
            }
            Place::Member(member) => {
                member.distinct.clear();
                member.numbers.clear();
            }
        }
    }
}

type FindMember = fn(&Capture<'_>, &mut Distinct) -> u32;

/// The members of `data`.
const MEMBERS: [(&str, FindMember); 6] = [
    ("arg", |c, d| d.number(c.head.arg.into())),
    ("when", |c, d| d.bytes(capture_texts(c).0.as_bytes())),
    ("status", |c, d| d.bytes(capture_texts(c).1.as_bytes())),
    ("len", |c, d| d.number(c.head.len.into())),
    ("bytes", |c, d| d.bytes(c.bytes)),
    ("part", |c, d| d.number(c.head.part.into())),
];

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

impl Column {
    #[inline]
    fn add(&mut self, call: &Call<'_>) {
        let number = match (self.find)(call) {
            Cell::Null => {
                self.nulls = true;
                NULL
            }
            Cell::Number(n) => self.distinct.number(n),
            Cell::Text(text) => self.distinct.bytes(text.as_bytes()),
        };
        self.numbers.push(number);
    }

    fn chunk(&self, runs: &[(u32, u64)], rows: u64) -> Chunk {
        let definition = self.nullable.then(|| Hybrid::new(1));
        let mut chunk = Chunk { rows, entries: rows, repetition: None, definition, values: Default::default() };
        let numbers = || runs.iter().map(|(form, times)| (self.numbers[*form as usize], *times));
        let mut present = rows;
        if let Some(levels) = &mut chunk.definition {
            if self.nulls && self.distinct.len() > 0 {
                let nulls = numbers().filter(|(number, _)| *number == NULL).map(|(_, times)| times).sum::<u64>();
                present -= nulls;
                numbers().for_each(|(number, times)| levels.put(u32::from(number != NULL), times));
            } else {
                present = if self.nulls { 0 } else { rows };
                levels.put(u32::from(present > 0), rows);
            }
        }
        chunk.values = match self.nulls {
            true => self.distinct.values(numbers().filter(|(number, _)| *number != NULL), present),
            false => self.distinct.values(numbers(), present),
        };
        chunk
    }
}

impl Member {
    fn chunk(&self, runs: &[(u32, u64)], captures: &[u32], rows: u64) -> Chunk {
        let (mut repetition, mut definition) = (Hybrid::new(1), Hybrid::new(1));
        let (mut entries, mut present) = (0, 0);
        let items = |form: u32| &self.numbers[captures[form as usize] as usize..captures[form as usize + 1] as usize];
        for (form, times) in runs {
            // A list in each row; an empty one has an entry that says so.
            match items(*form).len() as u64 {
                0 => {
                    repetition.put(0, *times);
                    definition.put(0, *times);
                    entries += times;
                }
                1 => {
                    repetition.put(0, *times);
                    definition.put(1, *times);
                    entries += times;
                    present += times;
                }
                items => {
                    for _ in 0..*times {
                        repetition.put(0, 1);
                        repetition.put(1, items - 1);
                    }
                    definition.put(1, items * times);
                    entries += items * times;
                    present += items * times;
                }
            }
        }
        let values = runs.iter().flat_map(|(form, times)| {
            let items = items(*form);
            // One item many times is a run; several take turns.
            let (turns, each) = if items.len() == 1 { (1, *times) } else { (*times, 1) };
            (0..turns).flat_map(move |_| items.iter().map(move |number| (*number, each)))
        });
        let values = self.distinct.values(values, present);
        Chunk { rows, entries, repetition: Some(repetition), definition: Some(definition), values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::{
        array::{Array, ArrayRef, AsArray},
        datatypes::{DataType, Int32Type, Int64Type, UInt16Type, UInt32Type, UInt64Type},
    };
    use parquet::arrow::{ArrowSchemaConverter, arrow_reader::ParquetRecordBatchReaderBuilder};
    use proptest::prelude::*;
    use schema::{
        columns::syscalls::TABLE,
        wire::{self, CaptureHead, NO_DURATION, SyscallEvent, Wire},
    };

    /// Writes two row groups of these rows and reads them with the crate's own reader.
    fn through_a_file(rows: &Rows) -> Vec<arrow::record_batch::RecordBatch> {
        let schema = ArrowSchemaConverter::new().convert(&crate::columns::arrow_schema(&TABLE)).unwrap();
        let mut encoder = Encoder::new(&schema).unwrap();
        let mut file = SerializedFileWriter::new(Vec::new(), schema.root_schema_ptr(), Default::default()).unwrap();
        encoder.write(&mut file, rows).unwrap();
        encoder.write(&mut file, rows).unwrap();
        let bytes = bytes::Bytes::from(file.into_inner().unwrap());
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap();
        reader.with_batch_size(rows.len().max(1)).build().unwrap().map(Result::unwrap).collect()
    }

    fn cell(array: &ArrayRef, row: usize) -> Cell<'_> {
        if array.is_null(row) {
            return Cell::Null;
        }
        match array.data_type() {
            DataType::UInt16 => Cell::Number(array.as_primitive::<UInt16Type>().value(row).into()),
            DataType::UInt32 => Cell::Number(array.as_primitive::<UInt32Type>().value(row).into()),
            DataType::UInt64 => Cell::Number(array.as_primitive::<UInt64Type>().value(row) as i64),
            DataType::Int32 => Cell::Number(array.as_primitive::<Int32Type>().value(row).into()),
            DataType::Int64 => Cell::Number(array.as_primitive::<Int64Type>().value(row)),
            _ => Cell::Text(array.as_string::<i32>().value(row).into()),
        }
    }

    type Spec = (u8, u8, u64, i64, Vec<(u8, Vec<u8>)>, u8);

    proptest! {
        #[test]
        fn rows_come_back_from_a_file(specs in prop::collection::vec(any::<Spec>(), 0..200)) {
            let mut rows = Rows::default();
            for (seq, (nr, tid, arg, ret, captures, times)) in specs.iter().enumerate() {
                let mut data = Vec::new();
                for (arg, bytes) in captures.iter().take(4) {
                    let (when, part) = (arg % 2, arg / 6 % 4);
                    let head = CaptureHead { arg: arg % 6, when, part, len: bytes.len() as u32, ..Default::default() };
                    wire::push_capture(&mut data, head, bytes);
                }
                let event = SyscallEvent {
                    kind: wire::KIND_SYSCALL,
                    arch: schema::Arch::X86_64.code(),
                    nr: (*nr).into(),
                    tid: (*tid).into(),
                    args: [*arg; 6],
                    ret: *ret % 5000,
                    flags: if nr % 7 == 0 { wire::flags::UNFINISHED } else { 0 },
                    dur: if nr % 7 == 0 { NO_DURATION } else { arg >> 1 },
                    ts: seq as u64,
                    seq: seq as u64,
                    data_len: data.len() as u32,
                    ..Default::default()
                };
                let mut record = Vec::new();
                event.write(&mut record);
                record.extend_from_slice(&data);
                for _ in 0..times % 20 + 1 {
                    rows.push(&record, crate::state::Names::default(), || None).unwrap();
                }
            }
            let calls: Vec<Call<'_>> = rows.calls().collect();
            let batches = through_a_file(&rows);
            prop_assert_eq!(batches.iter().map(|b| b.num_rows()).sum::<usize>(), 2 * rows.len());
            for batch in batches {
                let column = |name: &str| batch.column_by_name(name).unwrap();
                for row in 0..batch.num_rows() {
                    let call = &calls[rows.form[row] as usize];
                    prop_assert_eq!(cell(column("seq"), row), Cell::Number(rows.seq[row]));
                    prop_assert_eq!(cell(column("ts"), row), Cell::Number(rows.ts[row]));
                    let dur = if rows.dur[row] == -1 { Cell::Null } else { Cell::Number(rows.dur[row]) };
                    prop_assert_eq!(cell(column("dur"), row), dur);
                    for (name, find) in CELLS {
                        prop_assert_eq!(cell(column(name), row), find(call), "{}", name);
                    }
                    let list = column("data").as_list::<i32>().value(row);
                    let items = list.as_struct();
                    prop_assert_eq!(items.len(), call.data.len());
                    for (i, capture) in call.data.iter().enumerate() {
                        let member = |name: &str| items.column_by_name(name).unwrap();
                        prop_assert_eq!(cell(member("arg"), i), Cell::Number(capture.head.arg.into()));
                        prop_assert_eq!(cell(member("part"), i), Cell::Number(capture.head.part.into()));
                        prop_assert_eq!(cell(member("when"), i), Cell::Text(capture_texts(capture).0.into()));
                        prop_assert_eq!(cell(member("len"), i), Cell::Number(capture.head.len.into()));
                        prop_assert_eq!(member("bytes").as_binary::<i32>().value(i), capture.bytes);
                    }
                }
            }
        }
    }
}
