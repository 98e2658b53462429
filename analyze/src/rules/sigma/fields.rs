//! What Sigma's fields are in our rows, log by log: one table each. A field without a row here is not known of a trace.
//!
//! Source: Sigma's taxonomy for Linux (which is Sysmon's), and the records of the Linux audit system (audit.rules(7), auditd).

use super::file::LogSource;
use crate::rules::{
    condition::{Case, Condition, Op},
    fields::Field,
};

/// Logs that our rows can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logs {
    /// A process executed a program.
    ProcessCreation,
    /// A process made a file.
    FileEvent,
    /// The same, of the second path of the call.
    FileEventSecond,
    /// A process connected with a peer.
    NetworkConnection,
    /// The audit system's records of a call.
    Auditd {
        /// Whether a0, a1, ... are arguments of a program, not of the call.
        execve: bool,
    },
    /// Lines of any log, of which a trace has the command lines only.
    Lines,
}

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// The same as this field of ours.
    Same(&'static str),
    /// True or false, yes or no: ours is 1 or 0.
    Truth(&'static str),
    /// The name of a user: of all users only root's is known.
    User(&'static str),
    /// A call, by its name or its number.
    Call,
    /// The type of an audit record.
    Record,
    /// What was done to the path of an audit record.
    NameType,
    /// A number, as the audit system writes it: in hexadecimal.
    Hex(&'static str),
    /// An argument of a program, in the record of its execution.
    Argument(&'static str),
    /// Whether the process began the connection.
    Initiated,
}

use Means::{Argument, Call, Hex, Initiated, NameType, Record, Same, Truth, User};

const PROCESS: &[(&str, Means)] = &[
    ("Image", Same("exe")),
    ("CommandLine", Same("cmdline")),
    ("CurrentDirectory", Same("cwd")),
    ("ParentImage", Same("parent_exe")),
    ("ParentCommandLine", Same("parent_cmdline")),
    ("ProcessId", Same("pid")),
    ("User", User("uid")),
];

const FILE: &[(&str, Means)] = &[
    ("TargetFilename", Same("file")),
    ("Image", Same("exe")),
    ("CommandLine", Same("cmdline")),
    ("ProcessId", Same("pid")),
    ("User", User("uid")),
];

const NETWORK: &[(&str, Means)] = &[
    ("DestinationIp", Same("peer_ip")),
    ("DestinationPort", Same("peer_port")),
    ("SourceIp", Same("local_ip")),
    ("SourcePort", Same("local_port")),
    ("Protocol", Same("fd_transport")),
    ("Initiated", Initiated),
    ("Image", Same("exe")),
    ("CommandLine", Same("cmdline")),
    ("ProcessId", Same("pid")),
    ("User", User("uid")),
];

const AUDITD: &[(&str, Means)] = &[
    ("type", Record),
    ("SYSCALL", Call),
    ("syscall", Call),
    ("exe", Same("exe")),
    ("comm", Same("process")),
    ("proctitle", Same("cmdline")),
    ("cmd", Same("cmdline")),
    ("cwd", Same("cwd")),
    ("name", Same("file")),
    ("nametype", NameType),
    ("success", Truth("succeeded")),
    ("exit", Same("ret")),
    ("pid", Same("pid")),
    ("uid", Same("uid")),
    ("euid", Same("euid")),
    ("gid", Same("gid")),
    ("egid", Same("egid")),
    ("UID", User("uid")),
    ("EUID", User("euid")),
    ("tty", Same("tty")),
    ("arch", Same("arch")),
];

/// Arguments of a program, and of a call.
const ARGUMENTS: [(&str, &str, Option<&str>); 10] = [
    ("a0", "argv0", Some("a0")),
    ("a1", "argv1", Some("a1")),
    ("a2", "argv2", Some("a2")),
    ("a3", "argv3", Some("a3")),
    ("a4", "argv4", None),
    ("a5", "argv5", None),
    ("a6", "argv6", None),
    ("a7", "argv7", None),
    ("a8", "argv8", None),
    ("a9", "argv9", None),
];

/// Types of records that one call can have, and the field that is there when the record is.
pub const RECORDS: &[(&str, Option<&str>)] = &[
    ("SYSCALL", None),
    ("PROCTITLE", None),
    ("EXECVE", Some("argv")),
    ("PATH", Some("path")),
    ("CWD", Some("path")),
    ("SOCKADDR", Some("peer")),
];

/// Calls that make what their path names, besides those that open it.
const MAKE: &[&str] = &[
    "creat",
    "mkdir",
    "mkdirat",
    "mknod",
    "mknodat",
    "symlink",
    "symlinkat",
    "link",
    "linkat",
    "rename",
    "renameat",
    "renameat2",
];
/// Calls that remove it.
const REMOVE: &[&str] = &["unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2"];
/// Calls that execute.
pub const EXECUTE: &[&str] = &["execve", "execveat"];
/// Calls that make their second path.
const SECOND: &[&str] = &["symlink", "symlinkat", "link", "linkat", "rename", "renameat", "renameat2"];

impl Logs {
    /// The logs of a rule, or why a trace cannot stand for them. `types` are the audit records of which the rule speaks.
    ///
    /// # Errors
    /// When a trace has nothing of the kind.
    pub fn of(source: &LogSource, types: &[String]) -> Result<Vec<Logs>, String> {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        match (text(&source.product).as_str(), text(&source.category).as_str(), text(&source.service).as_str()) {
            ("linux" | "", "process_creation", "") => Ok(vec![Logs::ProcessCreation]),
            ("linux" | "", "file_event", "") => Ok(vec![Logs::FileEvent, Logs::FileEventSecond]),
            ("linux" | "", "network_connection", "") => Ok(vec![Logs::NetworkConnection]),
            ("linux", "", "auditd") => {
                let execve = types.iter().any(|kind| kind == "EXECVE") || !types.iter().any(|kind| kind == "SYSCALL");
                Ok(vec![Logs::Auditd { execve }])
            }
            ("linux", "", "") => Ok(vec![Logs::Lines]),
            (product, category, service) => {
                let all = [product, category, service].into_iter().filter(|part| !part.is_empty());
                Err(format!("the log of {}", all.collect::<Vec<_>>().join(" ")))
            }
        }
    }

    /// What a field is; `None` if a trace does not tell.
    pub fn field(self, name: &str) -> Option<Means> {
        let table = match self {
            Logs::ProcessCreation => PROCESS,
            Logs::FileEventSecond if name == "TargetFilename" => return Some(Same("file2")),
            Logs::FileEvent | Logs::FileEventSecond => FILE,
            Logs::NetworkConnection => NETWORK,
            Logs::Auditd { execve } => {
                if let Some((_, program, call)) = ARGUMENTS.iter().find(|(own, ..)| *own == name) {
                    return if execve { Some(Argument(program)) } else { call.map(Hex) };
                }
                AUDITD
            }
            Logs::Lines => &[],
        };
        table.iter().find(|(own, _)| *own == name).map(|(_, means)| *means)
    }

    /// The texts in which words without a field are looked for.
    pub const fn texts(self) -> &'static [&'static str] {
        match self {
            Logs::ProcessCreation | Logs::Lines => &["cmdline", "exe"],
            Logs::FileEvent => &["file", "cmdline", "exe"],
            Logs::FileEventSecond => &["file2", "cmdline", "exe"],
            Logs::NetworkConnection => &["peer", "cmdline", "exe"],
            Logs::Auditd { .. } => &["name", "argv", "file", "file2", "exe", "process"],
        }
    }

    /// Which rows are such events.
    pub fn rows(self) -> Condition {
        let named = |names: &[&str]| equals("name", names);
        let done = || test("succeeded", Op::Number(vec![1]));
        let making = || Condition::Any(vec![named(MAKE), test("is_open_create", Op::Number(vec![1]))]);
        match self {
            Logs::ProcessCreation | Logs::Lines => Condition::All(vec![named(EXECUTE), done()]),
            Logs::FileEvent => Condition::All(vec![making(), Condition::Not(Box::new(named(SECOND))), done()]),
            Logs::FileEventSecond => Condition::All(vec![named(SECOND), done()]),
            Logs::NetworkConnection => {
                let under_way = equals("errno", &schema::sockets::UNDER_WAY);
                Condition::All(vec![
                    Condition::Any(vec![
                        named(&["connect", "accept", "accept4"]),
                        test("fd_addressed", Op::Number(vec![1])),
                    ]),
                    test("peer_ip", Op::Exists),
                    Condition::Any(vec![test("succeeded", Op::Number(vec![1])), under_way]),
                ])
            }
            Logs::Auditd { .. } => test("event", Op::Equals(vec![crate::rules::rows::CALL.to_owned()], Case::Exact)),
        }
    }

    /// What is said of a row.
    pub const fn output(self) -> &'static str {
        match self {
            Logs::ProcessCreation | Logs::Lines => "{process} (pid {pid}) was executed: {cmdline}; by {parent_name}",
            Logs::FileEvent => "{process} (pid {pid}) made {file}",
            Logs::FileEventSecond => "{process} (pid {pid}) made {file2}",
            Logs::NetworkConnection => "{process} (pid {pid}) was connected with {peer}",
            Logs::Auditd { execve: true } => "{process} (pid {pid}) called {name} {file}: {cmdline}",
            Logs::Auditd { execve: false } => "{process} (pid {pid}) called {name} {file}",
        }
    }
}

/// What was done to a path, as the audit system names it.
pub fn name_type(kind: &str) -> Option<Condition> {
    let making = || Condition::Any(vec![equals("name", MAKE), test("is_open_create", Op::Number(vec![1]))]);
    match kind {
        "CREATE" => Some(making()),
        "DELETE" => Some(equals("name", REMOVE)),
        "NORMAL" => Some(Condition::Not(Box::new(Condition::Any(vec![making(), equals("name", REMOVE)])))),
        _ => None,
    }
}

/// A test of a field of ours; one that is not there is never true.
pub fn test(field: &str, op: Op) -> Condition {
    match Field::named(field) {
        Some(field) => Condition::Test { field, op },
        None => Condition::Always(false),
    }
}

/// One of these texts.
pub fn equals(field: &str, texts: &[&str]) -> Condition {
    test(field, Op::Equals(texts.iter().map(|text| (*text).to_owned()).collect(), Case::Exact))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_ours_is_one() {
        let tables = [PROCESS, FILE, NETWORK, AUDITD];
        let ours = tables.into_iter().flatten().filter_map(|(_, means)| match means {
            Same(one) | Truth(one) | User(one) | Hex(one) | Argument(one) => Some(*one),
            Call | Record | NameType | Initiated => None,
        });
        let arguments = ARGUMENTS.iter().flat_map(|(_, program, call)| [Some(*program), *call]).flatten();
        let records = RECORDS.iter().filter_map(|(_, field)| *field);
        for name in ours.chain(arguments).chain(records).chain(["file2", "fd_addressed", "is_open_create", "errno"]) {
            assert!(Field::named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn calls_are_calls() {
        for name in [MAKE, REMOVE, EXECUTE, SECOND].concat() {
            assert!(schema::Arch::X86_64.syscall_nr(name).is_some(), "{name}");
        }
    }
}
