//! `analyze diff` and `analyze baseline`: what one side's runs did that the other's did not, and whether that can be chance.
//!
//! A trace becomes facts and measures (`facts`), names become normal (`normal`, `templates`), both sides are compared (`compare`, `amounts`,
//! `chance`, `statistics`, `class`), what has one cause becomes one entry (`group`), and the entries become a document (`answer`, `examples`) or a page (`page`).

mod accept;
mod amounts;
mod answer;
pub mod baseline;
mod chance;
mod class;
mod compare;
mod difference;
mod examples;
mod fact;
mod facts;
mod group;
mod normal;
mod owner;
mod packages;
mod page;
mod places;
mod scan;
mod side;
mod statistics;
mod templates;

use crate::{
    cli::{self, Format},
    document::{Document, Failure, together},
    error::{self, Error},
    keys::Texts,
    output, progress, render,
};
use answer::Answer;
use difference::{Sides, tests_decide};
use normal::Normal;
use owner::Owners;
use side::{Side, Source};
use std::{path::PathBuf, sync::Arc};

/// Entries shown to people, unless they ask for more.
const PEOPLE: usize = 40;

/// Compares, answers, and says with which status to exit.
///
/// # Errors
/// When a trace or a list of reviewed differences cannot be read, or an answer cannot be written.
pub fn run(options: &cli::Diff) -> Result<u8, Error> {
    let owners = Owners::open([options.left_image.as_deref(), options.right_image.as_deref()])?;
    let accepted = accept::read(&options.accept)?;
    let [left, right] = paths(options);
    let (left, right) = (side::open(&left)?, side::open(&right)?);
    let profiled = left.iter().chain(&right).any(|source| matches!(source, Source::Profile(..)));
    if options.raw && profiled {
        return Err(Error::Usage("--raw: names in a profile are normal already; name traces".to_owned()));
    }
    let folders = side::folders_differ(left.iter().chain(&right));
    let texts = Arc::new(Texts::default());
    let mut normal = Normal::new(&texts, options.raw, folders);
    let [mut left, mut right] = side::read([left, right], &texts, &mut normal)?;
    progress::message("comparing".to_owned());
    let learnt = if options.raw { Vec::new() } else { templates::merge(&mut left.runs, &mut right.runs, &texts) };
    let sides = Sides { left: &left.runs, right: &right.runs, texts: &texts, normal: &normal };
    let mut differences = compare::compare(&sides);
    if let Some(path) = &options.write_accept {
        accept::write(path, &differences, &texts)?;
    }
    let all = differences.len();
    if !accepted.is_empty() {
        differences.retain(|difference| !accepted.contains(&group::id(difference, &texts)));
    }
    let reviewed = all - differences.len();
    let entries = group::group(&mut differences, &texts);
    let found = examples::find(&entries, [&left, &right], &texts)?;
    let people = matches!(options.answer.format, Format::Table | Format::Markdown | Format::Html);
    let answer = Answer { entries: &entries, sides: &sides, examples: &found, texts: &texts, owners: &owners, people };
    let mut notes = notes(&left, &right, reviewed, &entries, options);
    let changed = packages::changed([&left.runs, &right.runs], &texts, &owners);
    notes.extend(packages::note(&changed));
    for (image, side) in owners.images.iter().zip([&left, &right]) {
        let manifests = side.traces.iter().flatten().map(|trace| &trace.manifest);
        notes.extend(image.iter().flat_map(|image| image.notes_on(manifests.clone())));
    }
    let completeness = together(left.completeness().iter().chain(&right.completeness()));
    let status = status(&entries, options, &completeness);
    if options.answer.format == Format::Html {
        let page = page::page(&answer, &left, &right, &notes, &completeness);
        output::to(options.answer.output.as_deref(), |out| out.write_all(page.into_string().as_bytes()))?;
        return Ok(status);
    }
    let limit = options.limit.unwrap_or(if people { PEOPLE } else { usize::MAX });
    let mut tables = vec![answer.differences(limit), answer.calls(limit)];
    if !people || options.explain {
        tables.push(answer.grouped());
    }
    if !changed.is_empty() {
        tables.push(packages::table(changed));
    }
    tables.push(answer::novelty(&sides));
    if options.explain {
        tables.push(answer::merged([&left.runs, &right.runs], &texts, &normal));
        tables.push(answer::templates(&learnt));
        tables.push(answer::rules());
    }
    let traces = left.references().into_iter().chain(right.references()).collect();
    let findings = Vec::new();
    let failure = Failure::default();
    let document = Document {
        report: "diff",
        traces,
        completeness,
        filter: None,
        notes,
        manifest: None,
        tables,
        findings,
        failure,
    };
    render::write(document, &options.answer).map(|()| status)
}

/// The traces of both sides.
fn paths(options: &cli::Diff) -> [Vec<PathBuf>; 2] {
    match options.pair.as_slice() {
        [left, right] => [vec![left.clone()], vec![right.clone()]],
        _ => [options.left.clone(), options.right.clone()],
    }
}

fn status(entries: &[group::Entry<'_>], options: &cli::Diff, completeness: &schema::manifest::Completeness) -> u8 {
    match error::of_completeness(completeness.verdict, options.answer.require_complete) {
        error::OK if entries.iter().any(|entry| entry.lead.severity >= options.fail_on) => error::DIFFERENT,
        status => status,
    }
}

/// What a reader must know.
fn notes(left: &Side, right: &Side, reviewed: usize, entries: &[group::Entry<'_>], options: &cli::Diff) -> Vec<String> {
    let (n, m) = (left.runs.len(), right.runs.len());
    let mut notes = vec![answer::summary(entries)];
    if !tests_decide(n, m) {
        notes.push(match (n, m) {
            (1, 1) => "one run on each side: what differs from run to run is not known; amounts count only if they are far apart".to_owned(),
            _ => format!("{n} and {m} runs: too few for a test; what every run of one side has and none of the other counts (five and five can be tested)"),
        });
    }
    if reviewed > 0 {
        notes.push(format!("{reviewed} reviewed differences are left out (--accept)"));
    }
    let traces = || left.traces.iter().chain(&right.traces).flatten();
    let set = |of: &dyn Fn(&crate::trace::Trace) -> String| {
        let mut all: Vec<String> = traces().map(of).collect();
        all.sort();
        all.dedup();
        all
    };
    let alike: [(&str, &dyn Fn(&crate::trace::Trace) -> String); 3] = [
        ("calls recorded", &|trace| trace.manifest.filters.syscalls.clone().unwrap_or("all".to_owned())),
        ("backend", &|trace| trace.manifest.backend.name.clone()),
        ("machine", &|trace| trace.manifest.host.machine.clone()),
    ];
    for (what, of) in alike {
        let found = set(of);
        if found.len() > 1 {
            notes.push(format!(
                "{what} not the same in all runs: {}; differences may come from that",
                found.join(" | ")
            ));
        }
    }
    if options.raw {
        notes.push("nothing was taken for the same (--raw)".to_owned());
    }
    notes
}
