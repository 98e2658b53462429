//! `--from` and `--to`: a part of the time of a recording.

use schema::manifest::Manifest;
use std::str::FromStr;

/// A moment, as a user names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nanoseconds since 1970, UTC.
    Utc(i128),
    /// Nanoseconds since the recording began.
    Offset(i64),
    /// Nanoseconds since midnight UTC: the first time after the recording began that the clock says so.
    OfDay(i64),
}

const DAY: i128 = 86_400_000_000_000;

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Moment, String> {
        let help = || {
            format!(
                "{text:?} is no time; write 2026-11-21T06:17:11.5Z, 06:17:11.5 (UTC, as print shows it), or +1.5s (since the recording began)"
            )
        };
        if let Some(offset) = text.strip_prefix('+') {
            return nanoseconds(offset).map(Moment::Offset).map_err(|_| help());
        }
        if let Ok(time) = text.parse::<jiff::Timestamp>() {
            return Ok(Moment::Utc(time.as_nanosecond()));
        }
        let time: jiff::civil::Time = text.parse().map_err(|_| help())?;
        let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        Ok(Moment::OfDay(seconds * 1_000_000_000 + i64::from(time.subsec_nanosecond())))
    }
}

impl Moment {
    /// The moment on the boot clock of a trace.
    pub fn boot(self, manifest: &Manifest) -> i64 {
        let shift = i128::from(manifest.clock.boot_to_utc_ns);
        let began = i128::from(manifest.started_ns) + shift;
        let utc = match self {
            Moment::Utc(ns) => ns,
            Moment::Offset(ns) => began + i128::from(ns),
            Moment::OfDay(ns) => began + (i128::from(ns) - began).rem_euclid(DAY),
        };
        (utc - shift).clamp(i64::MIN.into(), i64::MAX.into()) as i64
    }
}

/// A length of time: `1s`, `250ms`, `1.5h`.
///
/// # Errors
/// When it is none, or is negative.
pub fn nanoseconds(text: &str) -> Result<i64, String> {
    let help = || format!("{text:?} is no length of time; write for example 250ms, 1.5s or 2m");
    let length: jiff::SignedDuration = text.parse().map_err(|_| help())?;
    i64::try_from(length.as_nanos()).ok().filter(|ns| *ns >= 0).ok_or_else(help)
}

/// How finely time is cut into pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// So that some sixty pieces come out.
    Auto,
    /// Pieces of so many nanoseconds.
    Ns(i64),
}

impl FromStr for Every {
    type Err = String;

    fn from_str(text: &str) -> Result<Every, String> {
        match text {
            "auto" => Ok(Every::Auto),
            _ => nanoseconds(text)
                .and_then(|ns| if ns > 0 { Ok(Every::Ns(ns)) } else { Err("it must be more than 0".to_owned()) }),
        }
    }
}

impl Every {
    /// Nanoseconds of a piece, of a time of so many nanoseconds.
    pub fn ns(self, span: u64) -> i64 {
        const PIECES: u64 = 60;
        match self {
            Every::Ns(ns) => ns,
            Every::Auto => {
                let least = (span / PIECES).max(1);
                // 1, 2, 5, 10, ...
                let steps = (0..19).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
                steps.filter_map(|ns| i64::try_from(ns).ok()).find(|ns| *ns as u64 >= least).unwrap_or(i64::MAX)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let text = include_str!("../../samples/shell-pipeline.trace/manifest.json");
        let mut manifest: Manifest = serde_json::from_str(text).unwrap();
        // 2026-11-21T06:17:12Z at boot time 1000 s.
        (manifest.started_ns, manifest.clock.boot_to_utc_ns) =
            (1_000_000_000_000, 1_795_241_832_000_000_000 - 1_000_000_000_000);
        manifest
    }

    #[test]
    fn a_moment_is_named_in_three_ways() {
        let boot = |text: &str| text.parse::<Moment>().unwrap().boot(&manifest());
        assert_eq!(boot("+1.5s"), 1_001_500_000_000);
        assert_eq!(boot("2026-11-21T06:17:13.000000007Z"), 1_001_000_000_007);
        assert_eq!(boot("2026-11-21T07:17:13+01:00"), 1_001_000_000_000);
        assert_eq!(boot("06:17:13.25"), 1_001_250_000_000);
        // What the clock said before is of the next day.
        assert_eq!(boot("06:17:11"), 1_000_000_000_000 + 86_399_000_000_000);
    }

    #[test]
    fn what_is_no_time_is_refused_in_one_line() {
        for text in ["", "+", "yesterday", "+-1s", "25:00:00", "2026-13-01T00:00:00Z"] {
            let error = text.parse::<Moment>().unwrap_err();
            assert!(error.contains("is no time") && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn pieces_have_round_lengths() {
        assert_eq!(Every::Auto.ns(60_000_000_000), 1_000_000_000);
        assert_eq!(Every::Auto.ns(61_000_000_000), 2_000_000_000);
        assert_eq!(Every::Auto.ns(0), 1);
        assert_eq!("250ms".parse(), Ok(Every::Ns(250_000_000)));
        assert!("0s".parse::<Every>().is_err());
    }
}
