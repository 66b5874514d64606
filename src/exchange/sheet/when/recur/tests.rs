//! What people write, and what it means.

use super::*;
use crate::domain::schedule::code;
use proptest::prelude::*;

/// The slots in short: `MO,TU 10:00-12:00`.
fn meant(text: &str) -> Vec<String> {
    let times = read(text).unwrap_or_else(|said| panic!("{text}: {said}"));
    let short = times.slots.iter().map(|slot| {
        let hours = format!(
            "{}-{}",
            slot.opens.as_deref().unwrap_or(""),
            slot.closes.as_deref().unwrap_or("")
        );
        let day = slot
            .date
            .map_or_else(|| slot.byday(), |date| date.to_string());
        let weeks = if slot.weeks == 2 { "/2" } else { "" };
        format!("{day}{weeks} {hours}")
    });
    short.collect()
}

#[test]
fn days_and_hours_are_read_as_people_write_them() {
    for (text, slots) in [
        ("Mondays 10-12", &["MO 10:00-12:00"][..]),
        ("Tues & Thurs 2pm–4.30pm", &["TU,TH 14:00-16:30"]),
        (
            "Monday to Friday, 9am to 5pm",
            &["MO,TU,WE,TH,FR 09:00-17:00"],
        ),
        ("Mon-Fri 9-5", &["MO,TU,WE,TH,FR 09:00-17:00"]),
        ("Fri-Mon 8pm", &["MO,FR,SA,SU 20:00-"]),
        ("Mon 10-12, Wed 2-4", &["MO 10:00-12:00", "WE 14:00-16:00"]),
        (
            "Mon 10-12 and Wed 2-4pm",
            &["MO 10:00-12:00", "WE 14:00-16:00"],
        ),
        ("Saturdays 10am - 12 noon", &["SA 10:00-12:00"]),
        (
            "Weekdays 10 a.m. to 3 p.m.",
            &["MO,TU,WE,TH,FR 10:00-15:00"],
        ),
        ("Every Wednesday", &["WE -"]),
        ("Every day 9am-5pm", &["MO,TU,WE,TH,FR,SA,SU 09:00-17:00"]),
        ("Daily", &["MO,TU,WE,TH,FR,SA,SU -"]),
        ("1st Friday of the month 7pm-9pm", &["1FR 19:00-21:00"]),
        (
            "First and third Thursdays, 2 - 4 pm",
            &["1TH,3TH 14:00-16:00"],
        ),
        ("Last Sunday of each month at 11am", &["-1SU 11:00-"]),
        ("every 2nd Tuesday", &["2TU -"]),
        ("every other Tuesday 10-12", &["TU/2 10:00-12:00"]),
        ("Fortnightly on Mondays 6pm-8pm", &["MO/2 18:00-20:00"]),
        (
            "Tuesday 10-12 and 2-4",
            &["TU 10:00-12:00", "TU 14:00-16:00"],
        ),
        (
            "Monday 09:30-11:30; Thursday 19:00-21:00",
            &["MO 09:30-11:30", "TH 19:00-21:00"],
        ),
        ("3rd Nov 2026, 2-4pm", &["2026-11-03 14:00-16:00"]),
        ("3/11/26 10am", &["2026-11-03 10:00-"]),
    ] {
        assert_eq!(meant(text), slots, "{text}");
    }
}

#[test]
fn what_no_schedule_says_stays_words() {
    for text in [
        "By appointment",
        "Ring for times",
        "Mondays 10-12 (term time only)",
        "Various",
        "",
    ] {
        assert_eq!(meant(text), [""; 0], "{text}");
    }
}

#[test]
fn what_may_be_two_things_or_none_is_said() {
    for (text, said) in [
        ("Mondays 7-9", "morning or the evening"),
        ("Mondays 25:00", "no time of day"),
        ("10-12", "no day"),
        ("Mondays 10 11 12", "do not belong together"),
        ("Mondays 4pm-2pm", "before that"),
    ] {
        let told = read(text).unwrap_err();
        assert!(told.contains(said), "{text}: {told}");
    }
    assert!(read("every 2nd Tuesday").unwrap().note.is_some());
    assert!(
        read("every 2nd Tuesday of the month")
            .unwrap()
            .note
            .is_none()
    );
}

proptest! {
    #[test]
    fn weekly_hours_are_read_as_they_are_written(days in prop::collection::btree_set(0usize..7, 1..5), from in 6u16..20, length in 1u16..4, form in 0usize..3) {
        let names: Vec<String> = days.iter().map(|day| {
            let name = crate::domain::schedule::name(ALL[*day]);
            [name.to_owned(), format!("{name}s"), name[..3].to_lowercase()][form].clone()
        }).collect();
        let clock = |hour: u16| match hour {
            12 => "12pm".to_owned(),
            1..=11 => format!("{hour}am"),
            _ => format!("{}pm", hour - 12),
        };
        let text = format!("{} {} - {}", names.join(" & "), clock(from), clock(from + length));
        let codes: Vec<&str> = days.iter().map(|day| code(ALL[*day])).collect();
        prop_assert_eq!(meant(&text), [format!("{} {from:02}:00-{:02}:00", codes.join(","), from + length)]);
    }

    #[test]
    fn nothing_that_is_written_is_too_odd(text in ".{0,40}", other in "[montueswdhfri 0-9:.,&apm-]{0,30}") {
        let _ = (read(&text), read(&other));
    }
}
