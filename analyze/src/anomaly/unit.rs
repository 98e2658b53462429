//! What is compared: a run of a program, by its calls and by what it touched.

use super::words::Words;

/// A run of a program, in a trace; or a sequence of calls from a file.
#[derive(Debug, Default)]
pub struct Unit {
    /// Number of the program's name.
    pub program: u32,
    /// Process id; of a file, its number.
    pub pid: u32,
    /// Number of the input that it is of.
    pub input: u32,
    /// What is judged as a whole has the same number here: the runs of a trace, or a run alone.
    pub group: u32,
    /// Calls of each thread, in order.
    pub threads: Vec<Thread>,
    /// What it touched, each once, in order of number.
    pub things: Vec<Thing>,
}

/// Calls of a thread.
#[derive(Debug, Default)]
pub struct Thread {
    /// Thread id.
    pub tid: u32,
    /// Numbers of the calls' names.
    pub calls: Vec<u16>,
    /// When each began, if that is known; ns of the boot clock.
    pub times: Vec<i64>,
}

/// Something that a run touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    /// Of what kind.
    pub kind: Kind,
    /// Number of its text.
    pub text: u32,
    /// Thread and time of the first call.
    pub row: (u32, i64),
}

/// Kinds of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A call.
    Call,
    /// A call and the value of one of its arguments.
    Argument,
    /// A file.
    Path,
    /// A peer.
    Peer,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 4] = [Kind::Call, Kind::Argument, Kind::Path, Kind::Peer];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Call => "call",
            Kind::Argument => "argument",
            Kind::Path => "path",
            Kind::Peer => "peer",
        }
    }
}

impl Unit {
    /// How many calls it made.
    pub fn calls(&self) -> usize {
        self.threads.iter().map(|thread| thread.calls.len()).sum()
    }

    /// Which share of its calls each call has.
    pub fn shares(&self, alphabet: usize) -> Vec<f32> {
        let mut counts = vec![0.0_f32; alphabet];
        for call in self.threads.iter().flat_map(|thread| &thread.calls) {
            if let Some(count) = counts.get_mut(usize::from(*call)) {
                *count += 1.0;
            }
        }
        let all = self.calls().max(1) as f32;
        counts.iter().map(|count| count / all).collect()
    }
}

/// Names of everything in the units.
#[derive(Debug, Default)]
pub struct Names {
    /// Of calls.
    pub calls: Words,
    /// Of programs.
    pub programs: Words,
    /// Of things.
    pub things: Words,
}
