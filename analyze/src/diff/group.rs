//! One cause, one entry: what follows from the same change stands together, below the gravest of it.

use super::{
    class::Change,
    compare::Difference,
    fact::{Dimension, Key},
    facts::Action,
    places,
};
use crate::keys::Texts;
use schema::{kind::Class, syscalls};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Differences in one folder from which on they are one entry.
const MANY: usize = 4;
/// New calls of a program that are no further apart than this are of one moment, ns.
const MOMENT: i64 = 50_000;

/// What is shown as one.
#[derive(Debug)]
pub struct Entry {
    /// The gravest, by which it goes.
    pub lead: Difference,
    /// What else belongs to it, the gravest first.
    pub members: Vec<Difference>,
}

/// What a difference comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// A program that only one side has.
    Program(u32),
    /// Another version: from what to what.
    Version(String),
    /// What a program does on the network.
    Network(u32),
    /// A program makes a call that it did not make, or makes it with other values.
    Call(u32, u32),
    /// Calls and signals that a program has for the first time at the same moment.
    Moment(u32, u32),
    /// Something about a file.
    File(u32),
    /// Other arguments of programs: from what to what.
    Argv(String),
    /// Many files of one folder.
    Folder(u32, String),
    /// Sequences of a program.
    Sequences(u32),
    /// Nothing but itself.
    Own(Key),
}

/// Puts differences together and in the order in which a reviewer should see them.
pub fn group(differences: Vec<Difference>, texts: &Texts) -> Vec<Entry> {
    let causes = Causes::of(&differences, texts);
    let mut groups: BTreeMap<Cause, Vec<Difference>> = BTreeMap::new();
    for difference in differences {
        groups.entry(causes.cause(&difference)).or_default().push(difference);
    }
    let mut entries: Vec<Entry> = groups.into_values().filter_map(entry).collect();
    entries.sort_by_cached_key(|entry| {
        let lead = &entry.lead;
        let first = lead.first.into_iter().flatten().map(|(_, ts)| ts).min();
        (
            std::cmp::Reverse((lead.severity, lead.if_sure)),
            lead.change,
            lead.key.dimension,
            first,
            name(&lead.key, texts),
        )
    });
    entries
}

fn entry(mut members: Vec<Difference>) -> Option<Entry> {
    members.sort_by_key(|d| {
        let own = d.first.into_iter().flatten().map(|(_, ts)| ts).min();
        (std::cmp::Reverse(d.severity), d.change, d.key.dimension, own, d.key)
    });
    let mut members = members.into_iter();
    members.next().map(|lead| Entry { lead, members: members.collect() })
}

/// What the causes of all differences are told by.
struct Causes<'a> {
    texts: &'a Texts,
    /// The number of the empty text.
    nothing: u32,
    /// Programs that are there on one side only.
    programs: HashSet<u32>,
    /// Programs with a difference about a socket.
    networks: HashSet<u32>,
    /// Calls with a difference of their own.
    calls: HashSet<(u32, u32)>,
    /// How many differences there are in a folder.
    folders: HashMap<(u32, String), usize>,
    /// New calls and signals of a program: which moment they belong to.
    moments: HashMap<Key, u32>,
    /// Arguments of a program, those that are gone and those that are new.
    arguments: HashMap<u32, [Vec<u32>; 2]>,
}

impl<'a> Causes<'a> {
    fn of(differences: &[Difference], texts: &'a Texts) -> Causes<'a> {
        let mut causes = Causes {
            texts,
            nothing: texts.number(""),
            programs: HashSet::new(),
            networks: HashSet::new(),
            calls: HashSet::new(),
            folders: HashMap::new(),
            arguments: HashMap::new(),
            moments: moments(differences),
        };
        for Difference { key, change, .. } in differences {
            let appears = matches!(change, Change::New | Change::Gone);
            match key.dimension {
                Dimension::Program if appears => drop(causes.programs.insert(key.item)),
                Dimension::Argv if appears => {
                    let side = usize::from(*change == Change::New);
                    causes.arguments.entry(key.program).or_default()[side].push(key.item);
                }
                Dimension::Network if appears => drop(causes.networks.insert(key.program)),
                Dimension::Privilege | Dimension::Channel | Dimension::Argument if appears => {
                    causes.calls.insert((key.program, key.aspect));
                }
                Dimension::File => *causes.folders.entry((key.program, causes.folder(key))).or_default() += 1,
                _ => {}
            }
        }
        causes
    }

    fn text(&self, number: u32) -> String {
        self.texts.get(number.into()).unwrap_or_default()
    }

    fn moment(&self, key: &Key) -> Option<Cause> {
        self.moments.get(key).map(|moment| Cause::Moment(key.program, *moment))
    }

    fn folder(&self, key: &Key) -> String {
        places::folder(&self.text(key.item)).to_owned()
    }

    fn cause(&self, difference: &Difference) -> Cause {
        let key = &difference.key;
        if self.programs.contains(&key.program) {
            return Cause::Program(key.program);
        }
        let about = matches!(key.dimension, Dimension::Program | Dimension::ProcessTree | Dimension::File);
        if about && self.programs.contains(&key.item) {
            return Cause::Program(key.item);
        }
        if let Some([left, right]) = &difference.raw {
            let text = |raw: &[u32]| raw.first().map(|raw| self.text(*raw)).unwrap_or_default();
            return Cause::Version(change_of(&text(left), &text(right)));
        }
        match key.dimension {
            Dimension::Network => Cause::Network(key.program),
            Dimension::Syscall | Dimension::Error | Dimension::Argument | Dimension::Latency => {
                let name = self.text(key.aspect);
                if syscalls::main_class(&name) == Some(Class::Network) && self.networks.contains(&key.program) {
                    Cause::Network(key.program)
                } else if self.calls.contains(&(key.program, key.aspect)) {
                    Cause::Call(key.program, key.aspect)
                } else {
                    let made = Key { dimension: Dimension::Syscall, item: self.nothing, ..*key };
                    self.moment(&made).unwrap_or(Cause::Own(*key))
                }
            }
            Dimension::Signal => self.moment(key).unwrap_or(Cause::Own(*key)),
            Dimension::Privilege | Dimension::Channel => Cause::Call(key.program, key.aspect),
            Dimension::File => {
                let folder = (key.program, self.folder(key));
                let grave = places::secret(&self.text(key.item)) || places::persistent(&self.text(key.item));
                if !grave && self.folders.get(&folder).is_some_and(|n| *n >= MANY) {
                    Cause::Folder(folder.0, folder.1)
                } else {
                    Cause::File(key.item)
                }
            }
            Dimension::Sequence => Cause::Sequences(key.program),
            Dimension::Argv => match self.arguments.get(&key.program).map(|[gone, new]| (&gone[..], &new[..])) {
                // A shell passes on what it was given: the same change is one.
                Some(([gone], [new])) => Cause::Argv(middle_of(&self.text(*gone), &self.text(*new))),
                _ => Cause::Own(*key),
            },
            _ => Cause::Own(*key),
        }
    }
}

/// The moments at which programs have new calls and signals: those of one moment follow each other closely.
fn moments(differences: &[Difference]) -> HashMap<Key, u32> {
    let new = differences.iter().filter(|difference| {
        difference.change == Change::New && matches!(difference.key.dimension, Dimension::Syscall | Dimension::Signal)
    });
    let mut times: Vec<(u32, usize, i64, Key)> =
        new.filter_map(|d| d.first[1].map(|(run, ts)| (d.key.program, run, ts, d.key))).collect();
    times.sort();
    let mut moment = 0;
    let mut before: Option<(u32, usize, i64)> = None;
    let mut moments = HashMap::new();
    for (program, run, ts, key) in times {
        let close = before.is_some_and(|(p, r, last)| (p, r) == (program, run) && ts.saturating_sub(last) <= MOMENT);
        moment += u32::from(!close);
        before = Some((program, run, ts));
        moments.insert(key, moment);
    }
    moments
}

/// The words in which two texts differ, from the one to the other: `1.2 -> 1.3`.
fn change_of(left: &str, right: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
    let common = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    let start = left.get(..common).and_then(|head| head.rfind(|c| !word(c))).map_or(0, |at| at + 1);
    let cut = |text: &str| {
        let rest = text.get(start..).unwrap_or(text);
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '.');
        rest[..rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len())]
            .trim_end_matches('.')
            .to_owned()
    };
    format!("{} -> {}", cut(left), cut(right))
}

/// What is between the words that two texts have in common at their beginning and at their end.
fn middle_of(left: &str, right: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) = (left.split(' ').collect(), right.split(' ').collect());
    let start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[start..], &right[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    format!("{} -> {}", left[..left.len() - end].join(" "), right[..right.len() - end].join(" "))
}

/// A fact in words, without its program.
pub fn name(key: &Key, texts: &Texts) -> String {
    let text = |number: u32| texts.get(number.into()).unwrap_or_default();
    let (aspect, item) = (text(key.aspect), text(key.item));
    match key.dimension {
        Dimension::Program | Dimension::Argv | Dimension::Sequence => item,
        Dimension::Privilege | Dimension::Argument => format!("{aspect}{item}"),
        Dimension::Channel => format!("{item} ({aspect})"),
        Dimension::Signal => format!("{item} {aspect}"),
        Dimension::Syscall | Dimension::Resource => aspect,
        Dimension::Latency => format!("{aspect} p50"),
        Dimension::File if Action::named(&aspect).is_some() => format!("{item} {aspect}"),
        _ => format!("{aspect} {item}"),
    }
}

/// What a difference is known by from one comparison to the next: 16 hexadecimal digits.
pub fn id(difference: &Difference, texts: &Texts) -> String {
    let program = texts.get(difference.key.program.into()).unwrap_or_default();
    let name = name(&difference.key, texts);
    let raw: Vec<String> =
        difference.raw.iter().flatten().flatten().map(|raw| texts.get((*raw).into()).unwrap_or_default()).collect();
    let parts =
        [difference.key.dimension.name(), difference.change.name(), &program, &name, &raw.join("\0")].join("\0");
    Sha256::digest(parts.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Severity;

    fn difference(texts: &Texts, dimension: Dimension, program: &str, aspect: &str, item: &str) -> Difference {
        let number = |text: &str| texts.number(text);
        Difference {
            key: Key { dimension, program: number(program), aspect: number(aspect), item: number(item) },
            change: Change::New,
            left: vec![0.0],
            right: vec![1.0],
            p: None,
            q: None,
            severity: if dimension == Dimension::Program { Severity::High } else { Severity::Medium },
            if_sure: Severity::Medium,
            may_be_lost: false,
            first: [None, Some((0, 1))],
            raw: None,
        }
    }

    #[test]
    fn a_new_program_and_all_it_does_are_one_entry() {
        let texts = Texts::default();
        let d = |dimension, program, aspect, item| difference(&texts, dimension, program, aspect, item);
        let entries = group(
            vec![
                d(Dimension::Syscall, "/tmp/x", "connect", ""),
                d(Dimension::Program, "/tmp/x", "executed", "/tmp/x"),
                d(Dimension::File, "/bin/sh", "written", "/tmp/x"),
                d(Dimension::ProcessTree, "/bin/sh", "executed", "/tmp/x"),
                d(Dimension::File, "/bin/sh", "written", "/etc/x"),
                d(Dimension::Network, "/bin/sh", "connect TCP", "127.0.0.1:80"),
                d(Dimension::Syscall, "/bin/sh", "connect", ""),
                d(Dimension::Argument, "/bin/sh", "ioctl", "(file, TCGETS)"),
                d(Dimension::Syscall, "/bin/sh", "ioctl", ""),
            ],
            &texts,
        );
        let shown: Vec<(String, usize)> =
            entries.iter().map(|entry| (name(&entry.lead.key, &texts), entry.members.len())).collect();
        let expected =
            [("/tmp/x", 3), ("connect TCP 127.0.0.1:80", 1), ("/etc/x written", 0), ("ioctl(file, TCGETS)", 1)];
        assert_eq!(shown, expected.map(|(name, members)| (name.to_owned(), members)));
    }

    #[test]
    fn a_change_is_told_by_what_differs() {
        assert_eq!(change_of("/usr/lib/libfoo.so.1.2", "/usr/lib/libfoo.so.1.3"), "1.2 -> 1.3");
        assert_eq!(change_of("/usr/lib/python3.11/os.py", "/usr/lib/python3.12/os.py"), "3.11 -> 3.12");
        assert_eq!(change_of("", ""), " -> ");
        assert_eq!(middle_of("sh -c x a", "sh -c x b a"), " -> b");
        assert_eq!(middle_of("x a", "x b"), "a -> b");
    }
}
