//! Dates in the service's form: the output of JavaScript's `Date.toString()` on a machine in China.

const DAY: i64 = 86_400;
/// The service's machines are in UTC+8, which has no daylight saving time.
const OFFSET: i64 = 8 * 3600;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Formats seconds since 1970 as `Sat Jan 27 2018 13:55:25 GMT+0800 (CST)`.
pub(crate) fn js_date(seconds: i64) -> String {
    let local = seconds.saturating_add(OFFSET);
    let (days, second) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    let (year, month, day) = year_month_day(days);
    let weekday = name(&WEEKDAYS, days.rem_euclid(7));
    let month = name(&MONTHS, month - 1);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{weekday} {month} {day:02} {year:04} {hour:02}:{minute:02}:{second:02} GMT+0800 (CST)")
}

/// Returns the Gregorian date of a number of days after 1 January 1970.
///
/// Years are counted from March, so that the leap day is the last of its year, and in eras of 400 years, which all
/// have the same number of days.
fn year_month_day(days: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097;
    const TO_MARCH_OF_YEAR_0: i64 = 719_468;
    let days = days + TO_MARCH_OF_YEAR_0;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(month <= 2);
    (year, month, day)
}

/// Returns the instant of a date in the service's form as its v2 API writes it, `2018-01-27T05:55:25+00:00`. Other texts
/// are unchanged: dates are stored as they are sent.
pub(crate) fn iso_date(text: &str) -> String {
    match seconds_of(text) {
        Some(seconds) => iso(seconds),
        None => text.to_owned(),
    }
}

fn iso(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (year, month, day) = year_month_day(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+00:00")
}

/// Returns the seconds since 1970 of a date in the service's form.
pub(crate) fn seconds_of(text: &str) -> Option<i64> {
    let words: Vec<_> = text.split(' ').collect();
    let [_, month, day, year, time, "GMT+0800", "(CST)"] = words.as_slice() else {
        return None;
    };
    let month = MONTHS.iter().position(|name| name == month)?;
    let month = i64::try_from(month).ok()? + 1;
    let mut units = time.split(':').map(str::parse::<i64>);
    let (hour, minute, second) = (
        units.next()?.ok()?,
        units.next()?.ok()?,
        units.next()?.ok()?,
    );
    let days = days_before(year.parse().ok()?, month, day.parse().ok()?)?;
    let seconds = days * DAY + hour * 3600 + minute * 60 + second - OFFSET;
    // Whatever is not a date, such as the 31st of February, is written differently.
    (js_date(seconds) == text).then_some(seconds)
}

/// Returns whether a text is a date: in the service's form, or in that of ISO 8601, with or without a time.
pub(crate) fn is_date(text: &str) -> bool {
    seconds_of(text).is_some() || is_iso_date(text).unwrap_or_default()
}

fn is_iso_date(text: &str) -> Option<bool> {
    let (date, time) = text.split_at_checked("2018-01-27".len())?;
    let mut units = date.split('-').map(str::parse::<i64>);
    let (year, month, day) = (
        units.next()?.ok()?,
        units.next()?.ok()?,
        units.next()?.ok()?,
    );
    let days = days_before(year, month, day)?;
    let is_of_time = |character: char| character.is_ascii_digit() || ":.+-Z".contains(character);
    let is_time = time.is_empty()
        || time
            .strip_prefix(['T', ' '])
            .is_some_and(|time| time.contains(':') && time.chars().all(is_of_time));
    // Whatever is not a date, such as the 31st of February, is written differently.
    Some(is_time && iso(days * DAY).starts_with(date))
}

/// Returns the days from 1 January 1970 to a date: the inverse of [`year_month_day`].
fn days_before(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(0..=9999).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn name(names: &[&'static str], index: i64) -> &'static str {
    let index = usize::try_from(index).unwrap_or_default();
    names.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_iso_dates() {
        assert_eq!(
            iso_date("Sat Jan 27 2018 13:55:25 GMT+0800 (CST)"),
            "2018-01-27T05:55:25+00:00"
        );
        for seconds in [0, 951_782_400, 951_868_799, 1_709_164_800, 4_107_542_400] {
            assert_eq!(seconds_of(&js_date(seconds)), Some(seconds));
        }
        for other in [
            "0",
            "",
            "2018-01-27",
            "Sat Feb 31 2018 13:55:25 GMT+0800 (CST)",
            "Mon Jan 27 2018 13:55:25 GMT+0800 (CST)",
        ] {
            assert_eq!(iso_date(other), other);
        }
    }

    #[test]
    fn dates_have_the_form_of_javascript() {
        for (seconds, expected) in [
            (1_517_032_525, "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)"),
            (0, "Thu Jan 01 1970 08:00:00 GMT+0800 (CST)"),
            (951_753_600, "Tue Feb 29 2000 00:00:00 GMT+0800 (CST)"),
            (1_583_020_799, "Sun Mar 01 2020 07:59:59 GMT+0800 (CST)"),
            (4_107_513_600, "Mon Mar 01 2100 00:00:00 GMT+0800 (CST)"),
            (-28_801, "Wed Dec 31 1969 23:59:59 GMT+0800 (CST)"),
        ] {
            assert_eq!(js_date(seconds), expected);
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = year_month_day(-800_000);
        for days in -799_999..800_000 {
            let date = year_month_day(days);
            let next_day = (before.0, before.1, before.2 + 1);
            let next_month = (before.0, before.1 + 1, 1);
            let next_year = (before.0 + 1, 1, 1);
            assert!(
                date == next_day || date == next_month || (date == next_year && before.1 == 12)
            );
            assert!(date.2 <= 31 && date.1 <= 12);
            before = date;
        }
    }

    #[test]
    fn dates_are_distinguished_from_other_texts() {
        for date in [
            "2018-01-27",
            "2020-02-29T05:55:25+00:00",
            "1815-12-10T00:00:00.000Z",
            "2018-01-27 13:55",
            "Sat Jan 27 2018 13:55:25 GMT+0800 (CST)",
        ] {
            assert!(is_date(date), "{date}");
        }
        for other in [
            "",
            "tomorrow",
            "2018-1-27",
            "2018-13-01",
            "2019-02-29",
            "2018-01-27x",
            "2018-01-27T",
            "2018-01-27Tnoon",
            "二〇一八年一月",
            "99999-01-27",
        ] {
            assert!(!is_date(other), "{other}");
        }
    }
}
