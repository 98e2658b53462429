//! Who listened where, and who was connected with whom.

use super::Collector;
use crate::{
    diff::{
        fact::Dimension,
        normal::Form,
        scan::{Counter, Row, Scan},
    },
    scan::{Piece, Trouble, Words},
};
use hashbrown::HashMap;
use schema::{
    effects::{self, Effect},
    notable::{self, Notable},
    roles::{self, Role},
    sockets,
};

/// Columns that it needs.
pub(super) const COLUMNS: [&str; 3] = ["name", "fd_path", "peer"];

/// Program, what was done with which protocol, and the address.
#[derive(Default)]
pub(super) struct Counts(Counter<(u32, u32, u32)>);

/// The calls of a piece.
pub(super) struct Taker<'a> {
    counts: &'a mut Counts,
    scan: &'a Scan<'a>,
    /// Of each name what it takes to tell of a socket.
    needs: Vec<Needs>,
    name: Words<'a>,
    fd_path: Words<'a>,
    peer: Words<'a>,
    /// Numbers of what was done and of the address.
    known: HashMap<(u32, u32, u32), Option<(u32, u32)>>,
}

/// What a call must name to tell of a socket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// It never does.
    All,
    Peer,
    Nothing,
}

impl Counts {
    pub fn of<'a>(&'a mut self, scan: &'a Scan<'a>, piece: &'a Piece) -> Result<Taker<'a>, Trouble> {
        let name = piece.words("name")?;
        Ok(Taker {
            counts: self,
            scan,
            needs: name.each(needs),
            name,
            fd_path: piece.words("fd_path")?,
            peer: piece.words("peer")?,
            known: HashMap::new(),
        })
    }

    pub fn tell(self, into: &mut Collector<'_>) {
        into.counted(Dimension::Network, Form::Address, self.0.into_counts());
    }
}

fn needs(name: Option<&str>) -> Needs {
    let Some(name) = name else { return Needs::All };
    let network = notable::of(name) == Some(Notable::Network);
    match roles::of(name) {
        _ if name == sockets::LISTEN => Needs::Nothing,
        Some(Role::Write | Role::Messages) => Needs::Peer,
        _ if network => Needs::Peer,
        _ => Needs::All,
    }
}

impl Taker<'_> {
    #[inline]
    pub fn take(&mut self, row: Row) {
        let at = row.at;
        let (code, peer) = (self.name.codes[at], self.peer.codes[at]);
        match self.needs[code as usize] {
            Needs::Nothing => {}
            Needs::Peer if peer > 0 => {}
            _ => return,
        }
        let (name, descriptors, peers, texts) = (self.name, self.fd_path, self.peer, &self.scan.texts);
        let fd_path = descriptors.codes[at];
        let told = *self.known.entry((code, fd_path, peer)).or_insert_with(|| {
            let (aspect, address) = told(name.get(code)?, descriptors.get(fd_path), peers.get(peer))?;
            Some((texts.number(&aspect), texts.number(&address)))
        });
        if let Some((aspect, address)) = told {
            self.counts.0.add((row.program, aspect, address), row.ts);
        }
    }
}

/// What a call on a socket tells: the call with the protocol, and the address.
fn told(name: &str, fd_path: Option<&str>, peer: Option<&str>) -> Option<(String, String)> {
    let ends = fd_path.and_then(sockets::ends);
    let protocol = ends.map_or("?", |ends| ends.protocol);
    let address = match (effects::of(name), roles::of(name)) {
        // Many may come: what matters is from where.
        (Some(Effect::Accept(_)), _) => {
            let peer = peer?;
            peer.rsplit_once(':').filter(|_| !peer.starts_with("unix:")).map_or(peer, |(host, _)| host).to_owned()
        }
        // A datagram to an address; what goes through a connection, the connect has told.
        (_, Some(Role::Write | Role::Messages)) => match ends.and_then(|ends| ends.remote) {
            Some(_) => return None,
            None => peer?.to_owned(),
        },
        _ if name == sockets::LISTEN => ends.map(|ends| ends.local.to_owned()).unwrap_or_default(),
        _ => peer?.to_owned(),
    };
    let word = if name == "accept4" { "accept" } else { name };
    Some((format!("{word} {protocol}"), address))
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn sockets_are_told_by_call_protocol_and_address() {
        let told = |name, fd_path, peer| told(name, fd_path, peer).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(told("connect", Some("TCP:[]"), Some("127.0.0.1:80")).as_deref(), Some("connect TCP 127.0.0.1:80"));
        assert_eq!(told("listen", Some("TCP:[0.0.0.0:80]"), None).as_deref(), Some("listen TCP 0.0.0.0:80"));
        let accepted = told("accept4", Some("TCPv6:[[::1]:80]"), Some("[::1]:41000"));
        assert_eq!(accepted.as_deref(), Some("accept TCPv6 [::1]"));
        assert_eq!(told("sendto", Some("TCP:[1.1.1.1:1->2.2.2.2:2]"), Some("2.2.2.2:2")), None);
        assert_eq!(told("sendto", Some("UDP:[]"), Some("8.8.8.8:53")).as_deref(), Some("sendto UDP 8.8.8.8:53"));
    }
}
