//! Recorded calls shown again, and shown with bytes and registers changed: what comes out is one safe line, whatever goes in.

use super::{captures::Captures, *};
use polars::prelude::{Column, NamedFrom, Series};

/// The calls; how they were made, the folder's README tells.
const CALLS: &str = include_str!("../../fuzz/calls.jsonl");

/// Changed copies shown of each call.
const COPIES: u64 = 60;

/// The fuzz target: shows a call, given as a line of JSON, with what `change` makes of its numbers and bytes. `None` if the line
/// is no such call.
fn show(line: &str, change: &mut impl FnMut(&mut Vec<u8>)) -> Option<()> {
    let call: serde_json::Value = serde_json::from_str(line).ok()?;
    let mut numbers: Vec<u8> = call["args"].as_array()?.iter().flat_map(|n| number(n).to_le_bytes()).collect();
    numbers.extend(number(&call["ret"]).to_le_bytes());
    change(&mut numbers);
    numbers.resize(7 * 8, 0);
    let word = |i: usize| i64::from_le_bytes(numbers[i * 8..i * 8 + 8].try_into().unwrap_or_default());
    let column = Column::from(Series::new("data".into(), [call["data"].as_str()?]));
    let (read, mut kept) = (Captures::new(&column).ok()?, Vec::new());
    read.fill(0, &mut kept);
    let mut pieces: Vec<Vec<u8>> = kept.iter().map(|capture| capture.bytes.to_vec()).collect();
    pieces.iter_mut().for_each(change);
    let captures: Vec<Capture<'_>> = kept.iter().zip(&pieces).map(|(c, bytes)| Capture { bytes, ..*c }).collect();
    for (raw, verbose, descriptors) in [(false, false, 0), (false, true, 2), (true, false, 0)] {
        let shown = Call {
            arch: Arch::from_name(call["arch"].as_str()?),
            nr: call["nr"].as_i64()? as i32,
            args: std::array::from_fn(|i| word(i) as u64),
            ret: Some(word(6)),
            captures: &captures,
            fd_path: call["fd_path"].as_str(),
            path_abs: None,
            notation: Notation { raw, verbose, descriptors, ..Notation::default() },
        };
        let mut text = String::new();
        shown.arguments(&mut text);
        shown.result(&mut text);
        text.extend(shown.typed().into_iter().filter_map(|argument| argument.symbol));
        let bad = text.chars().find(|c| schema::text::is_harmful(*c));
        assert!(bad.is_none(), "{bad:?} in {text:?}, from {line}");
        let bytes: usize = pieces.iter().map(Vec::len).sum();
        assert!(text.len() < 65_536 + 64 * bytes, "{} characters of {bytes} bytes, from {line}", text.len());
    }
    Some(())
}

/// A number of JSON, in the width of a register.
fn number(value: &serde_json::Value) -> i64 {
    value.as_i64().or(value.as_u64().map(|n| n as i64)).unwrap_or_default()
}

/// Numbers that look like chance and are the same in every run (xorshift, G. Marsaglia 2003).
fn chance(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state as usize
}

/// Changes some bytes into values at which code is wrong, or cuts the end off.
fn damage(bytes: &mut Vec<u8>, state: &mut u64) {
    for _ in 0..chance(state) % 4 {
        let at = chance(state) % bytes.len().max(1);
        let value = [0, 1, 0x7f, 0x80, 0xff, b'"', 0x1b, chance(state) as u8][chance(state) % 8];
        let width = [1, 1, 2, 4, 8][chance(state) % 5];
        bytes.iter_mut().skip(at).take(width).for_each(|byte| *byte = value);
    }
    if chance(state).is_multiple_of(4) {
        bytes.truncate(chance(state) % (bytes.len() + 1));
    }
}

#[test]
fn recorded_calls_are_shown_whatever_becomes_of_their_bytes() {
    let mut state = 0x5ca_ca11;
    for line in CALLS.lines() {
        assert!(show(line, &mut |_| ()).is_some(), "no call: {line}");
        for _ in 0..COPIES {
            show(line, &mut |bytes| damage(bytes, &mut state));
        }
    }
    assert!(CALLS.lines().count() > 500);
}
