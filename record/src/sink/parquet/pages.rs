//! Pages of a Parquet column, from values that have been told apart already.
//!
//! The writer of crate parquet looks at every value of every row to find the repeated ones. Rows of calls come with that
//! knowledge ([`crate::rows`]), so the values are put into pages here, run by run; headers, metadata and the file are the
//! crate's. The encodings are "PLAIN" and "RLE / bit-packing hybrid" of
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/>.

use parquet::{
    basic::{Compression, Encoding, ZstdLevel},
    column::{
        page::{CompressedPage, Page, PageWriter},
        writer::ColumnCloseResult,
    },
    errors::{ParquetError, Result},
    file::{
        metadata::ColumnChunkMetaData,
        writer::{SerializedPageWriter, TrackedWrite},
    },
    schema::types::ColumnDescPtr,
};
use std::io::Write;

/// Numbers in the hybrid encoding: runs, and groups of eight packed into as few bits as the largest takes.
#[derive(Default)]
pub struct Hybrid {
    out: Vec<u8>,
    width: u32,
    value: u32,
    run: u64,
    /// Values that wait to be packed; whole groups but for the last, which a run has yet to fill.
    packed: Vec<u32>,
}

impl Hybrid {
    /// For values up to `largest`.
    pub fn new(largest: u32) -> Hybrid {
        Hybrid { width: (32 - largest.leading_zeros()).max(1), ..Hybrid::default() }
    }

    /// Bits of a value.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Adds a value, several times.
    #[inline]
    pub fn put(&mut self, value: u32, times: u64) {
        if value != self.value {
            self.end_run();
            self.value = value;
        }
        self.run += times;
    }

    #[inline]
    fn end_run(&mut self) {
        if self.run < 8 {
            self.packed.extend(std::iter::repeat_n(self.value, self.run as usize));
            self.run = 0;
        } else {
            self.end_long_run();
        }
    }

    fn end_long_run(&mut self) {
        // A group that has begun is filled first: only the last may be short.
        while !self.packed.len().is_multiple_of(8) && self.run > 0 {
            self.packed.push(self.value);
            self.run -= 1;
        }
        if self.run >= 8 {
            self.end_packed();
            varint(&mut self.out, self.run << 1);
            self.out.extend_from_slice(&self.value.to_le_bytes()[..self.width.div_ceil(8) as usize]);
        } else {
            self.packed.extend(std::iter::repeat_n(self.value, self.run as usize));
        }
        self.run = 0;
    }

    fn end_packed(&mut self) {
        if self.packed.is_empty() {
            return;
        }
        let groups = self.packed.len().div_ceil(8);
        varint(&mut self.out, (groups as u64) << 1 | 1);
        self.packed.resize(groups * 8, 0);
        let (mut bits, mut have) = (0_u64, 0);
        for value in self.packed.drain(..) {
            bits |= u64::from(value) << have;
            have += self.width;
            if have >= 32 {
                self.out.extend_from_slice(&(bits as u32).to_le_bytes());
                bits >>= 32;
                have -= 32;
            }
        }
        // Eight values of any width are whole bytes.
        self.out.extend_from_slice(&bits.to_le_bytes()[..have.div_ceil(8) as usize]);
    }

    /// The encoded bytes.
    pub fn finish(mut self) -> Vec<u8> {
        self.end_run();
        self.end_packed();
        self.out
    }
}

/// ULEB128.
fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The values of a column chunk, encoded.
#[derive(Default)]
pub struct Values {
    /// The different ones, PLAIN, and how many they are; without, `data` is PLAIN itself.
    pub dictionary: Option<(Vec<u8>, u32)>,
    /// The values, as numbers in the dictionary with their width before them, or PLAIN.
    pub data: Vec<u8>,
}

/// A column chunk: repetition and definition levels, if the column has any, and values.
pub struct Chunk {
    /// Rows.
    pub rows: u64,
    /// Entries, nulls and empty lists among them.
    pub entries: u64,
    /// Repetition levels.
    pub repetition: Option<Hybrid>,
    /// Definition levels.
    pub definition: Option<Hybrid>,
    /// Values.
    pub values: Values,
}

impl Chunk {
    /// Writes the pages, compressed, to memory, in the form that a row group takes up.
    ///
    /// # Errors
    /// When they cannot be compressed or are too large for the format.
    pub fn write(
        self,
        column: ColumnDescPtr,
        compressor: &mut zstd::bulk::Compressor<'_>,
    ) -> Result<(Vec<u8>, ColumnCloseResult)> {
        let mut page = Vec::with_capacity(self.values.data.len() + 64);
        for levels in [self.repetition, self.definition].into_iter().flatten() {
            let bytes = levels.finish();
            page.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            page.extend_from_slice(&bytes);
        }
        page.extend_from_slice(&self.values.data);
        let compress = |compressor: &mut zstd::bulk::Compressor<'_>, bytes: &[u8]| {
            compressor.compress(bytes).map_err(|e| ParquetError::External(Box::new(e)))
        };
        let mut sink = TrackedWrite::new(Vec::new());
        let mut pages = SerializedPageWriter::new(&mut sink);
        let (mut raw, mut size) = (0, 0);
        let mut dictionary_offset = None;
        let encoding = match &self.values.dictionary {
            None => Encoding::PLAIN,
            Some((values, count)) => {
                let page = Page::DictionaryPage {
                    buf: compress(compressor, values)?.into(),
                    num_values: *count,
                    encoding: Encoding::PLAIN,
                    is_sorted: false,
                };
                let spec = pages.write_page(CompressedPage::new(page, values.len()))?;
                raw += spec.uncompressed_size;
                size += spec.compressed_size;
                dictionary_offset = Some(spec.offset as i64);
                Encoding::RLE_DICTIONARY
            }
        };
        let data = Page::DataPage {
            buf: compress(compressor, &page)?.into(),
            num_values: self.entries as u32,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let spec = pages.write_page(CompressedPage::new(data, page.len()))?;
        raw += spec.uncompressed_size;
        size += spec.compressed_size;
        sink.flush()?;
        let metadata = ColumnChunkMetaData::builder(column)
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, encoding])
            .set_total_compressed_size(size as i64)
            .set_total_uncompressed_size(raw as i64)
            .set_num_values(self.entries as i64)
            .set_data_page_offset(spec.offset as i64)
            .set_dictionary_page_offset(dictionary_offset)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: size as u64,
            rows_written: self.rows,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((sink.into_inner()?, close))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads the encoding as its description says, bit by bit.
    fn decode(bytes: &[u8], width: u32, count: usize) -> Vec<u32> {
        let (mut at, mut out) = (0, Vec::new());
        while out.len() < count {
            let (mut header, mut shift) = (0_u64, 0);
            loop {
                let byte = bytes[at];
                at += 1;
                header |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            if header & 1 == 0 {
                let size = width.div_ceil(8) as usize;
                let value = bytes[at..at + size].iter().rev().fold(0, |v, b| v << 8 | u32::from(*b));
                at += size;
                out.extend(std::iter::repeat_n(value, (header >> 1) as usize));
            } else {
                let bits = (header >> 1) as usize * 8 * width as usize;
                let bit = |i: usize| u32::from(bytes[at + i / 8] >> (i % 8) & 1);
                for start in (0..bits).step_by(width as usize) {
                    out.push((0..width as usize).map(|i| bit(start + i) << i).sum());
                }
                at += bits / 8;
            }
        }
        assert_eq!(at, bytes.len(), "bytes are left");
        out.truncate(count);
        out
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_read_back(
            largest in prop::sample::select(vec![0_u32, 1, 2, 7, 255, 256, 300_000]),
            runs: Vec<(u32, u8)>,
        ) {
            let runs: Vec<(u32, u64)> = runs.iter().map(|(v, n)| (v % (largest + 1), u64::from(*n) % 21)).collect();
            let mut hybrid = Hybrid::new(largest);
            let width = hybrid.width();
            runs.iter().for_each(|(value, times)| hybrid.put(*value, *times));
            let expected: Vec<u32> =
                runs.iter().flat_map(|(value, times)| std::iter::repeat_n(*value, *times as usize)).collect();
            prop_assert_eq!(decode(&hybrid.finish(), width, expected.len()), expected);
        }
    }
}
