//! Differences that somebody has reviewed: a file in JSON, to be kept beside the software that is watched.
//!
//! Each difference is accepted by itself, not the entry that it stands in: what a reviewed program does besides is told again.

use super::{difference::Difference, group};
use crate::{
    error::{Error, first_line},
    escape::visible,
    keys::Texts,
    output,
};
use std::{collections::HashSet, fs, path::Path};

/// The version of this form.
const VERSION: u32 = 1;

#[derive(serde::Serialize, serde::Deserialize)]
struct File {
    accept: u32,
    differences: Vec<Row>,
}

/// One difference. Only the id counts; the rest is for whoever reads it.
#[derive(serde::Serialize, serde::Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    change: String,
    #[serde(default)]
    program: String,
    #[serde(default)]
    key: String,
    /// Why it is all right.
    #[serde(default)]
    reason: String,
}

/// The ids of what was reviewed.
///
/// # Errors
/// When a file cannot be read or is none of ours.
pub fn read(paths: &[std::path::PathBuf]) -> Result<HashSet<String>, Error> {
    let mut ids = HashSet::new();
    for path in paths {
        let text = fs::read_to_string(path).map_err(|e| Error::unreadable(path, e))?;
        let help = "is no list of reviewed differences; analyze diff --write-accept writes one";
        let file: File = serde_json::from_str(&text).map_err(|e| {
            let what = format!("{help} (line {}, column {}: {})", e.line(), e.column(), first_line(&e));
            Error::unreadable(path, what)
        })?;
        if file.accept != VERSION {
            let what = format!("is version {} of such a list; this analyze knows {VERSION}", file.accept);
            return Err(Error::unreadable(path, what));
        }
        ids.extend(file.differences.into_iter().map(|row| row.id));
    }
    Ok(ids)
}

/// Writes what differs as reviewed.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, differences: &[Difference], texts: &Texts) -> Result<(), Error> {
    let shown = |text: &str| visible(text).into_owned();
    let row = |difference: &Difference| Row {
        id: group::id(difference, texts),
        severity: difference.severity.name().to_owned(),
        kind: difference.key.dimension.name().to_owned(),
        change: difference.change.name().to_owned(),
        program: shown(&texts.get(difference.key.program.into()).unwrap_or_default()),
        key: shown(&group::name(&difference.key, texts)),
        reason: String::new(),
    };
    let mut rows: Vec<Row> = differences.iter().map(row).collect();
    rows.sort_by(|a, b| (&a.program, &a.kind, &a.key, &a.id).cmp(&(&b.program, &b.kind, &b.key, &b.id)));
    let file = File { accept: VERSION, differences: rows };
    output::to(Some(path), |out| {
        serde_json::to_writer_pretty(&mut *out, &file)?;
        writeln!(out)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_none_is_refused_in_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accept.json");
        for (text, part) in
            [("[1", "line 1"), ("{\"accept\":9,\"differences\":[]}", "version 9"), ("", "--write-accept")]
        {
            fs::write(&path, text).unwrap();
            let error = read(std::slice::from_ref(&path)).unwrap_err();
            let text = error.to_string();
            assert!(text.contains(part) && !text.contains('\n') && error.status() == 3, "{text}");
        }
    }
}
