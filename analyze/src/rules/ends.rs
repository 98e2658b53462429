//! The two ends of a connection, each with a name of its own in `fd_path`: what is written at one end is read at the other.
//!
//! An end may not know all addresses: a client seldom asks for its own, and a server listens at any. Ends belong together if nothing that
//! both know contradicts it.

use super::derive::parts;
use schema::sockets::{Ends, ends};
use std::{collections::HashMap, net::IpAddr};

/// Sockets by the ports and paths in their names.
#[derive(Default)]
pub struct Links<'a>(HashMap<&'a str, Vec<&'a str>>);

/// Where what is written to a socket arrives.
pub struct Other<'a> {
    /// Name of the other end.
    pub name: &'a str,
    /// Whether it is that one and no other with the same name.
    pub sure: bool,
}

impl<'a> Links<'a> {
    /// Of these names; those of other things are passed over.
    pub fn of(names: impl Iterator<Item = &'a str>) -> Links<'a> {
        let mut links = Links::default();
        for name in names {
            let Some(socket) = ends(name) else { continue };
            for address in [Some(socket.local), socket.remote].into_iter().flatten().filter(|a| !a.is_empty()) {
                links.0.entry(key(address)).or_default().push(name);
            }
        }
        links
    }

    /// The other ends of a socket; `None` if it is no socket, or a pair, whose ends have one name.
    pub fn other(&self, name: &str) -> Option<Vec<Other<'a>>> {
        let socket = ends(name).filter(|socket| !socket.local.starts_with("pair "))?;
        let mut found: Vec<Other<'a>> = Vec::new();
        for address in [socket.remote.unwrap_or_default(), socket.local].into_iter().filter(|a| !a.is_empty()) {
            for other in self.0.get(key(address)).into_iter().flatten() {
                let Some(end) = ends(other) else { continue };
                if *other != name && meet(&socket, &end) && !found.iter().any(|known| known.name == *other) {
                    found.push(Other { name: other, sure: !end.local.is_empty() });
                }
            }
        }
        Some(found)
    }
}

/// A path, or a port.
fn key(address: &str) -> &str {
    if is_path(address) { address } else { address.rsplit_once(':').map_or(address, |(_, port)| port) }
}

fn is_path(address: &str) -> bool {
    address.starts_with(['/', '@'])
}

fn meet(one: &Ends<'_>, other: &Ends<'_>) -> bool {
    let family = |protocol: &str| protocol.trim_end_matches("v6").to_owned();
    let pairs = [(one.remote.unwrap_or_default(), other.local), (one.local, other.remote.unwrap_or_default())];
    let known = |(a, b): &(&str, &str)| !a.is_empty() && !b.is_empty();
    family(one.protocol) == family(other.protocol)
        && pairs.iter().any(known)
        && pairs.iter().filter(|pair| known(pair)).all(|(a, b)| same(a, b))
}

/// Whether two addresses can be the same.
fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let address = |text| {
        let (ip, port) = parts(text)?;
        Some((ip.parse::<IpAddr>().ok()?.to_canonical(), port?))
    };
    let (Some(a), Some(b)) = (address(a), address(b)) else { return false };
    a.1 == b.1 && (a.0 == b.0 || a.0.is_unspecified() || b.0.is_unspecified())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_at_one_end_is_read_at_the_other() {
        let names = [
            "TCP:[->127.0.0.1:80]",
            "TCP:[0.0.0.0:80->127.0.0.1:5000]",
            "TCP:[127.0.0.1:6000->127.0.0.1:80]",
            "UNIX-STREAM:[->/run/x]",
            "UNIX-STREAM:[/run/x]",
            "UNIX-STREAM:[pair 3]",
            "TCP:[->127.0.0.1:81]",
            "pipe:[#1]",
        ];
        let links = Links::of(names.into_iter());
        let other = |name: &str| {
            links.other(name).map(|all| all.into_iter().map(|other| (other.name, other.sure)).collect::<Vec<_>>())
        };
        assert_eq!(other(names[0]), Some(vec![(names[1], true)]));
        // A client that knows its own port is told from one that does not.
        assert_eq!(other(names[1]), Some(vec![(names[0], false)]));
        assert_eq!(other(names[2]), Some(vec![]));
        assert_eq!(other(names[3]), Some(vec![(names[4], true)]));
        assert_eq!(other(names[4]), Some(vec![(names[3], false)]));
        assert_eq!([other(names[5]), other(names[7])], [None, None]);
        assert_eq!(other(names[6]), Some(vec![]));
    }
}
