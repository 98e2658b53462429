//! The times of strace's lines: -ttt, -tt, -t, or none.

use super::line::seconds;

/// Turns them into ns.
#[derive(Debug, Default)]
pub struct Clock {
    of_day: bool,
    none: bool,
    /// Days that have passed, and the last time of day.
    days: i64,
    last: i64,
}

/// ns of a day.
const DAY: i64 = 86_400_000_000_000;

impl Clock {
    /// ns of a line's time; of a line without one, its number.
    pub fn ns(&mut self, stamp: Option<&str>, line: u64) -> i64 {
        let Some(stamp) = stamp else {
            self.none = true;
            return line as i64;
        };
        let mut parts = stamp.split(':').rev();
        let last = parts.next().unwrap_or_default();
        let number = |text: Option<&str>| text.and_then(|t| t.parse::<i64>().ok());
        match (number(parts.next()), number(parts.next())) {
            (Some(minutes), Some(hours)) if minutes < 60 && hours < 24 => {
                self.of_day = true;
                let rest = seconds(last.as_bytes()).or_else(|| number(Some(last)).map(|s| s.min(60) * 1_000_000_000));
                let ns = (hours * 60 + minutes) * 60_000_000_000 + rest.unwrap_or_default();
                // Past midnight, not merely another thread's line that comes late.
                if ns + DAY / 2 < self.last {
                    self.days += 1;
                }
                self.last = ns;
                self.days * DAY + ns
            }
            _ => seconds(last.as_bytes()).unwrap_or(line as i64),
        }
    }

    /// Whether every line had a time.
    pub fn is_known(&self) -> bool {
        !self.none
    }

    /// What the times do not tell.
    pub fn limit(&self) -> Option<String> {
        match (self.none, self.of_day) {
            (true, _) => Some("times: lines without one have their number (strace -ttt has them)".to_owned()),
            (false, true) => Some("the day: times are those of a clock on 1970-01-01 (strace -ttt has it)".to_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_every_form() {
        let mut clock = Clock::default();
        assert_eq!(clock.ns(Some("1700000000.000001"), 1), 1_700_000_000_000_001_000);
        assert_eq!(clock.limit(), None);
        assert_eq!(clock.ns(Some("23:59:59.5"), 1), DAY - 500_000_000);
        assert_eq!(clock.ns(Some("00:00:01"), 1), DAY + 1_000_000_000);
        assert!(clock.limit().unwrap().contains("-ttt"));
        assert_eq!(clock.ns(None, 7), 7);
    }
}
