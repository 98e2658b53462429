//! What becomes of a table that is wider than the terminal: numbers are never broken, and columns that say least are left out.

use super::words::{clock, day};
use crate::document::Value;

/// Columns that are missed least, the first to go first.
const DETAILS: [&str; 25] = [
    "p999_ns",
    "min_ns",
    "p90_ns",
    "depth",
    "read_rate",
    "written_rate",
    "most_threads",
    "unmapped",
    "highest_fd",
    "opened",
    "closed",
    "threads",
    "ppid",
    "opens",
    "renamed",
    "mapped",
    "created",
    "deleted",
    "executed",
    "origin",
    "local",
    "attempts",
    "processes",
    "rate",
    "exe",
];
/// Characters that a text has at least, if it has more; the first column may have more.
const LEAST: [usize; 2] = [24, 14];
/// The same where there is no other room.
const FEW: usize = 8;
/// Blanks beside each column.
pub(super) const PADDING: usize = 2;

/// A column of texts as they are written.
pub(super) struct Cells {
    /// Its name.
    pub(super) name: String,
    /// As it is written.
    pub(super) heading: String,
    /// Whether it stands at the right.
    pub(super) right: bool,
    /// Whether its texts are not to be broken: numbers and times.
    pub(super) whole: bool,
    /// Its texts.
    pub(super) texts: Vec<String>,
    /// Whether each of its values is 0 or there is none.
    pub(super) empty: bool,
    /// Characters that it takes; nothing if it may take what it wants.
    pub(super) width: Option<usize>,
}

impl Cells {
    /// Characters of the longest text.
    fn natural(&self) -> usize {
        let texts = self.texts.iter().chain([&self.heading]);
        texts.map(|text| text.chars().count()).max().unwrap_or(0)
    }

    fn least(&self, first: bool) -> usize {
        let natural = self.natural();
        if self.whole { natural } else { natural.min(LEAST[usize::from(!first)].max(self.heading.chars().count())) }
    }
}

/// Whether a value says nothing.
pub(super) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Int(0) | Value::Uint(0) => true,
        Value::Float(n) => *n == 0.0,
        Value::Text(text) => text.is_empty(),
        _ => false,
    }
}

/// Words in lines of at most `width` characters, each behind a blank.
pub(super) fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!(" {word}")),
        }
    }
    lines
}

/// Makes a table fit `width` characters; the names of the columns that are left out, those that are empty and others.
pub(super) fn fit(columns: &mut Vec<Cells>, width: usize) -> [Vec<String>; 2] {
    let mut left_out = [Vec::new(), Vec::new()];
    // Nothing stands behind the last column.
    let fits = |columns: &[Cells], of: &dyn Fn(usize, &Cells) -> usize| {
        let all: usize = columns.iter().enumerate().map(|(i, column)| of(i, column) + PADDING).sum();
        all <= width + 1
    };
    let natural = |_: usize, column: &Cells| column.natural();
    if fits(columns, &natural) {
        return left_out;
    }
    columns.iter_mut().for_each(shorten_times);
    if fits(columns, &natural) {
        return left_out;
    }
    let mut first = true;
    columns.retain(|column| {
        let keep = std::mem::take(&mut first) || !column.empty;
        if !keep {
            left_out[0].push(column.heading.clone());
        }
        keep
    });
    let least = |i: usize, column: &Cells| column.least(i == 0);
    for name in DETAILS {
        if fits(columns, &least) {
            break;
        }
        if let Some(at) = columns.iter().skip(1).position(|column| column.name == name) {
            left_out[1].push(columns.remove(at + 1).heading);
        }
    }
    share_out(columns, width);
    left_out
}

/// Times of one day without the day.
fn shorten_times(column: &mut Cells) {
    if day(column.texts.iter().filter(|text| *text != "-").map(String::as_str)).is_some() {
        column.whole = true;
        column.texts.iter_mut().for_each(|text| {
            if let Some((_, clock)) = clock(text) {
                *text = clock.to_owned();
            }
        });
    }
}

/// Gives each column what it needs at least, and the rest to those that need more, the shortest first.
fn share_out(columns: &mut [Cells], width: usize) {
    let natural: Vec<usize> = columns.iter().map(Cells::natural).collect();
    let mut least: Vec<usize> = columns.iter().enumerate().map(|(i, column)| column.least(i == 0)).collect();
    let needed: usize = least.iter().map(|least| least + PADDING).sum();
    for _ in width + 1..needed {
        let breakable = least.iter_mut().zip(&*columns).filter(|(least, column)| !column.whole && **least > FEW);
        if let Some((widest, _)) = breakable.max_by_key(|(least, _)| **least) {
            *widest -= 1;
        }
    }
    let mut rest = (width + 1).saturating_sub(needed);
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|i| natural[*i] - least[*i]);
    for (done, i) in order.into_iter().enumerate() {
        let more = (natural[i] - least[i]).min(rest / (columns.len() - done));
        columns[i].width = Some(least[i] + more);
        rest -= more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, right: bool, texts: &[&str]) -> Cells {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let empty = texts.iter().all(|text| text == "0");
        let heading = name.trim_end_matches("_ns").to_owned();
        Cells { name: name.to_owned(), heading, right, whole: right, texts, empty, width: None }
    }

    fn table() -> Vec<Cells> {
        vec![
            column("path", false, &["/usr/lib/x86_64-linux-gnu/libc.so.6", "/etc"]),
            column("created", true, &["0", "0"]),
            column("min_ns", true, &["120.33 us", "1 ns"]),
            column("total_ns", true, &["120.33 us", "1 ns"]),
            column("first", false, &["2026-11-26T02:14:05.133721777Z", "-"]),
            column("by", false, &["sh[1], ls[2], sort[3], head[4], cat[5], wc[6]", "sh[1]"]),
        ]
    }

    fn names(columns: &[Cells]) -> Vec<&str> {
        columns.iter().map(|column| column.name.as_str()).collect()
    }

    #[test]
    fn words_are_wrapped() {
        assert_eq!(wrapped("ab cd efghijkl m", 7), [" ab cd", " efghijkl", " m"]);
    }

    #[test]
    fn a_table_that_fits_stays_as_it_is() {
        let mut columns = table();
        assert_eq!(fit(&mut columns, 200), [Vec::<String>::new(), Vec::new()]);
        assert!(columns.len() == 6 && columns.iter().all(|column| column.width.is_none()));
        assert_eq!(columns[4].texts[0], "2026-11-26T02:14:05.133721777Z");
    }

    #[test]
    fn numbers_stay_whole_and_what_says_least_goes() {
        let mut columns = table();
        assert_eq!(fit(&mut columns, 100), [vec!["created".to_owned()], vec![]]);
        assert_eq!(columns[3].texts, ["02:14:05.133721777", "-"]);
        let mut columns = table();
        assert_eq!(fit(&mut columns, 70), [vec!["created".to_owned()], vec!["min".to_owned()]]);
        assert_eq!(names(&columns), ["path", "total_ns", "first", "by"]);
        let widths: Vec<usize> = columns.iter().map(|column| column.width.unwrap_or(0)).collect();
        assert_eq!(widths[1], 9);
        assert!(widths.iter().map(|width| width + PADDING).sum::<usize>() <= 71, "{widths:?}");
    }
}
