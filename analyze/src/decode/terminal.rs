//! Modes of terminals in few words, as strace abbreviates them (termios(3)).

use super::structs;
use schema::flags::BAUD;

/// `c_cflag`: bits of the speed.
const CBAUD: u64 = 0o10017;
/// `c_oflag`: post-processing.
const OPOST: u64 = 1;
/// `c_lflag`: signals, lines, echo.
const LOCAL: [(u64, &str); 3] = [(1, "isig"), (2, "icanon"), (8, "echo")];

/// `{B38400 opost isig icanon echo ...}`.
pub(super) fn render(out: &mut String, name: &str, bytes: &[u8]) {
    let width = if name == "termio" { 2 } else { 4 };
    let flags = |i: usize| bytes.get(i * width..(i + 1) * width).map(structs::number).unwrap_or_default();
    out.push('{');
    BAUD.write_enum(out, flags(2) & CBAUD);
    out.push_str(if flags(1) & OPOST != 0 { " opost" } else { " -opost" });
    for (bit, word) in LOCAL {
        out.push_str(if flags(3) & bit != 0 { " " } else { " -" });
        out.push_str(word);
    }
    out.push_str(" ...}");
}
