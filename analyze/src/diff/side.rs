//! One side of a comparison: its runs, from traces or from a profile.

use super::{baseline, fact::Run, facts, normal::Normal};
use crate::{
    document::TraceRef,
    error::Error,
    keys::Texts,
    progress,
    trace::{self, Trace},
};
use schema::manifest::{Completeness, Verdict};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where runs come from, not read yet.
pub enum Source {
    /// A trace.
    Trace(Box<Trace>),
    /// A profile of several runs.
    Profile(PathBuf, baseline::Profile),
}

/// One side.
#[derive(Default)]
pub struct Side {
    /// Its runs.
    pub runs: Vec<Run>,
    /// Their traces, where they come from such.
    pub traces: Vec<Option<Trace>>,
}

/// Opens what the paths name: a trace, a folder of traces, a profile.
///
/// # Errors
/// That of the first that cannot be read.
pub fn open(paths: &[PathBuf]) -> Result<Vec<Source>, Error> {
    let mut sources = Vec::new();
    for path in paths {
        if let Some(profile) = baseline::read(path)? {
            sources.push(Source::Profile(path.clone(), profile));
            continue;
        }
        for path in trace::within(path)? {
            sources.push(Source::Trace(Box::new(trace::open(&path)?)));
        }
    }
    Ok(sources)
}

/// Whether the recordings began in different folders.
pub fn folders_differ<'a>(sources: impl Iterator<Item = &'a Source>) -> bool {
    let mut folders = sources.filter_map(|source| match source {
        Source::Trace(trace) => trace.manifest.target.cwd.as_deref(),
        Source::Profile(..) => None,
    });
    let first = folders.next();
    folders.any(|folder| Some(folder) != first)
}

impl Side {
    /// Reads the runs.
    ///
    /// # Errors
    /// When a trace cannot be read.
    pub fn read(sources: Vec<Source>, texts: &Arc<Texts>, normal: &mut Normal) -> Result<Side, Error> {
        let mut side = Side::default();
        for source in sources {
            match source {
                Source::Trace(trace) => {
                    progress::message(format!("reading {}", trace.path.display()));
                    normal.enter(&trace.manifest);
                    side.runs.push(facts::read(&trace, texts, normal)?);
                    side.traces.push(Some(*trace));
                }
                Source::Profile(path, profile) => {
                    let runs = profile.runs(&path, texts, normal)?;
                    side.traces.extend(runs.iter().map(|_| None));
                    side.runs.extend(runs);
                }
            }
        }
        Ok(side)
    }

    /// How reports name its runs.
    pub fn references(&self) -> Vec<TraceRef> {
        let reference = |(run, trace): (&Run, &Option<Trace>)| match trace {
            Some(trace) => trace.reference(),
            None => TraceRef {
                path: Path::new(&run.name).to_owned(),
                id: String::new(),
                title: "a run in a profile".to_owned(),
            },
        };
        self.runs.iter().zip(&self.traces).map(reference).collect()
    }

    /// How complete its runs are.
    pub fn completeness(&self) -> Vec<Completeness> {
        let of = |(run, trace): (&Run, &Option<Trace>)| match trace {
            Some(trace) => trace.manifest.completeness.clone(),
            None => Completeness {
                verdict: if run.exact { Verdict::Exact } else { Verdict::Unknown },
                expected: Some(0),
                ..Completeness::default()
            },
        };
        self.runs.iter().zip(&self.traces).map(of).collect()
    }
}
