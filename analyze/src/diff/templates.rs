//! Parts of names that vary between runs of one side, learnt: they become `*`.
//!
//! Only a name that is not there in every run of its side can be merged so: what every run names alike is not volatile, whatever it looks
//! like. And only parts that no one has thought of vary: they have a digit, or large letters among small ones.

use super::fact::{Dimension, Facts, Key, Run, Seen, beside};
use crate::keys::Texts;
use hashbrown::{HashMap, HashSet};
use std::collections::{BTreeMap, BTreeSet};

/// What stands for a part that varies.
const ANY: &str = "*";
/// Parts of a name at most.
const PARTS: usize = 64;

/// A name with parts that vary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The dimension whose items it names.
    pub dimension: Dimension,
    /// The parts; `None` varies.
    parts: Vec<Option<String>>,
    /// The least and the greatest length of each part that varies.
    lengths: Vec<(usize, usize)>,
    /// Names that it was learnt from: how many, and some of them.
    pub learnt: usize,
    /// See `learnt`.
    pub examples: Vec<String>,
}

impl Template {
    /// The name, with `*` for what varies.
    pub fn text(&self) -> String {
        self.parts.iter().map(|part| part.as_deref().unwrap_or(ANY)).collect()
    }

    fn fits(&self, parts: &[&str]) -> bool {
        let mut lengths = self.lengths.iter();
        self.parts.len() == parts.len()
            && self.parts.iter().zip(parts).all(|(part, found)| match part {
                Some(part) => part == found,
                None => {
                    lengths.next().is_some_and(|(least, most)| varies(found) && (*least..=*most).contains(&found.len()))
                }
            })
    }
}

/// A name in parts, with what separates them.
fn parts(text: &str) -> Vec<&str> {
    text.split_inclusive(['/', ' ', '.', '-', ':', ',', '=', '[', ']', '(', ')'])
        .flat_map(|part| {
            let end = part
                .char_indices()
                .next_back()
                .map_or(0, |(at, c)| if c.is_alphanumeric() || c == '_' { part.len() } else { at });
            let (head, tail) = part.split_at(end);
            [head, tail].into_iter().filter(|part| !part.is_empty())
        })
        .collect()
}

/// Whether a part may be one that nobody has thought of.
fn varies(part: &str) -> bool {
    let digit = part.bytes().any(|b| b.is_ascii_digit());
    digit || super::normal::random(part)
}

/// A name with `*` for every part that may vary; `None` if none may.
pub fn masked(text: &str) -> Option<String> {
    let parts = parts(text);
    let any = parts.len() <= PARTS && parts.iter().any(|part| varies(part));
    any.then(|| parts.into_iter().map(|part| if varies(part) { ANY } else { part }).collect::<Vec<_>>().join("\0"))
}

/// The name of a temporary file without its end, which may be by chance: what stands behind the last `-`, `_` or `.`, or all of a name, whose
/// length then counts. `None` if the end is too short for that.
pub fn without_end(text: &str) -> Option<String> {
    let at = text.rfind(['-', '_', '.', '/'])?;
    let (head, end) = text.split_at(at + 1);
    match (head.ends_with('/'), end.len()) {
        (true, length @ 6..) => Some(format!("{head}{ANY}{length}")),
        (false, 4..) => Some(format!("{head}{ANY}")),
        _ => None,
    }
}

/// Learns from the runs of one side.
pub fn learn(runs: &[Run], texts: &Texts) -> Vec<Template> {
    if runs.len() < 2 {
        return Vec::new();
    }
    // Names that differ only in parts that may vary.
    type Alike = BTreeMap<(Dimension, u32, u32, String), Vec<(String, BTreeSet<usize>)>>;
    let mut alike = Alike::new();
    beside(&runs.iter().collect::<Vec<_>>(), |key, seen| {
        if !is_named(key.dimension) || seen.iter().all(Option::is_some) {
            return;
        }
        let of = (0..).zip(seen).filter(|(_, seen)| seen.is_some()).map(|(run, _)| run).collect();
        let text = texts.text(key.item);
        if let Some(masked) = masked(&text) {
            alike.entry((key.dimension, key.program, key.aspect, masked)).or_default().push((text.to_string(), of));
        }
    });
    let mut templates: Vec<Template> = Vec::new();
    for ((dimension, ..), mut names) in alike {
        let seen: BTreeSet<usize> = names.iter().flat_map(|(_, of)| of.iter().copied()).collect();
        if names.len() < 2 || seen.len() < 2 {
            continue;
        }
        names.sort();
        let split: Vec<Vec<&str>> = names.iter().map(|(name, _)| parts(name)).collect();
        let columns = split.first().map_or(0, Vec::len);
        let column = |i: usize| split.iter().filter_map(move |parts| parts.get(i).copied());
        let mut template =
            Template { dimension, parts: Vec::new(), lengths: Vec::new(), learnt: names.len(), examples: Vec::new() };
        for i in 0..columns {
            let first = column(i).next().unwrap_or_default();
            if column(i).all(|part| part == first) {
                template.parts.push(Some(first.to_owned()));
            } else {
                let lengths = column(i).map(str::len);
                let (least, most) = (lengths.clone().min().unwrap_or(0), lengths.max().unwrap_or(0));
                template.parts.push(None);
                template.lengths.push((least.saturating_sub(1).max(1), most + 1));
            }
        }
        template.examples = names.into_iter().map(|(name, _)| name).take(Seen::MOST).collect();
        if !templates.iter().any(|other| other.dimension == dimension && other.text() == template.text()) {
            templates.push(template);
        }
    }
    templates
}

/// Whether the items of a dimension are names in which parts may vary.
fn is_named(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::Argv | Dimension::Network | Dimension::File | Dimension::Argument | Dimension::Privilege
    )
}

/// Merges the names that are not there in every run of their side and fit a template.
pub fn apply(runs: &mut [Run], templates: &[Template], texts: &Texts) {
    if templates.is_empty() {
        return;
    }
    // Of a single run it is not known what varies.
    let mut volatile: HashSet<Key> = HashSet::new();
    beside(&runs.iter().collect::<Vec<_>>(), |key, seen| {
        if is_named(key.dimension) && (seen.len() == 1 || seen.iter().any(Option::is_none)) {
            volatile.insert(*key);
        }
    });
    let mut known: HashMap<(Dimension, u32), Option<u32>> = HashMap::new();
    for run in runs {
        let mut facts = run.facts.take();
        for (key, seen) in facts.iter_mut().filter(|(key, _)| volatile.contains(key)) {
            let merged = *known.entry((key.dimension, key.item)).or_insert_with(|| {
                let text = texts.text(key.item);
                let parts = parts(&text);
                let template = templates.iter().find(|t| t.dimension == key.dimension && t.fits(&parts))?;
                Some(texts.number(&template.text()))
            });
            let Some(item) = merged else { continue };
            if seen.raw().is_empty() {
                seen.add(0, seen.first, Some(key.item));
            }
            key.item = item;
        }
        run.facts = Facts::new(facts);
    }
}

/// Learns from both sides, and merges on both.
pub fn merge(left: &mut [Run], right: &mut [Run], texts: &Texts) -> Vec<Template> {
    let mut templates = learn(left, texts);
    for template in learn(right, texts) {
        if !templates.iter().any(|t| t.dimension == template.dimension && t.text() == template.text()) {
            templates.push(template);
        }
    }
    apply(left, &templates, texts);
    apply(right, &templates, texts);
    templates
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(texts: &Texts, names: &[&str]) -> Run {
        let fact = |name: &&str| {
            let (program, aspect, item) = (texts.number("p"), texts.number("read"), texts.number(name));
            (Key { dimension: Dimension::File, program, aspect, item }, Seen::new(1, 0, &[], false))
        };
        Run { facts: Facts::new(names.iter().map(fact).collect()), ..Run::default() }
    }

    fn names(texts: &Texts, run: &Run) -> BTreeSet<String> {
        run.facts.keys().map(|key| texts.get(key.item.into()).unwrap_or_default()).collect()
    }

    #[test]
    fn what_varies_between_runs_becomes_a_star_on_both_sides() {
        let texts = Texts::default();
        let mut left = [run(&texts, &["/srv/q/a81.tmp", "/etc/x1"]), run(&texts, &["/srv/q/b92.tmp", "/etc/x1"])];
        let mut right = [run(&texts, &["/srv/q/c03.tmp", "/etc/x1"]), run(&texts, &["/srv/q/c03.tmp", "/etc/x1"])];
        let templates = merge(&mut left, &mut right, &texts);
        assert_eq!(templates.iter().map(Template::text).collect::<Vec<_>>(), ["/srv/q/*.tmp"]);
        let merged = BTreeSet::from(["/srv/q/*.tmp".to_owned(), "/etc/x1".to_owned()]);
        assert_eq!((names(&texts, &left[0]), names(&texts, &left[1])), (merged.clone(), merged));
        // Every run of the right names this one: it is no chance.
        assert!(names(&texts, &right[0]).contains("/srv/q/c03.tmp"));
    }

    #[test]
    fn temporary_names_end_by_chance() {
        let without = |text| without_end(text).unwrap_or_default();
        assert_eq!(without("/tmp/work-Gybvfq"), without("/tmp/work-NAME"));
        assert_eq!(without("/tmp/mf6br95r"), without("/tmp/jzpeejlc"));
        assert!(without("/tmp/abcdef") != without("/tmp/abcdefg") && without_end("/tmp/a.b").is_none());
    }

    proptest! {
        #[test]
        fn what_every_run_of_a_side_names_alike_is_never_merged(
            noise in prop::collection::vec(prop::collection::vec("[a-z]{2}[0-9]{2}", 1..4), 4),
            stable in "/d/[a-z]{0,3}[0-9]{1,3}",
        ) {
            let texts = Texts::default();
            let side = |range: std::ops::Range<usize>, stable: Option<&str>| -> Vec<Run> {
                range.map(|i| {
                    let names: Vec<String> = noise[i].iter().map(|name| format!("/d/{name}")).collect();
                    run(&texts, &names.iter().map(String::as_str).chain(stable).collect::<Vec<_>>())
                }).collect()
            };
            let (mut left, mut right) = (side(0..2, None), side(2..4, Some(&stable)));
            merge(&mut left, &mut right, &texts);
            prop_assert!(right.iter().all(|run| names(&texts, run).contains(&stable)));
        }

        #[test]
        fn parts_are_the_whole_text(text in "\\PC{0,40}") {
            prop_assert_eq!(parts(&text).concat(), text);
        }
    }
}
