//! Which rows are kept: those that touch certain paths, and those of certain programs (`--path`, `--exe`).
//!
//! Calls without such a row are followed all the same, so that names stay right, and they are counted.

use std::str::FromStr;

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// A row touches one of these; empty: any row will do.
    pub paths: Vec<Pattern>,
    /// Its process runs one of these; empty: any will do.
    pub exes: Vec<Pattern>,
}

impl Keep {
    /// Whether nothing is left out.
    pub fn everything(&self) -> bool {
        self.paths.is_empty() && self.exes.is_empty()
    }

    /// Whether a program, by its absolute path, escaped, is one of those asked for.
    pub fn program(&self, exe: &str) -> bool {
        self.exes.is_empty() || self.exes.iter().any(|pattern| pattern.matches(exe))
    }

    /// Whether one of these paths, escaped, is one of those asked for.
    pub fn touches<'a>(&self, mut paths: impl Iterator<Item = &'a str>) -> bool {
        self.paths.is_empty() || paths.any(|path| self.paths.iter().any(|pattern| pattern.matches(path)))
    }
}

/// A pattern of paths. It is met by a path if it describes the whole of it, or a folder above it. `*` stands for anything but
/// a slash, `?` for one character, `**` for anything. Without a slash at its beginning it may begin in any folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    tokens: Vec<Token>,
    anywhere: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Byte(u8),
    One,
    Some,
    All,
}

/// Why a pattern was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a path or a pattern, as in /etc, /home/*/.ssh or *.conf")]
pub struct PatternError;

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Pattern, PatternError> {
        let anywhere = !text.starts_with('/');
        let own = schema::text::escape(text.as_bytes());
        let own = own.strip_suffix('/').unwrap_or(&own);
        if own.is_empty() && anywhere || own.split('/').any(|part| part == "." || part == "..") {
            return Err(PatternError);
        }
        let mut tokens = Vec::new();
        for byte in own.bytes() {
            match (byte, tokens.last()) {
                (b'*', Some(Token::Some | Token::All)) => {
                    tokens.pop();
                    tokens.push(Token::All);
                }
                (b'*', _) => tokens.push(Token::Some),
                (b'?', _) => tokens.push(Token::One),
                (byte, _) => tokens.push(Token::Byte(byte)),
            }
        }
        Ok(Pattern { text: text.to_owned(), tokens, anywhere })
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Pattern {
    /// Whether a path, escaped, meets it. All ways to meet it are followed at once, so the time does not depend on how hard a
    /// program makes it.
    fn matches(&self, path: &str) -> bool {
        // Whether so many tokens may have been met so far.
        let mut met = vec![false; self.tokens.len() + 1];
        let mut begins = true;
        for byte in path.bytes().map(Some).chain([None]) {
            met[0] |= begins;
            for (i, token) in self.tokens.iter().enumerate() {
                // A star may stand for nothing.
                met[i + 1] |= met[i] && matches!(token, Token::Some | Token::All);
            }
            let ends = matches!(byte, None | Some(b'/'));
            if ends && met[self.tokens.len()] {
                return true;
            }
            let Some(byte) = byte else { break };
            // From the last on, so that each sees what had been met before this byte.
            met[self.tokens.len()] = false;
            for (i, token) in self.tokens.iter().enumerate().rev() {
                let goes = met[i]
                    && match token {
                        Token::Byte(own) => *own == byte,
                        Token::One => byte != b'/',
                        Token::Some | Token::All => false,
                    };
                met[i + 1] |= goes;
                // A star stays where it is, to stand for more.
                met[i] &= *token == Token::All || *token == Token::Some && byte != b'/';
            }
            // The folder behind a slash, for a pattern that may begin anywhere.
            begins = self.anywhere && byte == b'/';
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meets(pattern: &str, path: &str) -> bool {
        pattern.parse::<Pattern>().unwrap().matches(path)
    }

    #[test]
    fn a_pattern_is_a_path_and_what_is_below_it() {
        assert!(meets("/etc", "/etc") && meets("/etc", "/etc/passwd") && meets("/etc/", "/etc/a/b"));
        assert!(!meets("/etc", "/etcetera") && !meets("/etc", "/usr/etc") && !meets("/etc", "etc"));
        assert!(meets("/", "/anything") && meets("/", "/"));
        assert!(!meets("/etc", "socket:[1]") && !meets("/", "pipe:[1]"));
    }

    #[test]
    fn stars_end_at_slashes_and_double_ones_do_not() {
        assert!(meets("/home/*/.ssh", "/home/me/.ssh/id") && !meets("/home/*/.ssh", "/home/a/b/.ssh"));
        assert!(meets("/home/**/.ssh", "/home/a/b/.ssh") && meets("/proc/?/maps", "/proc/1/maps"));
        assert!(!meets("/proc/?/maps", "/proc/12/maps") && meets("/tmp/*", "/tmp/x") && !meets("/tmp/x*y", "/tmp/x/y"));
        assert!(meets("/a**z", "/abc/xyz") && !meets("/a**z", "/abc/xy"));
    }

    #[test]
    fn without_a_slash_it_begins_in_any_folder() {
        assert!(
            meets("*.conf", "/etc/a/x.conf")
                && meets("python3*", "/usr/bin/python3.11")
                && meets("passwd", "/etc/passwd")
        );
        assert!(
            !meets("passwd", "/etc/passwd-")
                && !meets("asswd", "/etc/passwd")
                && meets(".ssh/id_*", "/root/.ssh/id_rsa")
        );
        assert!(meets("bin", "/usr/bin/ls") && meets("memfd:*", "/memfd:x"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["", "../x", "/a/../b", "./x"] {
            assert_eq!(text.parse::<Pattern>(), Err(PatternError), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_path_meets_itself_and_all_folders_above(parts in prop::collection::vec("[a-z.]{1,6}x", 1..5), n in 1usize..5) {
            let path = format!("/{}", parts.join("/"));
            let above = format!("/{}", parts[..n.min(parts.len())].join("/"));
            prop_assert!(meets(&path, &path) && meets(&above, &path) && meets(parts.last().unwrap(), &path));
            let beside = format!("{above}y");
            prop_assert!(!meets(&beside, &path));
        }
    }
}
