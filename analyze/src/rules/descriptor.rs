//! What other rule languages ask of descriptors, programs and containers: fields that only their rules use.

use super::{
    derive,
    facts::{Facts, Run},
    rows::{ARCH, FD_PATH, PATH, PEER, Rows},
    value::Value,
};
use schema::{
    flags,
    manifest::{Container, Manifest},
    roles::{self, Role},
    sockets, things,
};
use std::borrow::Cow;

type Text<'a> = Option<Cow<'a, str>>;

/// Whether the call opens what its path names.
fn opens(rows: &Rows, row: usize) -> bool {
    matches!(roles::of(rows.name(row)), Some(Role::Open(_) | Role::OpenHow | Role::Create))
}

/// The flags with which it opens; `creat` has none.
fn open_flags(rows: &Rows, row: usize) -> Option<i64> {
    match roles::of(rows.name(row))? {
        Role::Open(at) => rows.arg(at, row),
        Role::OpenHow => derive::word(rows, row, 2),
        _ => None,
    }
}

/// `file`, `directory`, `ipv4`, `ipv6`, `unix`, `pipe`, ...: type of what the descriptor stands for, or is to stand for.
pub fn kind(rows: &Rows, row: usize) -> Text<'_> {
    if opens(rows, row) {
        let set = if rows.text(ARCH, row) == Some("aarch64") { &flags::OPEN_AARCH64 } else { &flags::OPEN };
        let directory = set.names.iter().find(|(_, name)| *name == "O_DIRECTORY").map_or(0, |(bits, _)| *bits as i64);
        let is = open_flags(rows, row).is_some_and(|flags| flags & directory != 0);
        return Some(if is { "directory" } else { "file" }.into());
    }
    if let Some(protocol) = derive::protocol(rows, row) {
        return match &*protocol {
            unix if unix.starts_with("UNIX") => Some("unix".into()),
            "NETLINK" => Some("netlink".into()),
            v6 if v6.ends_with("v6") => Some("ipv6".into()),
            v4 if ["TCP", "UDP", "RAW", "PING", "SCTP", "MPTCP", "UDP-Lite"].contains(&v4) => Some("ipv4".into()),
            _ => None,
        };
    }
    let peer = rows.text(PEER, row).filter(|peer| !peer.is_empty());
    if let Some(peer) = peer {
        let kind = if peer.starts_with("unix:") {
            "unix"
        } else if peer.starts_with('[') {
            "ipv6"
        } else {
            "ipv4"
        };
        return Some(kind.into());
    }
    Some(
        match things::of(rows.text(FD_PATH, row)?)?.name {
            "tty" | "device" => "file",
            "eventfd" => "event",
            "epoll" => "eventpoll",
            "socket" => return None,
            other => other,
        }
        .into(),
    )
}

/// The name of the descriptor: the path of a file or of a unix socket, both ends of a connection, the client first.
pub fn name(rows: &Rows, row: usize) -> Text<'_> {
    if opens(rows, row) {
        return derive::file(rows, row);
    }
    let fd_path = rows.text(FD_PATH, row).filter(|path| !path.is_empty());
    let ends = fd_path.and_then(sockets::ends);
    let peer = rows.text(PEER, row).filter(|peer| !peer.is_empty()).or(ends.and_then(|ends| ends.remote));
    if let Some(unix) = peer.and_then(|peer| peer.strip_prefix("unix:")) {
        return Some(unix.into());
    }
    match (ends, peer) {
        (None, None) => fd_path.map(Cow::Borrowed),
        (Some(ends), None) => Some(ends.local.trim_start_matches("unix:").into()),
        (ends, Some(peer)) => {
            let local = ends.map(|ends| ends.local).unwrap_or_default();
            let accepted = matches!(derive::direction(rows, row).as_deref(), Some("in" | "listen"));
            let (client, server) = if accepted { (peer, local) } else { (local, peer) };
            Some(format!("{client}->{server}").into())
        }
    }
}

/// Number of the descriptor; -1 if it was to be opened and was not.
pub fn number(rows: &Rows, row: usize) -> Option<i64> {
    if opens(rows, row) { rows.ret[row].map(|ret| ret.max(-1)) } else { derive::fd(rows, row) }
}

/// `tcp`, `udp`, `icmp`, `raw`.
pub fn transport(rows: &Rows, row: usize) -> Text<'_> {
    let protocol = derive::protocol(rows, row)?;
    let known = [("TCP", "tcp"), ("UDP", "udp"), ("PING", "icmp"), ("RAW", "raw")];
    known.iter().find(|(begin, _)| protocol.starts_with(begin)).map(|(_, name)| (*name).into())
}

/// Whether the socket had a peer before the call.
pub fn connected(rows: &Rows, row: usize) -> Option<i64> {
    let ends = sockets::ends(rows.text(FD_PATH, row)?)?;
    Some(ends.remote.is_some().into())
}

/// Whether the call itself names the peer of a socket that has none.
pub fn addressed(rows: &Rows, row: usize) -> Option<i64> {
    let named = rows.text(PEER, row).is_some_and(|peer| !peer.is_empty());
    connected(rows, row).map(|connected| i64::from(named && connected == 0))
}

/// Whether the call opens a file, would make it, and as one that may be executed.
pub fn opens_executable(rows: &Rows, row: usize) -> Option<i64> {
    let mode = match rows.name(row) {
        "open" => 2,
        "openat" => 3,
        "creat" => 1,
        _ => return None,
    };
    let makes = derive::opens_create(rows, row)? == 1;
    Some(i64::from(makes && rows.arg(mode, row)? & 0o111 != 0))
}

/// Whether the call executes what lies in memory only, or is reached through a descriptor as such is.
pub fn executes_memory(rows: &Rows, row: usize) -> Option<i64> {
    if roles::of(rows.name(row)) != Some(Role::Execute) {
        return None;
    }
    let memory = |path: &str| {
        let by_number = path
            .strip_prefix("/proc/")
            .and_then(|rest| rest.split_once('/'))
            .is_some_and(|(_, rest)| rest.starts_with("fd/"));
        path.starts_with("/memfd:") || path.starts_with("/dev/fd/") || by_number
    };
    Some([FD_PATH, PATH].into_iter().filter_map(|column| rows.text(column, row)).any(memory).into())
}

/// Name of the process and its arguments.
pub fn command(run: &Run) -> Option<String> {
    match (run.comm.as_deref(), run.arguments()) {
        (Some(name), Some(arguments)) if !arguments.is_empty() => Some(format!("{name} {arguments}")),
        (name, _) => name.map(str::to_owned),
    }
}

/// Argument number `N` of the program.
pub fn argument<const N: usize>(_: &Facts, run: &Run) -> Value {
    run.argv.as_ref().and_then(|argv| argv.get(N).cloned()).into()
}

/// The first argument of an ancestor: what its program was called.
pub fn called<const N: usize>(facts: &Facts, run: &Run) -> Value {
    facts.ancestor(run, N).and_then(|run| run.argv.as_ref()?.first().cloned()).into()
}

/// The first digits of the container's id, or `host`.
pub fn short_id(manifest: &Manifest) -> Value {
    match &manifest.container {
        Some(container) => container.id.chars().take(12).collect::<String>().as_str().into(),
        None => "host".into(),
    }
}

/// A label of the container.
pub fn label(manifest: &Manifest, name: &str) -> Value {
    manifest.container.as_ref().and_then(|container| container.labels.get(name).cloned()).into()
}

/// An image's name without tag and digest, and its tag.
fn parts(image: &str) -> (&str, Option<&str>) {
    let name = image.split_once('@').map_or(image, |(name, _)| name);
    match name.rsplit_once(':') {
        // The port of a registry is no tag.
        Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
        _ => (name, None),
    }
}

/// Name of the image.
pub fn repository(manifest: &Manifest) -> Value {
    manifest.container.as_ref().map(|container| parts(&container.image).0.to_owned()).into()
}

/// Tag of the image.
pub fn tag(manifest: &Manifest) -> Value {
    manifest.container.as_ref().and_then(|container| parts(&container.image).1.map(str::to_owned)).into()
}

/// Sources of a container's mounts.
pub fn mount_sources(container: &Container) -> Value {
    let named = |mount: &std::collections::BTreeMap<String, serde_json::Value>| {
        let (_, from) = mount.iter().find(|(key, _)| key.eq_ignore_ascii_case("source"))?;
        from.as_str().map(str::to_owned)
    };
    Value::List(container.mounts.iter().filter_map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn images_have_a_name_and_a_tag() {
        assert_eq!(parts("docker.io/library/nginx:1.27"), ("docker.io/library/nginx", Some("1.27")));
        assert_eq!(parts("localhost:5000/x"), ("localhost:5000/x", None));
        assert_eq!(parts("a/b:1@sha256:00"), ("a/b", Some("1")));
    }
}
