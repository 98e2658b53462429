//! Where an answer goes: to a file that appears when it is whole, or to standard output.

use crate::{error::Error, interrupt, progress};
use std::{
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, IsTerminal, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// Writes to the file, or to standard output if there is none. A reader that goes away (`| head`) is no error.
///
/// # Errors
/// [`Error::Output`] when it cannot be written. A file is then as it was before, or not there.
pub fn to(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    match path {
        Some(path) => file(path, write).map_err(|source| Error::Output { path: path.to_owned(), source }),
        None => {
            let out = io::stdout();
            if out.is_terminal() {
                progress::end();
            }
            let mut out = BufWriter::with_capacity(1 << 16, out.lock());
            match write(&mut out).and_then(|()| out.flush()) {
                Err(e) if e.kind() == ErrorKind::BrokenPipe => {
                    // What is left in the buffer has no reader either.
                    let _ = out.into_parts();
                    Ok(())
                }
                done => done.map_err(|source| Error::Output { path: "standard output".into(), source }),
            }
        }
    }
}

fn file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // Through a link, to what it names; a device or a pipe cannot be replaced by a file.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(&target)?);
        write(&mut out)?;
        return out.flush();
    }
    let mut part = beside(&target, old.map(|old| old.permissions()))?;
    let _removed_if_interrupted = interrupt::leaves(part.path());
    // The file itself: errors of the temporary one would name it, and it is gone by then.
    let mut out = BufWriter::with_capacity(1 << 16, part.as_file_mut());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    part.as_file().sync_all()?;
    part.persist(&target).map_err(|e| e.error)?;
    Ok(())
}

/// A file in the same folder, which a rename can put in the target's place.
fn beside(target: &Path, permissions: Option<fs::Permissions>) -> io::Result<tempfile::NamedTempFile> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut prefix = PathBuf::from(".").into_os_string();
    prefix.push(target.file_name().unwrap_or_default());
    let mode = permissions.unwrap_or_else(|| fs::Permissions::from_mode(0o666));
    tempfile::Builder::new().prefix(&prefix).suffix(".part").permissions(mode).tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_else() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("x.json");
        fs::write(&path, "old")?;
        let full = |out: &mut dyn Write| out.write_all(&[0; 100_000]).and(Err(ErrorKind::StorageFull.into()));
        assert!(to(Some(&path), full).is_err());
        assert_eq!((fs::read_to_string(&path)?, names(folder.path())), ("old".to_owned(), vec!["x.json".to_owned()]));
        assert!(to(Some(&path), |out| out.write_all(b"new")).is_ok());
        assert_eq!((fs::read_to_string(&path)?, names(folder.path())), ("new".to_owned(), vec!["x.json".to_owned()]));
        Ok(())
    }

    #[test]
    fn links_are_followed_and_devices_stay() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (link, file) = (folder.path().join("link"), folder.path().join("file"));
        fs::write(&file, "")?;
        std::os::unix::fs::symlink(&file, &link)?;
        assert!(to(Some(&link), |out| out.write_all(b"x")).is_ok());
        assert!(link.is_symlink() && fs::read(&file)? == b"x");
        assert!(to(Some(Path::new("/dev/null")), |out| out.write_all(b"x")).is_ok());
        assert!(!fs::metadata("/dev/null")?.is_file());
        Ok(())
    }
}
