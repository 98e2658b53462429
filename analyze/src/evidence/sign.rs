//! `sign`: a signature over the manifest, which speaks for every row.

use super::{
    database, keys, output,
    package::{Deed, Package},
    verify,
};
use crate::{
    cli::Sign,
    error::Error,
    redact::commitments,
    trace::{self, Form, Store},
};
use schema::seal::{commit, custody, sign};

/// Runs the command.
///
/// # Errors
/// When the key cannot be used, the trace is not as it was sealed, or it cannot be written.
pub fn run(options: &Sign) -> Result<(), Error> {
    let path = &options.trace;
    let key = keys::secret(&options.key, options.password_file.as_deref())?;
    let form = trace::form(path)?;
    if matches!(form, Form::Files(Store::Archive { encrypted: true, .. })) {
        return Err(Error::Usage(format!("{} is encrypted; sign the trace first, then pack it", path.display())));
    }
    let sealed = verify::sound(path)?;
    if options.redactable && !matches!(form, Form::Files(_)) {
        return Err(Error::Usage(format!("{} is SQLite; --redactable is for .trace and .trace.tar", path.display())));
    }
    if options.redactable && sealed.others.contains_key(commit::FILE_NAME) {
        return Err(Error::Usage(format!("{} has commitments already", path.display())));
    }
    if sealed.manifest.seal.is_none() {
        let what =
            format!("has no seal (format {}); analyze convert makes a trace that has one", sealed.manifest.format);
        return Err(Error::Usage(format!("{} {what}", path.display())));
    }
    let deed = || Deed { action: "signed", detail: [("key".to_owned(), key.name())].into(), signature: None };
    let text = sealed.text.clone();
    // The comment speaks of the log with the line about this signature.
    let mut package = Package::of(sealed, deed());
    let comment = sign::comment(&package.manifest.id, &package.custody);
    let signature = key.sign(text.as_bytes(), &comment);
    let signature = signature.map_err(|e| Error::Usage(format!("{}: {e}", options.key.display())))?;
    package.signatures.insert(key.file_name().to_owned(), signature);
    if options.redactable {
        let trace = trace::open(path)?;
        let salts = commitments::draw(&trace);
        let text = commitments::of(&trace, &package.manifest, &salts)?.text();
        let signature = key.sign(text.as_bytes(), &comment);
        let signature = signature.map_err(|e| Error::Usage(format!("{}: {e}", options.key.display())))?;
        package.extra.insert(keys::over(commit::FILE_NAME, key.file_name()), signature);
        package.extra.insert(commit::FILE_NAME.to_owned(), text);
        package.extra.insert(commit::SALTS_FILE.to_owned(), serde_json::to_string(&salts).unwrap_or_default());
    }
    debug_assert!(custody::check(&package.custody).is_ok());
    match form {
        Form::Files(Store::Folder(folder)) => output::replace_papers(&folder, &package),
        Form::Files(store) => output::archive(&store, &package, path),
        Form::Sqlite => database::replace_papers(path, path, false, &package),
        Form::Zstd => database::replace_papers(trace::decompress(path)?.path(), path, true, &package),
    }
}
