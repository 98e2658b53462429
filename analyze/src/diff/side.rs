//! One side of a comparison: its runs, from traces or from a profile.

use super::{baseline, fact::Run, facts, normal::Normal};
use crate::{
    document::TraceRef,
    error::Error,
    keys::Texts,
    progress,
    scan::threads,
    trace::{self, Trace},
};
use schema::manifest::{Completeness, Verdict};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
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

/// Reads the runs of the sides, as many at once as there are processors. Each trace has texts of its own until all are read.
///
/// # Errors
/// When a trace cannot be read.
pub fn read<const N: usize>(
    sides: [Vec<Source>; N],
    texts: &Arc<Texts>,
    normal: &mut Normal,
) -> Result<[Side; N], Error> {
    let sources = sides.into_iter().enumerate().flat_map(|(side, sources)| sources.into_iter().map(move |s| (side, s)));
    let named = normal.clone();
    let read = at_once(sources.collect(), |(side, source)| {
        let Source::Trace(trace) = &source else { return Ok((side, source, None)) };
        progress::message(format!("reading {}", trace.path.display()));
        let own = Arc::new(Texts::default());
        let mut normal = named.of(&own, &trace.manifest);
        let told = facts::read(trace, &own, &mut normal)?;
        Ok((side, source, Some((told, own, normal))))
    });
    let read = read.into_iter().collect::<Result<Vec<_>, Error>>()?;
    // In alphabetical order: what is the same gets the same numbers whenever it is read.
    let names: BTreeSet<String> =
        read.iter().filter_map(|(.., found)| found.as_ref()).flat_map(|found| found.1.all()).collect();
    names.iter().for_each(|text| {
        texts.number(text);
    });
    let mut sides = [(); N].map(|()| Side::default());
    let mut told = Vec::new();
    for (number, source, found) in read {
        let side = &mut sides[number];
        match (source, found) {
            (Source::Trace(trace), Some((found, own, found_normal))) => {
                let numbers: Vec<u32> = own.all().iter().map(|text| texts.number(text)).collect();
                normal.take(&found_normal, &numbers);
                told.push((number, side.runs.len(), found, numbers));
                side.runs.push(Run::default());
                side.traces.push(Some(*trace));
            }
            (Source::Profile(path, profile), _) => {
                let runs = profile.runs(&path, texts, normal)?;
                side.traces.extend(runs.iter().map(|_| None));
                side.runs.extend(runs);
            }
            (Source::Trace(_), None) => {}
        }
    }
    for (side, place, run) in at_once(told, |(side, place, told, numbers)| (side, place, told.run(&numbers))) {
        sides[side].runs[place] = run;
    }
    Ok(sides)
}

/// What `work` makes of each, as many at once as there are processors; in the order in which they were given.
pub fn at_once<T: Send, R: Send>(all: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let slots: Vec<Mutex<(Option<T>, Option<R>)>> = all.into_iter().map(|one| Mutex::new((Some(one), None))).collect();
    let next = AtomicUsize::new(0);
    let go = || {
        while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            slot.1 = slot.0.take().map(&work);
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (1..threads().min(slots.len())).map(|_| scope.spawn(go)).collect();
        go();
        for thread in threads {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner).1).collect()
}

impl Side {
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
