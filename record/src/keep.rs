//! Which rows are kept: those that touch certain paths, and those of certain programs (`--path`, `--exe`).
//!
//! Calls without such a row are followed all the same, so that names stay right, and they are counted.

use regex::Regex;
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
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    /// The same as a regular expression: its time does not depend on how hard a program makes it.
    expression: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

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
        let mut expression = String::from(if anywhere { "(?s)(?:^|/)" } else { "(?s)^" });
        let mut rest = own;
        while let Some(next) = rest.chars().next() {
            let stars = rest.len() - rest.trim_start_matches('*').len();
            match (next, stars) {
                (_, 1) => expression.push_str("[^/]*"),
                (_, 2..) => expression.push_str(".*"),
                ('?', _) => expression.push_str("[^/]"),
                (plain, _) => expression.push_str(&regex::escape(plain.encode_utf8(&mut [0; 4]))),
            }
            rest = &rest[stars.max(next.len_utf8())..];
        }
        expression.push_str("(?:/|$)");
        let expression = Regex::new(&expression).map_err(|_| PatternError)?;
        Ok(Pattern { text: text.to_owned(), expression })
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Pattern {
    /// Whether a path, escaped, meets it.
    fn matches(&self, path: &str) -> bool {
        self.expression.is_match(path)
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
