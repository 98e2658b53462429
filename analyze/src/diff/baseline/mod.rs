//! `analyze baseline`: what N runs told, kept as a profile that a trace can be compared with; in JSON, or in SQLite for who wants to ask it.
//!
//! Every text stands once, in `texts`; facts name texts by their place. Names are normal already, templates are learnt when it is used.

mod sqlite;

use super::{
    fact::{Dimension, Facts, Key, Measure, Run, Seen},
    normal::Normal,
    side,
};
use crate::{
    cli,
    error::{Error, first_line},
    keys::Texts,
    output,
};
use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::Read,
    path::Path,
    sync::Arc,
};

/// The version of this form.
const VERSION: u32 = 1;
/// Its first bytes.
const HEAD: &[u8] = b"{\"profile\":";

/// A profile.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Profile {
    profile: u32,
    tool: String,
    texts: Vec<String>,
    /// By which rules a text came about.
    rules: BTreeMap<u32, Vec<String>>,
    runs: Vec<Kept>,
}

/// A run.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    name: String,
    exact: bool,
    facts: Vec<Fact>,
    measures: Vec<Amount>,
}

/// dimension, program, aspect, item, count, first, texts merged, whether there were more.
#[derive(serde::Serialize, serde::Deserialize)]
struct Fact(Dimension, u32, u32, u32, u64, i64, Vec<u32>, bool);

/// dimension, program, aspect, item, value, calls.
#[derive(serde::Serialize, serde::Deserialize)]
struct Amount(Dimension, u32, u32, u32, f64, u64);

/// Learns a profile and writes it.
///
/// # Errors
/// When a trace cannot be read or the file cannot be written.
pub fn run(options: &cli::Baseline) -> Result<(), Error> {
    let sources = side::open(&options.traces)?;
    let texts = Arc::new(Texts::default());
    let mut normal = Normal::new(&texts, false, side::folders_differ(sources.iter()));
    let [side] = side::read([sources], &texts, &mut normal)?;
    let profile = Profile::of(&side.runs, &texts, &normal);
    let extension = options.output.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if ["sqlite", "sqlite3", "db"].contains(&extension) {
        return sqlite::write(&profile, &options.output);
    }
    output::to(Some(&options.output), |out| {
        serde_json::to_writer(&mut *out, &profile)?;
        writeln!(out)
    })
}

/// The profile at a path, if it is one.
///
/// # Errors
/// When it is one and is damaged, or of another version.
pub fn read(path: &Path) -> Result<Option<Profile>, Error> {
    if !path.is_file() {
        return Ok(None);
    }
    let refused = |e: std::io::Error| Error::unreadable(path, e);
    let mut head = Vec::new();
    File::open(path).map_err(refused)?.take(sqlite::HEAD as u64).read_to_end(&mut head).map_err(refused)?;
    if sqlite::is_profile(&head) {
        return sqlite::read(path).map(Some);
    }
    if !head.starts_with(HEAD) {
        return Ok(None);
    }
    let damaged = |e: serde_json::Error| {
        let at = format!("line {}, column {}", e.line(), e.column());
        Error::unreadable(path, format!("is a damaged profile ({at}): {}; learn it anew", first_line(&e)))
    };
    // The version first: the rest of another one may not be what we know.
    let text = std::fs::read_to_string(path).map_err(refused)?;
    let Version { profile } = serde_json::from_str(&text).map_err(damaged)?;
    known(path, profile)?;
    serde_json::from_str(&text).map(Some).map_err(damaged)
}

/// What every version of a profile in JSON has.
#[derive(serde::Deserialize)]
struct Version {
    profile: u32,
}

/// Whether a version is this one.
fn known(path: &Path, version: u32) -> Result<(), Error> {
    match version {
        VERSION => Ok(()),
        other => {
            let what = format!("is a profile of version {other}; this analyze knows {VERSION}: learn it anew");
            Err(Error::unreadable(path, what))
        }
    }
}

/// Texts by the place that they have in a profile.
#[derive(Default)]
struct Places {
    texts: Vec<String>,
    of: HashMap<u32, u32>,
}

impl Places {
    fn place(&mut self, number: u32, texts: &Texts) -> u32 {
        *self.of.entry(number).or_insert_with(|| {
            self.texts.push(texts.get(number.into()).unwrap_or_default());
            (self.texts.len() - 1) as u32
        })
    }
}

impl Profile {
    fn of(runs: &[Run], texts: &Texts, normal: &Normal) -> Profile {
        let mut places = Places::default();
        let mut rules = BTreeMap::new();
        let mut kept = Vec::new();
        for run in runs {
            let mut facts = Vec::with_capacity(run.facts.len());
            for (key, seen) in run.facts.iter() {
                let mut place = |number| places.place(number, texts);
                let (program, aspect, item) = (place(key.program), place(key.aspect), place(key.item));
                let raw = seen.raw().iter().map(|raw| place(*raw)).collect();
                let by: Vec<String> = normal.rules_of(key.item).map(str::to_owned).collect();
                if !by.is_empty() {
                    rules.insert(item, by);
                }
                facts.push(Fact(key.dimension, program, aspect, item, seen.count, seen.first, raw, seen.more()));
            }
            let mut measures: Vec<(&Key, &Measure)> = run.measures.iter().collect();
            measures.sort_by_key(|(key, _)| **key);
            let amount = |(key, measure): (&Key, &Measure)| {
                let mut place = |number| places.place(number, texts);
                let (program, aspect, item) = (place(key.program), place(key.aspect), place(key.item));
                Amount(key.dimension, program, aspect, item, measure.value, measure.calls)
            };
            let measures = measures.into_iter().map(amount).collect();
            kept.push(Kept { name: run.name.clone(), exact: run.exact, facts, measures });
        }
        let tool = format!("analyze {}", env!("CARGO_PKG_VERSION"));
        Profile { profile: VERSION, tool, texts: places.texts, rules, runs: kept }
    }

    /// Its runs; its texts become numbers of `texts`.
    ///
    /// # Errors
    /// When it names a text that it does not have.
    pub fn runs(self, path: &Path, texts: &Texts, normal: &mut Normal) -> Result<Vec<Run>, Error> {
        let numbers: Vec<u32> = self.texts.iter().map(|text| texts.number(text)).collect();
        let number = |place: u32| {
            numbers.get(place as usize).copied().ok_or_else(|| {
                Error::unreadable(path, format!("is a damaged profile: it has no text {place}; learn it anew"))
            })
        };
        for (place, names) in &self.rules {
            normal.learn(number(*place)?, names);
        }
        let mut runs = Vec::with_capacity(self.runs.len());
        for kept in self.runs {
            let mut run = Run { name: kept.name, exact: kept.exact, ..Run::default() };
            let mut facts = Vec::with_capacity(kept.facts.len());
            for Fact(dimension, program, aspect, item, count, first, raw, more) in kept.facts {
                let key = Key { dimension, program: number(program)?, aspect: number(aspect)?, item: number(item)? };
                let raw = raw.into_iter().map(number).collect::<Result<Vec<u32>, Error>>()?;
                facts.push((key, Seen::new(count, first, &raw, more)));
            }
            run.facts = Facts::new(facts);
            for Amount(dimension, program, aspect, item, value, calls) in kept.measures {
                let key = Key { dimension, program: number(program)?, aspect: number(aspect)?, item: number(item)? };
                run.measures.insert(key, Measure::new(value, calls));
            }
            runs.push(run);
        }
        Ok(runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_gives_back_what_was_learnt() {
        let texts = Arc::new(Texts::default());
        let mut normal = Normal::new(&texts, false, false);
        let raw = texts.number("/usr/lib/libx.so.1.2");
        let item = normal.number(super::super::normal::Form::Path, raw);
        let key = Key { dimension: Dimension::File, program: texts.number("p"), aspect: texts.number("read"), item };
        let facts = Facts::new(vec![(key, Seen::new(7, 3, &[raw], false))]);
        let mut run = Run { name: "a.trace".to_owned(), exact: true, facts, ..Run::default() };
        run.measures.insert(key, Measure::new(0.5, 2));
        let text = serde_json::to_string(&Profile::of(&[run], &texts, &normal)).unwrap();
        assert!(text.as_bytes().starts_with(HEAD));
        let profile: Profile = serde_json::from_str(&text).unwrap();
        let other = Arc::new(Texts::default());
        other.number("something before");
        let mut fresh = Normal::new(&other, false, false);
        let runs = profile.runs(Path::new("x"), &other, &mut fresh).unwrap();
        let (key, seen) = runs[0].facts.iter().next().unwrap();
        assert_eq!(other.get(key.item.into()).as_deref(), Some("/usr/lib/libx.so.VERSION"));
        assert_eq!(
            (seen.count, seen.first, other.get(seen.raw()[0].into()).as_deref()),
            (7, 3, Some("/usr/lib/libx.so.1.2"))
        );
        assert!(fresh.tells(key.item) && runs[0].measures.len() == 1);
    }

    #[test]
    fn a_damaged_profile_is_refused_in_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        for text in [
            "{\"profile\":1,\"tool\":",
            "{\"profile\":1}",
            "{\"profile\":9,\"tool\":\"\",\"texts\":[],\"rules\":{},\"runs\":[]}",
            "{\"profile\":9,\"of another form\":[]}",
        ] {
            std::fs::write(&path, text).unwrap();
            let error = read(&path).err().unwrap();
            assert!(error.status() == 3 && !error.to_string().contains('\n'), "{error}");
        }
        std::fs::write(&path, "{}").unwrap();
        assert!(read(&path).unwrap().is_none());
    }
}
