//! What a line of strace is: `[pid N] TIME name(args) = result <seconds>`.

/// A line without process and time.
#[derive(Debug, PartialEq)]
pub enum Line<'a> {
    /// A call: `name(args` and its result.
    Call(&'a [u8], Result<'a>),
    /// The begin of one.
    Unfinished(&'a [u8]),
    /// The name of one and its rest.
    Resumed(&'a [u8], &'a [u8]),
    /// A signal.
    Signal,
    /// The end of a thread.
    Exited(Exit),
}

/// How a thread ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Exit {
    /// With this status.
    Status(i32),
    /// By a signal of this name.
    Signal(String),
    /// Another thread's execve took its place.
    Superseded,
}

/// What follows `= `.
#[derive(Debug, Default, PartialEq)]
pub struct Result<'a> {
    /// The value; `None` for `?`.
    pub value: Option<i64>,
    /// Name of the error.
    pub errno: Option<&'a str>,
    /// What the descriptor returned stands for (-y).
    pub path: Option<&'a [u8]>,
    /// ns that it took (-T).
    pub dur: Option<i64>,
}

/// Process, time and the rest. strace writes `[pid N] ` to a terminal and `N ` to a file, and neither without -f.
pub fn head(line: &[u8]) -> (Option<u32>, Option<&str>, &[u8]) {
    let line = line.trim_ascii_start();
    let (pid, rest) = match line.strip_prefix(b"[pid") {
        Some(rest) => match split(rest.trim_ascii_start(), b']') {
            Some((pid, rest)) => (number(pid), rest.trim_ascii_start()),
            None => (None, line),
        },
        None => match word(line) {
            // A number alone is a process; a time has a point or colons.
            (first, rest) if number::<u32>(first).is_some() => (number(first), rest),
            _ => (None, line),
        },
    };
    let (first, after) = word(rest);
    let is_time = first.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':')) && first.contains(&b'.');
    let is_time = is_time || first.len() == 8 && first.iter().filter(|b| **b == b':').count() == 2;
    match std::str::from_utf8(first) {
        Ok(text) if is_time => (pid, Some(text), after),
        _ => (pid, None, rest),
    }
}

/// What strace says about itself.
pub fn is_notice(rest: &[u8]) -> bool {
    rest.starts_with(b"strace: ") || rest.starts_with(b"[ Process ") || rest.starts_with(b"Process ")
}

/// Reads what comes after process and time.
pub fn parse(rest: &[u8]) -> Option<Line<'_>> {
    let rest = rest.trim_ascii_end();
    if rest.starts_with(b"--- ") {
        return rest.ends_with(b" ---").then_some(Line::Signal);
    }
    if let Some(text) = rest.strip_prefix(b"+++ ").and_then(|r| r.strip_suffix(b" +++")) {
        let text = std::str::from_utf8(text).ok()?;
        return Some(Line::Exited(match text.strip_prefix("exited with ") {
            Some(status) => Exit::Status(status.parse().ok()?),
            None if text.starts_with("superseded by execve") => Exit::Superseded,
            None => Exit::Signal(text.strip_prefix("killed by ")?.split(' ').next()?.to_owned()),
        }));
    }
    if let Some(resumed) = rest.strip_prefix(b"<... ") {
        let (name, tail) = find(resumed, b" resumed>")?;
        return Some(Line::Resumed(name, tail));
    }
    if let Some(head) = rest.strip_suffix(b"<unfinished ...>").or_else(|| rest.strip_suffix(b"<detached ...>")) {
        return is_call(head).then(|| Line::Unfinished(head.trim_ascii_end()));
    }
    call(rest).map(|(head, result)| Line::Call(head, result))
}

fn is_call(text: &[u8]) -> bool {
    let name = text.split(|b| *b == b'(').next().unwrap_or_default();
    name.len() < text.len() && !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// Splits a whole call into `name(args` and its result.
pub fn call(text: &[u8]) -> Option<(&[u8], Result<'_>)> {
    if !is_call(text) {
        return None;
    }
    // The last `) = `: what a program wrote may hold others. strace fills up with spaces before the sign.
    let mut at = text.len();
    loop {
        at = text[..at].windows(3).rposition(|w| w == b" = ")?;
        let head = text[..at].trim_ascii_end();
        if let (Some(head), Some(result)) = (head.strip_suffix(b")"), result(&text[at + 3..])) {
            return Some((head, result));
        }
    }
}

/// Reads `3</etc/x>`, `-1 ENOENT (No such file or directory) <0.000012>`, `?`, `0x7f... (flags ...)`.
fn result(text: &[u8]) -> Option<Result<'_>> {
    let mut out = Result::default();
    let mut rest = text.trim_ascii();
    if let Some(open) = rest.strip_suffix(b">").and_then(|r| r.iter().rposition(|b| *b == b'<'))
        && let Some(dur) = seconds(&rest[open + 1..rest.len() - 1])
    {
        out.dur = Some(dur);
        rest = rest[..open].trim_ascii_end();
    }
    let end = rest.iter().position(|b| matches!(b, b' ' | b'<')).unwrap_or(rest.len());
    let (value, mut after) = rest.split_at(end);
    if value != b"?" {
        out.value = Some(integer(std::str::from_utf8(value).ok()?)? as i64);
    }
    if let Some(path) = after.strip_prefix(b"<") {
        let close = path.iter().rposition(|b| *b == b'>')?;
        out.path = Some(&path[..close]);
        after = &path[close + 1..];
    }
    let (errno, _) = word(after.trim_ascii_start());
    if errno.len() > 1
        && errno.starts_with(b"E")
        && errno.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
    {
        out.errno = std::str::from_utf8(errno).ok();
    } else if !errno.is_empty() && !errno.starts_with(b"(") {
        return None;
    }
    Some(out)
}

/// A number as strace writes it: decimal, 0x..., or octal.
pub fn integer(text: &str) -> Option<u64> {
    if let Some(rest) = text.strip_prefix('-') {
        return rest.parse::<u64>().ok().map(u64::wrapping_neg);
    }
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None if text.len() > 1 && text.starts_with('0') => u64::from_str_radix(text, 8).ok(),
        None => text.parse().ok(),
    }
}

/// Seconds with a fraction, as ns.
pub fn seconds(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let (whole, fraction) = text.split_once('.')?;
    if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let ns = fraction.parse::<i64>().ok()?.checked_mul(10_i64.pow(9 - fraction.len() as u32))?;
    whole.parse::<u32>().ok().map(i64::from)?.checked_mul(1_000_000_000)?.checked_add(ns)
}

fn number<T: std::str::FromStr>(text: &[u8]) -> Option<T> {
    let text = std::str::from_utf8(text).ok()?;
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|b| *b == b' ').unwrap_or(text.len());
    (&text[..end], text[end..].trim_ascii_start())
}

fn split(text: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|b| *b == at)?;
    Some((&text[..end], &text[end + 1..]))
}

fn find<'a>(text: &'a [u8], part: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = text.windows(part.len()).position(|w| w == part)?;
    Some((&text[..at], &text[at + part.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_of_strace_are_taken_apart() {
        assert_eq!(
            head(b"[pid   12] 1700000000.000001 close(3) = 0"),
            (Some(12), Some("1700000000.000001"), &b"close(3) = 0"[..])
        );
        assert_eq!(head(b"12    12:00:01.5 close(3) = 0"), (Some(12), Some("12:00:01.5"), &b"close(3) = 0"[..]));
        assert_eq!(head(b"close(3) = 0"), (None, None, &b"close(3) = 0"[..]));
        let outcome = |text: &'static str| match parse(text.as_bytes()) {
            Some(Line::Call(head, result)) => (head, result),
            other => panic!("{text}: {other:?}"),
        };
        let (head, result) = outcome("openat(AT_FDCWD, \"a) = 0\", O_RDONLY) = 3</etc/x> <0.000012>");
        assert_eq!(head, b"openat(AT_FDCWD, \"a) = 0\", O_RDONLY");
        assert_eq!((result.value, result.path, result.dur), (Some(3), Some(&b"/etc/x"[..]), Some(12_000)));
        let (_, result) = outcome("access(\"/x\", R_OK)      = -1 ENOENT (No such file or directory)");
        assert_eq!((result.value, result.errno), (Some(-1), Some("ENOENT")));
        assert_eq!(outcome("exit_group(0) = ?").1.value, None);
        let (_, result) = outcome("read(0, 0x7ff, 1) = ? ERESTARTSYS (To be restarted if SA_RESTART is set) <1.5>");
        assert_eq!((result.value, result.errno, result.dur), (None, Some("ERESTARTSYS"), Some(1_500_000_000)));
        assert_eq!(outcome("brk(NULL) = 0x55d0").1.value, Some(0x55d0));
        assert_eq!(parse(b"wait4(-1,  <unfinished ...>"), Some(Line::Unfinished(b"wait4(-1,")));
        assert_eq!(
            parse(b"+++ killed by SIGSEGV (core dumped) +++"),
            Some(Line::Exited(Exit::Signal("SIGSEGV".into())))
        );
        assert_eq!(parse(b"hello world"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
            let (_, _, rest) = head(&bytes);
            let _ = parse(rest);
        }

        #[test]
        fn lines_that_are_nearly_right_are_read_without_panic(text in "(\\[pid +[0-9]{1,12}\\] )?[0-9.:]{0,20} ?[a-z_]{0,9}\\(?[\"<>=, a-z0-9)-]{0,40}( = [-0-9x?]{0,22}( E[A-Z]{0,9})?( <[0-9.]{0,14}>)?)?") {
            let (_, _, rest) = head(text.as_bytes());
            let _ = parse(rest);
        }
    }
}
