//! Texts without what differs from run to run: by the rules, and by what the manifest says of the run itself.

mod rules;

pub use rules::{RULES, Rule, random};

use crate::keys::Texts;
use polars::prelude::PlHashMap;
use regex::{Captures, Regex};
use schema::manifest::Manifest;
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A word of ours, or a name: never changed.
    Plain,
    /// A path, or words with paths among them.
    Path,
    /// The address of a socket.
    Address,
    /// Values of arguments.
    Values,
}

/// The names under which --explain shows what is replaced besides by rules.
const HOST: &str = "host name";
const CONTAINER: &str = "container id";
const FOLDER: &str = "working folder";

/// Makes texts normal, and remembers by what.
#[derive(Clone)]
pub struct Normal {
    texts: Arc<Texts>,
    raw: bool,
    /// Texts that are the run's own, what stands for them, and why.
    own: Vec<(String, &'static str, &'static str)>,
    known: PlHashMap<(Form, u32), u32>,
    /// By what a text came about, by its number.
    by: HashMap<u32, BTreeSet<&'static str>>,
    folders: bool,
}

impl Normal {
    /// With `raw` nothing is changed. With `folders` the recordings began in different folders, which then stand for each other.
    pub fn new(texts: &Arc<Texts>, raw: bool, folders: bool) -> Normal {
        Normal {
            texts: Arc::clone(texts),
            raw,
            own: Vec::new(),
            known: PlHashMap::default(),
            by: HashMap::new(),
            folders,
        }
    }

    /// The same for the texts of one run.
    pub fn of(&self, texts: &Arc<Texts>, manifest: &Manifest) -> Normal {
        let mut normal = Normal::new(texts, self.raw, self.folders);
        normal.enter(manifest);
        normal
    }

    /// Takes over by which rules texts came about, whose numbers here stand at the places of their own.
    pub fn take(&mut self, other: &Normal, numbers: &[u32]) {
        for (own, by) in &other.by {
            if let Some(number) = numbers.get(*own as usize) {
                self.by.entry(*number).or_default().extend(by);
            }
        }
    }

    /// What is the run's own.
    fn enter(&mut self, manifest: &Manifest) {
        if let Some(container) = &manifest.container {
            let short = container.id.get(..12).unwrap_or_default();
            for id in [container.id.as_str(), short].into_iter().filter(|id| id.len() >= 12) {
                self.own.push((id.to_owned(), "CONTAINER", CONTAINER));
            }
        }
        if manifest.host.hostname.len() >= 4 && manifest.host.hostname != "localhost" {
            self.own.push((manifest.host.hostname.clone(), "HOST", HOST));
        }
        let folder = manifest.target.cwd.as_deref().filter(|cwd| self.folders && cwd.len() > 1 && cwd.starts_with('/'));
        self.own.extend(folder.map(|cwd| (cwd.to_owned(), "CWD", FOLDER)));
    }

    /// The number of the normal form of text `number`.
    pub fn number(&mut self, form: Form, number: u32) -> u32 {
        if self.raw || form == Form::Plain {
            return number;
        }
        if let Some(known) = self.known.get(&(form, number)) {
            return *known;
        }
        let text = self.texts.get(number.into()).unwrap_or_default();
        let (normal, by) = self.normal(form, &text);
        let normal = if by.is_empty() { number } else { self.texts.number(&normal) };
        self.known.insert((form, number), normal);
        if !by.is_empty() {
            self.by.entry(normal).or_default().extend(by);
        }
        normal
    }

    /// By which rules a text came about.
    pub fn rules_of(&self, number: u32) -> impl Iterator<Item = &'static str> {
        self.by.get(&number).into_iter().flatten().copied()
    }

    /// Takes over by which rules a text came about.
    pub fn learn(&mut self, number: u32, names: &[String]) {
        let known = RULES.iter().map(|rule| rule.name).chain([HOST, CONTAINER, FOLDER]);
        let known = known.filter(|name| names.iter().any(|other| other == name));
        self.by.entry(number).or_default().extend(known);
    }

    /// Whether what was replaced in a text is told when it changed.
    pub fn tells(&self, number: u32) -> bool {
        self.rules_of(number).any(|name| RULES.iter().any(|rule| rule.name == name && rule.told))
    }

    fn normal<'a>(&self, form: Form, text: &'a str) -> (Cow<'a, str>, Vec<&'static str>) {
        let mut by = Vec::new();
        let mut out = Cow::Borrowed(text);
        for (own, to, name) in &self.own {
            if let Some(replaced) = replace_word(&out, own, to) {
                out = Cow::Owned(replaced);
                by.push(*name);
            }
        }
        for (rule, regex) in RULES.iter().zip(regexes()).filter(|(rule, _)| rule.forms.contains(&form)) {
            let Some(regex) = regex else { continue };
            if let Some(replaced) = apply(rule, regex, &out) {
                out = Cow::Owned(replaced);
                by.push(rule.name);
            }
        }
        (out, by)
    }
}

/// The text after a rule, if it changes it.
fn apply(rule: &Rule, regex: &Regex, text: &str) -> Option<String> {
    if !regex.is_match(text) {
        return None;
    }
    let replaced = regex.replace_all(text, |found: &Captures<'_>| {
        let whole = found.get(0).map_or("", |part| part.as_str());
        if !(rule.only_if)(found.name("v").map_or(whole, |part| part.as_str())) {
            return whole.to_owned();
        }
        let mut out = String::new();
        found.expand(rule.to, &mut out);
        out
    });
    (replaced != text).then(|| replaced.into_owned())
}

/// Every rule's pattern, in their order.
fn regexes() -> &'static [Option<Regex>] {
    static REGEXES: LazyLock<Vec<Option<Regex>>> =
        LazyLock::new(|| RULES.iter().map(|rule| Regex::new(rule.pattern).ok()).collect());
    &REGEXES
}

/// `text` with `word` replaced where it is not part of a longer word; `None` if it is not there.
fn replace_word(text: &str, word: &str, to: &str) -> Option<String> {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = text;
    let mut before = String::new();
    let mut changed = false;
    while let Some(at) = rest.find(word) {
        let (head, tail) = (&rest[..at], &rest[at + word.len()..]);
        before.push_str(head);
        out.push_str(head);
        let inside =
            before.ends_with(letter) && word.starts_with(letter) || tail.starts_with(letter) && word.ends_with(letter);
        out.push_str(if inside { word } else { to });
        changed |= !inside;
        before.push_str(word);
        rest = tail;
    }
    out.push_str(rest);
    changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(form: Form, text: &str) -> String {
        let texts = Arc::new(Texts::default());
        let mut normal = Normal::new(&texts, false, false);
        let number = texts.number(text);
        texts.get(normal.number(form, number).into()).unwrap()
    }

    #[test]
    fn every_rule_merges_and_keeps_what_it_says() {
        for (rule, regex) in RULES.iter().zip(regexes()) {
            let regex = regex.as_ref().unwrap_or_else(|| panic!("{}: bad pattern", rule.name));
            assert!(!rule.merges.is_empty() && !rule.keeps.is_empty(), "{}", rule.name);
            for (text, expected) in rule.merges {
                assert_eq!(apply(rule, regex, text).as_deref(), Some(*expected), "{}", rule.name);
            }
            for text in rule.keeps {
                assert_eq!(apply(rule, regex, text), None, "{}", rule.name);
            }
            let same = RULES.iter().filter(|other| other.name == rule.name).count();
            assert_eq!(same, 1, "{}", rule.name);
        }
    }

    /// docs/diff.md shows the rules as they are; `UPDATE=1` writes them anew.
    #[test]
    fn the_documentation_has_the_rules() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diff.md");
        let text = std::fs::read_to_string(path).unwrap();
        let mut table = "| rule | example | becomes | stays |\n|---|---|---|---|\n".to_owned();
        for rule in RULES {
            let (from, to) = rule.merges[0];
            table.push_str(&format!("| {} | `{from}` | `{to}` | `{}` |\n", rule.name, rule.keeps[0]));
        }
        let (head, rest) = text.split_once("cargo test -p analyze -->\n").unwrap();
        let (_, tail) = rest.split_once("<!-- end -->").unwrap();
        let expected = format!("{head}cargo test -p analyze -->\n{table}<!-- end -->{tail}");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &expected).unwrap();
        }
        assert!(std::fs::read_to_string(path).unwrap() == expected, "docs/diff.md has other rules; UPDATE=1");
    }

    #[test]
    fn what_is_the_runs_own_is_replaced_as_a_whole_word() {
        assert_eq!(
            replace_word("/var/vm1/x vm1.log vm12", "vm1", "HOST").as_deref(),
            Some("/var/HOST/x HOST.log vm12")
        );
        assert_eq!(replace_word("/var/avm1", "vm1", "HOST"), None);
        assert_eq!(replace_word("/a/b/c /a/bc", "/a/b", "CWD").as_deref(), Some("CWD/c /a/bc"));
    }

    #[test]
    fn a_text_that_is_normal_stays_so() {
        for rule in RULES {
            for (_, expected) in rule.merges {
                let form = rule.forms[0];
                assert_eq!(normal(form, &normal(form, expected)), normal(form, expected), "{}", rule.name);
            }
        }
    }

    proptest! {
        /// Parts that no rule calls volatile: words. Between them what is volatile, the same in both.
        #[test]
        fn a_change_of_a_word_is_never_merged_away(
            words in prop::collection::vec("[a-z]{1,9}(\\.[a-z]{2,4})?", 1..6),
            volatile in prop::collection::vec("[0-9]{1,6}|tmp[a-z0-9]{8}|[0-9a-f]{16}|1\\.[0-9]", 1..6),
            at in 0_usize..6,
            other in "[a-z]{1,9}",
            start in prop::sample::select(vec!["", "/tmp", "/proc", "/var/tmp", "/run", "/usr/lib"]),
        ) {
            let at = at % words.len();
            let word = words[at].split('.').next().unwrap_or_default();
            prop_assume!(word != other);
            let path = |changed: Option<&str>| {
                let mut out = start.to_owned();
                for (i, word) in words.iter().enumerate() {
                    let word = match changed {
                        Some(other) if i == at => word.replacen(word.split('.').next().unwrap_or_default(), other, 1),
                        _ => word.clone(),
                    };
                    out.push_str(&format!("/{word}"));
                    if let Some(volatile) = volatile.get(i) {
                        out.push_str(&format!("/{volatile}"));
                    }
                }
                out
            };
            prop_assert_ne!(normal(Form::Path, &path(None)), normal(Form::Path, &path(Some(&other))));
        }

        /// Eight of these characters, whichever they are (Lib/tempfile.py): an underscore is one of them.
        #[test]
        fn names_that_python_gives_to_temporary_files_are_one(name in "[a-z0-9_]{8}", end in "(/[a-z]{1,5}|\\.py)?") {
            prop_assert_eq!(normal(Form::Path, &format!("/tmp/tmp{name}{end}")), format!("/tmp/tmpNAME{end}"));
        }

        #[test]
        fn any_text_is_taken(text: String) {
            for form in [Form::Path, Form::Address, Form::Values] {
                normal(form, &text);
            }
        }
    }
}
