//! The service's dates: strings, and the times that they stand for.

use std::time::{Duration, SystemTime};

use crate::text::text_type;

text_type! {
    /// A date of the service, as the string that it sent.
    ///
    /// The text is kept and serialized unchanged, even if it is not a date.
    /// [`to_system_time`](Timestamp::to_system_time) parses the two formats that the service's versions write:
    /// JavaScript's `Date.toString()` and RFC 3339. Timestamps are compared as strings.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// # use authing_core::Timestamp;
    /// let signed_up = Timestamp::from("Sat Nov 28 2020 10:00:00 GMT+0000 (Coordinated Universal Time)");
    /// let expected = UNIX_EPOCH + Duration::from_secs(1_606_557_600);
    /// assert_eq!(signed_up.to_system_time(), Some(expected));
    /// assert_eq!(Timestamp::from("2020-11-28T18:00:00.000+08:00").to_system_time(), Some(expected));
    /// assert_eq!(Timestamp::from("last week").to_system_time(), None);
    /// ```
    Timestamp
}

impl Timestamp {
    /// Returns the time, or `None` if the text is in neither format or not a valid calendar date.
    ///
    /// Fractions of a second are parsed up to nanoseconds; further digits are ignored.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let text = self.as_str().trim_ascii();
        let (seconds, nanoseconds) = javascript(text).or_else(|| rfc3339(text))?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(whole)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(whole)
        };
        whole?.checked_add(Duration::from_nanos(nanoseconds))
    }

    /// Returns the same time as a `jiff::Timestamp`.
    #[cfg(feature = "jiff")]
    #[must_use]
    pub fn to_jiff(&self) -> Option<jiff::Timestamp> {
        self.to_system_time()?.try_into().ok()
    }
}

/// Seconds since 1970, and nanoseconds on top.
type Time = (i64, u64);

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Sat Nov 28 2020 10:00:00 GMT+0000 (Coordinated Universal Time)`. The zone name is ignored and optional.
fn javascript(text: &str) -> Option<Time> {
    let mut words = text.splitn(7, ' ');
    let weekday = words.next()?;
    let month = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month)?;
    let day = number(words.next()?, 2)?;
    let days = days(
        number(words.next()?, 4)?,
        i64::try_from(month).ok()? + 1,
        day,
    )?;
    let (seconds, nanoseconds) = clock(words.next()?)?;
    let offset = words.next()?.strip_prefix("GMT")?;
    let (hours, minutes) = offset.split_at_checked(3)?;
    let named = |zone: &str| zone.starts_with('(') && zone.ends_with(')');
    if !WEEKDAYS.contains(&weekday) || !words.next().is_none_or(named) {
        return None;
    }
    Some((
        days * 86_400 + seconds - self::offset(hours, minutes)?,
        nanoseconds,
    ))
}

/// `2020-11-28T10:00:00.000Z`, or with an offset such as `+08:00`.
fn rfc3339(text: &str) -> Option<Time> {
    let (date, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix(['T', 't', ' '])?;
    let mut parts = date.splitn(3, '-');
    let mut part = |digits| number(parts.next()?, digits);
    let days = days(part(4)?, part(2)?, part(2)?)?;
    let (time, zone) = time.split_at_checked(time.find(['Z', 'z', '+', '-'])?)?;
    let (seconds, nanoseconds) = clock(time)?;
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let (hours, minutes) = zone.split_once(':')?;
            offset(hours, minutes)?
        }
    };
    Some((days * 86_400 + seconds - offset, nanoseconds))
}

/// `10:00:00`, optionally with a fraction. A leap second is the first second of the next minute.
fn clock(text: &str) -> Option<Time> {
    let (time, fraction) = match text.split_once('.') {
        Some((time, fraction)) => (time, Some(fraction)),
        None => (text, None),
    };
    let mut parts = time.splitn(3, ':');
    let mut part = |limit| number(parts.next()?, 2).filter(|part| *part < limit);
    let seconds = part(24)? * 3600 + part(60)? * 60 + part(61)?;
    let Some(fraction) = fraction else {
        return Some((seconds, 0));
    };
    if fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanoseconds = digits.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    Some((seconds, nanoseconds))
}

/// Returns the offset of a zone in seconds: its signed hours, and its minutes.
fn offset(hours: &str, minutes: &str) -> Option<i64> {
    let (sign, hours) = hours.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let part = |text, limit| number(text, 2).filter(|part| *part < limit);
    Some(sign * (part(hours, 24)? * 3600 + part(minutes, 60)? * 60))
}

/// Returns a number with exactly this many decimal digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let is_one = text.len() == digits && text.bytes().all(|digit| digit.is_ascii_digit());
    is_one.then(|| text.parse().ok())?
}

/// Returns the days from 1970 to a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=longest).contains(&day) {
        return None;
    }
    // Years begin in March, so that a leap day is the last one; 719,468 of their days are before 1970.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Milliseconds since 1970.
    fn read(text: &str) -> Option<i128> {
        let time = Timestamp::from(text).to_system_time()?;
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        Some(match since {
            Ok(since) => since.as_millis().try_into().unwrap(),
            Err(before) => -i128::try_from(before.duration().as_millis()).unwrap(),
        })
    }

    #[test]
    fn both_formats_are_parsed() {
        for (text, expected) in [
            (
                "Sat Nov 28 2020 10:00:00 GMT+0000 (Coordinated Universal Time)",
                1_606_557_600_000,
            ),
            (
                "Sat Nov 28 2020 18:00:00 GMT+0800 (中国标准时间)",
                1_606_557_600_000,
            ),
            ("Sat Jan 27 2018 13:55:25 GMT+0800 (CST)", 1_517_032_525_000),
            ("Sat Nov 28 2020 04:30:00 GMT-0530", 1_606_557_600_000),
            ("Thu Jan 01 1970 00:00:00 GMT+0000 (UTC)", 0),
            ("2020-11-28T10:00:00Z", 1_606_557_600_000),
            ("2020-11-28T10:00:00.123Z", 1_606_557_600_123),
            ("2020-11-28t18:00:00.1239999999999+08:00", 1_606_557_600_123),
            ("2020-11-28 04:30:00.5-05:30", 1_606_557_600_500),
            (" 1969-12-31T23:59:59.250Z\n", -750),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2020-02-29T00:00:00Z", 1_582_934_400_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn text_in_neither_format_is_not_a_time() {
        for text in [
            "",
            "0",
            "1606557600000",
            "Invalid Date",
            "Sat Nov 28 2020",
            "Xxx Nov 28 2020 10:00:00 GMT+0000",
            "Sat Nov 31 2020 10:00:00 GMT+0000",
            "Sat Nov 28 2020 10:00:00 GMT+0000 x",
            "Sat Nov 28 2020 10:00:00 GMT+0000 (x",
            "Sat Nov 28 2020 10:00:00 GMT+0000 x)",
            "Sat Nov 28 2020 10:00:00 UTC",
            "Sat Nov 28 2020 10:00:00 GMT中0000",
            "2020-11-28",
            "2020-11-28T10:00:00",
            "2020-11-28T10:00Z",
            "2020-11-28T10:00:00.Z",
            "2020-11-28T24:00:00Z",
            "2020-11-28T10:60:00Z",
            "2020-11-28T10:00:61Z",
            "2020-11-28T10:00:00+0800",
            "2020-11-28T10:00:00+08:00:00",
            "2020-11-28T10:00:00+24:00",
            "2020-11-28T10:00:00+08:60",
            "2020-11-28T10:00:0Z",
            "2020-13-28T10:00:00Z",
            "2100-02-29T10:00:00Z",
            "2021-02-29T10:00:00Z",
            "2020-00-00T10:00:00Z",
            "+020-11-28T10:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_text_is_kept_and_serialized_unchanged() {
        let json = r#""Invalid Date""#;
        let timestamp: Timestamp = serde_json::from_str(json).unwrap();
        assert_eq!(timestamp.as_str(), "Invalid Date");
        assert_eq!(serde_json::to_string(&timestamp).unwrap(), json);
        let shown = format!("{timestamp} {timestamp:?}");
        assert_eq!(shown, r#"Invalid Date "Invalid Date""#);
    }
}
