//! `X.trace.tar`: the folder's files in one ustar archive, in the order of their names, with nothing of the machine in it. The
//! same files always give the same bytes, so that every byte of an archive can be verified.

use std::io::{Error, Read, Result, Write};

/// Bytes of a block: headers have one, contents are filled up to whole ones.
pub const BLOCK: u64 = 512;
/// Zeros at the end.
pub const END: u64 = 2 * BLOCK;

/// The header of a file.
///
/// # Errors
/// When the name does not fit.
pub fn header(name: &str, bytes: u64) -> Result<tar::Header> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name)?;
    header.set_size(bytes);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    Ok(header)
}

/// Zeros after a file of this size.
pub fn padding(bytes: u64) -> u64 {
    bytes.next_multiple_of(BLOCK) - bytes
}

/// Adds a file to an archive.
///
/// # Errors
/// When it cannot be read or written, or has not the size that was told.
pub fn add(out: &mut impl Write, name: &str, bytes: u64, mut content: impl Read) -> Result<()> {
    out.write_all(header(name, bytes)?.as_bytes())?;
    let copied = std::io::copy(&mut content, out)?;
    if copied != bytes {
        return Err(Error::other(format!("{name} changed while it was packed")));
    }
    out.write_all(&vec![0; padding(bytes) as usize])
}

/// Ends an archive.
///
/// # Errors
/// When it cannot be written.
pub fn end(out: &mut impl Write) -> Result<()> {
    out.write_all(&[0; END as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tar_crate_reads_it_back() {
        let mut out = Vec::new();
        let files: [(&str, &[u8]); 3] = [("a", b"x"), ("b.json", &[7; 512]), ("c", b"")];
        for (name, content) in files {
            add(&mut out, name, content.len() as u64, content).unwrap();
        }
        end(&mut out).unwrap();
        assert!(add(&mut Vec::new(), "d", 2, &b"x"[..]).is_err());
        let mut archive = tar::Archive::new(out.as_slice());
        for (entry, (name, content)) in archive.entries().unwrap().zip(files) {
            let mut entry = entry.unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            assert_eq!((entry.path_bytes().as_ref(), bytes.as_slice()), (name.as_bytes(), content));
        }
    }
}
