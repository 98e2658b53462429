//! Values of options, as people write them. What is wrong with one is told as text.

use schema::profile::Profile;
use std::time::Duration;

/// A profile by its name.
pub fn profile(name: &str) -> Result<Profile, String> {
    let names =
        || schema::profile::ALL.iter().map(|p| format!("{} ({})", p.name, p.doc)).collect::<Vec<_>>().join("; ");
    let profile = Profile::of(name).ok_or_else(|| format!("the profiles are {}", names()))?;
    profile.selection().map(|_| profile).map_err(|error| error.to_string())
}

/// A time as people write it.
pub fn duration(text: &str) -> Result<Duration, String> {
    let number = text.bytes().all(|b| b.is_ascii_digit());
    let span = if number { format!("{text}s") } else { text.to_owned() };
    let span: jiff::SignedDuration = span.parse().map_err(|_| "a time, as in 10s, 5m or 1h 30m".to_owned())?;
    Duration::try_from(span).ok().filter(|d| !d.is_zero()).ok_or_else(|| "a time that is not 0".to_owned())
}

/// A number of bytes: at least 1.
pub fn bytes(text: &str) -> Result<u64, String> {
    let wrong = || "a number of bytes, with K, M or G after it".to_owned();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match &text[digits.len()..] {
        "" => 0,
        "K" | "k" => 10,
        "M" | "m" => 20,
        "G" | "g" => 30,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).filter(|n| *n > 0).ok_or_else(wrong)
}

/// A ring's size: at least four of its blocks, at most 1 GiB.
pub fn size(text: &str) -> Result<u32, String> {
    let bytes = bytes(text)?.max(4 * schema::wire::BLOCK);
    if bytes > 1 << 30 {
        return Err("at most 1024M".to_owned());
    }
    Ok((bytes as u32).next_power_of_two())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_two_within_bounds() {
        assert_eq!(size("32M"), Ok(32 << 20));
        assert_eq!(size("200000"), Ok(262_144));
        assert_eq!(size("1"), Ok(262_144));
        assert_eq!((bytes("3G"), bytes("0"), bytes("1T").is_err()), (Ok(3 << 30), bytes("x"), true));
        assert_eq!(duration("90"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1h 30m"), Ok(Duration::from_secs(5400)));
        assert!(duration("0").is_err() && duration("-1s").is_err() && duration("soon").is_err());
        assert!(size("2048M").is_err() && size("12KM").is_err() && size("").is_err() && size("x").is_err());
    }
}
