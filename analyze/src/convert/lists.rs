//! The two columns that are lists: JSON text in SQLite, lists in Parquet. docs/FORMAT.md, "Types", says how they correspond.

use polars::prelude::{
    AnyValue, BinaryChunked, Column, DataType, IntoSeries, ListBuilderTrait, ListStringChunkedBuilder, NamedFrom,
    PlSmallStr, PolarsResult, Series, StringChunked, StructChunked, UInt16Chunked, UInt64Chunked,
};
use polars_arrow::{
    array::{Array, ListArray},
    offset::OffsetsBuffer,
};
use schema::{packed::encode::Captured, seal::hex};
use serde_json::{Value, json};

/// Lists of texts from JSON.
///
/// # Errors
/// What is wrong with the first text that is no such array.
pub fn texts_from_json(column: &Column) -> Result<Column, String> {
    let texts = column.str().map_err(|e| e.to_string())?;
    let mut lists = ListStringChunkedBuilder::new(column.name().clone(), texts.len(), 4 * texts.len());
    for text in texts.iter() {
        let Some(text) = text else {
            lists.append_null();
            continue;
        };
        let items: Vec<String> = serde_json::from_str(text).map_err(|e| format!("is no list of texts: {e}"))?;
        lists.append_values_iter(items.iter().map(String::as_str));
    }
    Ok(lists.finish().into_series().into())
}

/// A list of texts as JSON.
pub fn texts_to_json(value: &AnyValue<'_>) -> Option<String> {
    let AnyValue::List(items) = value else { return None };
    let items: Vec<Value> = items.str().ok()?.iter().map(|text| text.into()).collect();
    Some(Value::Array(items).to_string())
}

/// Builds a column of captures.
pub struct CaptureLists {
    arg: Vec<u16>,
    when: Vec<String>,
    status: Vec<String>,
    len: Vec<u64>,
    bytes: Vec<Vec<u8>>,
    part: Vec<u16>,
    offsets: Vec<i64>,
}

impl CaptureLists {
    /// Without rows.
    pub fn new() -> CaptureLists {
        let (arg, when, status, len, bytes, part) = Default::default();
        CaptureLists { arg, when, status, len, bytes, part, offsets: vec![0] }
    }

    /// Adds a capture to the row that is being built.
    pub fn push(&mut self, capture: Captured<'_>) {
        self.arg.push(capture.arg);
        self.when.push(capture.when.to_owned());
        self.status.push(capture.status.to_owned());
        self.len.push(capture.len);
        self.bytes.push(capture.bytes.to_owned());
        self.part.push(capture.part);
    }

    /// The row is whole.
    pub fn end_row(&mut self) {
        self.offsets.push(self.arg.len() as i64);
    }

    fn json(&mut self, item: &Value) -> Option<()> {
        let bytes = unhex(item["bytes"].as_str()?)?;
        self.push(Captured {
            arg: item["arg"].as_u64()?.try_into().ok()?,
            when: item["when"].as_str()?,
            status: item["status"].as_str()?,
            len: item["len"].as_u64()?,
            // Traces of older formats have no other part than the first.
            part: item.get("part").map_or(Some(0), Value::as_u64)?.try_into().ok()?,
            bytes: &bytes,
        });
        Some(())
    }

    /// The column.
    ///
    /// # Errors
    /// As polars has them; none is known.
    pub fn finish(self, name: &str) -> PolarsResult<Column> {
        let fields = [
            Series::new("arg".into(), self.arg),
            Series::new("when".into(), self.when),
            Series::new("status".into(), self.status),
            Series::new("len".into(), self.len),
            Series::new("bytes".into(), self.bytes),
            Series::new("part".into(), self.part),
        ];
        let length = fields[0].len();
        let items = StructChunked::from_series("item".into(), length, fields.iter())?.into_series().rechunk();
        let items: Box<dyn Array> =
            items.chunks().first().cloned().ok_or_else(|| polars::prelude::polars_err!(ComputeError: "no captures"))?;
        let ty = ListArray::<i64>::default_datatype(items.dtype().clone());
        let lists = ListArray::try_new(ty, OffsetsBuffer::try_from(self.offsets)?, items, None)?;
        Series::try_from((PlSmallStr::from(name), Box::new(lists) as Box<dyn Array>)).map(Column::from)
    }
}

/// Lists of captures from JSON.
///
/// # Errors
/// What is wrong with the first text that is no such array.
pub fn captures_from_json(column: &Column) -> Result<Column, String> {
    let texts = column.str().map_err(|e| e.to_string())?;
    let mut lists = CaptureLists::new();
    for text in texts.iter() {
        if let Some(text) = text.filter(|text| *text != "[]") {
            let items: Vec<Value> = serde_json::from_str(text).map_err(|e| format!("is no list of captures: {e}"))?;
            for item in &items {
                lists.json(item).ok_or("has a capture with a wrong member")?;
            }
        }
        lists.end_row();
    }
    lists.finish(column.name()).map_err(|e| e.to_string())
}

/// The captures of a column of lists.
pub struct CaptureRows {
    offsets: Vec<i64>,
    arg: UInt16Chunked,
    when: StringChunked,
    status: StringChunked,
    len: UInt64Chunked,
    bytes: BinaryChunked,
    part: Option<UInt16Chunked>,
}

impl CaptureRows {
    /// Of a column that is no text.
    ///
    /// # Errors
    /// When the column is not what the format says.
    pub fn new(column: &Column) -> PolarsResult<CaptureRows> {
        let series = column.as_materialized_series().rechunk();
        let lists = series.list()?;
        let offsets = lists.downcast_iter().next().map(|array| array.offsets().iter().copied().collect());
        let inner = lists.get_inner();
        let items = inner.struct_()?;
        let field = |name: &str| items.field_by_name(name);
        Ok(CaptureRows {
            offsets: offsets.unwrap_or_default(),
            arg: field("arg")?.u16()?.clone(),
            when: field("when")?.str()?.clone(),
            status: field("status")?.str()?.clone(),
            len: field("len")?.u64()?.clone(),
            bytes: field("bytes")?.binary()?.clone(),
            part: field("part").ok().map(|part| part.u16().cloned()).transpose()?,
        })
    }

    /// The captures of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Captured<'_>> {
        let end = |i: usize| self.offsets.get(i).map_or(0, |at| *at as usize);
        (end(row)..end(row + 1)).map(|i| Captured {
            arg: self.arg.get(i).unwrap_or_default(),
            when: self.when.get(i).unwrap_or_default(),
            status: self.status.get(i).unwrap_or_default(),
            len: self.len.get(i).unwrap_or_default(),
            part: self.part.as_ref().and_then(|part| part.get(i)).unwrap_or_default(),
            bytes: self.bytes.get(i).unwrap_or_default(),
        })
    }
}

/// The captures of every row as JSON; texts stay what they are.
///
/// # Errors
/// When the column is not what the format says.
pub fn captures_to_json(column: &Column) -> PolarsResult<Vec<String>> {
    if *column.dtype() == DataType::String {
        return Ok(column.str()?.iter().map(|text| text.unwrap_or("[]").to_owned()).collect());
    }
    let rows = CaptureRows::new(column)?;
    let item = |c: Captured<'_>| {
        let Captured { arg, when, status, len, part, bytes } = c;
        json!({"arg": arg, "when": when, "status": status, "len": len, "bytes": hex(bytes), "part": part})
    };
    Ok((0..column.len()).map(|row| Value::Array(rows.row(row).map(item).collect()).to_string()).collect())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    text.as_bytes().chunks(2).map(|pair| Some((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8)).collect()
}
