//! Who listened where, and who was connected with whom.

use super::{Collector, Found};
use crate::{
    diff::{fact::Dimension, normal::Form, scan::Scan},
    error::Error,
};
use polars::prelude::{DataType, col, len, lit};
use schema::{
    effects::{self, Effect},
    notable::{self, Notable},
    roles::{self, Role},
    sockets,
};

/// Reads it.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, into: &mut Collector<'_>) -> Result<(), Error> {
    let network = notable::CALLS.iter().filter(|(_, notable)| *notable == Notable::Network).map(|(name, _)| *name);
    let sending = roles::calls(|role| matches!(role, Role::Write | Role::Messages));
    let socket = scan.text([col("name"), col("fd_path"), col("peer")], |[name, fd_path, peer, _]| {
        told(name?, fd_path, peer).map(|(aspect, address)| format!("{aspect}\0{address}"))
    });
    let rows =
        scan.rows(network.chain(sending)).filter(col("peer").is_not_null().or(col("name").eq(lit(sockets::LISTEN))));
    let rows = rows.select([col("program"), socket.alias("socket"), col("ts")]).filter(col("socket").is_not_null());
    let keys = ["program", "socket"].map(col);
    let rows = rows.group_by(keys).agg([len().cast(DataType::Int64).alias("calls"), col("ts").min().alias("first")]);
    let groups = scan.collect(rows)?;
    let (programs, sockets) = (groups.codes("program")?, groups.codes("socket")?);
    let (counts, firsts) = (groups.numbers("calls")?, groups.numbers("first")?);
    for i in 0..counts.len() {
        let text = into.text(sockets[i]);
        let Some((aspect, address)) = text.split_once('\0') else { continue };
        into.add(&Found {
            dimension: Dimension::Network,
            program: programs[i],
            aspect,
            form: Form::Address,
            item: scan.texts.number(address),
            count: counts[i].max(0) as u64,
            first: firsts[i],
        });
    }
    Ok(())
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
