//! `X.trace.tar`: the folder in one file. It is written as the folder `X.trace`, which becomes the archive when the trace is sealed;
//! a recorder that is killed leaves the folder.

use super::{Batch, Signer, Sink, SinkError, file, parquet::Folder};
use schema::{manifest::Manifest, seal::archive};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// A trace that will be an archive.
pub struct Archive {
    path: PathBuf,
    folder: PathBuf,
    rows: Box<Folder>,
}

impl Archive {
    /// Creates the folder.
    ///
    /// # Errors
    /// When it exists or cannot be created.
    pub fn create(path: &Path, last: Option<u64>, signer: Option<Signer>) -> Result<Archive, SinkError> {
        let folder = path.with_extension("");
        if folder.symlink_metadata().is_ok() {
            return Err(SinkError::Exists(folder));
        }
        Ok(Archive { path: path.to_owned(), rows: Box::new(Folder::create(&folder, last, signer)?), folder })
    }
}

impl Sink for Archive {
    fn write(&mut self, batch: &Batch) -> Result<(), SinkError> {
        self.rows.write(batch)
    }

    fn checkpoint(&mut self, manifest: &Manifest) -> Result<(), SinkError> {
        self.rows.checkpoint(manifest)
    }

    fn bytes(&self) -> u64 {
        self.rows.bytes()
    }

    fn abandon(&mut self) -> u64 {
        self.rows.abandon()
    }

    fn seal(self: Box<Self>, manifest: Manifest) -> Result<Manifest, SinkError> {
        let Archive { path, folder, rows } = *self;
        let manifest = rows.seal(manifest)?;
        pack(&folder, &path)?;
        std::fs::remove_dir_all(&folder).map_err(SinkError::io(&folder))?;
        Ok(manifest)
    }
}

/// Packs a sealed folder.
fn pack(folder: &Path, path: &Path) -> Result<(), SinkError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(SinkError::io(folder))? {
        let name = entry.map_err(SinkError::io(folder))?.file_name();
        // What was not finished is none of the trace's.
        names.extend(name.into_string().ok().filter(|name| !name.ends_with(".part")));
    }
    names.sort();
    let part = file::part(path);
    let result = (|| {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&part)?);
        for name in &names {
            let file = File::open(folder.join(name))?;
            archive::add(&mut out, name, file.metadata()?.len(), file)?;
        }
        archive::end(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        std::fs::rename(&part, path)
    })();
    if let Err(cause) = result {
        file::abandon(path);
        // The folder is whole.
        let cause = std::io::Error::new(cause.kind(), format!("{cause}; the whole trace is in {}", folder.display()));
        return Err(SinkError::Io { path: path.to_owned(), cause });
    }
    file::sync_parent(path)
}
