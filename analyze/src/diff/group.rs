//! One cause, one entry: what follows from the same change stands together, below the gravest of it.

use super::{
    class::Change,
    difference::Difference,
    fact::{Dimension, Key},
    facts::Action,
    places,
};
use crate::keys::Texts;
use hashbrown::{HashMap, HashSet};
use schema::{kind::Class, syscalls};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// Differences in one folder from which on they are one entry.
const MANY: usize = 4;
/// New calls of a program that are no further apart than this are of one moment, ns.
const MOMENT: i64 = 50_000;

/// What is shown as one.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The gravest, by which it goes.
    pub lead: &'a Difference,
    /// What else belongs to it, the gravest first.
    pub members: &'a [Difference],
}

/// What a difference comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    Folder(u32, u32),
    /// Sequences of a program.
    Sequences(u32),
    /// Nothing but itself.
    Own(Key),
}

/// Puts differences together and in the order in which a reviewer should see them.
pub fn group<'a>(differences: &'a mut [Difference], texts: &Texts) -> Vec<Entry<'a>> {
    let causes = Causes::of(differences, texts);
    let mut numbers: HashMap<Cause, u32> = HashMap::new();
    for difference in differences.iter_mut() {
        let next = numbers.len() as u32;
        difference.cause = *numbers.entry(causes.cause(difference)).or_insert(next);
    }
    differences
        .sort_unstable_by_key(|d| (d.cause, Reverse(d.severity), d.change, d.key.dimension, d.earliest(), d.key));
    let same = differences.chunk_by(|a, b| a.cause == b.cause);
    let mut entries: Vec<Entry<'a>> =
        same.filter_map(|all| all.split_first()).map(|(lead, members)| Entry { lead, members }).collect();
    entries.sort_by_cached_key(|Entry { lead, .. }| {
        let (name, program) = (name(&lead.key, texts), texts.text(lead.key.program));
        (Reverse((lead.severity, lead.if_sure)), lead.change, lead.key.dimension, lead.earliest(), name, program)
    });
    entries
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
    /// How many differences of a program there are in a folder.
    folders: HashMap<(u32, u32), usize>,
    /// Of each file its folder, and whether it stands for itself wherever it lies. A file may be in very many differences.
    files: HashMap<u32, (u32, bool)>,
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
            files: HashMap::new(),
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
                Dimension::File => {
                    let (folder, _) = *causes.files.entry(key.item).or_insert_with(|| {
                        let path = texts.text(key.item);
                        (texts.number(places::folder(&path)), places::secret(&path) || places::persistent(&path))
                    });
                    *causes.folders.entry((key.program, folder)).or_default() += 1;
                }
                _ => {}
            }
        }
        causes
    }

    fn moment(&self, key: &Key) -> Option<Cause> {
        self.moments.get(key).map(|moment| Cause::Moment(key.program, *moment))
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
        if let Some([left, right]) = difference.raw.as_deref() {
            let text = |raw: &[u32]| raw.first().map(|raw| self.texts.text(*raw)).unwrap_or_default();
            return Cause::Version(change_of(&text(left), &text(right)));
        }
        match key.dimension {
            Dimension::Network => Cause::Network(key.program),
            Dimension::Syscall | Dimension::Error | Dimension::Argument | Dimension::Latency => {
                let name = self.texts.text(key.aspect);
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
                let (folder, alone) = self.files.get(&key.item).copied().unwrap_or_default();
                match self.folders.get(&(key.program, folder)) {
                    Some(MANY..) if !alone => Cause::Folder(key.program, folder),
                    _ => Cause::File(key.item),
                }
            }
            Dimension::Sequence => Cause::Sequences(key.program),
            Dimension::Argv => match self.arguments.get(&key.program).map(|[gone, new]| (&gone[..], &new[..])) {
                // A shell passes on what it was given: the same change is one.
                Some(([gone], [new])) => Cause::Argv(middle_of(&self.texts.text(*gone), &self.texts.text(*new))),
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
        new.filter_map(|d| d.first(1).map(|(run, ts)| (d.key.program, run, ts, d.key))).collect();
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
    let (aspect, item) = (texts.text(key.aspect), texts.text(key.item));
    match key.dimension {
        Dimension::Program | Dimension::Argv | Dimension::Sequence => item.to_string(),
        Dimension::Privilege | Dimension::Argument => format!("{aspect}{item}"),
        Dimension::Channel => format!("{item} ({aspect})"),
        Dimension::Signal => format!("{item} {aspect}"),
        Dimension::Syscall | Dimension::Resource => aspect.to_string(),
        Dimension::Latency => format!("{aspect} p50"),
        Dimension::File if Action::named(&aspect).is_some() => format!("{item} {aspect}"),
        _ => format!("{aspect} {item}"),
    }
}

/// What a difference is known by from one comparison to the next: 16 hexadecimal digits.
pub fn id(difference: &Difference, texts: &Texts) -> String {
    let program = texts.text(difference.key.program);
    let name = name(&difference.key, texts);
    let raw = difference.raw.iter().flat_map(|sides| sides.iter()).flatten();
    let raw: Vec<_> = raw.map(|raw| texts.text(*raw)).collect();
    let parts =
        [difference.key.dimension.name(), difference.change.name(), &program, &name, &raw.join("\0")].join("\0");
    Sha256::digest(parts.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::Severity,
        diff::{difference::Family, fact::Seen},
    };

    fn difference(texts: &Texts, dimension: Dimension, program: &str, aspect: &str, item: &str) -> Difference {
        let number = |text: &str| texts.number(text);
        let key = Key { dimension, program: number(program), aspect: number(aspect), item: number(item) };
        let severity = if dimension == Dimension::Program { Severity::High } else { Severity::Medium };
        Difference::new(key, Change::New, severity, Family::Lowest).with_first(1, &[Some(&Seen::new(1, 1, &[], false))])
    }

    #[test]
    fn a_new_program_and_all_it_does_are_one_entry() {
        let texts = Texts::default();
        let d = |dimension, program, aspect, item| difference(&texts, dimension, program, aspect, item);
        let mut all = [
            d(Dimension::Syscall, "/tmp/x", "connect", ""),
            d(Dimension::Program, "/tmp/x", "executed", "/tmp/x"),
            d(Dimension::File, "/bin/sh", "written", "/tmp/x"),
            d(Dimension::ProcessTree, "/bin/sh", "executed", "/tmp/x"),
            d(Dimension::File, "/bin/sh", "written", "/etc/x"),
            d(Dimension::Network, "/bin/sh", "connect TCP", "127.0.0.1:80"),
            d(Dimension::Syscall, "/bin/sh", "connect", ""),
            d(Dimension::Argument, "/bin/sh", "ioctl", "(file, TCGETS)"),
            d(Dimension::Syscall, "/bin/sh", "ioctl", ""),
        ];
        let entries = group(&mut all, &texts);
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
