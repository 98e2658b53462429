//! A package's header: an index of tags, and the data that they lead to (rpm, docs/manual/format_header.md).

/// What is read of it.
pub struct Header<'a> {
    /// Name.
    pub name: String,
    /// `EPOCH:VERSION-RELEASE`, without the epoch if there is none.
    pub version: String,
    /// Of each file the number of its folder.
    indexes: Vec<u32>,
    names: Vec<&'a [u8]>,
    folders: Vec<&'a [u8]>,
}

impl Header<'_> {
    /// Its files.
    pub fn files(&self) -> impl Iterator<Item = Vec<u8>> {
        self.indexes.iter().zip(&self.names).filter_map(|(folder, name)| {
            let folder = self.folders.get(usize::try_from(*folder).ok()?)?;
            Some([folder, *name].concat())
        })
    }
}

const NAME: u32 = 1000;
const VERSION: u32 = 1001;
const RELEASE: u32 = 1002;
const EPOCH: u32 = 1003;
/// For each file the number of its folder, its last name; and the folders.
const DIRINDEXES: u32 = 1116;
const BASENAMES: u32 = 1117;
const DIRNAMES: u32 = 1118;

/// Bytes of an entry of the index: tag, type, offset, count.
const ENTRY: usize = 16;
const INT32: u32 = 4;
/// A string, an array of them, and one in several languages.
const STRINGS: [u32; 3] = [6, 8, 9];

/// Reads it; `None` if it is damaged, or of something that is no package.
pub fn read(header: &[u8]) -> Option<Header<'_>> {
    let word = |at: usize| Some(u32::from_be_bytes(header.get(at..at.checked_add(4)?)?.try_into().ok()?));
    let entries = usize::try_from(word(0)?).ok()?;
    let index = header.get(8..8_usize.checked_add(entries.checked_mul(ENTRY)?)?)?;
    let data = header.get(8 + index.len()..)?;
    let find = |tag: u32| {
        let entry = index.chunks_exact(ENTRY).find(|entry| entry[..4] == tag.to_be_bytes())?;
        let word = |i: usize| entry.get(i * 4..i * 4 + 4)?.try_into().ok().map(u32::from_be_bytes);
        let data = data.get(usize::try_from(word(2)?).ok()?..)?;
        Some((word(1)?, data, usize::try_from(word(3)?).ok()?))
    };
    let strings = |tag: u32| -> Option<Vec<&[u8]>> {
        let (kind, data, count) = find(tag)?;
        let all: Vec<&[u8]> = data.split(|b| *b == 0).take(count.min(data.len())).collect();
        (STRINGS.contains(&kind) && all.len() == count).then_some(all)
    };
    let numbers = |tag: u32| -> Option<Vec<u32>> {
        let (kind, data, count) = find(tag)?;
        let data = data.get(..count.checked_mul(4)?).filter(|_| kind == INT32)?;
        data.chunks_exact(4).map(|four| four.try_into().ok().map(u32::from_be_bytes)).collect()
    };
    let text = |tag: u32| Some(super::super::text(strings(tag)?.first()?));
    let epoch = numbers(EPOCH).and_then(|all| all.first().copied());
    let epoch = epoch.map_or(String::new(), |epoch| format!("{epoch}:"));
    Some(Header {
        name: text(NAME)?,
        version: format!("{epoch}{}-{}", text(VERSION)?, text(RELEASE)?),
        indexes: numbers(DIRINDEXES).unwrap_or_default(),
        names: strings(BASENAMES).unwrap_or_default(),
        folders: strings(DIRNAMES).unwrap_or_default(),
    })
}
