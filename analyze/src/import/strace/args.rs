//! The arguments of a call as strace prints them: strings, numbers, names of flags, descriptors with their paths, addresses.

use super::line::integer;
use schema::{effects::AT_FDCWD, flags::FlagSet, kind::Kind, text::escape};

/// Splits `a, "b, c", {d, e}` at the commas of the outermost level. `None` if a string or bracket does not end.
pub fn split(text: &[u8]) -> Option<Vec<&[u8]>> {
    let (mut parts, mut depth, mut from, mut i) = (Vec::new(), 0_u32, 0, 0);
    while i < text.len() {
        match text[i] {
            b'"' => i += string_end(&text[i..])?,
            b'/' if text[i..].starts_with(b"/*") => i += text[i..].windows(2).position(|w| w == b"*/")? + 1,
            b'<' if i > 0 && (text[i - 1].is_ascii_digit() || text[..i].ends_with(b"AT_FDCWD")) => {
                i += angle_end(&text[i..])?
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => {
                parts.push(text[from..i].trim_ascii());
                from = i + 1;
            }
            _ => {}
        }
        i += 1;
    }
    let last = text[from..].trim_ascii();
    if !last.is_empty() || !parts.is_empty() {
        parts.push(last);
    }
    (depth == 0).then_some(parts)
}

/// Where the string that begins here has its last quote.
fn string_end(text: &[u8]) -> Option<usize> {
    let mut i = 1;
    while i < text.len() {
        match text[i] {
            b'\\' => i += 1,
            b'"' => return Some(i),
            _ => {}
        }
        i += 1;
    }
    None
}

/// Where the path of a descriptor ends: `</a/b>`, `<TCP:[127.0.0.1:1->127.0.0.1:2]>`.
fn angle_end(text: &[u8]) -> Option<usize> {
    let mut depth = 0_u32;
    text.iter().enumerate().skip(1).find_map(|(i, b)| {
        match b {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(i),
            _ => {}
        }
        None
    })
}

/// A string with its escapes undone, and whether strace cut it.
pub fn string(text: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (inner, cut) = match text.strip_suffix(b"...") {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let inner = inner.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    Some((unescape(inner), cut))
}

/// Undoes `\n`, `\"`, `\33`, `\x1b`.
fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let Some((&escape, tail)) = rest.split_first().filter(|_| first == b'\\') else {
            out.push(first);
            continue;
        };
        rest = tail;
        let digits = |text: &[u8], most: usize, radix: u32| {
            let all = text.iter().take(most).take_while(|b| char::from(**b).is_digit(radix)).count();
            let digits = std::str::from_utf8(&text[..all]).unwrap_or_default();
            (u32::from_str_radix(digits, radix).unwrap_or_default() as u8, all)
        };
        match escape {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'v' => out.push(0x0b),
            b'f' => out.push(0x0c),
            b'x' => {
                let (byte, used) = digits(rest, 2, 16);
                out.push(byte);
                rest = &rest[used..];
            }
            b'0'..=b'7' => {
                let (byte, used) = digits(&[&[escape], rest].concat(), 3, 8);
                out.push(byte);
                rest = &rest[used.saturating_sub(1)..];
            }
            other => out.push(other),
        }
    }
    out
}

/// A register's value, as far as the text tells it.
pub fn value(kind: Kind, text: &[u8]) -> u64 {
    let text = std::str::from_utf8(text).unwrap_or_default();
    let plain = text.split('<').next().unwrap_or_default();
    match plain {
        "NULL" => 0,
        "AT_FDCWD" => i64::from(AT_FDCWD) as u64,
        _ => integer(plain).or_else(|| named(set(kind)?, text)).unwrap_or_default(),
    }
}

/// The names that an argument's value may have.
fn set(kind: Kind) -> Option<&'static FlagSet> {
    match kind {
        Kind::Enum(set) | Kind::Flags(set) | Kind::FlagsSignal(set) => Some(set),
        _ => None,
    }
}

fn named(set: &FlagSet, text: &str) -> Option<u64> {
    text.split('|').try_fold(0, |sum, part| {
        let known = set.names.iter().find(|(_, name)| *name == part).map(|(value, _)| *value);
        Some(sum | known.or_else(|| integer(part))?)
    })
}

/// What a descriptor stands for (-y), escaped as the columns are.
pub fn descriptor(text: &[u8]) -> Option<Vec<u8>> {
    let at = text.iter().position(|b| *b == b'<')?;
    let known = integer(std::str::from_utf8(&text[..at]).ok()?).is_some() || &text[..at] == b"AT_FDCWD";
    known.then(|| text[at + 1..].strip_suffix(b">").map(unescape)).flatten()
}

/// The texts of `["a", "b"]`; `None` if it is no such list.
pub fn list(text: &[u8]) -> Option<Vec<String>> {
    let inner = text.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let texts = split(inner)?.into_iter().filter(|part| *part != b"...");
    texts.map(|part| Some(escape(&string(part)?.0).into_owned())).collect()
}

/// An address in the form of column `peer`.
pub fn address(text: &[u8]) -> Option<String> {
    let inner = text.strip_prefix(b"{")?.strip_suffix(b"}")?;
    let parts = split(inner)?;
    let member = |name: &str| parts.iter().find_map(|part| part.strip_prefix(name.as_bytes())?.strip_prefix(b"="));
    let port = |name: &str| -> Option<u16> {
        let text = member(name)?.strip_prefix(b"htons(")?.strip_suffix(b")")?;
        std::str::from_utf8(text).ok()?.parse().ok()
    };
    let quoted = |text: &[u8]| -> Option<String> { String::from_utf8(string(text)?.0).ok() };
    match member("sa_family")? {
        b"AF_INET" => {
            let host = quoted(member("sin_addr")?.strip_prefix(b"inet_addr(")?.strip_suffix(b")")?)?;
            Some(format!("{}:{}", host.parse::<std::net::Ipv4Addr>().ok()?, port("sin_port")?))
        }
        b"AF_INET6" => {
            let host = parts.iter().find_map(|part| part.strip_prefix(b"inet_pton(AF_INET6, "))?;
            let host = quoted(split(host.strip_suffix(b")").unwrap_or(host))?.first()?)?;
            Some(format!("[{}]:{}", host.parse::<std::net::Ipv6Addr>().ok()?, port("sin6_port")?))
        }
        b"AF_UNIX" => match member("sun_path") {
            None => Some("unix:".to_owned()),
            Some(path) => match path.strip_prefix(b"@") {
                Some(name) => Some(format!("unix:@{}", escape(&string(name)?.0))),
                None => Some(format!("unix:{}", escape(&string(path)?.0))),
            },
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn arguments_are_split_at_their_own_commas() {
        let parts = |text: &'static str| {
            split(text.as_bytes())
                .map(|p| p.iter().map(|p| String::from_utf8_lossy(p).into_owned()).collect::<Vec<_>>())
        };
        assert_eq!(parts(r#"3</a,b>, "x, \"y\"", {a=1, b=[2, 3]}, 5 /* 2 vars, or so */"#).unwrap().len(), 4);
        assert_eq!(parts("4<TCP:[127.0.0.1:1->127.0.0.1:2]>, 5").unwrap(), ["4<TCP:[127.0.0.1:1->127.0.0.1:2]>", "5"]);
        assert_eq!(parts("").unwrap(), Vec::<String>::new());
        assert_eq!(parts("\"open"), None);
        assert_eq!(parts("(]"), Some(vec!["(]".to_owned()]));
        assert_eq!(parts("}"), None);
    }

    #[test]
    fn strings_and_addresses() {
        assert_eq!(string(br#""a\n\x1b\33\0012\"""#), Some((b"a\n\x1b\x1b\x012\"".to_vec(), false)));
        assert_eq!(string(br#""abc"..."#), Some((b"abc".to_vec(), true)));
        assert_eq!(
            address(br#"{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("10.0.0.1")}"#).unwrap(),
            "10.0.0.1:80"
        );
        let v6 = br#"{sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}"#;
        assert_eq!(address(v6).unwrap(), "[::1]:80");
        assert_eq!(address(br#"{sa_family=AF_UNIX, sun_path=@"x"}"#).unwrap(), "unix:@x");
        assert_eq!(descriptor(b"3</etc/x>").unwrap(), b"/etc/x");
        assert_eq!(list(br#"["sh", "-c", "a, b"]"#).unwrap(), ["sh", "-c", "a, b"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
            let _ = split(&bytes).map(|parts| parts.into_iter().map(|p| (string(p), descriptor(p), address(p), list(p))).count());
            let _ = (unescape(&bytes), address(&bytes));
        }

        #[test]
        fn texts_that_are_nearly_right_are_read_without_panic(text in r#"[{\["<>\\,x0-9a-f=]{0,40}"#) {
            let _ = split(text.as_bytes()).map(|parts| parts.into_iter().map(|p| (string(p), descriptor(p), address(p), list(p))).count());
            let _ = (unescape(text.as_bytes()), angle_end(text.as_bytes()));
        }
    }
}
