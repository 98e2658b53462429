//! Where rules come in: those that are built in, and those of files.

use super::{
    built_in::BUILT_IN,
    foreign::{Foreign, Told},
    node::{self, Node},
    read,
    rule::{Rule, Words},
};
use crate::error::Error;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Bytes that a file of rules may have.
const LIMIT: u64 = 16 << 20;

/// Lists and conditions that the built-in rules share; rules of files may use them too.
const WORDS: &str = include_str!("../../rules/words.yaml");

/// The text of a built-in rule.
pub fn text_of(id: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(name, _)| *name == id).map(|(_, text)| *text)
}

/// The shared lists and conditions.
///
/// # Errors
/// When they are wrong: a mistake of ours, which a test finds.
pub fn words() -> Result<Words, Error> {
    let path = Path::new("words.yaml");
    let read = node::read(WORDS).and_then(|documents| documents.first().map_or(Ok(Words::default()), read::words));
    read.map_err(|at| Error::Usage(at.file(path).to_string()))
}

/// The built-in rules, in their order.
///
/// # Errors
/// As [`words`].
pub fn built_in() -> Result<Vec<Rule>, Error> {
    let words = words()?;
    let rule = |(id, text): &(&str, &str)| {
        let file = PathBuf::from(format!("{id}.yaml"));
        let read = node::read(text).and_then(|documents| match documents.as_slice() {
            [document] => read::rule(document, &words),
            _ => Err(node::At { line: 1, column: 1, what: "one rule a file".to_owned() }),
        });
        read.map_err(|at| Error::Usage(at.file(&file).to_string()))
    };
    BUILT_IN.iter().map(rule).collect()
}

/// A file of rules, read.
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// Its documents.
    pub documents: Vec<Node>,
}

/// What files of rules say.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rules that can be asked.
    pub rules: Vec<Rule>,
    /// What became of those that others wrote.
    pub foreign: Vec<Told>,
}

/// The rules of files, or of folders of them; whose they are is told by what is in them.
///
/// # Errors
/// When one cannot be read, is no YAML, or holds no rule; with file, line and column.
pub fn load(paths: &[PathBuf]) -> Result<Loaded, Error> {
    let words = words()?;
    let mut rules: Vec<Rule> = Vec::new();
    let mut foreign = Foreign::default();
    for path in paths {
        for path in files(path)? {
            let file = open(path)?;
            let taken = foreign.take(&file.path, &file.documents);
            if taken.map_err(|at| Error::Usage(at.file(&file.path).to_string()))? {
                continue;
            }
            for document in &file.documents {
                if !read::is_own(document) {
                    let what = "is no rule: it has no id, or none of when, many, steps and flow";
                    return Err(Error::Usage(document.wrong(what).file(&file.path).to_string()));
                }
                let rule = read::rule(document, &words).map_err(|at| Error::Usage(at.file(&file.path).to_string()))?;
                if rules.iter().any(|other| other.id == rule.id) {
                    let what = format!("there is another rule {:?}", rule.id);
                    return Err(Error::Usage(document.wrong(what).file(&file.path).to_string()));
                }
                rules.push(rule);
            }
        }
    }
    let foreign = foreign.compiled();
    rules.extend(foreign.iter().filter(|told| told.enabled).filter_map(|told| told.rule.clone()));
    Ok(Loaded { rules, foreign })
}

fn open(path: PathBuf) -> Result<File, Error> {
    let refused = |what: String| Error::Usage(format!("{}: {what}", path.display()));
    let size = fs::metadata(&path).map_err(|e| refused(e.to_string()))?.len();
    if size > LIMIT {
        return Err(refused(format!("is larger than {LIMIT} bytes; no file of rules is")));
    }
    let text = fs::read_to_string(&path).map_err(|e| refused(e.to_string()))?;
    let documents = node::read(&text).map_err(|at| Error::Usage(at.file(&path).to_string()))?;
    Ok(File { path, documents })
}

/// The file itself, or the YAML files below a folder, in order.
fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let refused = |e: std::io::Error| Error::Usage(format!("{}: {e}", path.display()));
    if !fs::metadata(path).map_err(refused)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(path)
        .map_err(refused)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(refused)?;
    entries.sort();
    for entry in entries {
        let yaml = entry.extension().is_some_and(|end| end == "yaml" || end == "yml");
        // Links are not followed into folders: they may lead in a ring.
        let folder = entry.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
        if folder {
            found.extend(files(&entry)?);
        } else if yaml {
            found.push(entry);
        }
    }
    Ok(found)
}
