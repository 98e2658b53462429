//! Times for people: RFC 3339 in UTC, with nanoseconds.

use schema::manifest::Manifest;

/// A time of the boot clock as UTC.
pub fn utc(manifest: &Manifest, ts: i64) -> String {
    utc_ns(i128::from(ts) + i128::from(manifest.clock.boot_to_utc_ns))
}

/// Nanoseconds since 1970 as UTC.
pub fn utc_ns(ns: i128) -> String {
    match jiff::Timestamp::from_nanosecond(ns) {
        Ok(time) => time.strftime("%Y-%m-%dT%H:%M:%S%.9fZ").to_string(),
        Err(_) => format!("{ns} ns since 1970"),
    }
}

/// The time of day of a time of the boot clock, in UTC: `HH:MM:SS.nnnnnnnnn`.
pub fn write_clock(out: &mut String, manifest: &Manifest, ts: i64) {
    const DAY: i64 = 86_400_000_000_000;
    // Of each its part of a day: their sum is within two.
    let of_day = (ts.rem_euclid(DAY) + manifest.clock.boot_to_utc_ns.rem_euclid(DAY)) as u64 % DAY as u64;
    let (seconds, fraction) = (of_day / 1_000_000_000, of_day % 1_000_000_000);
    let mut text = *b"00:00:00.";
    for (at, part) in [(0, seconds / 3600), (3, seconds / 60 % 60), (6, seconds % 60)] {
        text[at] += (part / 10) as u8;
        text[at + 1] += (part % 10) as u8;
    }
    out.push_str(std::str::from_utf8(&text).unwrap_or_default());
    write_fraction(out, fraction);
}

/// Nine digits: the nanoseconds beyond whole seconds.
pub fn write_fraction(out: &mut String, ns: u64) {
    // The digit before the nine keeps their zeros.
    out.push_str(&itoa::Buffer::new().format(1_000_000_000 + ns % 1_000_000_000)[1..]);
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
