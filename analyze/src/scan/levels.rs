//! Which rows of a page have a value (Parquet's definition levels of a column that is not nested: 0 or 1).

use super::Trouble;
use polars_parquet::parquet::encoding::hybrid_rle::{HybridRleChunk, HybridRleDecoder};

/// The rows of a page.
pub struct Levels<'a> {
    /// Nothing if every row has a value.
    levels: Option<HybridRleDecoder<'a>>,
    rows: usize,
}

impl<'a> Levels<'a> {
    /// From a page's bytes; of a column without nulls there are none.
    pub fn new(bytes: &'a [u8], rows: usize, nullable: bool) -> Levels<'a> {
        Levels { levels: nullable.then(|| HybridRleDecoder::new(bytes, 1, rows)), rows }
    }

    /// How many rows have a value.
    pub fn present(&self) -> Result<usize, Trouble> {
        let Some(levels) = &self.levels else { return Ok(self.rows) };
        let (mut present, mut rows) = (0, 0);
        for chunk in levels.clone().into_chunk_iter() {
            let chunk = chunk?;
            rows += chunk.len();
            present += match chunk {
                HybridRleChunk::Rle(level, length) => {
                    if level == 0 {
                        0
                    } else {
                        length
                    }
                }
                HybridRleChunk::Bitpacked(bits) => {
                    let (whole, rest) = (bits.len() / 8, bits.len() % 8);
                    let bytes = bits.as_slice();
                    let ones = |bytes: &[u8]| bytes.iter().map(|byte| byte.count_ones() as usize).sum::<usize>();
                    let last = bytes.get(whole).map_or(0, |byte| (byte & ((1 << rest) - 1)).count_ones() as usize);
                    ones(&bytes[..whole.min(bytes.len())]) + last
                }
            };
        }
        if rows == self.rows { Ok(present) } else { Err(Trouble::damaged("a page has too few levels")) }
    }

    /// Puts behind `out`, for each row, whether it has a value.
    pub fn mark(self, out: &mut Vec<bool>) -> Result<(), Trouble> {
        let whole = out.len() + self.rows;
        let Some(levels) = self.levels else {
            out.resize(whole, true);
            return Ok(());
        };
        for chunk in levels.into_chunk_iter() {
            match chunk? {
                HybridRleChunk::Rle(level, length) => out.resize(out.len() + length, level != 0),
                HybridRleChunk::Bitpacked(bits) => {
                    let start = out.len();
                    out.resize(start + bits.len(), false);
                    for (rows, byte) in out[start..].chunks_mut(8).zip(bits.as_slice()) {
                        rows.iter_mut().enumerate().for_each(|(bit, row)| *row = byte >> bit & 1 == 1);
                    }
                }
            }
        }
        if out.len() == whole { Ok(()) } else { Err(Trouble::damaged("a page has too few levels")) }
    }

    /// Puts `values`, one for each row that has one, at their rows behind `out`; the other rows get 0.
    pub fn spread(self, values: &[u32], out: &mut Vec<u32>) -> Result<(), Trouble> {
        let Some(levels) = self.levels else {
            out.extend_from_slice(values);
            return Ok(());
        };
        let few = || Trouble::damaged("a page has too few values");
        // The next value.
        let mut at = 0;
        for chunk in levels.into_chunk_iter() {
            match chunk? {
                HybridRleChunk::Rle(0, length) => out.resize(out.len() + length, 0),
                HybridRleChunk::Rle(_, length) => {
                    out.extend_from_slice(values.get(at..at + length).ok_or_else(few)?);
                    at += length;
                }
                HybridRleChunk::Bitpacked(bits) => {
                    let start = out.len();
                    out.resize(start + bits.len(), 0);
                    for (rows, byte) in out[start..].chunks_mut(8).zip(bits.as_slice()) {
                        if *byte == 0xff && rows.len() == 8 {
                            rows.copy_from_slice(values.get(at..at + 8).ok_or_else(few)?);
                            at += 8;
                            continue;
                        }
                        let mut left = *byte;
                        while let Some(row) = rows.get_mut(left.trailing_zeros() as usize) {
                            *row = *values.get(at).ok_or_else(few)?;
                            at += 1;
                            left &= left - 1;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_at_the_rows_that_have_one() {
        // Three rows without, then eleven of which the bits say it, of two bytes.
        let bytes = [3 << 1, 0, 2 << 1 | 1, 0b1010_0001, 0b1111_1110];
        let levels = || Levels::new(&bytes, 14, true);
        assert_eq!(levels().present().ok(), Some(5));
        let mut out = vec![9];
        assert!(levels().spread(&[1, 2, 3, 4, 5], &mut out).is_ok());
        assert_eq!(out, [9, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 3, 0, 4, 5]);
        assert!(levels().spread(&[1, 2], &mut out).is_err());
        let mut marks = vec![true];
        assert!(levels().mark(&mut marks).is_ok());
        let expected = [1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1];
        assert_eq!(marks, expected.map(|mark| mark == 1));
        assert!(Levels::new(&bytes[..2], 14, true).present().is_err());
    }
}
