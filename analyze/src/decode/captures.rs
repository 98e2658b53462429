//! The `data` column, whichever way a trace keeps it: lists of structures in Parquet, JSON text in SQLite.

use super::Capture;
use polars::prelude::{Column, DataType, PolarsResult, Series};

/// The captures of every row of a frame.
pub enum Captures {
    /// None at all.
    None,
    /// Parquet's lists, taken apart.
    Lists {
        /// Where each row's captures begin, and where the last ends.
        offsets: Vec<i64>,
        /// arg, status, bytes: one entry per capture.
        members: [Series; 3],
    },
    /// SQLite's texts.
    Texts(Series),
}

impl Captures {
    /// Takes apart the column `data`.
    ///
    /// # Errors
    /// When it has members of other types than the format says.
    pub fn new(column: &Column) -> PolarsResult<Captures> {
        let series = column.as_materialized_series().rechunk();
        match series.dtype() {
            DataType::String => Ok(Captures::Texts(series)),
            DataType::List(_) => {
                let list = series.list()?;
                let Some(offsets) = list.downcast_iter().next().map(|array| array.offsets().iter().copied().collect())
                else {
                    return Ok(Captures::None);
                };
                let inner = list.get_inner();
                let items = inner.struct_()?;
                let member = |name: &str| items.field_by_name(name).map(|s| s.rechunk());
                let members = [member("arg")?, member("status")?, member("bytes")?];
                members[0].u16()?;
                members[1].str()?;
                members[2].binary()?;
                Ok(Captures::Lists { offsets, members })
            }
            _ => Ok(Captures::None),
        }
    }

    /// The captures of row `row`; those that cannot be understood are left out.
    pub fn of(&self, row: usize) -> Vec<Capture> {
        match self {
            Captures::None => Vec::new(),
            Captures::Texts(texts) => texts.str().ok().and_then(|t| t.get(row)).map(parse).unwrap_or_default(),
            Captures::Lists { offsets, members } => {
                let (Some(from), Some(to)) = (offsets.get(row), offsets.get(row + 1)) else { return Vec::new() };
                (*from as usize..*to as usize).filter_map(|i| item(members, i)).collect()
            }
        }
    }
}

fn item([arg, status, bytes]: &[Series; 3], i: usize) -> Option<Capture> {
    Some(Capture {
        arg: arg.u16().ok()?.get(i)?,
        status: status.str().ok()?.get(i)?.to_owned(),
        bytes: bytes.binary().ok()?.get(i)?.to_vec(),
    })
}

fn parse(text: &str) -> Vec<Capture> {
    let Ok(serde_json::Value::Array(items)) = serde_json::from_str(text) else { return Vec::new() };
    items
        .iter()
        .filter_map(|item| {
            let text = |name: &str| item[name].as_str();
            Some(Capture {
                arg: item["arg"].as_u64()?.try_into().ok()?,
                status: text("status")?.to_owned(),
                bytes: unhex(text("bytes")?)?,
            })
        })
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    text.as_bytes().chunks(2).map(|pair| Some((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8)).collect()
}
