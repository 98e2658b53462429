//! How bytes from a traced program become text in a column, and back.
//!
//! Valid UTF-8 stays as it is. A backslash becomes `\\`; control characters (C0, DEL, C1), Unicode characters that
//! change the direction or the layout of text, and bytes that are not UTF-8 become `\xNN`, byte by byte. The result is
//! one line, safe to print, and [`unescape`] gives the bytes back.

use std::borrow::Cow;

/// Characters that are valid UTF-8 and yet must not reach a terminal or page: controls, line and paragraph
/// separators, bidirectional overrides (Unicode TR 9) and other invisible format characters.
pub fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Bytes as text; see the module's comment for the rule.
pub fn escape(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.chars().any(|c| c == '\\' || is_harmful(c))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == '\\' {
                out.push_str("\\\\");
            } else if is_harmful(c) {
                let mut buffer = [0; 4];
                push_hex(&mut out, c.encode_utf8(&mut buffer).as_bytes());
            } else {
                out.push(c);
            }
        }
        push_hex(&mut out, chunk.invalid());
    }
    Cow::Owned(out)
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    use std::fmt::Write;
    for byte in bytes {
        let _ = write!(out, "\\x{byte:02x}");
    }
}

/// The bytes that [`escape`] was given, or `None` if `text` did not come from it.
pub fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first != b'\\' {
            out.push(first);
            rest = tail;
        } else if let Some(tail) = tail.strip_prefix(b"\\") {
            out.push(b'\\');
            rest = tail;
        } else {
            let hex = tail.strip_prefix(b"x")?.get(..2)?;
            out.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = &tail[3..];
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hostile_bytes_are_visible() {
        assert_eq!(escape(b"/tmp/x"), "/tmp/x");
        assert_eq!(escape("/tmp/é".as_bytes()), "/tmp/é");
        assert_eq!(escape(b"\x1b[2J\n\xff\\"), "\\x1b[2J\\x0a\\xff\\\\");
        assert_eq!(escape("a\u{202e}b".as_bytes()), "a\\xe2\\x80\\xaeb");
    }

    proptest! {
        #[test]
        fn any_bytes_come_back_and_are_one_safe_line(bytes: Vec<u8>) {
            let text = escape(&bytes);
            prop_assert!(!text.chars().any(is_harmful));
            prop_assert_eq!(unescape(&text), Some(bytes.clone()));
        }

        #[test]
        fn any_text_is_unescaped_without_panic(text: String) {
            let _ = unescape(&text);
        }
    }
}
