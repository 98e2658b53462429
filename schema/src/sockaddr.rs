//! Socket addresses in one line, as the `peer` column holds them (`include/uapi/linux/socket.h`, `in.h`, `in6.h`, `un.h`).

use crate::text;
use std::net::{Ipv4Addr, Ipv6Addr};

const AF_UNIX: u16 = 1;
const AF_INET: u16 = 2;
const AF_INET6: u16 = 10;

/// `127.0.0.1:80`, `[::1]:80`, `unix:/path`, `unix:@abstract`, `unix:` for an unnamed socket; `None` if the bytes are too
/// few or of a family that has no such form.
pub fn display(bytes: &[u8]) -> Option<String> {
    let family = u16::from_ne_bytes(bytes.get(..2)?.try_into().ok()?);
    let port = |at: &[u8]| Some(u16::from_be_bytes(at.get(..2)?.try_into().ok()?));
    match family {
        AF_INET => {
            let address: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
            Some(format!("{}:{}", Ipv4Addr::from(address), port(&bytes[2..])?))
        }
        AF_INET6 => {
            let address: [u8; 16] = bytes.get(8..24)?.try_into().ok()?;
            Some(format!("[{}]:{}", Ipv6Addr::from(address), port(&bytes[2..])?))
        }
        AF_UNIX => {
            let path = &bytes[2..];
            Some(match path.split_first() {
                None => "unix:".to_owned(),
                // unix(7): an abstract name has as many bytes as the length says, NULs included.
                Some((0, name)) => format!("unix:@{}", text::escape(name)),
                Some(_) => format!("unix:{}", text::escape(path.split(|b| *b == 0).next().unwrap_or_default())),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with_family(family: u16, rest: &[u8]) -> Vec<u8> {
        [family.to_ne_bytes().as_slice(), rest].concat()
    }

    #[test]
    fn families_have_their_usual_form() {
        assert_eq!(display(&with_family(2, &[0x1f, 0x90, 127, 0, 0, 1])).as_deref(), Some("127.0.0.1:8080"));
        let v6 = [&[0, 80, 0, 0, 0, 0][..], &Ipv6Addr::LOCALHOST.octets()].concat();
        assert_eq!(display(&with_family(10, &v6)).as_deref(), Some("[::1]:80"));
        assert_eq!(display(&with_family(1, b"/run/x\0junk")).as_deref(), Some("unix:/run/x"));
        assert_eq!(display(&with_family(1, b"\0name\x1b")).as_deref(), Some("unix:@name\\x1b"));
        assert_eq!(display(&with_family(16, &[0; 10])), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_shown_without_panic(bytes: Vec<u8>) {
            let _ = display(&bytes);
        }
    }
}
