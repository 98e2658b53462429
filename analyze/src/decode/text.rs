//! Bytes, strings and signals as strace writes them.

use std::fmt::Write;

/// A C string literal; `...` behind it if there was more.
pub(super) fn quoted(out: &mut String, bytes: &[u8], truncated: bool) {
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                c if schema::text::is_harmful(c) => escape(out, c.encode_utf8(&mut [0; 4]).as_bytes()),
                c => out.push(c),
            }
        }
        escape(out, chunk.invalid());
    }
    out.push('"');
    if truncated {
        out.push_str("...");
    }
}

fn escape(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "\\x{byte:02x}");
    }
}

/// Bytes in hexadecimal, in angle brackets; at most 32 of them.
pub(super) fn hex(out: &mut String, bytes: &[u8], truncated: bool) {
    out.push('<');
    for byte in bytes.iter().take(32) {
        let _ = write!(out, "{byte:02x}");
    }
    out.push_str(if truncated || bytes.len() > 32 { "...>" } else { ">" });
}

/// Names of signals 1 to 31 (`include/uapi/asm-generic/signal.h`).
const SIGNALS: [&str; 31] = [
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS",
];

/// The name of a signal; real-time signals as `SIGRTMIN` and `SIGRT_n` (counted from 32, the kernel's first), others as the number.
pub fn signal(number: i32) -> String {
    match number {
        1..=31 => SIGNALS[number as usize - 1].to_owned(),
        32 => "SIGRTMIN".to_owned(),
        33..=64 => format!("SIGRT_{}", number - 32),
        _ => number.to_string(),
    }
}

/// A set of signals: `[INT CHLD]`, or `~[KILL]` if most are in it.
pub(super) fn signal_set(bits: u64, width: u32) -> String {
    let all = if width >= 64 { u64::MAX } else { (1 << width) - 1 };
    let most = (bits & all).count_ones() >= width * 2 / 3;
    let listed = if most { !bits & all } else { bits & all };
    let names = (1..=width as i32).filter(|number| listed >> (number - 1) & 1 != 0).map(signal);
    let names: Vec<String> = names.map(|name| name.trim_start_matches("SIG").to_owned()).collect();
    format!("{}[{}]", if most { "~" } else { "" }, names.join(" "))
}
