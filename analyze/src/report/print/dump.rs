//! The data of a call below its line: as text if they are text, otherwise in hexadecimal.

use crate::decode::Call;
use std::fmt::Write;

/// Bytes in a line.
const WIDTH: usize = 16;
/// Bytes of text in a line, at most.
const TEXT: usize = 100;

/// The data that a call read or wrote, in lines.
pub(super) fn lines(call: &Call<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for bytes in call.payloads().filter(|bytes| !bytes.is_empty()) {
        if bytes.iter().all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t' | b'\r')) {
            for line in bytes.split_inclusive(|b| *b == b'\n').flat_map(|line| line.chunks(TEXT)) {
                // What a line ends with is shown too: it is part of the data.
                out.push(format!(" | {}", line.escape_ascii().to_string().replace("\\'", "'").replace("\\\"", "\"")));
            }
        } else {
            out.extend(bytes.chunks(WIDTH).enumerate().map(|(i, chunk)| hexadecimal(i * WIDTH, chunk)));
        }
    }
    out
}

/// ` | 00010  68 65 6c 6c 6f 0a                                 hello.           |`, as strace -e write does.
fn hexadecimal(offset: usize, chunk: &[u8]) -> String {
    let mut line = format!(" | {offset:05x} ");
    for i in 0..WIDTH {
        if i % 8 == 0 {
            line.push(' ');
        }
        match chunk.get(i) {
            Some(byte) => {
                let _ = write!(line, "{byte:02x} ");
            }
            None => line.push_str("   "),
        }
    }
    line.push(' ');
    let characters: String =
        chunk.iter().map(|byte| if matches!(byte, b' '..=b'~') { char::from(*byte) } else { '.' }).collect();
    let _ = write!(line, "{characters:WIDTH$} |");
    line
}

#[cfg(test)]
mod tests {
    #[test]
    fn bytes_stand_beside_their_characters() {
        assert_eq!(
            super::hexadecimal(0, b"hello\n"),
            " | 00000  68 65 6c 6c 6f 0a                                 hello.           |"
        );
    }
}
