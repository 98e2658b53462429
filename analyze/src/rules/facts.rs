//! What is known of each process at each time: from the events of its life.
//!
//! A run is the time in which a process runs one program: another one begins with each fork and each exec.

use crate::{
    document::Value as Cell,
    error::Error,
    report::{cell_of, number, strings},
    trace::{self, Trace},
};
use polars::prelude::{DataFrame, SortMultipleOptions, col};
use std::collections::HashMap;

/// A run of a program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// Process id on the host.
    pub tgid: u32,
    /// Process id inside its pid namespace.
    pub ns_tgid: Option<i64>,
    /// From when on, ns of the boot clock.
    pub since: i64,
    /// When the process began, if that was recorded.
    pub began: Option<i64>,
    /// Whether the program was made or changed in the container while it was recorded, if that can be told.
    pub written: Option<bool>,
    /// Whether the program was executed by an event that was recorded.
    pub executed: bool,
    /// The program.
    pub exe: Option<String>,
    /// Name of the process.
    pub comm: Option<String>,
    /// Its arguments.
    pub argv: Option<Vec<String>>,
    /// Its environment.
    pub env: Option<Vec<String>>,
    /// Real user.
    pub uid: Option<i64>,
    /// Effective user.
    pub euid: Option<i64>,
    /// Real group.
    pub gid: Option<i64>,
    /// Effective group.
    pub egid: Option<i64>,
    /// Effective capabilities.
    pub caps: Option<i64>,
    /// A terminal that one of its descriptors stood for.
    pub tty: Option<String>,
    /// Current directory when it began.
    pub cwd: Option<String>,
    /// The run of the parent that forked it.
    pub parent: Option<usize>,
    /// What the process ran before.
    pub before: Option<usize>,
}

impl Run {
    /// Last part of the program's path.
    pub fn exe_name(&self) -> Option<String> {
        self.exe.as_deref().and_then(|exe| exe.rsplit('/').next()).map(str::to_owned)
    }

    /// Its arguments in one text.
    pub fn cmdline(&self) -> Option<String> {
        self.argv.as_ref().map(|argv| argv.join(" "))
    }

    /// Its arguments without the first, in one text.
    pub fn arguments(&self) -> Option<String> {
        self.argv.as_ref().map(|argv| argv.get(1..).unwrap_or_default().join(" "))
    }
}

/// All runs of a trace.
#[derive(Debug, Default)]
pub struct Facts {
    /// In order of time.
    pub runs: Vec<Run>,
    /// Of each process id, when its runs began.
    of: hashbrown::HashMap<u32, Vec<(i64, u32)>>,
}

/// More ancestors than any process has; a forged trace may have a ring of them.
const DEPTH: usize = 64;

/// Columns of `processes` that tell about a process.
pub const READ: [&str; 20] = [
    "ts",
    "event",
    "tgid",
    "tid",
    "ppid",
    "ns_tgid",
    "comm",
    "exe",
    "argv",
    "env",
    "uid",
    "gid",
    "euid",
    "egid",
    "cap_effective",
    "exit_code",
    "exit_signal",
    "flags",
    "signal",
    "action",
];

/// The events of a trace in order of time.
///
/// # Errors
/// When the trace cannot be read.
pub fn events(trace: &Trace) -> Result<DataFrame, Error> {
    let order = SortMultipleOptions::default().with_maintain_order(true);
    trace::collect(&trace.path, trace.processes.clone().select(READ.map(col)).sort(["ts"], order))
}

impl Facts {
    /// Reads them from [`events`].
    pub fn of(events: &DataFrame, trace: &Trace) -> Facts {
        let mut facts = Facts::default();
        for row in 0..events.height() {
            facts.add(events, row);
        }
        facts.begin(trace);
        facts
    }

    fn add(&mut self, events: &DataFrame, row: usize) {
        let cell = |name: &str| cell_of(events, row, name);
        let id = |name: &str| number(&cell(name)) as u32;
        let text = |name: &str| match cell(name) {
            Cell::Text(text) => Some(text),
            _ => None,
        };
        let maybe = |name: &str| match cell(name) {
            Cell::Uint(n) => Some(n as i64),
            Cell::Int(n) => Some(n),
            _ => None,
        };
        let list = |name: &str| {
            let list = strings(events.column(name).ok().and_then(|column| column.get(row).ok()));
            (!list.is_empty()).then_some(list)
        };
        let (Some(event), Some(ts)) = (text("event"), maybe("ts")) else { return };
        let tgid = id("tgid");
        let last = self.last(tgid);
        let mut run = match event.as_str() {
            // A thread is no process of its own.
            "fork" if tgid != id("tid") => return,
            "fork" => {
                let parent = self.at(id("ppid"), ts);
                // A child begins as what its parent is.
                let copy = parent.map(|at| self.runs[at].clone()).unwrap_or_default();
                Run { parent, before: None, executed: false, began: Some(ts), ..copy }
            }
            "first" if last.is_some() && tgid != id("tid") => return,
            "first" => Run { parent: self.at(id("ppid"), ts), ..Run::default() },
            "exec" => {
                let copy = last.map(|at| self.runs[at].clone()).unwrap_or_default();
                let parent = last.map_or_else(|| self.at(id("ppid"), ts), |at| self.runs[at].parent);
                Run { parent, before: last, executed: true, ..copy }
            }
            // The same program under another name, or other credentials.
            "rename" => {
                if let (Some(at), Some(comm), true) = (last, text("comm"), tgid == id("tid")) {
                    self.runs[at].comm = Some(comm);
                }
                return;
            }
            _ => return,
        };
        if event != "fork" {
            run.exe = text("exe").or(run.exe);
            run.argv = list("argv").or(run.argv);
            run.env = list("env").or(run.env);
        }
        let known = |new: Option<i64>, old: Option<i64>| new.or(old);
        run = Run {
            tgid,
            since: ts,
            ns_tgid: maybe("ns_tgid"),
            comm: text("comm").or(run.comm),
            uid: known(maybe("uid"), run.uid),
            gid: known(maybe("gid"), run.gid),
            euid: known(maybe("euid"), run.euid),
            egid: known(maybe("egid"), run.egid),
            caps: known(maybe("cap_effective"), run.caps),
            ..run
        };
        self.push(run);
    }

    fn push(&mut self, run: Run) {
        self.of.entry(run.tgid).or_default().push((run.since, self.runs.len() as u32));
        self.runs.push(run);
    }

    /// What the manifest knows of those that ran already.
    fn begin(&mut self, trace: &Trace) {
        let target = &trace.manifest.target;
        // The recorder itself began it.
        let ours = ["run", "container"].contains(&target.kind.as_str());
        for run in &mut self.runs {
            if ours && run.tgid == target.pid {
                run.began = run.began.or(Some(trace.manifest.started_ns.max(0)).filter(|began| *began <= run.since));
            }
            let known = target.processes.iter().find(|process| process.pid == run.tgid);
            if let Some(process) = known {
                run.exe = run.exe.take().or_else(|| process.exe.clone());
                let tty = || process.fds.iter().find(|fd| is_terminal(&fd.path)).map(|fd| fd.path.clone());
                run.tty = run.tty.take().or_else(tty);
            }
            let cwd = known.and_then(|process| process.cwd.clone());
            run.cwd = cwd.or_else(|| (run.tgid == target.pid).then(|| target.cwd.clone()).flatten());
        }
    }

    fn last(&self, tgid: u32) -> Option<usize> {
        self.of.get(&tgid)?.last().map(|(_, at)| *at as usize)
    }

    /// The run of a process at a time.
    pub fn at(&self, tgid: u32, ts: i64) -> Option<usize> {
        let runs = self.of.get(&tgid)?;
        let next = runs.partition_point(|(since, _)| *since <= ts);
        // Calls from before the first event are the first run's.
        runs.get(next.saturating_sub(1)).map(|(_, at)| *at as usize)
    }

    /// What the process ran before this.
    pub fn before(&self, run: &Run) -> Option<&Run> {
        self.runs.get(run.before?)
    }

    /// The parent, its parent, and so on.
    pub fn lineage<'a>(&'a self, run: &'a Run) -> impl Iterator<Item = &'a Run> {
        std::iter::successors(self.parent(run), |run| self.parent(run)).take(DEPTH)
    }

    fn parent(&self, run: &Run) -> Option<&Run> {
        self.runs.get(run.parent?)
    }

    /// The parent (1), its parent (2), and so on.
    pub fn ancestor<'a>(&'a self, run: &'a Run, number: usize) -> Option<&'a Run> {
        self.lineage(run).nth(number.checked_sub(1)?)
    }

    /// The oldest ancestor that is known: processes with the same one are a tree.
    pub fn root(&self, run: usize) -> usize {
        let next = |at: &usize| self.runs.get(*at)?.parent;
        std::iter::successors(Some(run), next).take(DEPTH).last().unwrap_or(run)
    }

    /// Terminals: `(process, path)` of descriptors. Children have their parents' terminal.
    pub fn with_terminals(&mut self, seen: &HashMap<u32, String>) {
        for at in 0..self.runs.len() {
            let own = seen.get(&self.runs[at].tgid).cloned();
            let inherited =
                self.runs[at].parent.filter(|parent| *parent < at).and_then(|parent| self.runs[parent].tty.clone());
            let run = &mut self.runs[at];
            run.tty = run.tty.take().or(own).or(inherited);
        }
    }

    /// Current directories: `(process, time, directory)` of calls that changed it, in order of time.
    pub fn with_directories(&mut self, changes: &[(u32, i64, String)]) {
        let mut now: HashMap<u32, String> = HashMap::new();
        let mut changes = changes.iter().peekable();
        for at in 0..self.runs.len() {
            let since = self.runs[at].since;
            while let Some((tgid, _, directory)) = changes.next_if(|(_, ts, _)| *ts <= since) {
                now.insert(*tgid, directory.clone());
            }
            let run = &self.runs[at];
            let inherited = || run.parent.and_then(|parent| now.get(&self.runs[parent].tgid).cloned());
            let cwd = match run.executed {
                true => now.get(&run.tgid).cloned(),
                false => inherited(),
            };
            let cwd = cwd.or_else(|| run.cwd.clone()).or_else(inherited);
            if let Some(cwd) = &cwd {
                now.insert(run.tgid, cwd.clone());
            }
            self.runs[at].cwd = cwd;
        }
    }

    /// Programs and when they were made or changed. Of the others, `unless` says what that means.
    pub fn with_written(
        &mut self,
        written: &HashMap<String, i64>,
        unless: Option<bool>,
        elsewhere: impl Fn(&str) -> bool,
    ) {
        for run in &mut self.runs {
            let Some(exe) = &run.exe else { continue };
            run.written = match written.get(exe) {
                _ if elsewhere(exe) => Some(false),
                Some(since) if *since <= run.since => Some(true),
                _ => unless,
            };
        }
    }

    /// `sh[12] > curl[13]`: the process and those that led to it, the oldest first; at most `most` of them.
    pub fn chain(&self, run: usize, most: usize) -> String {
        let Some(own) = self.runs.get(run) else { return "?".to_owned() };
        let mut names: Vec<String> = Vec::new();
        let mut last = None;
        for run in std::iter::once(own).chain(self.lineage(own)) {
            // Of a process that has executed several programs, the last.
            if last == Some(run.tgid) {
                continue;
            }
            last = Some(run.tgid);
            names.push(format!("{}[{}]", run.comm.as_deref().unwrap_or("?"), run.tgid));
        }
        if names.len() > most {
            names.truncate(most);
            names.push("...".to_owned());
        }
        names.reverse();
        names.join(" > ")
    }
}

/// Whether a descriptor stands for a terminal.
pub fn is_terminal(path: &str) -> bool {
    schema::things::of(path).is_some_and(|thing| thing.name == "tty")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(tgid: u32, since: i64, comm: &str, parent: Option<usize>, before: Option<usize>) -> Run {
        Run { tgid, since, comm: Some(comm.to_owned()), parent, before, executed: before.is_some(), ..Run::default() }
    }

    fn facts() -> Facts {
        let mut facts = Facts::default();
        facts.push(run(1, 0, "init", None, None));
        facts.push(run(2, 10, "init", Some(0), None));
        facts.push(run(2, 20, "sh", Some(0), Some(1)));
        facts.push(run(3, 30, "sh", Some(2), None));
        facts
    }

    #[test]
    fn runs_are_found_by_time() {
        let facts = facts();
        assert_eq!(
            [facts.at(2, 5), facts.at(2, 10), facts.at(2, 19), facts.at(2, 20), facts.at(9, 1)],
            [Some(1), Some(1), Some(1), Some(2), None]
        );
        assert_eq!(facts.chain(3, 8), "init[1] > sh[2] > sh[3]");
        assert_eq!(facts.chain(3, 2), "... > sh[2] > sh[3]");
        assert_eq!(facts.root(3), 0);
    }

    #[test]
    fn directories_and_terminals_are_inherited() {
        let mut facts = facts();
        facts.runs[0].cwd = Some("/".to_owned());
        facts.with_directories(&[(2, 15, "/tmp".to_owned())]);
        let cwds: Vec<_> = facts.runs.iter().map(|run| run.cwd.clone().unwrap_or_default()).collect();
        assert_eq!(cwds, ["/", "/", "/tmp", "/tmp"]);
        facts.with_terminals(&HashMap::from([(2, "/dev/pts/1".to_owned())]));
        let ttys: Vec<_> = facts.runs.iter().map(|run| run.tty.is_some()).collect();
        assert_eq!(ttys, [false, true, true, true]);
    }
}
