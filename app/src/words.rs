//! Times, dates and counts in the words of the pages.
//!
//! Everything is in UTC: the server does not know where the reader is, and says so in the exact time.

use time::format_description::well_known::Rfc3339;
use time::{Date, Duration, OffsetDateTime, UtcOffset};

/// A date written out: "23 December 2026".
pub(crate) fn date(at: OffsetDateTime) -> String {
    let day = utc_date(at);
    format!("{} {} {}", day.day(), day.month(), day.year())
}

/// A date for `<input type=date>`: "2026-12-23".
pub(crate) fn input_date(at: OffsetDateTime) -> String {
    let day = utc_date(at);
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// The instant to the minute: "23 December 2026, 14:05 UTC".
pub(crate) fn exact(at: OffsetDateTime) -> String {
    let utc = at.to_offset(UtcOffset::UTC);
    format!("{}, {:02}:{:02} UTC", date(utc), utc.hour(), utc.minute())
}

/// The instant for `<time datetime>`.
pub(crate) fn machine(at: OffsetDateTime) -> String {
    at.to_offset(UtcOffset::UTC).replace_nanosecond(0).unwrap_or(at).format(&Rfc3339).unwrap_or_default()
}

/// On which day something happened: "today", "yesterday", "12 Oct", "12 Oct 2025".
pub(crate) fn day(now: OffsetDateTime, at: OffsetDateTime) -> String {
    let (today, then) = (utc_date(now), utc_date(at));
    match (today - then).whole_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => short_date(today, then),
    }
}

/// How long ago something happened: "just now", "2 min ago", "3 hours ago", "yesterday", "5 days ago", "12 Oct".
pub(crate) fn ago(now: OffsetDateTime, at: OffsetDateTime) -> String {
    let passed = now - at;
    let days = (utc_date(now) - utc_date(at)).whole_days();
    match () {
        () if passed < Duration::minutes(1) => "just now".to_owned(),
        () if passed < Duration::hours(1) => format!("{} min ago", passed.whole_minutes()),
        () if passed < Duration::hours(24) => format!("{} ago", count(passed.whole_hours().unsigned_abs(), "hour")),
        () if days <= 1 => "yesterday".to_owned(),
        () if days < 7 => format!("{days} days ago"),
        () => short_date(utc_date(now), utc_date(at)),
    }
}

/// How far off something is: "in 29 days", "in 5 hours", "in 12 min", "now"; a date when it is years away.
pub(crate) fn until(now: OffsetDateTime, at: OffsetDateTime) -> String {
    let left = at - now;
    match () {
        () if left < Duration::minutes(1) => "now".to_owned(),
        () if left < Duration::hours(1) => format!("in {} min", left.whole_minutes()),
        () if left < Duration::hours(48) => format!("in {}", count(left.whole_hours().unsigned_abs(), "hour")),
        () if left < Duration::days(730) => format!("in {} days", (left + Duration::hours(12)).whole_days()),
        () => date(at),
    }
}

/// Whether a key's end is near enough to be warned of.
pub(crate) fn soon(now: OffsetDateTime, at: OffsetDateTime) -> bool {
    at - now <= Duration::days(7)
}

/// "1 key", "2 keys".
pub(crate) fn count(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A number of bytes: "0 bytes", "999 bytes", "1.2 kB", "45 MB", "3.1 GB".
pub(crate) fn bytes(number: u64) -> String {
    let (mut tenths, mut unit) = (number.saturating_mul(10), "bytes");
    for larger in ["kB", "MB", "GB"] {
        // From here on it would be written as 1000.
        if tenths < 9_995 {
            break;
        }
        (tenths, unit) = (tenths.saturating_add(500) / 1000, larger);
    }
    match unit {
        "bytes" => count(number, "byte"),
        _ if tenths < 100 => format!("{}.{} {unit}", tenths / 10, tenths % 10),
        _ => format!("{} {unit}", (tenths + 5) / 10),
    }
}

fn utc_date(at: OffsetDateTime) -> Date {
    at.to_offset(UtcOffset::UTC).date()
}

/// "12 Oct", with the year when it is not this one.
pub(crate) fn short_date(today: Date, day: Date) -> String {
    let month: String = day.month().to_string().chars().take(3).collect();
    if day.year() == today.year() {
        format!("{} {month}", day.day())
    } else {
        format!("{} {month} {}", day.day(), day.year())
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-23 14:05:30 UTC);

    #[test]
    fn dates_are_written_out_in_utc() {
        assert_eq!(date(NOW), "23 November 2026");
        assert_eq!(input_date(datetime!(2026-03-04 23:30 -2)), "2026-03-05");
        assert_eq!(exact(datetime!(2026-11-23 01:07 +2)), "22 November 2026, 23:07 UTC");
        assert_eq!(machine(datetime!(2026-11-23 14:05:30.25 UTC)), "2026-11-23T14:05:30Z");
    }

    #[test]
    fn days_have_names_when_they_are_near() {
        assert_eq!(day(NOW, datetime!(2026-11-23 00:00 UTC)), "today");
        assert_eq!(day(NOW, datetime!(2026-11-22 23:59 UTC)), "yesterday");
        assert_eq!(day(NOW, datetime!(2026-10-12 09:00 UTC)), "12 Oct");
        assert_eq!(day(NOW, datetime!(2025-12-31 09:00 UTC)), "31 Dec 2025");
    }

    #[test]
    fn the_past_is_told_in_the_largest_unit_that_fits() {
        for (passed, words) in [
            (Duration::ZERO, "just now"),
            (Duration::seconds(-5), "just now"),
            (Duration::seconds(59), "just now"),
            (Duration::minutes(2), "2 min ago"),
            (Duration::minutes(60), "1 hour ago"),
            (Duration::hours(23), "23 hours ago"),
            (Duration::hours(25), "yesterday"),
            (Duration::hours(38), "yesterday"),
            (Duration::hours(39), "2 days ago"),
            (Duration::days(6), "6 days ago"),
            (Duration::days(7), "16 Nov"),
            (Duration::days(365), "23 Nov 2025"),
        ] {
            assert_eq!(ago(NOW, NOW - passed), words);
        }
    }

    #[test]
    fn the_future_is_told_in_whole_days_to_the_nearest() {
        for (left, words) in [
            (Duration::seconds(-1), "now"),
            (Duration::minutes(12), "in 12 min"),
            (Duration::minutes(61), "in 1 hour"),
            (Duration::hours(47), "in 47 hours"),
            (Duration::days(29), "in 29 days"),
            (Duration::days(30) - Duration::seconds(20), "in 30 days"),
            (Duration::days(3000), "9 February 2035"),
        ] {
            assert_eq!(until(NOW, NOW + left), words);
        }
    }

    #[test]
    fn the_last_seven_days_are_soon() {
        assert!(soon(NOW, NOW + Duration::days(7)));
        assert!(!soon(NOW, NOW + Duration::days(7) + Duration::seconds(1)));
    }

    #[test]
    fn sizes_have_two_digits_at_least_and_no_more_than_they_need() {
        for (number, words) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1000, "1.0 kB"),
            (1249, "1.2 kB"),
            (9_949, "9.9 kB"),
            (45_400, "45 kB"),
            (999_400, "999 kB"),
            (999_999, "1.0 MB"),
            (45_000_000, "45 MB"),
            (4 * 1024 * 1024 * 1024, "4.3 GB"),
        ] {
            assert_eq!(bytes(number), words);
        }
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(count(1, "key"), "1 key");
        assert_eq!(count(0, "key"), "0 keys");
    }
}
