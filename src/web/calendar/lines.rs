//! Calendars as text: lines that end and fold as RFC 5545 wants them, and the clock of the UK.

use super::events::Event;
use crate::domain::schedule::london;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Bytes of one line at most, without its end.
const LONGEST: usize = 75;
/// The clock of the UK, as calendars that do not know it have to be told.
const LONDON: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n\
    BEGIN:DAYLIGHT\r\nDTSTART:19810329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nDTSTART:19961027T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// A whole calendar.
pub fn calendar(name: &str, events: &[Event]) -> String {
    let mut text = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Headroom//Sessions//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n",
    );
    line(&mut text, "X-WR-CALNAME", &escaped(name));
    text.push_str(LONDON);
    for event in events {
        put(&mut text, event);
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn put(text: &mut String, event: &Event) {
    text.push_str("BEGIN:VEVENT\r\n");
    line(text, "UID", &event.uid);
    line(text, "DTSTAMP", &utc(event.stamp));
    line(text, "LAST-MODIFIED", &utc(event.stamp));
    let session = &event.session;
    if session.all_day {
        line(
            text,
            "DTSTART;VALUE=DATE",
            &session.date.strftime("%Y%m%d").to_string(),
        );
    } else {
        line(text, "DTSTART;TZID=Europe/London", &local(session.start));
        if session.end > session.start {
            line(text, "DTEND;TZID=Europe/London", &local(session.end));
        }
    }
    if let Some(rule) = &event.rule {
        line(text, "RRULE", rule);
    }
    let words = [
        ("SUMMARY", &event.name),
        ("LOCATION", &event.place),
        ("DESCRIPTION", &event.about),
    ];
    for (name, words) in words.iter().filter(|(_, words)| !words.is_empty()) {
        line(text, name, &escaped(words));
    }
    line(text, "URL", &event.page);
    // Whoever only may come is not busy for that.
    text.push_str("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

fn utc(moment: Timestamp) -> String {
    moment
        .to_zoned(TimeZone::UTC)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

fn local(moment: Timestamp) -> String {
    moment
        .to_zoned(london().clone())
        .strftime("%Y%m%dT%H%M%S")
        .to_string()
}

/// Text as the value of a property.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Adds a line, folded where it is too long, and never within a letter.
fn line(text: &mut String, name: &str, value: &str) {
    let mut room = LONGEST;
    for letter in format!("{name}:{value}").chars() {
        if letter.len_utf8() > room {
            text.push_str("\r\n ");
            room = LONGEST - 1;
        }
        text.push(letter);
        room -= letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn what_means_something_is_escaped() {
        assert_eq!(
            escaped("a, b; c\\d\r\ne\nf\u{7}"),
            "a\\, b\\; c\\\\d\\ne\\nf"
        );
    }

    proptest! {
        /// Lines are short, end as they must, and say what they said.
        #[test]
        fn lines_fold_and_unfold(value in "\\PC{0,300}") {
            let mut text = String::new();
            let value = escaped(&value);
            line(&mut text, "SUMMARY", &value);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= LONGEST));
            prop_assert_eq!(unfolded(&text), format!("SUMMARY:{value}\r\n"));
        }
    }
}
