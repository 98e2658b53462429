//! Entries of folders: getdents(2), `include/linux/dirent.h`.

use super::{Call, Capture, Status, structs, text, value};

/// Names of `DT_*`, by value (`include/linux/fs_types.h`).
const TYPES: [(u8, &str); 9] = [
    (0, "DT_UNKNOWN"),
    (1, "DT_FIFO"),
    (2, "DT_CHR"),
    (4, "DT_DIR"),
    (6, "DT_BLK"),
    (8, "DT_REG"),
    (10, "DT_LNK"),
    (12, "DT_SOCK"),
    (14, "DT_WHT"),
];

/// `0x55d1 /* 3 entries */`, or, verbose, all of them.
pub(super) fn render(call: &Call<'_>, out: &mut String, wide: bool, capture: &Capture<'_>, raw: u64) {
    let truncated = capture.status == Status::Truncated;
    let word = call.layouts().word();
    let entries = Entries { rest: capture.bytes, word, wide };
    if !call.notation.verbose {
        value::address(out, raw);
        out.push_str(" /* ");
        value::unsigned(out, entries.count() as u64);
        out.push_str(if truncated { " or more entries */" } else { " entries */" });
        return;
    }
    out.push('[');
    for (i, entry) in entries.enumerate() {
        out.push_str(if i > 0 { ", {d_ino=" } else { "{d_ino=" });
        value::unsigned(out, entry.inode);
        out.push_str(", d_off=");
        value::signed(out, entry.offset);
        out.push_str(", d_reclen=");
        value::unsigned(out, entry.length as u64);
        let kind = |out: &mut String| match TYPES.iter().find(|row| row.0 == entry.kind) {
            Some(row) => out.push_str(row.1),
            None => value::hex(out, entry.kind.into()),
        };
        if wide {
            out.push_str(", d_type=");
            kind(out);
        }
        out.push_str(", d_name=");
        text::quoted(out, entry.name, false);
        if !wide {
            out.push_str(", d_type=");
            kind(out);
        }
        out.push('}');
    }
    out.push_str(if truncated { ", ...]" } else { "]" });
}

struct Entry<'a> {
    inode: u64,
    offset: i64,
    length: usize,
    kind: u8,
    name: &'a [u8],
}

/// The entries that are whole.
struct Entries<'a> {
    rest: &'a [u8],
    word: usize,
    wide: bool,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let word = if self.wide { 8 } else { self.word };
        let length = structs::number(self.rest.get(2 * word..2 * word + 2)?) as usize;
        let entry = self.rest.get(..length)?;
        let body = entry.get(2 * word + 2..)?;
        self.rest = &self.rest[length..];
        // The type is before the name, or in the last byte.
        let (kind, name) = if self.wide { body.split_first() } else { body.split_last() }?;
        Some(Entry {
            inode: structs::number(&entry[..word]),
            offset: structs::signed_number(&entry[word..2 * word]),
            length,
            kind: *kind,
            name: name.split(|b| *b == 0).next().unwrap_or_default(),
        })
    }
}
