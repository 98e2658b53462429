//! A column of a row group, as Parquet keeps it: mostly a dictionary of its different values, and of each row the number of its value.

use super::{
    Trouble,
    levels::Levels,
    room,
    values::{Coded, Numbers, Texts, Values},
};
use polars_arrow::{
    array::{Array, PrimitiveArray},
    datatypes::{ArrowDataType, Field},
    types::NativeType,
};
use polars_buffer::Buffer;
use polars_parquet::{
    parquet::{
        encoding::{
            Encoding,
            hybrid_rle::{HybridRleChunk, HybridRleDecoder},
            plain_byte_array::BinaryIter,
        },
        page::{DataPage, split_buffer},
    },
    read::{BasicDecompressor, ColumnChunkMetadata, PageReader, PhysicalType, column_iter_to_arrays},
};
use schema::columns::ColumnType;
use std::io::Cursor;

/// A column of a row group.
pub struct Chunk<'a> {
    /// What the footer says of it.
    pub meta: &'a ColumnChunkMetadata,
    /// Its bytes.
    pub bytes: Buffer<u8>,
    /// Rows of the row group.
    pub rows: usize,
    /// Type of the column.
    pub ty: ColumnType,
}

/// Numbers of some rows.
#[derive(Default)]
pub struct Plain {
    /// Of a row without one, anything.
    pub values: Vec<i64>,
    /// Which rows have one; nothing if all have.
    pub present: Option<Vec<bool>>,
}

/// Which rows have a value.
pub struct Present {
    /// In the order of the rows.
    pub rows: Vec<bool>,
    /// Whether it is certain that no value is an empty text.
    pub filled: bool,
}

impl Plain {
    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<i64> {
        let there = self.present.as_ref().is_none_or(|present| present.get(row) == Some(&true));
        self.values.get(row).copied().filter(|_| there)
    }

    /// Takes more rows in.
    fn take<T: NativeType>(&mut self, array: &dyn Array, number: fn(T) -> i64) -> Result<(), Trouble> {
        let array = array.as_any().downcast_ref::<PrimitiveArray<T>>().ok_or(Trouble::Foreign)?;
        let before = self.values.len();
        self.values.extend(array.values().iter().map(|value| number(*value)));
        if let Some(validity) = array.validity().filter(|validity| validity.unset_bits() > 0) {
            self.present.get_or_insert_with(|| vec![true; before]).extend(validity.iter());
        } else if let Some(present) = &mut self.present {
            present.resize(self.values.len(), true);
        }
        Ok(())
    }
}

impl Chunk<'_> {
    /// The number of each row's value.
    pub fn coded(self) -> Result<Coded, Trouble> {
        let (mut values, mut reader) = (self.none(), Reader::new(&self)?);
        let mut codes = room::codes(self.rows);
        if let Some(dictionary) = reader.pages.read_dict_page()? {
            self.learn(&mut values, dictionary.num_values, &dictionary.buffer)?;
        }
        reader.pages(values.len(), |page| {
            let levels = page.levels;
            let numbers = match page.values {
                Of::Dictionary(mut numbers) => {
                    numbers.iter_mut().for_each(|number| *number += 1);
                    numbers
                }
                Of::Plain(bytes, present) => self.number(&mut values, bytes, present)?,
            };
            levels.spread(&numbers, &mut codes)?;
            room::take_back(numbers);
            Ok(())
        })?;
        self.whole(codes.len()).map(|()| Coded { codes, values })
    }

    /// The numbers themselves.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn plain(self) -> Result<Plain, Trouble> {
        self.flat()?;
        let data_type = match self.ty {
            ColumnType::U16 => ArrowDataType::UInt16,
            ColumnType::U32 => ArrowDataType::UInt32,
            ColumnType::U64 => ArrowDataType::UInt64,
            ColumnType::I32 => ArrowDataType::Int32,
            ColumnType::I64 => ArrowDataType::Int64,
            ColumnType::Text | ColumnType::TextList | ColumnType::Captures => return Err(Trouble::Foreign),
        };
        let descriptor = &self.meta.descriptor().descriptor;
        let field = Field::new("".into(), data_type, descriptor.max_def_level > 0);
        let pages = BasicDecompressor::new(pages(&self), Vec::new());
        let (arrays, _) = column_iter_to_arrays(vec![pages], vec![&descriptor.primitive_type], field, None)?;
        let mut plain = Plain::default();
        for array in arrays {
            match self.ty {
                ColumnType::U16 => plain.take::<u16>(&*array, i64::from),
                ColumnType::U32 => plain.take::<u32>(&*array, i64::from),
                // The same 64 bits.
                ColumnType::U64 => plain.take::<u64>(&*array, |n| n as i64),
                ColumnType::I32 => plain.take::<i32>(&*array, i64::from),
                _ => plain.take::<i64>(&*array, |n| n),
            }?;
        }
        self.whole(plain.values.len()).map(|()| plain)
    }

    /// Which rows have a value. Of a dictionary it is only looked whether it has an empty text.
    pub fn present(self) -> Result<Present, Trouble> {
        let mut reader = Reader::new(&self)?;
        let mut filled = match (self.ty, reader.pages.read_dict_page()?) {
            (ColumnType::Text, Some(dictionary)) => {
                let mut texts = BinaryIter::new(&dictionary.buffer, None).take(dictionary.num_values);
                texts.try_fold(true, |filled, text| text.map(|text| filled && !text.is_empty()))?
            }
            _ => true,
        };
        let mut rows = Vec::with_capacity(self.rows);
        reader.levels(|levels, encoding| {
            filled &= matches!(encoding, Encoding::PlainDictionary | Encoding::RleDictionary);
            levels.mark(&mut rows)
        })?;
        self.whole(rows.len()).map(|()| Present { rows, filled })
    }

    /// Whether rows may have no value, if no row may have several.
    fn flat(&self) -> Result<bool, Trouble> {
        let descriptor = &self.meta.descriptor().descriptor;
        let flat = descriptor.max_rep_level == 0 && descriptor.max_def_level <= 1;
        if flat { Ok(descriptor.max_def_level > 0) } else { Err(Trouble::Foreign) }
    }

    fn none(&self) -> Values {
        match self.ty {
            ColumnType::Text => Values::Texts(Texts::default()),
            _ => Values::Numbers(Numbers::default()),
        }
    }

    fn whole(&self, rows: usize) -> Result<(), Trouble> {
        if rows == self.rows { Ok(()) } else { Err(Trouble::damaged("a column has not as many rows as its row group")) }
    }

    /// Takes the values of a dictionary in.
    fn learn(&self, values: &mut Values, count: usize, bytes: &[u8]) -> Result<(), Trouble> {
        match values {
            Values::Texts(texts) => {
                // Before each text stands its length.
                texts.reserve(count.min(bytes.len() / 4), bytes.len());
                texts_of(bytes, count, |text| {
                    texts.push(text);
                })
            }
            Values::Numbers(numbers) => {
                *numbers = Numbers::new(self.numbers(bytes, count)?.collect());
                Ok(())
            }
        }
    }

    /// The numbers of plain values.
    fn number(&self, values: &mut Values, bytes: &[u8], count: usize) -> Result<Vec<u32>, Trouble> {
        let mut codes = room::codes(count);
        match values {
            Values::Texts(texts) => texts_of(bytes, count, |text| codes.push(texts.number(text)))?,
            Values::Numbers(numbers) => codes.extend(self.numbers(bytes, count)?.map(|n| numbers.number(n))),
        }
        Ok(codes)
    }

    /// `count` plain numbers.
    fn numbers<'b>(&self, bytes: &'b [u8], count: usize) -> Result<Box<dyn Iterator<Item = i64> + 'b>, Trouble> {
        let few = || Trouble::damaged("a page has too few values");
        let word = |bytes: &[u8]| bytes.try_into().map(i32::from_le_bytes).unwrap_or_default();
        match self.meta.physical_type() {
            PhysicalType::Int64 => {
                let bytes = bytes.get(..count * 8).ok_or_else(few)?;
                let number = |bytes: &[u8]| bytes.try_into().map(i64::from_le_bytes).unwrap_or_default();
                Ok(Box::new(bytes.chunks_exact(8).map(number)))
            }
            PhysicalType::Int32 => {
                let bytes = bytes.get(..count * 4).ok_or_else(few)?;
                Ok(match self.ty {
                    ColumnType::I32 => Box::new(bytes.chunks_exact(4).map(move |bytes| word(bytes).into())),
                    _ => Box::new(bytes.chunks_exact(4).map(move |bytes| (word(bytes) as u32).into())),
                })
            }
            _ => Err(Trouble::Foreign),
        }
    }
}

/// Calls `each` with every of `count` texts.
fn texts_of(bytes: &[u8], count: usize, mut each: impl FnMut(&str)) -> Result<(), Trouble> {
    let mut found = 0;
    for value in BinaryIter::new(bytes, None).take(count) {
        each(std::str::from_utf8(value?).map_err(|_| Trouble::damaged("a text is no UTF-8"))?);
        found += 1;
    }
    if found == count { Ok(()) } else { Err(Trouble::damaged("a page has too few texts")) }
}

/// Reads the pages of a column, one by one. The first may be a dictionary.
struct Reader {
    pages: BasicDecompressor,
    rows: usize,
    nullable: bool,
}

/// A page: which rows have a value, and the values.
struct Page<'a> {
    levels: Levels<'a>,
    values: Of<'a>,
}

/// The values of a page.
enum Of<'a> {
    /// Places in the dictionary, all of which are there.
    Dictionary(Vec<u32>),
    /// So many plain values.
    Plain(&'a [u8], usize),
}

impl Reader {
    fn new(chunk: &Chunk<'_>) -> Result<Reader, Trouble> {
        let nullable = chunk.flat()?;
        let pages = BasicDecompressor::new(pages(chunk), room::bytes());
        Ok(Reader { pages, rows: chunk.rows, nullable })
    }

    /// Calls `each` with every page; the dictionary has `known` values.
    fn pages(self, known: usize, mut each: impl FnMut(Page<'_>) -> Result<(), Trouble>) -> Result<(), Trouble> {
        self.each(|page, nullable| {
            let parts = split_buffer(page)?;
            let levels = Levels::new(parts.def, page.num_values(), nullable);
            let present = levels.present()?;
            let values = match page.encoding() {
                Encoding::PlainDictionary | Encoding::RleDictionary => {
                    Of::Dictionary(places(parts.values, present, known)?)
                }
                Encoding::Plain => Of::Plain(parts.values, present),
                _ => return Err(Trouble::Foreign),
            };
            each(Page { levels, values })
        })
    }

    /// Calls `each` with every page's levels, and with how its values are written.
    fn levels(self, mut each: impl FnMut(Levels<'_>, Encoding) -> Result<(), Trouble>) -> Result<(), Trouble> {
        self.each(|page, nullable| {
            each(Levels::new(split_buffer(page)?.def, page.num_values(), nullable), page.encoding())
        })
    }

    fn each(mut self, mut each: impl FnMut(&DataPage, bool) -> Result<(), Trouble>) -> Result<(), Trouble> {
        let mut rows: usize = 0;
        while let Some(page) = self.pages.next() {
            let page = page?;
            rows = rows.saturating_add(page.num_values());
            if rows > self.rows {
                return Err(Trouble::damaged("a column has more rows than its row group"));
            }
            let page = page.decompress(&mut self.pages)?;
            each(&page, self.nullable)?;
            self.pages.reuse_page_buffer(page);
        }
        room::take_bytes_back(self.pages.into_inner());
        Ok(())
    }
}

fn pages(chunk: &Chunk<'_>) -> PageReader {
    PageReader::new(Cursor::new(chunk.bytes.clone()), chunk.meta, Vec::new(), usize::MAX)
}

/// Places in a dictionary of `known` values.
fn places(bytes: &[u8], count: usize, known: usize) -> Result<Vec<u32>, Trouble> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let (width, bytes) = bytes.split_first().ok_or_else(|| Trouble::damaged("a page is empty"))?;
    if *width > 32 {
        return Err(Trouble::damaged("a page's numbers have more than 32 bits"));
    }
    let mut places = room::codes(count);
    for chunk in HybridRleDecoder::new(bytes, u32::from(*width), count).into_chunk_iter() {
        match chunk? {
            HybridRleChunk::Rle(place, length) => places.resize(places.len() + length, place),
            HybridRleChunk::Bitpacked(bits) => bits.collect_into(&mut places),
        }
    }
    if places.len() != count || places.iter().fold(0, |most, place| most.max(*place)) as usize >= known {
        return Err(Trouble::damaged("a page has not the values that it should have"));
    }
    Ok(places)
}
