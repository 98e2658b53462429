//! How grave a difference is by what it is about, before anyone asks how sure it is. docs/diff.md has the table.

use super::{
    fact::{Dimension, Key, Run},
    facts::Action,
    places,
};
use crate::{cli::Severity, keys::Texts};
use hashbrown::{HashMap, HashSet};
use schema::{
    notable::{self, Notable},
    telling,
    waits::{self, Wait, When},
};
use std::cell::RefCell;

/// What changed about a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is there on the right only.
    New,
    /// What it stands for is another one: the version, the port.
    Updated,
    /// It is there on the left only.
    Gone,
    /// More often, or more of it.
    More,
    /// Less often, or less of it.
    Fewer,
    /// Calls took longer.
    Slower,
    /// Calls took less time.
    Faster,
}

impl Change {
    /// Name, as rows have it.
    pub const fn name(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Updated => "updated",
            Change::Gone => "gone",
            Change::More => "more",
            Change::Fewer => "fewer",
            Change::Slower => "slower",
            Change::Faster => "faster",
        }
    }
}

/// What a side did, as far as the other's differences are judged by it.
#[derive(Default)]
pub struct Before {
    /// Programs executed, or seen to call.
    pub programs: HashSet<u32>,
    /// Facts without the program.
    facts: HashSet<(Dimension, u32, u32)>,
    /// Folders in which a program changed files.
    folders: HashSet<(u32, u32)>,
    /// Files that were changed.
    changed: HashSet<u32>,
}

impl Before {
    /// Of the runs of one side.
    pub fn of(runs: &[Run], texts: &Texts) -> Before {
        let mut before = Before::default();
        let change = Action::all().iter().filter(|action| action.changes());
        let change: Vec<u32> = change.map(|action| texts.number(action.name())).collect();
        // A file may be in very many facts.
        let mut folders: HashMap<u32, u32> = HashMap::new();
        for key in runs.iter().flat_map(|run| run.facts.keys()) {
            before.programs.insert(key.program);
            before.facts.insert((key.dimension, key.aspect, key.item));
            if key.dimension == Dimension::File && change.contains(&key.aspect) {
                before.changed.insert(key.item);
                let folder = || texts.number(places::folder(&texts.text(key.item)));
                before.folders.insert((key.program, *folders.entry(key.item).or_insert_with(folder)));
            }
        }
        before
    }
}

/// Judges differences.
pub struct Judge<'a> {
    texts: &'a Texts,
    left: &'a Before,
    right: &'a Before,
    /// What was done to a file, by the number of the word for it.
    actions: HashMap<u32, Action>,
    /// Where files are. A file may be in very many differences.
    places: RefCell<HashMap<u32, Place>>,
}

/// Where a file is.
#[derive(Clone, Copy)]
struct Place {
    nowhere: bool,
    persistent: bool,
    scratch: bool,
    secret: bool,
    folder: u32,
}

impl<'a> Judge<'a> {
    /// One who knows what both sides did.
    pub fn new(texts: &'a Texts, left: &'a Before, right: &'a Before) -> Judge<'a> {
        let actions = Action::all().iter().map(|action| (texts.number(action.name()), *action)).collect();
        Judge { texts, left, right, actions, places: RefCell::default() }
    }

    /// How grave a difference is.
    pub fn severity(&self, key: &Key, change: Change) -> Severity {
        let (own, other) = if change == Change::Gone { (self.left, self.right) } else { (self.right, self.left) };
        match change {
            Change::New => {
                let severity = self.new_fact(key, own, other);
                // Another program did the same before.
                let known = other.facts.contains(&(key.dimension, key.aspect, key.item));
                if known && other.programs.contains(&key.program) { severity.less() } else { severity }
            }
            Change::Gone if self.restricts(key) => Severity::High,
            Change::Gone => match self.new_fact(key, own, other) {
                Severity::Critical | Severity::High => Severity::Medium,
                severity => severity.less(),
            },
            Change::Updated => match key.dimension {
                Dimension::Network | Dimension::Privilege => Severity::Medium,
                Dimension::Argv | Dimension::ProcessTree => Severity::Info,
                _ => Severity::Low,
            },
            Change::More | Change::Fewer if self.is_chance(key) => Severity::Info,
            Change::Slower | Change::Faster if may_wait(&self.texts.text(key.aspect)) => Severity::Info,
            Change::More | Change::Fewer | Change::Slower | Change::Faster => match key.dimension {
                Dimension::Sequence | Dimension::Argument => Severity::Info,
                Dimension::File if self.actions.get(&key.aspect) != Some(&Action::Executed) => Severity::Info,
                _ => Severity::Low,
            },
        }
    }

    fn new_fact(&self, key: &Key, own: &Before, other: &Before) -> Severity {
        if key.dimension == Dimension::File {
            return self.file(key, other);
        }
        let (aspect, item) = (self.texts.text(key.aspect), self.texts.text(key.item));
        match key.dimension {
            Dimension::Program if own.changed.contains(&key.item) => Severity::Critical,
            Dimension::Program | Dimension::Credentials => Severity::High,
            Dimension::Argv | Dimension::ProcessTree | Dimension::Exit => Severity::Medium,
            Dimension::Privilege => match notable::of(&aspect) {
                Some(Notable::Restriction) => Severity::Medium,
                Some(Notable::Process) if item.contains("SIG") || item.contains("PID, 0") => Severity::Medium,
                _ => Severity::High,
            },
            Dimension::Channel if ["mmap", "memfd", "shmat"].iter().any(|call| aspect.starts_with(call)) => {
                Severity::Medium
            }
            Dimension::Channel => Severity::High,
            Dimension::Network if aspect.contains("NETLINK") => Severity::Low,
            // It is heard of when it listens.
            Dimension::Network if aspect.starts_with("bind TCP") => Severity::Medium,
            Dimension::Network if aspect.contains("UNIX") || aspect.starts_with("accept") => Severity::Medium,
            Dimension::Network => Severity::High,
            Dimension::Argument | Dimension::Syscall if telling::is_chance(&aspect) => Severity::Info,
            Dimension::Argument | Dimension::Syscall => Severity::Medium,
            Dimension::Error | Dimension::Signal if self.is_chance(key) => Severity::Info,
            Dimension::Error if telling::REFUSED.contains(&&*item) => Severity::Medium,
            Dimension::Error | Dimension::Resource | Dimension::Latency => Severity::Low,
            Dimension::Signal => Severity::Medium,
            Dimension::Sequence | Dimension::File => Severity::Info,
        }
    }

    /// How grave it is that something was done to a file.
    fn file(&self, key: &Key, other: &Before) -> Severity {
        let Some(action) = self.actions.get(&key.aspect).copied() else { return Severity::Low };
        let place = self.place(key.item);
        match action {
            _ if place.nowhere => Severity::Info,
            _ if action.changes() && place.persistent => Severity::Critical,
            _ if action.changes() && place.scratch => Severity::Medium,
            _ if action.changes() && other.folders.contains(&(key.program, place.folder)) => Severity::Medium,
            _ if action.changes() => Severity::High,
            Action::Executed | Action::Mapped => Severity::Medium,
            Action::Read if place.secret => Severity::High,
            Action::Looked | Action::Missing | Action::Refused if place.secret => Severity::Medium,
            Action::Refused => Severity::Medium,
            Action::Read => Severity::Low,
            _ => Severity::Info,
        }
    }

    fn place(&self, item: u32) -> Place {
        *self.places.borrow_mut().entry(item).or_insert_with(|| {
            let path = self.texts.text(item);
            Place {
                nowhere: places::nowhere(&path),
                persistent: places::persistent(&path),
                scratch: places::scratch(&path),
                secret: places::secret(&path),
                folder: self.texts.number(places::folder(&path)),
            }
        })
    }

    /// Whether a call keeps the process from doing something.
    fn restricts(&self, key: &Key) -> bool {
        key.dimension == Dimension::Privilege && notable::of(&self.texts.text(key.aspect)) == Some(Notable::Restriction)
    }

    /// Whether how often it happens is chance.
    fn is_chance(&self, key: &Key) -> bool {
        let text = |number: u32| self.texts.text(number);
        match key.dimension {
            Dimension::Syscall => telling::is_chance(&text(key.aspect)),
            Dimension::Error => telling::is_chance(&text(key.aspect)) || telling::is_passing(&text(key.item)),
            Dimension::Signal => *text(key.item) == *crate::decode::signal(telling::CHILD),
            _ => false,
        }
    }
}

/// Whether a call may wait for something other than the disk.
fn may_wait(name: &str) -> bool {
    let when = waits::WAITS.iter().find(|(call, _)| *call == name).map(|(_, when)| *when);
    !matches!(when, None | Some(When::Always(Wait::Disk))) || telling::is_chance(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::fact::{Facts, Seen};

    fn key(texts: &Texts, dimension: Dimension, aspect: &str, item: &str) -> Key {
        Key { dimension, program: texts.number("/bin/p"), aspect: texts.number(aspect), item: texts.number(item) }
    }

    #[test]
    fn what_is_grave_comes_first() {
        let texts = Texts::default();
        let nothing = Before::default();
        let judge = Judge::new(&texts, &nothing, &nothing);
        let new =
            |dimension, aspect: &str, item: &str| judge.severity(&key(&texts, dimension, aspect, item), Change::New);
        assert_eq!(new(Dimension::Program, "executed", "/tmp/x"), Severity::High);
        assert_eq!(new(Dimension::File, "written", "/etc/cron.d/x"), Severity::Critical);
        assert_eq!(new(Dimension::File, "written", "/usr/bin/ls"), Severity::High);
        assert_eq!(new(Dimension::File, "written", "/tmp/x"), Severity::Medium);
        assert_eq!(new(Dimension::File, "written", "/dev/null"), Severity::Info);
        assert_eq!(new(Dimension::File, "read", "/root/.ssh/id_rsa"), Severity::High);
        assert_eq!(new(Dimension::Network, "connect TCP", "127.0.0.1:80"), Severity::High);
        assert_eq!(new(Dimension::Privilege, "setuid", "(0)"), Severity::High);
        assert_eq!(new(Dimension::Argument, "ioctl", "(tty, TIOCSTI, 0)"), Severity::Medium);
        assert_eq!(new(Dimension::Syscall, "futex", ""), Severity::Info);
        assert_eq!(new(Dimension::Sequence, "in a row", "a b c"), Severity::Info);
        let gone = |aspect: &str| judge.severity(&key(&texts, Dimension::Privilege, aspect, "(1)"), Change::Gone);
        assert_eq!((gone("seccomp"), gone("setuid")), (Severity::High, Severity::Medium));
    }

    #[test]
    fn a_file_that_was_made_and_then_executed_is_worst() {
        let texts = Texts::default();
        let written = (key(&texts, Dimension::File, "written", "/tmp/x"), Seen::new(1, 0, &[], false));
        let run = Run { facts: Facts::new(vec![written]), ..Run::default() };
        let (nothing, before) = (Before::default(), Before::of(&[run], &texts));
        let judge = Judge::new(&texts, &nothing, &before);
        let new = judge.severity(&key(&texts, Dimension::Program, "executed", "/tmp/x"), Change::New);
        assert_eq!(new, Severity::Critical);
    }
}
