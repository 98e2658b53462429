//! Times for people: RFC 3339 in UTC, with nanoseconds.

use schema::manifest::Manifest;

/// A time of the boot clock as UTC.
pub fn utc(manifest: &Manifest, ts: i64) -> String {
    let ns = i128::from(ts) + i128::from(manifest.clock.boot_to_utc_ns);
    match jiff::Timestamp::from_nanosecond(ns) {
        Ok(time) => time.strftime("%Y-%m-%dT%H:%M:%S%.9fZ").to_string(),
        Err(_) => format!("{ns} ns since 1970"),
    }
}

/// Nanoseconds in the unit in which they are easiest to read.
pub fn duration(ns: u64) -> String {
    let n = ns as f64;
    match ns {
        0..1_000 => format!("{ns} ns"),
        1_000..1_000_000 => format!("{:.2} us", n / 1e3),
        1_000_000..1_000_000_000 => format!("{:.2} ms", n / 1e6),
        _ => format!("{:.2} s", n / 1e9),
    }
}
