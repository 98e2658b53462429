//! What Falco's fields are in our rows: one table. A field without a row here is not known of a trace.
//!
//! Source: Falco's documentation ("Supported fields"); what it calls an event is a call that has returned.

/// What a field of Falco is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// The same as this field of ours.
    Same(&'static str),
    /// One of these fields of ours.
    Any(&'static [&'static str]),
    /// True or false: ours is 1 or 0.
    Truth(&'static str),
    /// The same, the other way round.
    Untruth(&'static str),
    /// Bits of ours under their names, joined by `|`; of whichever of these fields has the name.
    Bits(&'static [&'static str]),
    /// Numbers of ours under their names; of whichever of these fields has the name.
    Values(&'static [&'static str]),
    /// Capabilities under their names.
    Capabilities(&'static str),
    /// An address or a port of the client or the server of a connection: ours of the peer, ours of this side.
    End { server: bool, peer: &'static str, own: &'static str },
    /// A network that one of these addresses lies in.
    Network(&'static [&'static str]),
    /// The same, of the client or the server.
    NetworkOf { server: bool },
    /// Always this text.
    Fixed(&'static str),
    /// `SUCCESS`, or the name of the error.
    Result,
    /// The name of a user: of all users only root's is known.
    User { number: &'static str },
    /// The one letter that stands for a type of descriptor.
    TypeLetter,
    /// `ip` or `unix`.
    Family,
    /// A terminal's number; whether there is one is known.
    Terminal,
    /// A mount, named by its source in brackets.
    Mount,
}

/// A field.
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub means: Means,
    /// What is not the same, if something is not.
    pub but: Option<&'static str>,
}

use Means::{
    Any, Bits, Capabilities, End, Family, Fixed, Mount, Network, NetworkOf, Result as Res, Same, Terminal, Truth,
    TypeLetter, Untruth, User, Values,
};

const fn known(name: &'static str, means: Means) -> Known {
    Known { name, means, but: None }
}

const fn nearly(name: &'static str, means: Means, but: &'static str) -> Known {
    Known { name, means, but: Some(but) }
}

const fn end(server: bool, peer: &'static str, own: &'static str) -> Means {
    End { server, peer, own }
}

/// Every field that can be answered. Those with an argument in brackets stand here with it, or without it if any is taken.
#[rustfmt::skip]
pub const FIELDS: &[Known] = &[
    known("evt.type", Same("name")),
    known("syscall.type", Same("name")),
    known("evt.dir", Fixed("<")),
    known("evt.num", Fixed("1")),
    known("evt.source", Fixed("syscall")),
    known("evt.res", Res),
    known("evt.rawres", Same("ret")),
    known("evt.failed", Untruth("succeeded")),
    known("evt.is_open_read", Truth("is_open_read")),
    known("evt.is_open_write", Truth("is_open_write")),
    known("evt.is_open_create", Truth("is_open_create")),
    known("evt.is_open_exec", Truth("is_open_exec")),
    known("evt.hostname", Same("hostname")),
    known("evt.arg.path", Same("file")),
    known("evt.arg.pathname", Same("file")),
    known("evt.arg.filename", Same("file")),
    known("evt.arg.name", Any(&["file", "string"])),
    known("evt.arg.oldpath", Same("file")),
    known("evt.arg.newpath", Same("file2")),
    // The text of a symbolic link is the first path of the call; its own place the second.
    known("evt.arg.target", Same("path")),
    known("evt.arg.linkpath", Same("file2")),
    known("evt.arg.linkdirfd", Same("fd")),
    known("evt.arg.fd", Same("fd")),
    known("evt.arg.res", Same("ret")),
    known("evt.arg.mode", Bits(&["mode"])),
    known("evt.arg.flags", Bits(&["open_flags", "clone_flags", "memfd_flags", "mount_flags", "map_flags"])),
    known("evt.arg.prot", Bits(&["protection"])),
    known("evt.arg.domain", Values(&["socket_domain"])),
    known("evt.arg.type", Same("socket_type")),
    known("evt.arg.proto", Same("socket_protocol")),
    known("evt.arg.request", Values(&["ptrace_request", "ioctl_request"])),
    known("evt.arg.cmd", Values(&["bpf_command", "fcntl_command"])),
    known("evt.arg.option", Values(&["prctl_option"])),
    known("evt.arg.uid", User { number: "new_uid" }),
    known("evt.arg.sig", Same("signal")),
    known("evt.arg.pid", Same("target_pid")),
    known("fd.name", Same("fd_name")),
    known("fd.nameraw", Same("path")),
    known("fd.directory", Same("fd_directory")),
    known("fd.filename", Same("fd_filename")),
    known("fd.num", Same("fd_number")),
    known("fd.type", Same("fd_type")),
    known("fd.typechar", TypeLetter),
    known("fd.sockfamily", Family),
    known("fd.l4proto", Same("fd_transport")),
    known("fd.connected", Truth("fd_connected")),
    known("fd.name_changed", Truth("fd_addressed")),
    known("fd.ip", Any(&["peer_ip", "local_ip"])),
    known("fd.rip", Same("peer_ip")),
    known("fd.lip", Same("local_ip")),
    known("fd.cip", end(false, "peer_ip", "local_ip")),
    known("fd.sip", end(true, "peer_ip", "local_ip")),
    known("fd.port", Any(&["peer_port", "local_port"])),
    known("fd.rport", Same("peer_port")),
    known("fd.lport", Same("local_port")),
    known("fd.cport", end(false, "peer_port", "local_port")),
    known("fd.sport", end(true, "peer_port", "local_port")),
    known("fd.net", Network(&["peer_ip", "local_ip"])),
    known("fd.rnet", Network(&["peer_ip"])),
    known("fd.lnet", Network(&["local_ip"])),
    known("fd.cnet", NetworkOf { server: false }),
    known("fd.snet", NetworkOf { server: true }),
    known("proc.name", Same("process")),
    known("proc.exe", Same("argv0")),
    known("proc.exepath", Same("exe")),
    known("proc.cmdline", Same("command")),
    known("proc.args", Same("arguments")),
    known("proc.env", Same("env")),
    known("proc.cwd", Same("cwd")),
    known("proc.tty", Terminal),
    known("proc.pid", Same("pid")),
    known("proc.vpid", Same("ns_pid")),
    known("proc.pname", Same("parent_name")),
    known("proc.pexe", Same("parent_argv0")),
    known("proc.pexepath", Same("parent_exe")),
    known("proc.pcmdline", Same("parent_command")),
    known("proc.aname[0]", Same("process")),
    known("proc.aname[1]", Same("parent_name")),
    known("proc.aname[2]", Same("ancestor2_name")),
    known("proc.aname[3]", Same("ancestor3_name")),
    known("proc.aname[4]", Same("ancestor4_name")),
    known("proc.aname[5]", Same("ancestor5_name")),
    known("proc.aname[6]", Same("ancestor6_name")),
    known("proc.aname[7]", Same("ancestor7_name")),
    known("proc.aname", Same("ancestor_names")),
    known("proc.aexe[1]", Same("parent_argv0")),
    known("proc.aexe[2]", Same("ancestor2_argv0")),
    known("proc.aexepath[1]", Same("parent_exe")),
    known("proc.aexepath[2]", Same("ancestor2_exe")),
    known("proc.aexepath", Same("ancestor_exes")),
    known("proc.duration", Same("process_age")),
    known("proc.is_exe_upper_layer", Truth("exe_written")),
    known("proc.is_exe_from_memfd", Truth("exe_memfd")),
    known("proc.sname", Same("process")),
    known("thread.tid", Same("tid")),
    known("thread.vtid", Same("ns_pid")),
    known("thread.cap_effective", Capabilities("capabilities")),
    nearly("thread.cap_permitted", Capabilities("capabilities"), "the effective capabilities are looked at"),
    known("user.uid", Same("uid")),
    known("user.name", User { number: "uid" }),
    known("group.gid", Same("gid")),
    known("group.name", User { number: "gid" }),
    known("k8s.ns.name", Same("k8s_namespace")),
    known("k8s.pod.name", Same("k8s_pod")),
    known("container.id", Same("container_short_id")),
    known("container.full_id", Same("container_id")),
    known("container.name", Same("container_name")),
    known("container.type", Same("container_engine")),
    known("container.image", Same("container_image")),
    known("container.image.repository", Same("container_repository")),
    known("container.image.tag", Same("container_tag")),
    known("container.privileged", Truth("container_privileged")),
    known("container.mount.dest", Mount),
];

/// Types of descriptors, as `fd.type` and `fd.typechar` have them.
pub const TYPES: &[(&str, &str)] = &[
    ("file", "f"),
    ("directory", "d"),
    ("ipv4", "4"),
    ("ipv6", "6"),
    ("unix", "u"),
    ("pipe", "p"),
    ("event", "e"),
    ("signalfd", "s"),
    ("eventpoll", "l"),
    ("inotify", "i"),
    ("timerfd", "t"),
    ("bpf", "b"),
    ("userfaultfd", "u"),
    ("io_uring", "r"),
    ("memfd", "m"),
    ("pidfd", "P"),
    ("netlink", "n"),
];

/// Bits of a file's mode (`include/uapi/linux/stat.h`).
pub const MODES: &[(i64, &str)] = &[
    (0o4000, "S_ISUID"),
    (0o2000, "S_ISGID"),
    (0o1000, "S_ISVTX"),
    (0o400, "S_IRUSR"),
    (0o200, "S_IWUSR"),
    (0o100, "S_IXUSR"),
    (0o040, "S_IRGRP"),
    (0o020, "S_IWGRP"),
    (0o010, "S_IXGRP"),
    (0o004, "S_IROTH"),
    (0o002, "S_IWOTH"),
    (0o001, "S_IXOTH"),
];

/// What Falco writes where it knows nothing.
pub const NOTHING: &[&str] = &["<NA>", "N/A", ""];

/// What a field of Falco is; `None` if a trace does not tell.
pub fn of(name: &str, arg: Option<&str>) -> Option<&'static Known> {
    // evt.arg[name] is another way to write evt.arg.name.
    let name = match arg {
        Some(arg) if name == "evt.arg" || name == "evt.rawarg" => format!("evt.arg.{arg}"),
        Some(arg) if name != "container.mount.dest" => format!("{name}[{arg}]"),
        _ => match name.strip_prefix("evt.rawarg.") {
            Some(argument) => format!("evt.arg.{argument}"),
            None => name.to_owned(),
        },
    };
    FIELDS.iter().find(|known| known.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fields::Field;

    #[test]
    fn every_field_of_ours_is_one() {
        for (i, known) in FIELDS.iter().enumerate() {
            assert!(FIELDS[..i].iter().all(|other| other.name != known.name), "{}", known.name);
            let ours: Vec<&str> = match known.means {
                Same(one) | Truth(one) | Untruth(one) | Capabilities(one) | User { number: one } => vec![one],
                Any(all) | Bits(all) | Values(all) | Network(all) => all.to_vec(),
                End { peer, own, .. } => vec![peer, own],
                NetworkOf { .. } => vec!["peer_ip", "local_ip"],
                Fixed(_) | Res | TypeLetter | Family | Terminal | Mount => Vec::new(),
            };
            for name in ours {
                assert!(Field::named(name).is_some(), "{}: {name}", known.name);
            }
        }
        assert!(of("proc.aname", Some("2")).is_some() && of("evt.arg", Some("flags")).is_some());
        assert!(of("proc.aname", Some("x")).is_none() && of("k8s.rc.name", None).is_none());
    }
}
