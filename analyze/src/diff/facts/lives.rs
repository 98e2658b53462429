//! Which programs were executed, by whom, with what arguments, as which user, and how they ended.

use super::{Collector, Found};
use crate::{
    decode,
    diff::{
        fact::{Dimension, Measure},
        normal::Form,
        scan::{self, Lazy, Scan},
    },
    document::Value,
    error::Error,
    keys,
    report::{cell_of, number, strings},
    scan::{Numbers, Piece, Trouble, Words},
    trace,
};
use schema::roles::{self, Role};
use std::collections::HashMap;

/// Reads it.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, calls: &Calls, into: &mut Collector<'_>) -> Result<(), Error> {
    let events = trace::collect(&scan.trace.path, scan.trace.lives())?;
    let texts = scan.texts.clone();
    let word = |word: &str| texts.number(word);
    // What each process executed last.
    let mut now: HashMap<u32, u32> = HashMap::new();
    for row in 0..events.height() {
        let cell = |name: &str| cell_of(&events, row, name);
        let (Value::Int(first), Value::Text(event)) = (cell("ts"), cell("event")) else { continue };
        let id = |name: &str| number(&cell(name));
        let (tgid, tid) = (id("tgid") as u32, id("tid") as u32);
        let main = tgid == tid;
        if event == "fork" && main {
            if let Some(program) = now.get(&(id("ppid") as u32)).copied() {
                now.insert(tgid, program);
            }
        }
        let before = now.get(&tgid).copied();
        let exe = match cell("exe") {
            Value::Text(exe) if matches!(event.as_str(), "exec" | "first") => {
                Some(before.filter(|_| exe == keys::SELF).unwrap_or_else(|| texts.number(&exe)))
            }
            _ => None,
        };
        now.extend(exe.map(|exe| (tgid, exe)));
        if let Some(exe) = exe.filter(|exe| !texts.text(*exe).starts_with('/')) {
            into.whole.extend(calls.executed(tgid, first).map(|path| (exe, path)));
        }
        // The runtime that prepares the target is no part of what is compared.
        if calls.began.get(&tgid).is_none_or(|began| first < *began && event != "fork") {
            continue;
        }
        let comm = || match cell("comm") {
            Value::Text(comm) => texts.number(&format!("[{comm}]")),
            _ => texts.number("[?]"),
        };
        let program = now.get(&tgid).copied().unwrap_or_else(comm);
        let found = |dimension, aspect: &'static str, form, item: u32| {
            let aspect = word(aspect);
            Found { dimension, program, aspect, form, item, count: 1, first }
        };
        match event.as_str() {
            "exec" => {
                let whole = into.whole.get(&program).copied().unwrap_or(program);
                into.add(found(Dimension::Program, "executed", Form::Path, whole));
                let argv = strings(events.column("argv").ok().and_then(|column| column.get(row).ok())).join(" ");
                into.add(found(Dimension::Argv, "arguments", Form::Path, texts.number(&argv)));
                let who = format!(
                    "uid {}, gid {}, euid {}, egid {}, capabilities {:#x}",
                    id("uid"),
                    id("gid"),
                    id("euid"),
                    id("egid"),
                    id("cap_effective")
                );
                into.add(found(Dimension::Credentials, "runs as", Form::Plain, texts.number(&who)));
                if let Some(parent) = before {
                    let edge =
                        Found { program: parent, ..found(Dimension::ProcessTree, "executed", Form::Path, whole) };
                    into.add(edge);
                }
            }
            "fork" => {
                let what = if main { "processes started" } else { "threads started" };
                into.measure(Dimension::Resource, program, word(what), Measure::new(1.0, 1));
            }
            "signal" => {
                let signal = decode::signal(signal_of(&cell("signal")));
                let aspect = if cell("action") == Value::from("handler") { "handled" } else { "delivered" };
                into.add(found(Dimension::Signal, aspect, Form::Plain, texts.number(&signal)));
            }
            "exit" if main => {
                let how = match (cell("exit_code"), cell("exit_signal")) {
                    (Value::Int(code), _) => format!("status {code}"),
                    (_, signal @ Value::Int(_)) => format!("killed by {}", decode::signal(signal_of(&signal))),
                    _ => continue,
                };
                into.add(found(Dimension::Exit, "ended", Form::Plain, texts.number(&how)));
            }
            _ => {}
        }
    }
    Ok(())
}

fn signal_of(cell: &Value) -> i32 {
    match cell {
        Value::Int(signal) => i32::try_from(*signal).unwrap_or(0),
        _ => 0,
    }
}

/// What calls tell of the lives of processes.
#[derive(Default)]
pub(super) struct Calls {
    /// When each process of the target made its first call.
    began: HashMap<u32, i64>,
    /// When each process executed what, by its absolute path.
    executions: HashMap<u32, Vec<(i64, u32)>>,
}

/// Columns that it needs of calls.
pub(super) const COLUMNS: [&str; 3] = ["name", "ret", "path_abs"];

/// The calls of a piece.
pub(super) struct Taker<'a> {
    calls: &'a mut Calls,
    scan: &'a Scan<'a>,
    /// Of each name whether it executes.
    executes: Vec<bool>,
    name: Words<'a>,
    ret: Numbers<'a>,
    path_abs: Lazy<'a>,
}

impl Calls {
    pub fn of<'a>(&'a mut self, scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Taker<'a>, Trouble> {
        let name = piece.words("name")?;
        Ok(Taker {
            calls: self,
            scan,
            executes: name.each(|name| name.and_then(roles::of) == Some(Role::Execute)),
            name,
            ret: piece.numbers("ret")?,
            path_abs: Lazy::new(piece.words("path_abs")?),
        })
    }

    /// The path that a process executed last before a time.
    fn executed(&self, tgid: u32, ts: i64) -> Option<u32> {
        let calls = self.executions.get(&tgid)?;
        calls.iter().filter(|(began, _)| *began <= ts).max_by_key(|(began, _)| *began).map(|(_, path)| *path)
    }
}

impl Taker<'_> {
    /// A call of anyone: who prepares the target executes it.
    #[inline]
    pub fn executed(&mut self, all: &scan::Calls<'_>, at: usize) {
        if self.executes[self.name.codes[at] as usize] && self.ret.get(at) == Some(0) && self.path_abs.is_some(at) {
            let path = self.path_abs.number(at, |path| self.scan.texts.number(path.unwrap_or_default()));
            self.calls.executions.entry(all.tgid(at)).or_default().push((all.ts(at), path));
        }
    }

    /// A call of the target.
    #[inline]
    pub fn began(&mut self, tgid: u32, ts: i64) {
        let first = self.calls.began.entry(tgid).or_insert(ts);
        *first = (*first).min(ts);
    }
}
