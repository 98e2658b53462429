//! Sockets: protocol and addresses.

use schema::sockets;
use std::fmt;

/// What is known of a socket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Socket {
    /// AF_*.
    pub(super) domain: u32,
    /// SOCK_*, without flags.
    pub(super) kind: u32,
    /// IPPROTO_*, NETLINK_*, ...
    pub(super) protocol: u32,
    /// Its own address, in the form of column `peer`.
    pub(super) local: Option<String>,
    /// That of its peer.
    pub(super) remote: Option<String>,
    /// Both ends of a pair have the same number; 0 if it is none.
    pub(super) pair: u64,
}

impl fmt::Display for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |address: &Option<String>| {
            address.as_deref().map(|text| text.strip_prefix("unix:").unwrap_or(text).to_owned()).unwrap_or_default()
        };
        write!(f, "{}:[", sockets::name(self.domain, self.kind, self.protocol))?;
        const AF_NETLINK: u32 = 16;
        if self.domain == AF_NETLINK {
            let colon = if self.local.is_some() { ":" } else { "" };
            write!(f, "{}{colon}", sockets::netlink(self.protocol))?;
        }
        match (self.pair, &self.remote) {
            (0, None) => write!(f, "{}", plain(&self.local))?,
            (0, Some(_)) => write!(f, "{}->{}", plain(&self.local), plain(&self.remote))?,
            (pair, _) => write!(f, "pair {pair}")?,
        }
        write!(f, "]")
    }
}
