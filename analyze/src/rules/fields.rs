//! The fields that a rule can test: one registry. A row says what a field is called, of what type it is, and how it is derived.
//!
//! To add a field, add a row; the rule reader, the engine and docs/rules.md read this table.

use super::{
    derive, descriptor,
    facts::{Facts, Run},
    rows::Rows,
    value::Value,
};
use schema::{
    flags::{self, FlagSet},
    manifest::Manifest,
    roles::{self, Role},
};
use std::{borrow::Cow, collections::BTreeSet};

/// Of what type the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// One text.
    Text,
    /// One number.
    Number,
    /// Several texts.
    List,
}

impl Type {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Number => "number",
            Type::List => "list",
        }
    }
}

/// Where an argument of a call lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In this register.
    Register(u8),
    /// In the first eight bytes of the memory that this argument leads to.
    Word(u8),
    /// The string that this argument leads to.
    Text(u8),
}

/// How the value of a field comes about.
#[derive(Clone, Copy)]
pub enum Source {
    /// A column of texts, as the trace has it.
    Column(&'static str),
    /// An argument of these calls.
    Argument(&'static [(&'static str, Place)]),
    /// Made of another field's text.
    Of(&'static str, fn(&str) -> Value),
    /// A number of the row.
    Row(fn(&Rows, usize) -> Option<i64>),
    /// A text of the row.
    RowText(for<'a> fn(&'a Rows, usize) -> Option<Cow<'a, str>>),
    /// A fact about the process at that time: of an exec that succeeds, about what it has become.
    Process(fn(&Facts, &Run) -> Value),
    /// From this time of the process to the beginning of the row, ns.
    Since(fn(&Run) -> Option<i64>),
    /// The same for all rows of a trace.
    Trace(fn(&Manifest) -> Value),
}

/// A row of the registry.
pub struct Row {
    /// Its name in rules.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// How its value comes about.
    pub source: Source,
    /// Names that a rule may write for its numbers or bits.
    pub names: Option<&'static FlagSet>,
    /// What it is, for docs/rules.md.
    pub about: &'static str,
}

/// A field: a row of [`FIELDS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Field(u16);

impl Field {
    /// The field of that name.
    pub fn named(name: &str) -> Option<Field> {
        FIELDS.iter().position(|row| row.name == name).map(|at| Field(at as u16))
    }

    /// Every field.
    pub fn all() -> impl Iterator<Item = Field> {
        (0..FIELDS.len()).map(|at| Field(at as u16))
    }

    /// Its row.
    pub fn row(self) -> &'static Row {
        &FIELDS[usize::from(self.0)]
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Names of the calls that have a value; `None` if any may have one.
    pub fn calls(self) -> Option<BTreeSet<String>> {
        let with = |is: fn(Role) -> bool| Some(roles::calls(is).into_iter().map(str::to_owned).collect());
        if let Argument(places) = self.row().source {
            return Some(places.iter().map(|(call, _)| (*call).to_owned()).collect());
        }
        match self.name() {
            "opened" | "is_open_read" | "is_open_write" | "is_open_create" => with(derive::is_open),
            "written" => with(derive::is_written),
            "removed" => with(|role| matches!(role, Role::Remove | Role::Rename)),
            "renamed_suffix" => with(|role| role == Role::Rename),
            "executed" => with(|role| role == Role::Execute),
            "socket_type" => Some(["socket", "socketpair"].map(str::to_owned).into()),
            _ => None,
        }
    }

    /// The field whose name is most like `name`, if one is like it at all.
    pub fn nearest(name: &str) -> Option<&'static str> {
        let names = FIELDS.iter().map(|row| (strsim::jaro_winkler(row.name, name), row.name));
        names.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.75).map(|(_, name)| name)
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

use Place::{Register, Text as Str, Word};
use Source::{Argument, Column, Of, Process, RowText, Trace};
use Type::{List, Number, Text};

const fn row(name: &'static str, ty: Type, source: Source, about: &'static str) -> Row {
    Row { name, ty, source, names: None, about }
}

const fn named(name: &'static str, source: Source, names: &'static FlagSet, about: &'static str) -> Row {
    Row { name, ty: Number, source, names: Some(names), about }
}

const PATH_OPENS: &[(&str, Place)] =
    &[("open", Register(1)), ("openat", Register(2)), ("openat2", Word(2)), ("open_by_handle_at", Register(2))];
const PROTECTS: &[(&str, Place)] =
    &[("mmap", Register(2)), ("mmap2", Register(2)), ("mprotect", Register(2)), ("pkey_mprotect", Register(2))];
const MODES: &[(&str, Place)] = &[
    ("chmod", Register(1)),
    ("fchmod", Register(1)),
    ("fchmodat", Register(2)),
    ("fchmodat2", Register(2)),
    ("mknod", Register(1)),
    ("mknodat", Register(2)),
    ("mkdir", Register(1)),
    ("mkdirat", Register(2)),
];
const CLONES: &[(&str, Place)] =
    &[("clone", Register(0)), ("clone3", Word(0)), ("unshare", Register(0)), ("setns", Register(1))];
const SIGNALS: &[(&str, Place)] = &[
    ("kill", Register(1)),
    ("tkill", Register(1)),
    ("tgkill", Register(2)),
    ("pidfd_send_signal", Register(1)),
    ("rt_sigqueueinfo", Register(1)),
];
const TARGETS: &[(&str, Place)] = &[
    ("kill", Register(0)),
    ("tgkill", Register(0)),
    ("ptrace", Register(1)),
    ("process_vm_readv", Register(0)),
    ("process_vm_writev", Register(0)),
    ("pidfd_open", Register(0)),
    ("prlimit64", Register(0)),
];
const USERS: &[(&str, Place)] = &[
    ("setuid", Register(0)),
    ("setreuid", Register(1)),
    ("setresuid", Register(1)),
    ("setfsuid", Register(0)),
    ("setuid32", Register(0)),
    ("setreuid32", Register(1)),
    ("setresuid32", Register(1)),
];
const FILESYSTEMS: &[(&str, Place)] = &[("mount", Str(2)), ("fsopen", Str(0))];
const SECOND_FDS: &[(&str, Place)] = &[
    ("dup2", Register(1)),
    ("dup3", Register(1)),
    ("sendfile", Register(1)),
    ("sendfile64", Register(1)),
    ("splice", Register(2)),
    ("tee", Register(1)),
    ("copy_file_range", Register(2)),
];
const STRINGS: &[(&str, Place)] = &[
    ("memfd_create", Str(0)),
    ("mount", Str(4)),
    ("init_module", Str(2)),
    ("finit_module", Str(1)),
    ("delete_module", Str(0)),
    ("setxattr", Str(1)),
    ("fsetxattr", Str(1)),
    ("lsetxattr", Str(1)),
    ("removexattr", Str(1)),
];

/// Every field.
#[rustfmt::skip]
pub const FIELDS: &[Row] = &[
    row("name", Text, Column("name"), "name of the call; of an event of a process, that event: exec, fork, exit, signal, first, rename"),
    row("event", Text, Column("event"), "call, or of a row of `processes` its event: first, fork, exec, rename, signal, exit"),
    row("path", Text, Column("path"), "first path argument, as given by the program"),
    row("path2", Text, Column("path2"), "second path argument"),
    row("path_abs", Text, Column("path_abs"), "`path` made absolute"),
    row("path2_abs", Text, Column("path2_abs"), "`path2` made absolute"),
    row("fd_path", Text, Column("fd_path"), "what the first descriptor argument stood for"),
    row("peer", Text, Column("peer"), "socket address argument, or the peer of the socket, with its port"),
    row("errno", Text, Column("errno"), "name of the error; none if the call succeeded"),
    row("comm", Text, Column("comm"), "name of the task"),
    row("phase", Text, Column("phase"), "setup or payload; a rule that does not test it sees no setup"),
    row("arch", Text, Column("arch"), "ABI of the call: x86_64, i386, x32, aarch64, io_uring"),
    row("file", Text, RowText(derive::file), "the file the call is about: `path_abs`, else `path`, else `fd_path`"),
    row("file2", Text, RowText(derive::file2), "the second one: `path2_abs`, else `path2`"),
    row("opened", Text, RowText(derive::opened), "the file that the call opened, if it did"),
    row("written", Text, RowText(derive::written), "the path that the call made, opened for writing, cut, or put another file in the place of, if it did"),
    row("removed", Text, RowText(derive::removed), "the path that the call removed or renamed, if it did"),
    row("executed", Text, RowText(derive::executed), "the file that the call executed, if it did"),
    row("renamed_suffix", Text, RowText(derive::renamed_suffix), "what a rename added to the end of the name: .locked"),
    row("file_name", Text, Of("file", derive::base_name), "last part of `file`"),
    row("file2_name", Text, Of("file2", derive::base_name), "last part of `file2`"),
    row("directory", Text, Of("file", derive::directory), "`file` without its last part"),
    row("fd_kind", Text, Of("fd_path", derive::kind), "kind of thing the descriptor stood for: file, pipe, socket, tty, memfd, ..."),
    row("fd", Number, Source::Row(derive::fd), "number of the first descriptor argument; of a call that makes one and has none, that it made"),
    row("new_fd", Number, Source::Row(derive::new_fd), "number of the descriptor that the call made: of open, socket, accept, dup, dup2, ..."),
    row("fd2", Number, Argument(SECOND_FDS), "number of the second descriptor argument: the target of dup2, the source of sendfile"),
    row("ret", Number, Source::Row(derive::ret), "value returned, -errno on failure; of reads and writes their sum over equal calls"),
    row("succeeded", Number, Source::Row(derive::succeeded), "1 if the call returned without an error, 0 if with one"),
    row("a0", Number, Source::Row(|rows, row| rows.arg(0, row)), "first argument register; 0 where it is an address or a size"),
    row("a1", Number, Source::Row(|rows, row| rows.arg(1, row)), "second argument register"),
    row("a2", Number, Source::Row(|rows, row| rows.arg(2, row)), "third argument register"),
    row("a3", Number, Source::Row(|rows, row| rows.arg(3, row)), "fourth argument register"),
    row("a4", Number, Source::Row(|rows, row| rows.arg(4, row)), "fifth argument register"),
    row("a5", Number, Source::Row(|rows, row| rows.arg(5, row)), "sixth argument register"),
    row("flags", Number, Source::Row(derive::flags), "bits of the row: 1 truncated, 2 fault, 8 denied, 512 changed in flight, 1024 tainted, ..."),
    row("parent_pid", Number, Process(|facts, run| facts.ancestor(run, 1).map(|run| i64::from(run.tgid)).into()), "process id of the parent on the host"),
    row("pid", Number, Source::Row(|rows, row| Some(rows.tgid[row].into())), "process id on the host"),
    row("tid", Number, Source::Row(|rows, row| Some(rows.tid[row].into())), "thread id on the host"),
    named("open_flags", Argument(PATH_OPENS), &flags::OPEN, "flags of open, openat, openat2"),
    row("is_open_read", Number, Source::Row(derive::opens_read), "1 if the call opens a file and may read it, 0 if it opens and may not"),
    row("is_open_write", Number, Source::Row(derive::opens_write), "1 if the call opens a file and may write it (creat too), 0 if it opens and may not"),
    row("is_open_create", Number, Source::Row(derive::opens_create), "1 if the call opens a file and would make it"),
    row("mode", Number, Argument(MODES), "mode of chmod, fchmod, fchmodat, mknod, mkdir"),
    named("protection", Argument(PROTECTS), &flags::PROT, "protection of mmap, mprotect, pkey_mprotect"),
    named("map_flags", Argument(&[("mmap", Register(3)), ("mmap2", Register(3))]), &flags::MAP, "flags of mmap"),
    named("socket_domain", Argument(&[("socket", Register(0)), ("socketpair", Register(0))]), &flags::SOCKET_DOMAIN, "domain of socket, socketpair"),
    row("socket_type", Number, Source::Row(derive::socket_type), "type of socket without its flags: 1 stream, 2 datagram, 3 raw, 5 seqpacket"),
    row("socket_protocol", Number, Argument(&[("socket", Register(2))]), "protocol of socket"),
    named("clone_flags", Argument(CLONES), &flags::CLONE3, "flags of clone, clone3, unshare, setns"),
    named("prctl_option", Argument(&[("prctl", Register(0))]), &flags::PRCTL, "option of prctl"),
    named("ptrace_request", Argument(&[("ptrace", Register(0))]), &flags::PTRACE, "request of ptrace"),
    named("bpf_command", Argument(&[("bpf", Register(0))]), &flags::BPF, "command of bpf"),
    named("fcntl_command", Argument(&[("fcntl", Register(1)), ("fcntl64", Register(1))]), &flags::FCNTL, "command of fcntl"),
    named("ioctl_request", Argument(&[("ioctl", Register(1))]), &flags::IOCTL, "request of ioctl"),
    named("seccomp_operation", Argument(&[("seccomp", Register(0))]), &flags::SECCOMP, "operation of seccomp"),
    named("memfd_flags", Argument(&[("memfd_create", Register(1))]), &flags::MEMFD, "flags of memfd_create"),
    named("mount_flags", Argument(&[("mount", Register(3))]), &flags::MOUNT, "flags of mount"),
    named("personality", Argument(&[("personality", Register(0))]), &flags::PERSONALITY, "argument of personality"),
    row("mount_fs", Text, Argument(FILESYSTEMS), "file system of mount, fsopen"),
    row("string", Text, Argument(STRINGS), "string argument that is no path: name of memfd_create and delete_module, parameters of a module, data of mount, name of an attribute"),
    row("signal", Number, Argument(SIGNALS), "signal of kill, tkill, tgkill"),
    row("target_pid", Number, Argument(TARGETS), "process that kill, ptrace, process_vm_* is about, as the caller numbers it"),
    row("target_self", Number, Source::Row(derive::targets_self), "1 if that process is the caller itself"),
    row("new_uid", Number, Argument(USERS), "effective user that setuid, setreuid, setresuid ask for"),
    row("protocol", Text, RowText(derive::protocol), "protocol of the socket: TCP, TCPv6, UDP, UNIX-STREAM, NETLINK, PACKET, RAW, ..."),
    row("direction", Text, RowText(derive::direction), "of the socket's connection: in (accepted), out, listen"),
    row("peer_ip", Text, RowText(derive::peer_ip), "address of the peer"),
    row("peer_port", Number, Source::Row(derive::peer_port), "port of the peer"),
    row("peer_class", Text, RowText(derive::peer_class), "where the peer's address lies: loopback, private, link-local, multicast, unspecified, public"),
    row("local_ip", Text, RowText(derive::local_ip), "own address: of bind, that asked for"),
    row("local_port", Number, Source::Row(derive::local_port), "own port: of bind, that asked for"),
    row("exe", Text, Process(|_, run| run.exe.clone().into()), "program of the process, as the kernel was given it"),
    row("exe_name", Text, Process(|_, run| run.exe_name().into()), "last part of `exe`"),
    row("exe_directory", Text, Process(|_, run| run.exe.as_deref().map_or(Value::None, derive::directory)), "`exe` without its last part"),
    row("exe_before", Text, Process(|facts, run| facts.before(run).and_then(|run| run.exe.clone()).into()), "of a process that has executed a program, what it ran before"),
    row("process", Text, Process(|_, run| run.comm.clone().into()), "name of the process after its last exec"),
    row("cmdline", Text, Process(|_, run| run.cmdline().into()), "arguments, joined by spaces"),
    row("arguments", Text, Process(|_, run| run.arguments().into()), "arguments without the first, joined by spaces"),
    row("argv", List, Process(|_, run| run.argv.clone().map_or(Value::None, Value::List)), "arguments"),
    row("argv0", Text, Process(|_, run| run.argv.as_ref().and_then(|argv| argv.first().cloned()).into()), "first argument: what the program was called"),
    row("env", List, Process(|_, run| run.env.clone().map_or(Value::None, Value::List)), "environment, NAME=value each"),
    row("uid", Number, Process(|_, run| run.uid.into()), "real user id at the last event of the process"),
    row("euid", Number, Process(|_, run| run.euid.into()), "effective user id"),
    row("gid", Number, Process(|_, run| run.gid.into()), "real group id"),
    row("egid", Number, Process(|_, run| run.egid.into()), "effective group id"),
    row("capabilities", Number, Process(|_, run| run.caps.into()), "effective capabilities, one bit each"),
    row("ns_pid", Number, Process(|_, run| run.ns_tgid.into()), "process id inside its own pid namespace"),
    row("tty", Text, Process(|_, run| run.tty.clone().into()), "terminal that a descriptor of the process stood for, if one was seen"),
    row("cwd", Text, Process(|_, run| run.cwd.clone().into()), "current directory when the program began, if it is known"),
    row("parent_exe", Text, Process(|facts, run| facts.ancestor(run, 1).and_then(|run| run.exe.clone()).into()), "program of the parent when it forked"),
    row("parent_exe_name", Text, Process(|facts, run| facts.ancestor(run, 1).and_then(Run::exe_name).into()), "last part of `parent_exe`"),
    row("parent_name", Text, Process(|facts, run| facts.ancestor(run, 1).and_then(|run| run.comm.clone()).into()), "name of the parent"),
    row("parent_cmdline", Text, Process(|facts, run| facts.ancestor(run, 1).and_then(Run::cmdline).into()), "arguments of the parent"),
    row("ancestor2_name", Text, Process(|facts, run| facts.ancestor(run, 2).and_then(|run| run.comm.clone()).into()), "name of the parent's parent"),
    row("ancestor3_name", Text, Process(|facts, run| facts.ancestor(run, 3).and_then(|run| run.comm.clone()).into()), "and so on"),
    row("ancestor4_name", Text, Process(|facts, run| facts.ancestor(run, 4).and_then(|run| run.comm.clone()).into()), "and so on"),
    row("ancestor5_name", Text, Process(|facts, run| facts.ancestor(run, 5).and_then(|run| run.comm.clone()).into()), "and so on"),
    row("ancestor_names", List, Process(|facts, run| Value::List(facts.lineage(run).filter_map(|run| run.comm.clone()).collect())), "names of all ancestors, the parent first"),
    row("ancestor_exes", List, Process(|facts, run| Value::List(facts.lineage(run).filter_map(|run| run.exe.clone()).collect())), "programs of all ancestors, and what they ran before"),
    row("target_kind", Text, Trace(|m| m.target.kind.as_str().into()), "what was recorded: run, container, attach, host"),
    row("container_image", Text, Trace(|m| m.container.as_ref().map(|c| c.image.clone()).into()), "image as the engine names it, with its tag"),
    row("container_name", Text, Trace(|m| m.container.as_ref().map(|c| c.name.clone()).into()), "name of the container"),
    row("container_id", Text, Trace(|m| m.container.as_ref().map(|c| c.id.clone()).into()), "id of the container"),
    row("container_engine", Text, Trace(|m| m.container.as_ref().map(|c| c.engine.clone()).into()), "podman or docker"),
    row("container_privileged", Number, Trace(|m| m.container.as_ref().and_then(|c| c.privileged).map(i64::from).into()), "1 if the container is privileged, 0 if it is not"),
    row("container_mounts", List, Trace(|m| m.container.as_ref().map_or(Value::None, derive::mounts)), "destinations of the container's mounts"),
    row("hostname", Text, Trace(|m| m.host.hostname.as_str().into()), "name of the recording machine"),
    // What only rules of others ask for.
    row("fd_name", Text, RowText(descriptor::name), "path of what is opened, or of what the descriptor stands for; of a connection both ends, the client first"),
    row("fd_directory", Text, Of("fd_name", derive::directory), "`fd_name` without its last part"),
    row("fd_filename", Text, Of("fd_name", derive::base_name), "last part of `fd_name`"),
    row("fd_number", Number, Source::Row(descriptor::number), "number of the descriptor; -1 if it was to be opened and was not"),
    row("fd_type", Text, RowText(descriptor::kind), "type of the descriptor: file, directory, ipv4, ipv6, unix, pipe, event, eventpoll, ..."),
    row("fd_transport", Text, RowText(descriptor::transport), "tcp, udp, icmp, raw"),
    row("fd_connected", Number, Source::Row(descriptor::connected), "1 if the socket had a peer before the call, 0 if it had none"),
    row("fd_addressed", Number, Source::Row(descriptor::addressed), "1 if the call names the peer of a socket that has none"),
    row("is_open_exec", Number, Source::Row(descriptor::opens_executable), "1 if the call would make a file that may be executed"),
    row("exe_memfd", Number, Source::Row(descriptor::executes_memory), "1 if the call executes a file in memory, or one that is reached through a descriptor"),
    row("command", Text, Process(|_, run| descriptor::command(run).into()), "name of the process, and its arguments without the first"),
    row("parent_command", Text, Process(|facts, run| facts.ancestor(run, 1).and_then(descriptor::command).into()), "the same of the parent"),
    row("parent_argv0", Text, Process(descriptor::called::<1>), "first argument of the parent"),
    row("ancestor2_argv0", Text, Process(descriptor::called::<2>), "first argument of the parent's parent"),
    row("ancestor2_exe", Text, Process(|facts, run| facts.ancestor(run, 2).and_then(|run| run.exe.clone()).into()), "program of the parent's parent"),
    row("ancestor6_name", Text, Process(|facts, run| facts.ancestor(run, 6).and_then(|run| run.comm.clone()).into()), "name of the sixth ancestor"),
    row("ancestor7_name", Text, Process(|facts, run| facts.ancestor(run, 7).and_then(|run| run.comm.clone()).into()), "name of the seventh ancestor"),
    row("argv1", Text, Process(descriptor::argument::<1>), "second argument"),
    row("argv2", Text, Process(descriptor::argument::<2>), "third argument"),
    row("argv3", Text, Process(descriptor::argument::<3>), "and so on"),
    row("argv4", Text, Process(descriptor::argument::<4>), "and so on"),
    row("argv5", Text, Process(descriptor::argument::<5>), "and so on"),
    row("argv6", Text, Process(descriptor::argument::<6>), "and so on"),
    row("argv7", Text, Process(descriptor::argument::<7>), "and so on"),
    row("argv8", Text, Process(descriptor::argument::<8>), "and so on"),
    row("argv9", Text, Process(descriptor::argument::<9>), "and so on"),
    row("process_age", Number, Source::Since(|run| run.began), "ns from the beginning of the process to the row; of processes that ran before the recording it is not known"),
    row("exe_written", Number, Process(|_, run| run.written.map(i64::from).into()), "1 if the program was made or changed in the container while it was recorded, 0 if not; links are not followed"),
    row("k8s_namespace", Text, Trace(|m| descriptor::label(m, "io.kubernetes.pod.namespace")), "namespace of the pod, from the container's labels"),
    row("k8s_pod", Text, Trace(|m| descriptor::label(m, "io.kubernetes.pod.name")), "name of the pod, from the container's labels"),
    row("container_short_id", Text, Trace(descriptor::short_id), "first twelve digits of the container's id; host if it is none"),
    row("container_repository", Text, Trace(descriptor::repository), "image without tag and digest"),
    row("container_tag", Text, Trace(descriptor::tag), "tag of the image"),
    row("container_mount_sources", List, Trace(|m| m.container.as_ref().map_or(Value::None, descriptor::mount_sources)), "sources of the container's mounts"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use schema::{kind::Kind, syscalls};

    #[test]
    fn names_are_unique_and_documented() {
        for (at, row) in FIELDS.iter().enumerate() {
            assert!(!row.about.is_empty() && FIELDS[..at].iter().all(|other| other.name != row.name), "{}", row.name);
            assert_eq!(Field::named(row.name), Some(Field(at as u16)));
            if let Of(other, _) = row.source {
                assert!(Field::named(other).is_some_and(|other| other.row().ty == Text), "{}", row.name);
            }
        }
        assert_eq!((Field::named("nothing"), Field::nearest("exe_nme")), (None, Some("exe_name")));
    }

    #[test]
    fn arguments_are_what_the_table_of_calls_says() {
        for row in FIELDS {
            let Argument(places) = row.source else { continue };
            for (call, place) in places {
                let found: Vec<_> = syscalls::all().filter(|row| row.name == *call).collect();
                assert!(!found.is_empty(), "{}: {call}", row.name);
                for found in found {
                    // The old mmap of i386 has its arguments in memory.
                    if found.args.len() == 1 && *call == "mmap" {
                        continue;
                    }
                    let (Register(at) | Word(at) | Str(at)) = place;
                    let kind = found.args[usize::from(*at)].kind;
                    match place {
                        Register(_) => assert!(!matches!(kind, Kind::Addr | Kind::Path | Kind::Str), "{call}"),
                        Word(_) => assert!(matches!(kind, Kind::Struct(..)), "{call}"),
                        Str(_) => assert!(matches!(kind, Kind::Str), "{call}"),
                    }
                }
            }
        }
    }
}
