//! The one place where text becomes safe to print.
//!
//! Columns of a trace are escaped when they are recorded. A trace may be forged, though, so every text is looked at once
//! more before it goes out: what could drive a terminal or hide in a page becomes `\xNN`. Backslashes stay as they are, so
//! text that was escaped before does not change.

use std::borrow::Cow;

/// `text` with nothing in it that is not visible.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Most text is plain, and millions of lines pass here: all bytes are looked at, many at once.
    if text.bytes().fold(true, |plain, b| plain & matches!(b, b' '..=b'~'))
        || !text.chars().any(schema::text::is_harmful)
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if schema::text::is_harmful(c) {
            out.push_str(&schema::text::escape(c.encode_utf8(&mut [0; 4]).as_bytes()));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_once() {
        assert_eq!(visible("/tmp/x\\x1b"), "/tmp/x\\x1b");
        assert_eq!(visible("\x1b[31m\u{202e}"), "\\x1b[31m\\xe2\\x80\\xae");
    }

    proptest! {
        #[test]
        fn any_text_becomes_one_line_and_stays_so(text: String) {
            let once = visible(&text).into_owned();
            prop_assert!(!once.chars().any(schema::text::is_harmful));
            prop_assert_eq!(visible(&once).into_owned(), once.clone());
        }
    }
}
