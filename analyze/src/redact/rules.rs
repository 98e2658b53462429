//! What is to be taken out of a trace: the rules of a file, and those for secrets that are built in.

use crate::error::{Error, first_line};
use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;
use std::{collections::BTreeSet, ops::Range, path::Path};

/// Bytes that a file with rules may have.
const LIMIT: u64 = 1 << 20;
/// Shorter values are too common to be looked for everywhere.
const TELLING: usize = 6;
/// Different values that are looked for everywhere.
const MOST: usize = 10_000;

/// A file with rules, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Whether the rules for secrets apply too.
    #[serde(default = "yes")]
    builtin: bool,
    #[serde(default)]
    rules: Vec<WrittenRule>,
}

fn yes() -> bool {
    true
}

/// A rule as it is written. It has one of column, path, env, argv, payload and value.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    name: String,
    /// A column of any table, or `table.column`; `manifest` for the manifest.
    column: Option<String>,
    /// With column: only values in which this is found.
    matches: Option<String>,
    /// A pattern of paths.
    path: Option<String>,
    /// A pattern of names of environment variables.
    env: Option<String>,
    /// A pattern of arguments: what follows a `=`, or else the next argument.
    argv: Option<String>,
    /// A pattern in captured memory and in what was printed.
    payload: Option<String>,
    /// A pattern in any value.
    value: Option<String>,
    #[serde(default)]
    with: With,
}

/// What stands in the place of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum With {
    /// Nothing that tells of it.
    #[default]
    Remove,
    /// A few digits of a salted hash, the same for the same value.
    Hash,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// What stands in the place of a value.
    pub with: With,
    about: About,
}

#[derive(Debug)]
enum About {
    Column(String, Option<Regex>),
    Path(Regex),
    Env(Regex),
    Argv(Regex),
    Payload(Regex),
    Value(Regex),
}

/// Columns that hold paths.
const PATHS: [&str; 6] = ["path", "path2", "path_abs", "path2_abs", "fd_path", "exe"];

/// What a pattern is about.
type Maker = fn(Regex) -> About;

/// The rules for secrets: name, what they are about, pattern.
const BUILTIN: [(&str, Maker, &str); 5] = [
    (
        "secret-env",
        About::Env,
        r"(?i)(pass(word|wd|phrase)?$|_pwd$|_pw$|secret|token|api_?key|access_?key|private_?key|credential|^auth|_auth$|cookie|session_?id)",
    ),
    (
        "secret-argument",
        About::Argv,
        r"(?i)^-{1,2}[a-z0-9_-]*(password|passwd|passphrase|secret|token|api-?_?key|access-?_?key|credentials?|auth)(=|$)",
    ),
    ("secret-header", About::Value, r"(?i)(authorization|cookie|x-api-key|x-auth-token): *[^\s]"),
    ("url-password", About::Value, r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s:@]+:[^/\s@]+@"),
    (
        "known-token",
        About::Value,
        r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bglpat-[A-Za-z0-9_-]{20}|\bxox[abprs]-[A-Za-z0-9-]{10}|\bsk_live_[A-Za-z0-9]{16}|\bAIza[0-9A-Za-z_-]{35}|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.|-----BEGIN [A-Z ]*PRIVATE KEY-----",
    ),
];

/// All rules, in their order, and values that they found.
pub struct Rules {
    /// The rules.
    pub all: Vec<Rule>,
    secrets: BTreeSet<Vec<u8>>,
    everywhere: Option<Regex>,
}

/// The name under which values go that a rule found elsewhere.
pub const ELSEWHERE: &str = "same-value";

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub struct Where<'a> {
    /// The table, or `manifest`.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// What the value is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// An argument of a program.
    Argument,
    /// A variable of an environment.
    Variable,
    /// Captured memory, or what was printed.
    Payload,
}

impl Rules {
    /// The rules of a file, and those that are built in unless it says otherwise; those alone if there is no file.
    ///
    /// # Errors
    /// When the file is not as docs/redact.md says.
    pub fn read(path: Option<&Path>) -> Result<Rules, Error> {
        let mut all = Vec::new();
        let mut builtin = true;
        if let Some(path) = path {
            let refused =
                |what: &dyn std::fmt::Display| Error::Usage(format!("{}: {}", path.display(), first_line(what)));
            if path.metadata().map_err(|e| refused(&e))?.len() > LIMIT {
                return Err(refused(&"is too large to be a file with rules"));
            }
            let text = std::fs::read_to_string(path).map_err(|e| refused(&e))?;
            let written: Written = serde_saphyr::from_str(&text).map_err(|e| refused(&e))?;
            builtin = written.builtin;
            for rule in written.rules {
                let name = rule.name.clone();
                all.push(Rule::new(rule).map_err(|what| refused(&format!("rule {name:?}: {what}")))?);
            }
        }
        if builtin {
            for (name, about, pattern) in BUILTIN {
                let about = about(compile(pattern).map_err(Error::Usage)?);
                all.push(Rule { name: name.to_owned(), with: With::Remove, about });
            }
        }
        Ok(Rules { all, secrets: BTreeSet::new(), everywhere: None })
    }

    /// Notes a value that was taken out for what stands beside it, so that it is found where it stands alone.
    pub fn note(&mut self, value: &[u8]) {
        let value = value.strip_suffix(b"\0").unwrap_or(value);
        if value.len() >= TELLING && self.secrets.len() < MOST {
            self.secrets.insert(value.to_owned());
        }
    }

    /// From now on values that were noted are taken out wherever they stand.
    ///
    /// # Errors
    /// When they are too many for one pattern.
    pub fn look_everywhere(&mut self) -> Result<(), Error> {
        if self.secrets.is_empty() {
            return Ok(());
        }
        let escaped = |secret: &Vec<u8>| -> String {
            secret.iter().fold(String::new(), |text, byte| text + &format!("\\x{byte:02x}"))
        };
        let any: Vec<String> = self.secrets.iter().map(escaped).collect();
        let pattern = format!("(?-u:{})", any.join("|"));
        self.everywhere = Some(compile(&pattern).map_err(Error::Usage)?);
        Ok(())
    }

    /// The pieces of a value that are to be taken out, each with the place of its rule in `all`, or `None` if it is a value noted
    /// elsewhere. `before` is the argument before, of arguments.
    pub fn pieces(
        &self,
        at: Where<'_>,
        value: &[u8],
        pieces: &[Range<usize>],
        before: Option<&[u8]>,
    ) -> Vec<(usize, Option<usize>)> {
        let mut found: Vec<(usize, Option<usize>)> = Vec::new();
        let mut add = |piece: usize, rule: Option<usize>| {
            if found.iter().all(|(known, _)| *known != piece) {
                found.push((piece, rule));
            }
        };
        let text = |piece: usize| pieces.get(piece).and_then(|range| value.get(range.clone())).unwrap_or_default();
        let all = 0..pieces.len();
        for (number, rule) in self.all.iter().enumerate() {
            match &rule.about {
                About::Column(column, pattern) => {
                    let named =
                        column == at.column || *column == format!("{}.{}", at.table, at.column) || column == at.table;
                    if named && pattern.as_ref().is_none_or(|pattern| pattern.is_match(value)) {
                        all.clone().for_each(|piece| add(piece, Some(number)));
                    }
                }
                About::Path(pattern) if PATHS.contains(&at.column) || at.kind == Kind::Payload => {
                    if pattern.is_match(value.strip_suffix(b"\0").unwrap_or(value)) {
                        all.clone().for_each(|piece| add(piece, Some(number)));
                    }
                }
                About::Env(pattern) if matches!(at.kind, Kind::Variable | Kind::Payload) => {
                    for piece in 1..pieces.len() {
                        if text(piece - 1).strip_suffix(b"=").is_some_and(|name| pattern.is_match(name)) {
                            add(piece, Some(number));
                        }
                    }
                }
                About::Argv(pattern) if at.kind == Kind::Argument => {
                    if pieces.len() == 2 && pattern.is_match(value) {
                        add(1, Some(number));
                    } else if before.is_some_and(|before| !before.contains(&b'=') && pattern.is_match(before)) {
                        all.clone().for_each(|piece| add(piece, Some(number)));
                    }
                }
                About::Argv(pattern) if at.kind == Kind::Payload && pieces.len() > 1 => {
                    // The strings of an execve.
                    for piece in 1..pieces.len() {
                        let (name, value) = (text(piece - 1), text(piece));
                        let alone = name.strip_suffix(b"\0").is_some_and(|name| pattern.is_match(name));
                        let joined = name.ends_with(b"=") && pattern.is_match(name);
                        if (alone || joined) && !value.is_empty() {
                            add(piece, Some(number));
                        }
                    }
                }
                About::Payload(pattern) if at.kind == Kind::Payload && pattern.is_match(value) => {
                    all.clone().for_each(|piece| add(piece, Some(number)));
                }
                About::Value(pattern) => {
                    if pattern.is_match(value) {
                        let inside: Vec<usize> = all.clone().filter(|piece| pattern.is_match(text(*piece))).collect();
                        let inside = if inside.is_empty() { all.clone().collect() } else { inside };
                        inside.into_iter().for_each(|piece| add(piece, Some(number)));
                    }
                }
                _ => {}
            }
        }
        if let Some(everywhere) = &self.everywhere
            && everywhere.is_match(value)
        {
            let inside: Vec<usize> = all.clone().filter(|piece| everywhere.is_match(text(*piece))).collect();
            let inside = if inside.is_empty() { all.collect() } else { inside };
            inside.into_iter().for_each(|piece| add(piece, None));
        }
        found
    }

    /// Whether what a rule found is to be looked for elsewhere: values of variables and arguments.
    pub fn is_telling(&self, rule: usize) -> bool {
        self.all.get(rule).is_some_and(|rule| matches!(rule.about, About::Env(_) | About::Argv(_)))
    }
}

impl Rule {
    fn new(written: WrittenRule) -> Result<Rule, String> {
        let WrittenRule { name, column, matches, path, env, argv, payload, value, with } = written;
        if matches.is_some() && column.is_none() {
            return Err("matches goes with column".to_owned());
        }
        let mut abouts: Vec<About> = Vec::new();
        if let Some(column) = column {
            abouts.push(About::Column(column, matches.as_deref().map(compile).transpose()?));
        }
        let kinds: [(Option<String>, Maker); 5] = [
            (path, About::Path),
            (env, About::Env),
            (argv, About::Argv),
            (payload, About::Payload),
            (value, About::Value),
        ];
        for (pattern, about) in kinds {
            if let Some(pattern) = pattern {
                abouts.push(about(compile(&pattern)?));
            }
        }
        match (abouts.pop(), abouts.is_empty()) {
            (Some(about), true) => Ok(Rule { name, with, about }),
            _ => Err("has to have one of column, path, env, argv, payload and value".to_owned()),
        }
    }
}

fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern).size_limit(64 << 20).build().map_err(|e| {
        let text = e.to_string();
        format!("{pattern:?} is no pattern: {}", first_line(text.lines().last().unwrap_or_default()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::seal::commit::{name_and_value, pieces_of_capture};

    fn found(kind: Kind, value: &[u8], before: Option<&[u8]>) -> Vec<usize> {
        let rules = Rules::read(None).unwrap();
        let at = Where { table: "t", column: "c", kind };
        let pieces = match kind {
            Kind::Text => std::iter::once(0..value.len()).collect(),
            Kind::Payload => pieces_of_capture(value),
            Kind::Argument | Kind::Variable => name_and_value(value),
        };
        let mut found: Vec<usize> =
            rules.pieces(at, value, &pieces, before).into_iter().map(|(piece, _)| piece).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn secrets_are_found_and_the_rest_is_left() {
        assert_eq!(found(Kind::Variable, b"DB_PASSWORD=hunter2", None), [1]);
        assert_eq!(found(Kind::Variable, b"AWS_SECRET_ACCESS_KEY=x", None), [1]);
        assert!(found(Kind::Variable, b"PATH=/usr/bin", None).is_empty());
        assert_eq!(found(Kind::Argument, b"--password=hunter2", None), [1]);
        assert_eq!(found(Kind::Argument, b"hunter2", Some(b"--token")), [0]);
        assert!(found(Kind::Argument, b"x", Some(b"--token=y")).is_empty());
        assert!(found(Kind::Argument, b"--output=x", None).is_empty());
        assert_eq!(found(Kind::Argument, b"postgres://u:p4ss@db/x", None), [0]);
        assert_eq!(found(Kind::Text, b"/x/AKIAABCDEFGHIJKLMNOP/y", None), [0]);
        assert_eq!(found(Kind::Payload, b"GET / HTTP/1.1\r\nAuthorization: Basic eDp5\r\n\r\n", None), [0]);
        assert!(found(Kind::Payload, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", None).is_empty());
        // An environment, as execve has it: HOME= /root API_TOKEN= abc
        assert_eq!(found(Kind::Payload, b"HOME=/root\0API_TOKEN=abc\0", None), [3]);
        assert_eq!(found(Kind::Payload, b"curl\0--token\0abc\0-v\0", None), [2]);
    }

    #[test]
    fn a_rule_is_about_one_thing() {
        let rule = |text: &str| {
            serde_saphyr::from_str::<Written>(text)
                .map_err(|e| e.to_string())
                .and_then(|w| w.rules.into_iter().map(Rule::new).collect::<Result<Vec<_>, _>>())
        };
        assert!(rule("rules: [{name: a, column: path, matches: '^/x', with: hash}]").is_ok());
        assert!(rule("rules: [{name: a}]").is_err());
        assert!(rule("rules: [{name: a, env: x, argv: y}]").is_err());
        assert!(rule("rules: [{name: a, env: '('}]").is_err());
        assert!(rule("rules: [{name: a, envs: x}]").is_err());
    }
}
