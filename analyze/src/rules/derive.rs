//! How the values of fields that are no column are made.

use super::{
    rows::{ERRNO, FD_PATH, PATH, PATH_ABS, PATH2, PATH2_ABS, PEER, Rows},
    value::Value,
};
use hashbrown::HashMap;
use schema::{
    effects::Effect,
    kind::{Kind, Ret, Syscall},
    manifest::Container,
    roles::{self, Role},
    sockets::{self, Ends},
    syscalls, things,
};
use std::{borrow::Cow, net::IpAddr, sync::LazyLock};

type Text<'a> = Option<Cow<'a, str>>;

fn text(rows: &Rows, column: usize, row: usize) -> Option<&str> {
    rows.text(column, row).filter(|text| !text.is_empty())
}

/// `path_abs`, else `path`, else `fd_path`.
pub fn file(rows: &Rows, row: usize) -> Text<'_> {
    // An empty path means the descriptor (AT_EMPTY_PATH).
    let path = || text(rows, PATH, row).and_then(|path| text(rows, PATH_ABS, row).or(Some(path)));
    path().or_else(|| text(rows, FD_PATH, row)).map(Cow::Borrowed)
}

/// `path2_abs`, else `path2`.
pub fn file2(rows: &Rows, row: usize) -> Text<'_> {
    text(rows, PATH2_ABS, row).or_else(|| text(rows, PATH2, row)).map(Cow::Borrowed)
}

/// Whether a call with this role opens a file by its path.
pub fn is_open(role: Role) -> bool {
    matches!(role, Role::Open(_) | Role::OpenHow | Role::Create)
}

/// Whether a call with this role may make or change a file by its path.
pub fn is_written(role: Role) -> bool {
    is_open(role) || matches!(role, Role::Truncate | Role::Make | Role::Link | Role::Rename)
}

fn done(rows: &Rows, row: usize) -> Option<Role> {
    let role = role(rows.name(row))?;
    (succeeded(rows, row) == Some(1)).then_some(role)
}

/// What it opened.
pub fn opened(rows: &Rows, row: usize) -> Text<'_> {
    done(rows, row).filter(|role| is_open(*role)).and_then(|_| file(rows, row))
}

/// What it made or changed.
pub fn written(rows: &Rows, row: usize) -> Text<'_> {
    match done(rows, row)? {
        Role::Open(_) | Role::OpenHow if opens_write(rows, row) != Some(1) => None,
        Role::Link | Role::Rename => file2(rows, row),
        role if is_written(role) => file(rows, row),
        _ => None,
    }
}

/// What it took away.
pub fn removed(rows: &Rows, row: usize) -> Text<'_> {
    done(rows, row).filter(|role| matches!(role, Role::Remove | Role::Rename)).and_then(|_| file(rows, row))
}

/// What it executed.
pub fn executed(rows: &Rows, row: usize) -> Text<'_> {
    done(rows, row).filter(|role| *role == Role::Execute).and_then(|_| file(rows, row))
}

/// What a rename added to a name.
pub fn renamed_suffix(rows: &Rows, row: usize) -> Text<'_> {
    done(rows, row).filter(|role| *role == Role::Rename)?;
    let (from, to) = (file(rows, row)?, file2(rows, row)?);
    to.strip_prefix(from.as_ref())
        .filter(|suffix| !suffix.is_empty() && !suffix.contains('/'))
        .map(|suffix| Cow::Owned(suffix.to_owned()))
}

/// Last part of a path.
pub fn base_name(path: &str) -> Value {
    match path.trim_end_matches('/').rsplit('/').next() {
        Some(name) if !name.is_empty() => name.into(),
        _ => path.into(),
    }
}

/// A path without its last part.
pub fn directory(path: &str) -> Value {
    match path.trim_end_matches('/').rsplit_once('/') {
        Some(("", _)) => "/".into(),
        Some((directory, _)) => directory.into(),
        None => Value::None,
    }
}

/// Kind of thing.
pub fn kind(fd_path: &str) -> Value {
    things::of(fd_path).map_or(Value::None, |thing| thing.name.into())
}

/// What the table of calls says of the arguments of a call, whatever the ABI.
struct Shape {
    fd: Option<u8>,
    makes: bool,
}

static SHAPES: LazyLock<HashMap<&str, Shape>> = LazyLock::new(|| {
    let shape = |row: &'static Syscall| {
        let fd = row.args.iter().position(|arg| matches!(arg.kind, Kind::Fd)).map(|at| at as u8);
        (row.name, Shape { fd, makes: matches!(row.ret, Ret::Fd) })
    };
    syscalls::all().map(shape).collect()
});

/// [`roles::of`] and [`schema::effects::of`], for millions of rows.
static ROLES: LazyLock<HashMap<&str, Role>> = LazyLock::new(|| roles::ROLES.iter().copied().collect());
static EFFECTS: LazyLock<HashMap<&str, Effect>> = LazyLock::new(|| schema::effects::EFFECTS.iter().copied().collect());

fn role(name: &str) -> Option<Role> {
    ROLES.get(name).copied()
}

fn effect(name: &str) -> Option<Effect> {
    EFFECTS.get(name).copied()
}

/// Number of the first descriptor argument, or of that which the call made.
pub fn fd(rows: &Rows, row: usize) -> Option<i64> {
    let shape = SHAPES.get(rows.name(row))?;
    match shape.fd {
        Some(at) => rows.arg(at, row).map(|fd| i64::from(fd as i32)),
        None => new_fd(rows, row),
    }
}

/// Number of the descriptor that the call made.
pub fn new_fd(rows: &Rows, row: usize) -> Option<i64> {
    let makes = || match (rows.name(row), effect(rows.name(row))) {
        // fcntl makes one only if it is told so.
        (_, Some(Effect::Fcntl)) => {
            let command = rows.arg(1, row).unwrap_or(-1) as u64;
            command == schema::effects::F_DUPFD || command == schema::effects::F_DUPFD_CLOEXEC
        }
        (name, _) => SHAPES.get(name).is_some_and(|shape| shape.makes),
    };
    rows.ret[row].filter(|fd| rows.is_call(row) && *fd >= 0 && makes())
}

/// Value returned.
pub fn ret(rows: &Rows, row: usize) -> Option<i64> {
    rows.ret[row]
}

/// Whether it returned without an error.
pub fn succeeded(rows: &Rows, row: usize) -> Option<i64> {
    rows.ret[row].map(|_| i64::from(rows.text(ERRNO, row).is_none()))
}

/// Bits of the row.
pub fn flags(rows: &Rows, row: usize) -> Option<i64> {
    Some(rows.bits[row].into())
}

/// The flags with which a call opens, as far as they say reading, writing, making.
fn open_bits(rows: &Rows, row: usize) -> Option<u64> {
    match role(rows.name(row))? {
        Role::Open(at) => rows.arg(at, row).map(|flags| flags as u64),
        Role::OpenHow => word(rows, row, 2).map(|flags| flags as u64),
        Role::Create => Some(roles::O_WRONLY | roles::O_CREAT | roles::O_TRUNC),
        _ => None,
    }
}

/// Whether it may read what it opens.
pub fn opens_read(rows: &Rows, row: usize) -> Option<i64> {
    open_bits(rows, row).map(|flags| i64::from(flags & roles::O_ACCMODE != roles::O_WRONLY))
}

/// Whether it may write what it opens.
pub fn opens_write(rows: &Rows, row: usize) -> Option<i64> {
    open_bits(rows, row).map(|flags| i64::from(matches!(flags & roles::O_ACCMODE, roles::O_WRONLY | roles::O_RDWR)))
}

/// Whether it would make what it opens.
pub fn opens_create(rows: &Rows, row: usize) -> Option<i64> {
    open_bits(rows, row).map(|flags| i64::from(flags & roles::O_CREAT != 0))
}

/// The first eight bytes of what an argument led to.
pub fn word(rows: &Rows, row: usize, arg: u8) -> Option<i64> {
    let bytes = memory(rows, row, arg)?;
    Some(i64::from_le_bytes(bytes.get(..8)?.try_into().ok()?))
}

/// The string that an argument led to.
pub fn string(rows: &Rows, row: usize, arg: u8) -> Option<String> {
    let bytes = memory(rows, row, arg)?;
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    Some(schema::text::escape(&bytes[..end]).to_string())
}

fn memory(rows: &Rows, row: usize, arg: u8) -> Option<&[u8]> {
    let captured = rows.aside.captured.get(&(rows.tid[row], rows.ts[row]))?;
    captured.iter().find(|(at, _)| *at == arg).map(|(_, bytes)| bytes.as_slice())
}

/// Type of a socket without its flags.
pub fn socket_type(rows: &Rows, row: usize) -> Option<i64> {
    let is = matches!(effect(rows.name(row)), Some(Effect::Socket | Effect::SocketPair));
    rows.arg(1, row).filter(|_| is).map(|kind| kind & i64::from(sockets::TYPE_MASK))
}

/// Whether the process that a call is about is the caller.
pub fn targets_self(rows: &Rows, row: usize) -> Option<i64> {
    let super::fields::Source::Argument(places) = super::fields::Field::named("target_pid")?.row().source else {
        return None;
    };
    let (_, place) = places.iter().find(|(call, _)| *call == rows.name(row))?;
    let super::fields::Place::Register(at) = place else { return None };
    let target = i64::from(rows.arg(*at, row)? as i32);
    // Inside a container the caller numbers itself otherwise; 0 often stands for oneself.
    Some(i64::from(target == 0 || target == i64::from(rows.tgid[row]) || target == i64::from(rows.ns_tgid[row])))
}

fn ends(rows: &Rows, row: usize) -> Option<Ends<'_>> {
    let fd_path = rows.text(FD_PATH, row)?;
    sockets::ends(fd_path).filter(|_| things::of(fd_path) == Some(things::SOCKET))
}

/// Whether the address in the call is its own.
fn own_address(rows: &Rows, row: usize) -> bool {
    matches!(effect(rows.name(row)), Some(Effect::Local))
}

/// Protocol of the socket.
pub fn protocol(rows: &Rows, row: usize) -> Text<'_> {
    if let Some(Effect::Socket | Effect::SocketPair) = effect(rows.name(row)) {
        let number = |at| rows.arg(at, row).map(|n| n as u32);
        return Some(sockets::name(number(0)?, number(1)? & sockets::TYPE_MASK, number(2)?));
    }
    ends(rows, row).map(|ends| ends.protocol.into())
}

/// Direction of the connection.
pub fn direction(rows: &Rows, row: usize) -> Text<'_> {
    let name = rows.name(row);
    if name == sockets::LISTEN {
        return Some("listen".into());
    }
    if let Some(Effect::Accept(_)) = effect(name) {
        return Some("in".into());
    }
    if name == sockets::CONNECT {
        return Some("out".into());
    }
    let remote = ends(rows, row)?.remote?;
    Some(if rows.aside.accepted.contains(remote) { "in" } else { "out" }.into())
}

/// Address and port of a socket address of the internet; a unix socket has neither.
pub fn parts(address: &str) -> Option<(&str, Option<i64>)> {
    if address.starts_with("unix:") || address.starts_with('/') || address.starts_with('@') {
        return None;
    }
    match address.strip_prefix('[') {
        Some(v6) => {
            let (ip, port) = v6.split_once(']')?;
            Some((ip, port.strip_prefix(':').and_then(|port| port.parse().ok())))
        }
        None => {
            let (ip, port) = address.rsplit_once(':')?;
            ip.parse::<IpAddr>().ok()?;
            Some((ip, port.parse().ok()))
        }
    }
}

fn peer(rows: &Rows, row: usize) -> Option<&str> {
    if own_address(rows, row) {
        return None;
    }
    text(rows, PEER, row).or_else(|| ends(rows, row).and_then(|ends| ends.remote))
}

fn own(rows: &Rows, row: usize) -> Option<&str> {
    if own_address(rows, row) {
        return text(rows, PEER, row);
    }
    ends(rows, row).map(|ends| ends.local).filter(|local| !local.is_empty())
}

/// Address of the peer.
pub fn peer_ip(rows: &Rows, row: usize) -> Text<'_> {
    peer(rows, row).and_then(parts).map(|(ip, _)| ip.into())
}

/// Port of the peer.
pub fn peer_port(rows: &Rows, row: usize) -> Option<i64> {
    peer(rows, row).and_then(parts).and_then(|(_, port)| port)
}

/// Own address.
pub fn local_ip(rows: &Rows, row: usize) -> Text<'_> {
    own(rows, row).and_then(parts).map(|(ip, _)| ip.into())
}

/// Own port.
pub fn local_port(rows: &Rows, row: usize) -> Option<i64> {
    own(rows, row).and_then(parts).and_then(|(_, port)| port)
}

/// Where the peer's address lies.
pub fn peer_class(rows: &Rows, row: usize) -> Text<'_> {
    let ip: IpAddr = parts(peer(rows, row)?)?.0.parse().ok()?;
    let ip = ip.to_canonical();
    let (private, local) = match ip {
        // RFC 1918, RFC 6598, RFC 3927.
        IpAddr::V4(ip) => {
            let shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64;
            (ip.is_private() || shared, ip.is_link_local() || ip.is_broadcast())
        }
        // RFC 4193, RFC 4291.
        IpAddr::V6(ip) => (ip.is_unique_local(), ip.is_unicast_link_local()),
    };
    Some(
        match () {
            () if ip.is_loopback() => "loopback",
            () if ip.is_unspecified() => "unspecified",
            () if ip.is_multicast() => "multicast",
            () if private => "private",
            () if local => "link-local",
            () => "public",
        }
        .into(),
    )
}

/// Destinations of a container's mounts, by the name that the engine gives them.
pub fn mounts(container: &Container) -> Value {
    let named = |mount: &std::collections::BTreeMap<String, serde_json::Value>| {
        let (_, to) = mount.iter().find(|(key, _)| key.eq_ignore_ascii_case("destination"))?;
        to.as_str().map(str::to_owned)
    };
    Value::List(container.mounts.iter().filter_map(named).collect())
}
