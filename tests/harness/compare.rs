//! Compares the text of two tracers of the same programs, argument by argument, knowing neither of them nor any call.
//!
//! One normaliser for both sides: comments are left out, and string literals are brought to one way of escaping. Where the
//! two sides saw different runs, words of an argument that differ between two runs under the first tracer are not compared.

use std::collections::{BTreeMap, BTreeSet};

/// A call as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Thread.
    pub tid: u32,
    /// Name.
    pub name: String,
    /// Arguments, normalised.
    pub args: Vec<String>,
    /// What is behind the equals sign, normalised.
    pub result: String,
}

impl Call {
    /// Reads `name(args) = result`; `None` if it is no such text.
    pub fn parse(tid: u32, text: &str) -> Option<Call> {
        let (name, rest) = text.split_once('(')?;
        let mut reader = Reader { rest, out: String::new() };
        let mut args = Vec::new();
        let mut depth = 0usize;
        while let Some(c) = reader.step() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' if depth == 0 => {
                    let last = reader.out.trim().to_owned();
                    if !(last.is_empty() && args.is_empty()) {
                        args.push(last);
                    }
                    let result = reader.rest.trim_start().strip_prefix('=')?;
                    let result = normal(result.trim());
                    return Some(Call { tid, name: name.trim().to_owned(), args, result });
                }
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    args.push(reader.out.trim().to_owned());
                    reader.out.clear();
                    continue;
                }
                _ => {}
            }
            reader.out.push(c);
        }
        None
    }

    /// The thread or process that this call brought about.
    fn child(&self) -> Option<u32> {
        let forks = matches!(self.name.as_str(), "clone" | "clone3" | "fork" | "vfork");
        self.result.parse().ok().filter(|child| forks && *child > 0)
    }
}

/// A text with its comments left out and its string literals in one way of escaping.
fn normal(text: &str) -> String {
    let mut reader = Reader { rest: text, out: String::new() };
    while let Some(c) = reader.step() {
        reader.out.push(c);
    }
    reader.out
}

/// Goes through a text; literals go to `out` as a whole, comments go nowhere.
struct Reader<'a> {
    rest: &'a str,
    out: String,
}

impl<'a> Reader<'a> {
    /// The next character outside of comments and literals.
    fn step(&mut self) -> Option<char> {
        loop {
            if let Some((_, after)) = self.rest.strip_prefix("/*").and_then(|rest| rest.split_once("*/")) {
                self.out.truncate(self.out.trim_end().len());
                self.rest = after;
            } else if let Some(literal) = self.rest.strip_prefix('"') {
                self.literal(literal);
            } else {
                let c = self.rest.chars().next()?;
                self.rest = &self.rest[c.len_utf8()..];
                return Some(c);
            }
        }
    }

    fn literal(&mut self, text: &'a str) {
        let bytes = text.as_bytes();
        let mut i = 0;
        self.out.push('"');
        while i < bytes.len() && bytes[i] != b'"' {
            let (byte, width) = if bytes[i] == b'\\' { escaped(&bytes[i + 1..]) } else { (bytes[i], 0) };
            match byte {
                b' '..=b'~' if byte != b'"' && byte != b'\\' => self.out.push(char::from(byte)),
                _ => self.out.push_str(&format!("\\x{byte:02x}")),
            }
            i += 1 + width;
        }
        self.out.push('"');
        self.rest = text.get(i + 1..).unwrap_or_default();
    }
}

/// The byte that an escape stands for, and how many characters follow the backslash.
fn escaped(rest: &[u8]) -> (u8, usize) {
    let digits = |radix: u32, from: usize, most: usize| {
        let digits = rest.iter().skip(from).take(most).map_while(|b| char::from(*b).to_digit(radix));
        digits.fold((0u32, from), |(value, width), digit| (value * radix + digit, width + 1))
    };
    let simple = |byte| (byte, 1);
    match rest.first() {
        Some(b'n') => simple(b'\n'),
        Some(b't') => simple(b'\t'),
        Some(b'r') => simple(b'\r'),
        Some(b'v') => simple(0x0b),
        Some(b'f') => simple(0x0c),
        Some(b'x') => {
            let (value, width) = digits(16, 1, 2);
            (value as u8, width)
        }
        Some(b'0'..=b'7') => {
            let (value, width) = digits(8, 0, 3);
            (value as u8, width)
        }
        Some(other) => simple(*other),
        None => (b'\\', 0),
    }
}

/// A thread's place in the tree of threads: the third child of the second child of the first is `[1, 2]`.
pub type Descent = Vec<usize>;

/// Each thread's descent from `root`, by the results of the calls that make threads: `(thread, thread made)`, in order.
pub fn descent(root: u32, forks: impl Iterator<Item = (u32, u32)>) -> BTreeMap<u32, Descent> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (parent, child) in forks {
        children.entry(parent).or_default().push(child);
    }
    let mut keys = BTreeMap::from([(root, Descent::new())]);
    let mut todo = vec![root];
    while let Some(parent) = todo.pop() {
        for (i, child) in children.get(&parent).into_iter().flatten().enumerate() {
            let key = [keys[&parent].as_slice(), &[i]].concat();
            if keys.insert(*child, key).is_none() {
                todo.push(*child);
            }
        }
    }
    keys
}

/// The calls of one run of a program.
#[derive(Debug, Default)]
pub struct Run(BTreeMap<Descent, Vec<Call>>);

impl Run {
    /// The calls of `root` after the first that `begins` accepts, and all calls of what descends from it.
    pub fn new(calls: &[Call], root: u32, begins: impl Fn(&Call) -> bool) -> Run {
        let from = calls.iter().position(|c| c.tid == root && begins(c)).map_or(calls.len(), |i| i + 1);
        let calls = &calls[from..];
        let keys = descent(root, calls.iter().filter_map(|call| Some((call.tid, call.child()?))));
        let mut threads: BTreeMap<Descent, Vec<Call>> = BTreeMap::new();
        for call in calls {
            if let Some(key) = keys.get(&call.tid) {
                threads.entry(key.clone()).or_default().push(call.clone());
            }
        }
        Run(threads)
    }

    /// Whether the first thread's last call has this name.
    pub fn ends_with(&self, name: &str) -> bool {
        self.0.get(&Descent::new()).and_then(|calls| calls.last()).is_some_and(|call| call.name == name)
    }
}

/// An argument, or the result, on which two tracers do not agree.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The call's name; the first tracer's.
    pub call: String,
    /// Index of the argument; `None` for the result.
    pub arg: Option<usize>,
    /// What the first tracer shows; empty if it has no such argument.
    pub theirs: String,
    /// What the second shows.
    pub ours: String,
}

/// How far two tracers agree.
#[derive(Debug, Default)]
pub struct Agreement {
    /// Arguments compared, and of these equal.
    pub args: (usize, usize),
    /// Results compared, and of these equal.
    pub results: (usize, usize),
    /// Every difference.
    pub differences: Vec<Difference>,
}

impl Agreement {
    /// Adds another program's.
    pub fn add(&mut self, other: Agreement) {
        for (sum, more) in [(&mut self.args, other.args), (&mut self.results, other.results)] {
            sum.0 += more.0;
            sum.1 += more.1;
        }
        self.differences.extend(other.differences);
    }

    fn item(&mut self, name: &str, arg: Option<usize>, theirs: &str, ours: &str, again: Option<&str>) {
        // strace does not always know which of two requests of the same number it is.
        let equal = theirs == ours
            || theirs.split(" or ").any(|one| one == ours)
            || again.is_some_and(|again| equal_but_for_the_run(theirs, again, ours));
        let count = if arg.is_some() { &mut self.args } else { &mut self.results };
        count.0 += 1;
        count.1 += usize::from(equal);
        if !equal {
            let (call, theirs, ours) = (name.to_owned(), theirs.to_owned(), ours.to_owned());
            self.differences.push(Difference { call, arg, theirs, ours });
        }
    }
}

/// Compares call by call, thread by thread. `again` is another run under the first tracer, if `ours` is not the same run as `theirs`.
pub fn compare(theirs: &Run, ours: &Run, again: Option<&Run>) -> Agreement {
    let mut agreement = Agreement::default();
    let keys: BTreeSet<_> = theirs.0.keys().chain(ours.0.keys()).collect();
    for key in keys {
        let of = |run: &Run| {
            let calls = run.0.get(key).cloned().unwrap_or_default();
            // Whether a signal interrupts a call that begins again is up to the run.
            if again.is_some() { without_interrupted(calls) } else { calls }
        };
        let (a, b, again) = (of(theirs), of(ours), again.map(of));
        for i in 0..a.len().max(b.len()) {
            let text = |call: Option<&Call>| call.map(|c| c.name.clone()).unwrap_or_default();
            let (Some(x), Some(y)) = (a.get(i), b.get(i)) else {
                // One of the two has more calls.
                agreement.item("", None, &text(a.get(i)), &text(b.get(i)), None);
                continue;
            };
            if x.name != y.name {
                agreement.item(&x.name, None, &x.name, &y.name, None);
                continue;
            }
            let z = again.as_ref().and_then(|calls| calls.get(i)).filter(|z| z.name == x.name);
            for arg in 0..x.args.len().max(y.args.len()) {
                let at = |call: &Call| call.args.get(arg).cloned().unwrap_or_default();
                agreement.item(&x.name, Some(arg), &at(x), &at(y), z.map(at).as_deref());
            }
            agreement.item(&x.name, None, &x.result, &y.result, z.map(|z| z.result.as_str()));
        }
    }
    agreement
}

/// Whether two texts are equal but for words that differ between two runs of the same tracer.
fn equal_but_for_the_run(theirs: &str, again: &str, ours: &str) -> bool {
    let (a, b, c) = (words(theirs), words(again), words(ours));
    a.len() == b.len() && a.len() == c.len() && a.iter().zip(&b).zip(&c).all(|((a, b), c)| a != b || a == c)
}

/// Calls without those that were interrupted and made again at once.
fn without_interrupted(calls: Vec<Call>) -> Vec<Call> {
    let again: Vec<bool> =
        calls.windows(2).map(|w| w[0].name == w[1].name && w[0].result.starts_with("? ERESTART")).collect();
    let keep = again.into_iter().map(|again| !again).chain([true]);
    calls.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(call, _)| call).collect()
}

/// String literals, and the numbers and names outside of them, each with what is behind it.
fn words(text: &str) -> Vec<&str> {
    let mut literal = false;
    text.split_inclusive(|c: char| {
        literal ^= c == '"';
        !literal && !c.is_alphanumeric() && c != '_'
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_taken_apart_at_its_top_level() {
        let call = Call::parse(1, r#"x(3, "a\33,(\303\251", [{a=1, b="}"}, ...], 0x7f /* 2 vars */, f(1)|2) = 0 (ok)"#);
        let call = call.map(|c| (c.args, c.result));
        let args = ["3", r#""a\x1b,(\xc3\xa9""#, r#"[{a=1, b="}"}, ...]"#, "0x7f", "f(1)|2"].map(str::to_owned);
        assert_eq!(call, Some((args.to_vec(), "0 (ok)".to_owned())));
        assert_eq!(Call::parse(1, "getpid() = 7").map(|c| c.args.len()), Some(0));
        assert_eq!(Call::parse(1, r#"x("é\x1b", ) = 7"#).map(|c| c.args[0].clone()), Some(r#""\xc3\xa9\x1b""#.into()));
        for text in ["", "x", "x(", "x(\"", "x(\"\\", "x(/*", "x()", "x)("] {
            assert_eq!(Call::parse(1, text), None, "{text}");
        }
    }

    #[test]
    fn words_that_differ_between_runs_are_not_compared() {
        assert!(equal_but_for_the_run("{pid=1, x=2}", "{pid=3, x=2}", "{pid=4, x=2}"));
        assert!(!equal_but_for_the_run("{pid=1, x=2}", "{pid=3, x=2}", "{pid=4, x=5}"));
        assert!(equal_but_for_the_run(r#""a b", 5"#, r#""c", 5"#, r#""d, e", 5"#));
    }
}
