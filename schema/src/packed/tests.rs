//! Whatever is packed comes back.

use super::{
    CHUNK_ROWS, PACKED, digits,
    encode::{Captured, Encoder, Field},
};
use proptest::prelude::*;

fn back(values: &[Option<i64>], step: bool) -> Vec<Option<i64>> {
    let packed = digits::pack(values, step);
    let mut out = Vec::new();
    digits::unpack(&packed, values.len(), &mut out).unwrap();
    out
}

#[test]
fn likely_columns_take_little() {
    let size = |values: &[Option<i64>], step| {
        assert_eq!(back(values, step), values);
        let packed = digits::pack(values, step);
        packed.digits.len() + packed.others.len()
    };
    let all: Vec<Option<i64>> = (0..500).map(|i| Some(7 + i)).collect();
    assert_eq!(size(&all, true), 0);
    assert_eq!(size(&[Some(i64::MIN); 500], false), 0);
    assert_eq!(size(&[None; 500], false), 0);
    // Few pointers among descriptors.
    let mixed: Vec<Option<i64>> =
        (0..500).map(|i| Some(if i % 3 == 0 { 0x7fff_1234_5670 + i % 7 * 4096 } else { i % 8 })).collect();
    assert!(size(&mixed, false) < 500 * 2 + 7 * 16);
    let with_null: Vec<Option<i64>> = (0..500).map(|i| (i % 50 != 0).then_some(i % 10)).collect();
    assert!(size(&with_null, false) <= 500 * 2 + 1);
}

proptest! {
    #[test]
    fn numbers_come_back(values in prop::collection::vec(prop::option::of(prop_oneof![any::<i64>(), 0..300_i64, Just(i64::MIN), Just(i64::MAX)]), 1..CHUNK_ROWS), step: bool) {
        prop_assert_eq!(back(&values, step), values);
    }

    #[test]
    fn rising_numbers_come_back(start: i64, gaps in prop::collection::vec(0..100_000_i64, 1..CHUNK_ROWS)) {
        let mut at = start;
        let values: Vec<Option<i64>> = gaps.iter().map(|gap| { at = at.wrapping_add(*gap); Some(at) }).collect();
        prop_assert_eq!(back(&values, true), values);
    }
}

#[test]
fn what_comes_again_is_stored_once() {
    let mut encoder = Encoder::default();
    let cell = |name: &str| match name {
        "path" | "path_abs" => Field::Text("/etc/passwd".into()),
        "name" | "arch" | "phase" => Field::Text(name.to_owned().into()),
        _ => Field::Int(3),
    };
    let capture = Captured { arg: 1, when: "entry", status: "ok", len: 3, part: 0, bytes: b"abc" };
    let shape = encoder.shape(cell, [capture, capture]);
    for i in 0..700 {
        encoder.push(&shape, i, 1000 + i, Some(5));
    }
    encoder.flush();
    let tables: Vec<&str> = encoder.ready().iter().map(|insert| insert.table).collect();
    assert_eq!(
        tables,
        [
            "call_kinds",
            "call_tasks",
            "call_texts",
            "call_names",
            "call_captures",
            "call_data",
            "call_chunks",
            "call_chunks"
        ]
    );
    assert_eq!(encoder.ready().last().map(|insert| insert.values.len()), Some(2 + 6 * PACKED.len()));
    assert_eq!(encoder.abandon(), 700);
    assert_eq!(encoder.ready().len(), 6);
}
