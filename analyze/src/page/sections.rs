//! The parts of the page, in their order.

use super::{Section, chart::Span, findings, latency, plain, timeline};
use crate::ask::{Answer, Ask};
use crate::{error::Error, progress, trace::Trace};

/// Parts that take time.
const PARTS: u64 = 10;

/// All sections.
///
/// # Errors
/// When the trace cannot be read.
pub fn all(trace: &Trace, span: Span) -> Result<Vec<Section>, Error> {
    let ask = |number, report: &'static str, rest: &[&str]| {
        progress::part(number, PARTS, report.to_owned());
        Answer::to(Ask::new(report, &trace.path, rest))
    };
    let processes = ask(0, "processes", &[])?;
    let events = ask(0, "timeline", &[])?;
    progress::part(9, PARTS, "suspicious".to_owned());
    let mut sections = vec![
        Section {
            id: "findings",
            title: "Findings",
            about: "What looks like an attack. Each opens: why it matters, when it would be harmless, and the rows that show it.",
            body: findings::section(trace)?,
        },
        Section {
            id: "timeline",
            title: "Timeline",
            about: "Calls over time, those that failed in red; when each process lived; what happened.",
            body: timeline::section(trace, span, &processes, &events)?,
        },
        Section {
            id: "frequency",
            title: "Frequency",
            about: "How often each system call was made and failed.",
            body: plain(&ask(1, "frequency", &[])?, "Frequency"),
        },
    ];
    progress::part(2, PARTS, "latency".to_owned());
    let (table, names) = latency::section(trace)?;
    sections.push(Section {
        id: "latency",
        title: "Latency",
        about: "How long calls took from entry to exit. The histograms share one scale, in powers of two.",
        body: table,
    });
    progress::part(3, PARTS, "heat map".to_owned());
    sections.push(Section {
        id: "heat",
        title: "Heat map",
        about: "When calls took how long: time from left to right, duration from bottom to top.",
        body: latency::heat(trace, span, &names)?,
    });
    sections.push(Section {
        id: "errors",
        title: "Errors",
        about: "Which calls failed and how, with the path of the first time.",
        body: plain(&ask(4, "errors", &[])?, "Errors"),
    });
    sections.push(Section {
        id: "files",
        title: "Files",
        about: "What was done to each file, by whom, and what became of it.",
        body: plain(&ask(5, "files", &[])?, "Files"),
    });
    sections.push(Section {
        id: "network",
        title: "Network",
        about: "Who listened, who was connected with whom, and which names were asked for.",
        body: plain(&ask(6, "network", &[])?, "Network"),
    });
    sections.push(Section {
        id: "resources",
        title: "Resources",
        about: "What each process held at most and at the end: memory, descriptors, threads; and how much it moved.",
        body: plain(&ask(7, "resources", &[])?, "Resources"),
    });
    sections.push(Section {
        id: "processes",
        title: "Processes",
        about: "Who started whom: children stand indented below their parent.",
        body: plain(&processes, "Processes"),
    });
    sections.push(Section {
        id: "by-process",
        title: "Calls by process",
        about: "Which process made how many calls.",
        body: plain(&ask(8, "frequency", &["--by", "process"])?, "Calls by process"),
    });
    Ok(sections)
}
