//! Times in words.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// Returns the seconds since 1970.
pub(crate) fn now() -> i64 {
    seconds(SystemTime::now())
}

pub(crate) fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Returns a time in UTC, such as `2026-11-29T22:40:00Z`; `None` if no calendar has it.
pub(crate) fn utc(seconds: i64) -> Option<String> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(time.to_string())
}

/// Returns how far a time is from another, such as `in 3 days` or `2 hours ago`.
pub(crate) fn relative(then: i64, now: i64) -> String {
    let words = duration(then.abs_diff(now));
    if then > now {
        format!("in {words}")
    } else {
        format!("{words} ago")
    }
}

/// Returns a duration in its largest unit, rounded down.
pub(crate) fn duration(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_words_in_the_largest_unit() {
        assert_eq!(utc(1_606_694_400).unwrap(), "2020-11-30T00:00:00Z");
        assert_eq!(utc(i64::MAX), None);
        for (then, expected) in [
            (1000, "0 seconds ago"),
            (999, "1 second ago"),
            (1060, "in 1 minute"),
            (8200, "in 2 hours"),
            (1000 + 3 * 86_400, "in 3 days"),
            (i64::MIN, "106751991167300 days ago"),
        ] {
            assert_eq!(relative(then, 1000), expected);
        }
    }
}
