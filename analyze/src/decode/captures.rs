//! The `data` column, whichever way a trace keeps it: lists of structures in Parquet, JSON text in SQLite.

use super::{Capture, Status};
use polars::prelude::{Column, DataType, PolarsResult, Series};

/// The captures of every row of a frame.
pub enum Captures {
    /// None at all.
    None,
    /// Parquet's lists, taken apart.
    Lists(Box<Lists>),
    /// SQLite's texts, read.
    Read {
        /// Where each row's captures begin, and where the last ends.
        offsets: Vec<usize>,
        /// The captures, and where the bytes of each begin and end.
        items: Vec<(Capture<'static>, usize, usize)>,
        /// The bytes of all.
        bytes: Vec<u8>,
    },
}

/// The members of Parquet's lists: one entry per capture.
pub struct Lists {
    offsets: Vec<i64>,
    arg: Vec<u16>,
    part: Vec<u16>,
    exit: Vec<bool>,
    status: Vec<Status>,
    bytes: Series,
}

impl Captures {
    /// Takes apart the column `data`.
    ///
    /// # Errors
    /// When it has members of other types than the format says.
    pub fn new(column: &Column) -> PolarsResult<Captures> {
        let series = column.as_materialized_series().rechunk();
        match series.dtype() {
            DataType::String => Ok(read(series.str()?.iter())),
            DataType::List(_) => {
                let list = series.list()?;
                let Some(offsets) = list.downcast_iter().next().map(|array| array.offsets().iter().copied().collect())
                else {
                    return Ok(Captures::None);
                };
                let inner = list.get_inner();
                let items = inner.struct_()?;
                let numbers = |name: &str| -> PolarsResult<Vec<u16>> {
                    Ok(items.field_by_name(name)?.u16()?.iter().map(|n| n.unwrap_or(u16::MAX)).collect())
                };
                let arg = numbers("arg")?;
                // Traces of older formats have no other part than the first.
                let part = if items.field_by_name("part").is_ok() { numbers("part")? } else { vec![0; arg.len()] };
                let exit = items.field_by_name("when")?.str()?.iter().map(|when| when == Some("exit")).collect();
                let status = items.field_by_name("status")?.str()?.iter().map(Status::read).collect();
                let bytes = items.field_by_name("bytes")?.rechunk();
                bytes.binary()?;
                Ok(Captures::Lists(Box::new(Lists { offsets, arg, part, exit, status, bytes })))
            }
            _ => Ok(Captures::None),
        }
    }

    /// Puts the captures of row `row` into `out`, which is emptied first; those that cannot be understood are left out.
    pub fn fill<'a>(&'a self, row: usize, out: &mut Vec<Capture<'a>>) {
        out.clear();
        match self {
            Captures::None => {}
            Captures::Read { offsets, items, bytes } => {
                let (Some(from), Some(to)) = (offsets.get(row), offsets.get(row + 1)) else { return };
                let items = items.get(*from..*to).unwrap_or_default().iter();
                out.extend(items.map(|(capture, from, to)| Capture {
                    bytes: bytes.get(*from..*to).unwrap_or_default(),
                    ..*capture
                }));
            }
            Captures::Lists(lists) => {
                let (Some(from), Some(to)) = (lists.offsets.get(row), lists.offsets.get(row + 1)) else { return };
                // Most calls have none.
                if from == to {
                    return;
                }
                let Some(array) = lists.bytes.binary().ok().and_then(|bytes| bytes.downcast_iter().next()) else {
                    return;
                };
                for i in *from as usize..*to as usize {
                    let (Some(arg), Some(part), Some(exit), Some(status), Some(bytes)) = (
                        lists.arg.get(i),
                        lists.part.get(i),
                        lists.exit.get(i),
                        lists.status.get(i),
                        (i < array.len()).then(|| array.get(i)).flatten(),
                    ) else {
                        continue;
                    };
                    out.push(Capture { arg: *arg, part: *part, exit: *exit, status: *status, bytes });
                }
            }
        }
    }
}

fn read<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Captures {
    let (mut offsets, mut items, mut bytes) = (vec![0], Vec::new(), Vec::new());
    for text in texts {
        if let Some(text) = text.filter(|text| *text != "[]")
            && let Ok(serde_json::Value::Array(captures)) = serde_json::from_str(text)
        {
            for capture in &captures {
                let from = bytes.len();
                if let Some(head) = parse(capture, &mut bytes) {
                    items.push((head, from, bytes.len()));
                } else {
                    bytes.truncate(from);
                }
            }
        }
        offsets.push(items.len());
    }
    Captures::Read { offsets, items, bytes }
}

fn parse(item: &serde_json::Value, bytes: &mut Vec<u8>) -> Option<Capture<'static>> {
    unhex(item["bytes"].as_str()?, bytes)?;
    Some(Capture {
        arg: item["arg"].as_u64()?.try_into().ok()?,
        part: item["part"].as_u64().unwrap_or(0).try_into().ok()?,
        exit: item["when"].as_str() == Some("exit"),
        status: Status::read(item["status"].as_str()),
        bytes: &[],
    })
}

/// The bytes of a text of hexadecimal digits, put behind those in `out`; `None` if it is no such text.
pub(super) fn unhex(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    for pair in text.as_bytes().chunks(2) {
        out.push((digit(pair.first()?)? * 16 + digit(pair.get(1)?)?) as u8);
    }
    Some(())
}
