//! A time as people type it.

use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};
use schema::manifest::Manifest;

/// What can be typed.
pub const FORMS: &str = "06:17:11.5, 2026-11-21T06:17:11Z, or +1.5s from the beginning";

/// The time on the boot clock; `None` if the text is no time. A time of day is the first one after the beginning.
pub fn parse(manifest: &Manifest, text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(offset) = text.strip_prefix('+') {
        let number = offset.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let offset: SignedDuration = if number { format!("{offset}s") } else { offset.to_owned() }.parse().ok()?;
        return i64::try_from(i128::from(manifest.started_ns) + offset.as_nanos()).ok();
    }
    let boot = i128::from(manifest.clock.boot_to_utc_ns);
    let time = match text.parse::<Timestamp>() {
        Ok(time) => time,
        Err(_) => {
            let of_day: Time = text.parse().ok()?;
            let began = Timestamp::from_nanosecond(i128::from(manifest.started_ns) + boot).ok()?;
            let day = began.to_zoned(TimeZone::UTC).date();
            let at = |date: jiff::civil::Date| date.to_datetime(of_day).to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp());
            let today = at(day)?;
            // Typed to the second, the beginning itself is meant.
            if today.as_second() < began.as_second() { at(day.tomorrow().ok()?)? } else { today }
        }
    };
    i64::try_from(time.as_nanosecond() - boot).ok()
}
