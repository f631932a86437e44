//! `Timestamp`, compared with another library.

use authing_client::Timestamp;
use proptest::prelude::*;

/// The seconds of the years 1 to 9999.
const SECONDS: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

proptest! {
    #[test]
    fn dates_of_javascript_and_rfc_3339_are_parsed(
        second in SECONDS,
        nanosecond in 0..1_000_000_000,
        minutes in -(14 * 60)..=14 * 60,
    ) {
        let time = jiff::Timestamp::new(second, 0).unwrap();
        let zone = jiff::tz::Offset::from_seconds(minutes * 60).unwrap().to_time_zone();
        let there = time.to_zoned_datetime(zone);
        prop_assume!((1..=9999).contains(&there.year()));
        let javascript = there.strftime("%a %b %d %Y %H:%M:%S GMT%z (some zone)").to_string();
        prop_assert_eq!(Timestamp::from(&*javascript).to_jiff(), Some(time), "{}", javascript);

        let rfc_3339 = format!("{}.{nanosecond:09}{}", there.strftime("%Y-%m-%dT%H:%M:%S"), there.strftime("%:z"));
        let time = rfc_3339.parse().unwrap();
        prop_assert_eq!(Timestamp::from(&*rfc_3339).to_jiff(), Some(time), "{}", rfc_3339);
    }

    #[test]
    fn no_string_causes_a_panic(text in ".*", at in any::<prop::sample::Index>(), piece in ".{0,3}") {
        let _ = Timestamp::from(&*text).to_system_time();
        for date in ["Sat Nov 28 2020 10:00:00 GMT+0000 (UTC)", "2020-11-28T10:00:00.5+08:00"] {
            let mut characters: Vec<char> = date.chars().collect();
            let at = at.index(characters.len());
            characters.splice(at..=at, piece.chars());
            let text = String::from_iter(characters);
            let _ = Timestamp::from(text).to_system_time();
        }
    }
}
