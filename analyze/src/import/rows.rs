//! Rows of an imported trace, kept in a database until the form of the output is written.

use rusqlite::{Connection, params};
use schema::{
    columns::{TABLES, sql},
    seal::hex,
};
use serde_json::json;
use std::{collections::BTreeMap, path::Path};

/// One call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Call {
    pub seq: u64,
    pub ts: i64,
    pub dur: Option<i64>,
    pub tgid: u32,
    pub tid: u32,
    pub comm: Option<String>,
    pub arch: String,
    /// -1 if the name is not known.
    pub nr: i32,
    pub name: String,
    pub args: [u64; 6],
    pub ret: Option<i64>,
    pub errno: Option<String>,
    /// path, path2, path_abs, fd_path, peer.
    pub names: [Option<String>; 5],
    pub captures: Vec<Capture>,
    pub flags: u32,
}

/// Text behind a pointer argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    pub arg: u16,
    /// Read when the call returned.
    pub exit: bool,
    /// Cut by the tool.
    pub truncated: bool,
    pub bytes: Vec<u8>,
}

/// One event of a process.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    pub ts: i64,
    pub event: &'static str,
    pub tgid: u32,
    pub tid: u32,
    pub ppid: Option<u32>,
    pub parent_tid: Option<u32>,
    pub comm: Option<String>,
    pub exe: Option<String>,
    pub argv: Option<Vec<String>>,
    pub exit_code: Option<i32>,
    pub exit_signal: Option<i32>,
    pub flags: u32,
}

/// The database.
pub struct Rows {
    connection: Connection,
    calls: u64,
    events: u64,
    /// Threads whose process became known after their first rows.
    belong: BTreeMap<u32, u32>,
}

/// A call: the columns that an import fills.
const CALL: &str = "INSERT INTO syscalls (seq, ts, dur, cpu, tgid, tid, comm, phase, arch, nr, name, a0, a1, a2, a3, a4, a5, ret, \
     errno, path, path2, path_abs, fd_path, peer, data, flags) \
     VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, 'payload', ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)";
/// The same of an event.
const EVENT: &str = "INSERT INTO processes (ts, event, tgid, tid, ppid, parent_tid, comm, exe, argv, exit_code, exit_signal, flags) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

impl Rows {
    /// Makes the tables in an empty file.
    pub fn create(path: &Path) -> rusqlite::Result<Rows> {
        let connection = Connection::open(path)?;
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        for table in TABLES {
            connection.execute_batch(&sql::create_table(table))?;
        }
        connection.execute_batch("BEGIN")?;
        Ok(Rows { connection, calls: 0, events: 0, belong: BTreeMap::new() })
    }

    /// Adds a call.
    pub fn call(&mut self, call: &Call) -> rusqlite::Result<()> {
        let item = |c: &Capture| {
            let status = if c.truncated { "truncated" } else { "ok" };
            let when = if c.exit { "exit" } else { "entry" };
            json!({"arg": c.arg, "when": when, "status": status, "len": c.bytes.len(), "bytes": hex(&c.bytes), "part": 0})
        };
        let data = serde_json::Value::Array(call.captures.iter().map(item).collect()).to_string();
        let [a0, a1, a2, a3, a4, a5] = call.args.map(|arg| arg as i64);
        let [path, path2, path_abs, fd_path, peer] = &call.names;
        self.calls += 1;
        self.connection.prepare_cached(CALL)?.execute(params![
            call.seq as i64,
            call.ts,
            call.dur,
            call.tgid,
            call.tid,
            call.comm,
            call.arch,
            call.nr,
            call.name,
            a0,
            a1,
            a2,
            a3,
            a4,
            a5,
            call.ret,
            call.errno,
            path,
            path2,
            path_abs,
            fd_path,
            peer,
            data,
            call.flags
        ])?;
        Ok(())
    }

    /// Adds an event of a process.
    pub fn event(&mut self, event: &Event) -> rusqlite::Result<()> {
        let argv = event.argv.as_ref().map(|argv| json!(argv).to_string());
        self.events += 1;
        self.connection.prepare_cached(EVENT)?.execute(params![
            event.ts,
            event.event,
            event.tgid,
            event.tid,
            event.ppid,
            event.parent_tid,
            event.comm,
            event.exe,
            argv,
            event.exit_code,
            event.exit_signal,
            event.flags
        ])?;
        Ok(())
    }

    /// A thread whose rows were added as those of a process of their own belongs to another.
    pub fn belongs(&mut self, tid: u32, tgid: u32) {
        self.belong.insert(tid, tgid);
    }

    /// Ends the writing; how many rows each table has.
    pub fn finish(self) -> rusqlite::Result<BTreeMap<String, u64>> {
        if !self.belong.is_empty() {
            self.connection
                .execute_batch("CREATE TEMP TABLE belong (tid INTEGER PRIMARY KEY, tgid INTEGER NOT NULL)")?;
            for (tid, tgid) in &self.belong {
                self.connection.prepare_cached("INSERT INTO belong VALUES (?1, ?2)")?.execute([tid, tgid])?;
            }
            for table in ["syscalls", "processes"] {
                self.connection.execute(
                    &format!(
                        "UPDATE {table} SET tgid = (SELECT b.tgid FROM belong b WHERE b.tid = {table}.tid) \
                         WHERE tid IN (SELECT tid FROM belong)"
                    ),
                    [],
                )?;
            }
        }
        self.connection.execute_batch("COMMIT")?;
        let mut counts: BTreeMap<String, u64> = TABLES.iter().map(|t| (t.name.to_owned(), 0)).collect();
        counts.insert("syscalls".to_owned(), self.calls);
        counts.insert("processes".to_owned(), self.events);
        self.connection.close().map_err(|(_, e)| e)?;
        Ok(counts)
    }
}
