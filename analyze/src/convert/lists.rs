//! The two columns that are lists: JSON text in SQLite, lists in Parquet. docs/FORMAT.md, "Types", says how they correspond.

use polars::prelude::{
    AnyValue, Column, DataType, IntoSeries, ListBuilderTrait, ListStringChunkedBuilder, NamedFrom, PolarsResult,
    Series, StructChunked,
};
use polars_arrow::{
    array::{Array, ListArray},
    offset::OffsetsBuffer,
};
use schema::seal::hex;
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

/// The members of captures, one entry each.
#[derive(Default)]
struct Members {
    arg: Vec<u16>,
    when: Vec<String>,
    status: Vec<String>,
    len: Vec<u64>,
    bytes: Vec<Vec<u8>>,
    part: Vec<u16>,
}

impl Members {
    fn push(&mut self, item: &Value) -> Option<()> {
        let text = |name: &str| item[name].as_str().map(str::to_owned);
        self.arg.push(item["arg"].as_u64()?.try_into().ok()?);
        self.when.push(text("when")?);
        self.status.push(text("status")?);
        self.len.push(item["len"].as_u64()?);
        self.bytes.push(unhex(item["bytes"].as_str()?)?);
        // Traces of older formats have no other part than the first.
        self.part.push(item.get("part").map_or(Some(0), Value::as_u64)?.try_into().ok()?);
        Some(())
    }

    fn finish(self) -> PolarsResult<Series> {
        let fields = [
            Series::new("arg".into(), self.arg),
            Series::new("when".into(), self.when),
            Series::new("status".into(), self.status),
            Series::new("len".into(), self.len),
            Series::new("bytes".into(), self.bytes),
            Series::new("part".into(), self.part),
        ];
        let length = fields[0].len();
        Ok(StructChunked::from_series("item".into(), length, fields.iter())?.into_series())
    }
}

/// Lists of captures from JSON.
///
/// # Errors
/// What is wrong with the first text that is no such array.
pub fn captures_from_json(column: &Column) -> Result<Column, String> {
    let texts = column.str().map_err(|e| e.to_string())?;
    let (mut members, mut offsets) = (Members::default(), vec![0_i64]);
    for text in texts.iter() {
        if let Some(text) = text.filter(|text| *text != "[]") {
            let items: Vec<Value> = serde_json::from_str(text).map_err(|e| format!("is no list of captures: {e}"))?;
            for item in &items {
                members.push(item).ok_or("has a capture with a wrong member")?;
            }
        }
        offsets.push(members.arg.len() as i64);
    }
    let build = || -> PolarsResult<Series> {
        let items = members.finish()?.rechunk();
        let items: Box<dyn Array> =
            items.chunks().first().cloned().ok_or_else(|| polars::prelude::polars_err!(ComputeError: "no captures"))?;
        let ty = ListArray::<i64>::default_datatype(items.dtype().clone());
        let lists = ListArray::try_new(ty, OffsetsBuffer::try_from(offsets)?, items, None)?;
        Series::try_from((column.name().clone(), Box::new(lists) as Box<dyn Array>))
    };
    build().map(Column::from).map_err(|e| e.to_string())
}

/// The captures of every row as JSON; texts stay what they are.
///
/// # Errors
/// When the column is not what the format says.
pub fn captures_to_json(column: &Column) -> PolarsResult<Vec<String>> {
    let series = column.as_materialized_series().rechunk();
    if *series.dtype() == DataType::String {
        return Ok(series.str()?.iter().map(|text| text.unwrap_or("[]").to_owned()).collect());
    }
    let lists = series.list()?;
    let offsets: Vec<i64> = match lists.downcast_iter().next() {
        Some(array) => array.offsets().iter().copied().collect(),
        None => return Ok(Vec::new()),
    };
    let inner = lists.get_inner();
    let items = inner.struct_()?;
    let field = |name: &str| items.field_by_name(name);
    let (arg, len) = (field("arg")?, field("len")?);
    let (when, status, bytes) = (field("when")?, field("status")?, field("bytes")?);
    let (arg, len, when, status, bytes) = (arg.u16()?, len.u64()?, when.str()?, status.str()?, bytes.binary()?);
    let part = field("part").ok();
    let part = part.as_ref().map(|part| part.u16()).transpose()?;
    let item = |i: usize| {
        json!({
            "arg": arg.get(i), "when": when.get(i), "status": status.get(i), "len": len.get(i),
            "bytes": hex(bytes.get(i).unwrap_or_default()), "part": part.map_or(Some(0), |part| part.get(i)),
        })
    };
    let rows = offsets.windows(2).map(|ends| match (ends[0], ends[1]) {
        (from, to) if from == to => "[]".to_owned(),
        (from, to) => Value::Array((from as usize..to as usize).map(item).collect()).to_string(),
    });
    Ok(rows.collect())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    text.as_bytes().chunks(2).map(|pair| Some((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8)).collect()
}
