//! `verify`: whether a trace is what was sealed, and if not, what was changed.

use super::{
    database, files,
    findings::{Findings, Status},
    keys::{self, Trusted},
};
use crate::{
    cli::Verify,
    document::{Document, Failure, TraceRef},
    error::Error,
    redact::commitments,
    trace::{self, Form},
};
use schema::{
    manifest::{Completeness, FILE_NAME, Manifest},
    seal::{commit, custody, sign},
};
use std::{collections::BTreeMap, path::Path};

/// What the seal of a trace is about, whatever its form.
pub struct Sealed {
    /// The manifest.
    pub manifest: Manifest,
    /// Its text, byte by byte.
    pub text: String,
    /// The custody log.
    pub custody: Option<String>,
    /// Signatures, under the names that they have in a folder.
    pub signatures: Vec<(String, String)>,
    /// Sums of files that are neither rows nor papers, by name.
    pub others: BTreeMap<String, String>,
}

/// Runs the report; whether all is as it was sealed.
///
/// # Errors
/// When a key cannot be read.
pub fn run(options: &Verify) -> Result<(Document, bool), Error> {
    let trusted = Trusted::read(options)?;
    let mut found = Findings::default();
    let sealed = match check(&options.trace, &mut found) {
        Ok(sealed) => Some(sealed),
        // A manifest that cannot be read is a change like any other, unless there is no trace at all.
        Err(Error::Unreadable { path, what }) if trace::form(&options.trace).is_ok() => {
            found.add(path.display().to_string(), Status::Changed, what);
            None
        }
        Err(error) => return Err(error),
    };
    if let Some(sealed) = &sealed {
        let digest = files::manifest_digest(&sealed.text);
        if let Some(expected) = &options.expect {
            match expected.eq_ignore_ascii_case(&digest) {
                true => found.add(FILE_NAME, Status::Ok, "is the expected one"),
                false => {
                    found.add(FILE_NAME, Status::Changed, format!("its SHA-256 is {digest}, not the expected one"))
                }
            }
        }
        let promised = commitments(&options.trace, sealed, &mut found)?;
        let mut signed = vec![Signed { file: FILE_NAME, text: &sealed.text, signatures: sealed.signatures.clone() }];
        if let Some((text, signatures)) = &promised {
            signed.push(Signed { file: commit::FILE_NAME, text, signatures: signatures.clone() });
        }
        signatures(sealed, &signed, &trusted, &mut found);
        if let Some(redactions) = &sealed.manifest.redactions {
            let rules: Vec<String> = redactions.rules.iter().map(|(rule, n)| format!("{rule} {n}")).collect();
            found.notes.push(format!("{} values were redacted: {}", redactions.values, rules.join(", ")));
        }
        found.notes.push(format!("SHA-256 of the manifest: {digest}"));
    }
    let ok = found.first_bad().is_none();
    let unsigned = trusted.is_empty() && options.expect.is_none();
    if ok && unsigned {
        found.notes.push(
            "nothing was changed by accident or in part; that nobody wrote all of it anew only a signature (--pubkey, \
             --allowed-signers) or a known digest (--expect) can tell"
                .to_owned(),
        );
    }
    let notes = std::mem::take(&mut found.notes);
    let (reference, completeness) = match &sealed {
        Some(sealed) => (trace::reference(&options.trace, &sealed.manifest), sealed.manifest.completeness.clone()),
        None => {
            let path = options.trace.clone();
            (TraceRef { path, id: String::new(), title: "manifest unreadable".to_owned() }, Completeness::default())
        }
    };
    let document = Document {
        report: "verify",
        traces: vec![reference],
        completeness,
        filter: None,
        notes,
        manifest: None,
        tables: vec![found.table()],
        findings: Vec::new(),
        failure: Failure::default(),
    };
    Ok((document, ok))
}

/// Verifies everything but signatures.
///
/// # Errors
/// When the trace has no manifest that can be read.
pub fn check(path: &Path, found: &mut Findings) -> Result<Sealed, Error> {
    let sealed = match trace::form(path)? {
        Form::Files(store) => files::verify(&store, found)?,
        Form::Sqlite => database::verify(path, path, found)?,
        Form::Zstd => {
            database::verify_trailer(path, found)?;
            database::verify(path, trace::decompress(path)?.path(), found)?
        }
    };
    log(&sealed, found);
    Ok(sealed)
}

/// Verifies a trace that is about to be used as evidence further on.
///
/// # Errors
/// When it is not as it was sealed.
pub fn sound(path: &Path) -> Result<Sealed, Error> {
    let mut found = Findings::default();
    let sealed = check(path, &mut found)?;
    match found.first_bad() {
        None => Ok(sealed),
        Some(bad) => {
            let what = format!("is not as it was sealed ({}: {}); see analyze verify", bad.part, bad.what);
            Err(Error::Changed { path: path.to_owned(), what })
        }
    }
}

/// The custody log: an unbroken chain that ends at this manifest.
fn log(sealed: &Sealed, found: &mut Findings) {
    let Some(text) = &sealed.custody else { return };
    let part = custody::FILE_NAME;
    match custody::check(text) {
        Err(broken) => found.add(part, Status::Changed, broken.to_string()),
        Ok(entries) => match entries.last() {
            Some(last) if last.manifest == files::manifest_digest(&sealed.text) => {
                let actions: Vec<&str> = entries.iter().map(|e| e.action.as_str()).collect();
                found.notes.push(format!("custody: {}; last by {} at {}", actions.join(", "), last.who, last.time));
            }
            Some(_) => found.add(part, Status::Changed, "its last line speaks of another manifest"),
            None if sealed.manifest.seal.is_some() => found.add(part, Status::Changed, "is empty"),
            None => {}
        },
    }
}

/// A text that is signed, and its signatures by name.
struct Signed<'a> {
    file: &'static str,
    text: &'a str,
    signatures: Vec<(String, String)>,
}

/// The commitments of a trace, if it has any.
fn commitments(
    path: &Path,
    sealed: &Sealed,
    found: &mut Findings,
) -> Result<Option<(String, Vec<(String, String)>)>, Error> {
    let Form::Files(store) = trace::form(path)? else { return Ok(None) };
    if !sealed.others.contains_key(commit::FILE_NAME) {
        return Ok(None);
    }
    let text = |name: &str| store.text(name, commitments::LIMIT);
    let promised = text(commit::FILE_NAME)?;
    match text(commit::SALTS_FILE) {
        Ok(salts) => commitments::check(&trace::open(path)?, &promised, &salts, found),
        Err(error) => found.add(commit::SALTS_FILE, Status::Missing, error.to_string()),
    }
    let names = [sign::MINISIGN_FILE, sign::SSH_FILE].map(|name| keys::over(commit::FILE_NAME, name));
    let present = names.into_iter().filter(|name| sealed.others.contains_key(name));
    let signatures = present.map(|name| Ok((name.clone(), text(&name)?))).collect::<Result<_, Error>>()?;
    Ok(Some((promised, signatures)))
}

/// The signatures, as far as there are keys to trust.
fn signatures(sealed: &Sealed, signed: &[Signed<'_>], trusted: &Trusted, found: &mut Findings) {
    let all = || signed.iter().flat_map(|signed| &signed.signatures);
    if trusted.is_empty() {
        for (name, _) in all() {
            found.notes.push(format!("{name} was not checked: no key was given (--pubkey, --allowed-signers)"));
        }
        return;
    }
    let log = sealed.custody.as_deref().unwrap_or_default();
    for signed in signed.iter().filter(|signed| !signed.signatures.is_empty()) {
        let mut verified = 0;
        let mut wrong = Vec::new();
        for (name, text) in &signed.signatures {
            for (who, key) in trusted.keys().filter(|(_, key)| keys::over(signed.file, key.file_name()) == *name) {
                match key.verify(signed.text.as_bytes(), text) {
                    Ok(comment) => {
                        verified += 1;
                        let who = who.map(|who| format!(" of {who}")).unwrap_or_default();
                        found.add(name, Status::Ok, format!("signed with {}{who}", key.name()));
                        if comment.and_then(|comment| sign::covers(&comment, log)) == Some(false) {
                            let what = "is not the one of the time of signing, nor one that only grew since";
                            found.add(custody::FILE_NAME, Status::Changed, what);
                        }
                    }
                    Err(error) => wrong.push((name, format!("{}: {error}", key.name()))),
                }
            }
        }
        if verified == 0 {
            for (name, what) in &wrong {
                found.add(*name, Status::Changed, what.clone());
            }
            if wrong.is_empty() {
                found.add(
                    "signature",
                    Status::Missing,
                    format!("there is none of {} by a key of this kind", signed.file),
                );
            }
        }
    }
    if all().next().is_none() {
        found.add("signature", Status::Missing, "there is none by a key of this kind");
    }
}
