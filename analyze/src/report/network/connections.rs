//! Connections and listening sockets, put together from groups of calls.
//!
//! An outgoing connection is known by its process and its peer: its own port is mostly chosen by the kernel, and no call tells it.
//! So several connections of a process to one peer are one row, with the number of attempts.

use super::read::Calls;
use crate::{document::Value, time};
use schema::{
    effects::{self, Effect},
    manifest::Manifest,
    roles::{self, Role},
    sockets::{self, Ends},
    things,
};
use std::collections::{BTreeMap, BTreeSet};

/// What identifies a connection: process, protocol, own address if it was accepted, peer.
type Key = (u64, String, String, String);

/// Which side began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    In,
    Out,
    /// It was there before the recording, or came from another process.
    Unknown,
}

/// A connection, or what was exchanged with a peer without one.
struct Connection {
    direction: Direction,
    comm: String,
    local: String,
    attempts: u64,
    failed: u64,
    errors: BTreeSet<String>,
    sent: u64,
    received: u64,
    first: i64,
    last: i64,
}

/// A listening socket.
struct Listener {
    comm: String,
    backlog: u64,
    accepted: u64,
    since: i64,
}

/// Everything about sockets.
#[derive(Default)]
pub(super) struct Sockets {
    connections: BTreeMap<Key, Connection>,
    listeners: BTreeMap<(u64, String, String), Listener>,
    /// Protocol, own address and peer of connections that were accepted, by whichever process.
    accepted: BTreeSet<(String, String, String)>,
}

/// What a call has to do with a connection.
enum Part {
    Listen,
    Accept,
    Connect,
    Send,
    Receive,
    Other,
}

fn part(name: &str) -> Part {
    if sockets::LISTEN == name {
        return Part::Listen;
    }
    match (effects::of(name), roles::of(name)) {
        (Some(Effect::Accept(_)), _) => Part::Accept,
        (Some(Effect::Remote), _) if name == sockets::CONNECT => Part::Connect,
        // Of splice and the like the socket may be either end; the first descriptor is what is known.
        (_, Some(Role::Read | Role::Move)) => Part::Receive,
        (_, Some(Role::Write | Role::Fill)) => Part::Send,
        _ => Part::Other,
    }
}

impl Sockets {
    /// Puts calls together, which are in the order of time.
    pub(super) fn of(calls: Vec<Calls>) -> Sockets {
        let mut all = Sockets::default();
        // Who was accepted is known before anything else is: another process may go on with it.
        for call in calls.iter().filter(|call| matches!(part(&call.name), Part::Accept) && call.errno.is_none()) {
            if let Some((ends, peer)) = ends(call).zip(call.peer.as_ref()) {
                all.accepted.insert((ends.protocol.to_owned(), ends.local.to_owned(), peer.clone()));
            }
        }
        calls.iter().for_each(|call| all.add(call));
        all
    }

    fn add(&mut self, call: &Calls) {
        let Some(ends) = ends(call) else { return };
        let protocol = ends.protocol.to_owned();
        let part = part(&call.name);
        // Of calls that bring no data the address may be the socket's own (bind).
        let addressed = matches!(part, Part::Accept | Part::Connect | Part::Send | Part::Receive);
        let remote = ends.remote.map(str::to_owned).or_else(|| call.peer.clone().filter(|_| addressed));
        match part {
            Part::Listen if call.errno.is_none() => {
                let key = (call.tgid, protocol, ends.local.to_owned());
                let new = Listener { comm: call.comm.clone(), backlog: 0, accepted: 0, since: call.first };
                let listener = self.listeners.entry(key).or_insert(new);
                listener.backlog = listener.backlog.max(call.second);
            }
            Part::Listen => {}
            Part::Accept => {
                // Nobody was there yet, or nobody is known.
                let (None, Some(peer)) = (&call.errno, &call.peer) else { return };
                let listener =
                    self.listeners.iter_mut().find(|((_, p, local), _)| *p == protocol && local == ends.local);
                if let Some((_, listener)) = listener {
                    listener.accepted += call.calls;
                }
                let connection = self.connection(call, protocol, ends.local, peer.clone());
                connection.attempts += call.calls;
                // It begins when the call ends: what came before was waiting.
                connection.first = connection.first.max(call.first);
            }
            Part::Connect => {
                let Some(peer) = remote else { return };
                let connection = self.connection(call, protocol, ends.local, peer);
                connection.direction = Direction::Out;
                connection.attempts += call.calls;
                if let Some(errno) = &call.errno {
                    connection.errors.insert(errno.clone());
                    connection.failed += if sockets::UNDER_WAY.contains(&errno.as_str()) { 0 } else { call.calls };
                }
            }
            part => {
                let Some(peer) = remote else { return };
                let pair = ends.local.starts_with("pair ");
                let connection = self.connection(call, protocol, ends.local, if pair { String::new() } else { peer });
                match (part, call.errno.is_none()) {
                    (Part::Send, true) => connection.sent += call.bytes,
                    (Part::Receive, true) => connection.received += call.bytes,
                    _ => {}
                }
                if ends.remote.is_none() && connection.attempts == 0 {
                    // Datagrams without a connection.
                    connection.errors.extend(call.errno.iter().filter(|errno| *errno != "EAGAIN").cloned());
                }
            }
        }
    }

    /// The connection that a call is about.
    fn connection(&mut self, call: &Calls, protocol: String, local: &str, peer: String) -> &mut Connection {
        let accepted = self.accepted.contains(&(protocol.clone(), local.to_owned(), peer.clone()));
        let key = (call.tgid, protocol, if accepted { local.to_owned() } else { String::new() }, peer);
        let direction = match (accepted, part(&call.name)) {
            (true, _) => Direction::In,
            (false, Part::Send)
                if call.fd_path.as_deref().and_then(sockets::ends).is_some_and(|e| e.remote.is_none()) =>
            {
                Direction::Out
            }
            _ => Direction::Unknown,
        };
        let connection = self.connections.entry(key).or_insert_with(|| Connection {
            direction,
            comm: call.comm.clone(),
            local: String::new(),
            attempts: 0,
            failed: 0,
            errors: BTreeSet::new(),
            sent: 0,
            received: 0,
            first: call.first,
            last: call.last,
        });
        if connection.local.is_empty() {
            connection.local = local.to_owned();
        }
        connection.first = connection.first.min(call.first);
        connection.last = connection.last.max(call.last);
        connection
    }

    /// The rows of connections, by time.
    pub(super) fn connections(&self, manifest: &Manifest) -> Vec<Vec<Value>> {
        let mut all: Vec<(&Key, &Connection)> = self.connections.iter().collect();
        all.sort_by_key(|(key, connection)| (connection.first, *key));
        let row = |((tgid, protocol, _, peer), c): (&Key, &Connection)| {
            let text = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
            let errors = c.errors.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let done = c.attempts > c.failed || c.sent + c.received > 0;
            vec![
                match c.direction {
                    Direction::In => "in".into(),
                    Direction::Out => "out".into(),
                    Direction::Unknown => Value::Null,
                },
                protocol.clone().into(),
                format!("{}[{tgid}]", c.comm).into(),
                text(&c.local),
                text(peer),
                Value::Uint(c.attempts),
                Value::Uint(c.failed),
                match (done, errors.is_empty()) {
                    (true, true) => "ok".into(),
                    (true, false) => format!("ok; {errors}").into(),
                    (false, _) => text(&errors),
                },
                Value::Uint(c.sent),
                Value::Uint(c.received),
                time::utc(manifest, c.first).into(),
                Value::Uint(c.last.saturating_sub(c.first).max(0) as u64),
            ]
        };
        all.into_iter().map(row).collect()
    }

    /// The rows of listening sockets, by time.
    pub(super) fn listeners(&self, manifest: &Manifest) -> Vec<Vec<Value>> {
        let mut all: Vec<_> = self.listeners.iter().collect();
        all.sort_by_key(|(key, listener)| (listener.since, *key));
        let row = |((tgid, protocol, local), l): (&(u64, String, String), &Listener)| {
            vec![
                protocol.clone().into(),
                format!("{}[{tgid}]", l.comm).into(),
                if local.is_empty() { Value::Null } else { local.clone().into() },
                Value::Uint(l.backlog),
                Value::Uint(l.accepted),
                time::utc(manifest, l.since).into(),
            ]
        };
        all.into_iter().map(row).collect()
    }
}

/// The ends of the socket that a call was about; of a call whose socket has no name, nothing but that there is one.
fn ends(call: &Calls) -> Option<Ends<'_>> {
    match &call.fd_path {
        Some(fd_path) => sockets::ends(fd_path).filter(|_| things::of(fd_path) == Some(things::SOCKET)),
        None => call.peer.as_ref().map(|_| Ends { protocol: "?", local: "", remote: None }),
    }
}
