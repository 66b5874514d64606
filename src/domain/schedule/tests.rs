//! What a schedule must answer, by example over the clock changes and by property.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

fn schedule(document: Value) -> Schedule {
    Schedule::from_document(&document).expect("a schedule")
}

fn next(document: Value, now: &str) -> Option<String> {
    let next = schedule(document).next_after(now.parse().unwrap());
    next.map(|time| time.to_string())
}

fn tuesdays() -> Value {
    json!({"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00:00"})
}

#[test]
fn the_session_under_way_is_the_next_one_until_it_ends() {
    let at = |now| next(tuesdays(), now).unwrap();
    assert_eq!(at("2026-01-05T09:00:00Z"), "2026-01-06T10:00:00Z");
    assert_eq!(at("2026-01-06T11:59:59Z"), "2026-01-06T10:00:00Z");
    assert_eq!(at("2026-01-06T12:00:00Z"), "2026-01-13T10:00:00Z");
}

#[test]
fn local_hours_stay_the_same_when_the_clocks_change() {
    let sundays = json!({"byday": "SU", "opens_at": "10:00", "closes_at": "12:00"});
    let at = |now| next(sundays.clone(), now).unwrap();
    assert_eq!(at("2026-03-28T12:00:00Z"), "2026-03-29T09:00:00Z");
    assert_eq!(at("2026-03-22T13:00:00Z"), "2026-03-29T09:00:00Z");
    assert_eq!(at("2026-10-24T12:00:00Z"), "2026-10-25T10:00:00Z");
    assert_eq!(at("2026-10-25T11:30:00Z"), "2026-10-25T10:00:00Z");
    assert_eq!(at("2026-10-25T12:00:00Z"), "2026-11-01T10:00:00Z");
}

#[test]
fn a_night_through_the_clock_change_has_the_length_that_it_has() {
    let night = json!({"byday": "SA", "opens_at": "22:00", "closes_at": "06:00"});
    let at = |now| next(night.clone(), now).unwrap();
    assert_eq!(at("2026-03-29T04:59:00Z"), "2026-03-28T22:00:00Z");
    assert_eq!(at("2026-03-29T05:00:00Z"), "2026-04-04T21:00:00Z");
    assert_eq!(at("2026-10-25T05:59:00Z"), "2026-10-24T21:00:00Z");
    assert_eq!(at("2026-10-25T06:00:00Z"), "2026-10-31T22:00:00Z");
}

#[test]
fn intervals_count_from_the_first_date_and_are_not_guessed() {
    let fortnightly = json!({"freq": "weekly", "interval": "2", "byday": "MO",
        "dtstart": "2026-01-05", "opens_at": "18:30", "closes_at": "20:00"});
    assert_eq!(
        next(fortnightly.clone(), "2026-01-06T00:00:00Z").unwrap(),
        "2026-01-19T18:30:00Z"
    );
    assert_eq!(
        schedule(fortnightly).in_words(),
        "Every second Monday 18:30 to 20:00"
    );
    let adrift = json!({"freq": "WEEKLY", "interval": 2, "byday": "MO"});
    assert_eq!(next(adrift.clone(), "2026-01-06T00:00:00Z"), None);
    assert!(schedule(adrift).days().contains(Weekday::Monday));
}

#[test]
fn months_have_nth_and_last_days() {
    let second = json!({"freq": "MONTHLY", "byday": "2WE", "opens_at": "14:00"});
    assert_eq!(
        next(second.clone(), "2026-03-11T14:00:00Z").unwrap(),
        "2026-04-08T13:00:00Z"
    );
    assert_eq!(
        schedule(second).in_words(),
        "Second Wednesday of the month 14:00"
    );
    let last = json!({"freq": "WEEKLY", "byday": "-1FR", "opens_at": "9:00"});
    assert_eq!(
        next(last.clone(), "2026-02-01T00:00:00Z").unwrap(),
        "2026-02-27T09:00:00Z"
    );
    assert_eq!(schedule(last).in_words(), "Last Friday of the month 09:00");
    let ends = json!({"freq": "MONTHLY", "bymonthday": "-1"});
    assert_eq!(
        next(ends.clone(), "2028-02-10T00:00:00Z").unwrap(),
        "2028-02-29T00:00:00Z"
    );
    assert_eq!(schedule(ends).in_words(), "Last day of the month");
}

#[test]
fn validity_until_and_count_end_it() {
    let with = |field: &str, value: Value| {
        let mut document = tuesdays();
        document["dtstart"] = json!("2026-01-06");
        document[field] = value;
        next(document, "2026-01-14T00:00:00Z")
    };
    assert_eq!(with("until", json!("2026-01-19")), None);
    assert_eq!(with("valid_to", json!("19/01/2026")), None);
    assert_eq!(with("count", json!(2)), None);
    assert_eq!(with("count", json!(3)).unwrap(), "2026-01-20T10:00:00Z");
    assert_eq!(
        with("valid_from", json!("2026-02-01")).unwrap(),
        "2026-02-03T10:00:00Z"
    );
    assert_eq!(with("valid_from", json!("2028-02-01")), None);
}

#[test]
fn one_date_is_one_session() {
    let once = json!({"dtstart": "2026-03-03", "opens_at": "10:00", "closes_at": "12:00"});
    assert_eq!(
        next(once.clone(), "2026-01-01T00:00:00Z").unwrap(),
        "2026-03-03T10:00:00Z"
    );
    assert_eq!(next(once.clone(), "2026-03-03T12:00:00Z"), None);
    assert_eq!(
        schedule(once).in_words(),
        "Tuesday 3 March 2026 10:00 to 12:00"
    );
}

#[test]
fn what_is_only_half_understood_is_not_understood() {
    for document in [
        json!({"description": "Tuesdays at ten"}),
        json!({"freq": "YEARLY", "byday": "TU"}),
        json!({"freq": "WEEKLY", "byday": "MO,PH"}),
        json!({"freq": "WEEKLY"}),
        json!({"freq": "DAILY", "interval": 3}),
        json!({"byday": "TU", "until": "some day"}),
        json!({"byday": "9TU"}),
        json!("Tuesdays"),
        json!(null),
    ] {
        assert_eq!(Schedule::from_document(&document), None, "{document}");
    }
}

#[test]
fn words_say_what_a_person_would() {
    let words = |document| schedule(document).in_words();
    assert_eq!(words(tuesdays()), "Tuesdays 10:00 to 12:00");
    let week = json!({"byday": "MO,TU,WE,TH,FR", "opens_at": "00:00", "closes_at": "23:59"});
    assert_eq!(words(week), "Mondays to Fridays all day");
    assert_eq!(
        words(json!({"byday": ["MO", "TH"]})),
        "Mondays and Thursdays"
    );
    assert_eq!(words(json!({"freq": "DAILY"})), "Every day");
    let twice = json!({"freq": "MONTHLY", "byday": "1TU,3TU", "interval": 2});
    assert_eq!(
        words(twice),
        "First and third Tuesday of every second month"
    );
    assert_eq!(
        words(json!({"bymonthday": "1,15"})),
        "1st and 15th of the month"
    );
    assert_eq!(
        words(json!({"byday": "MO", "opens_at": "10:00Z"})),
        "Mondays 10:00 (UTC)"
    );
}

#[test]
fn parts_of_the_day_are_found() {
    let monday = DaySet::of(Weekday::Monday);
    let at = |opens: &str| schedule(json!({"byday": "MO", "opens_at": opens})).times();
    assert!(at("11:30").matches(monday, Some(Part::Morning)));
    assert!(!at("11:30").matches(monday, Some(Part::Afternoon)));
    assert!(at("17:00").matches(monday, Some(Part::Evening)));
    // In summer this is half past twelve.
    assert!(at("11:30Z").matches(monday, Some(Part::Afternoon)));
    assert!(
        schedule(json!({"byday": "MO"}))
            .times()
            .matches(monday, Some(Part::Evening))
    );
}

/// Schedules of every shape.
fn any_schedule() -> impl Strategy<Value = Schedule> {
    let byday = proptest::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 1..4);
    let nth = prop_oneof![Just(""), Just("1"), Just("2"), Just("-1")];
    let clock = (0..24u8, 0..60u8).prop_map(|(h, m)| format!("{h:02}:{m:02}"));
    let (opens, closes) = (clock.clone(), proptest::option::of(clock));
    (byday, nth, 1..4u8, opens, closes, 0..700i64).prop_map(|(days, nth, every, o, c, start)| {
        let days: Vec<String> = days.iter().map(|day| format!("{nth}{day}")).collect();
        let start = date(2025, 1, 1).saturating_add(start.days());
        schedule(
            json!({"byday": days.join(","), "interval": every, "opens_at": o, "closes_at": c,
            "dtstart": start.to_string()}),
        )
    })
}

/// Any moment of 2025 to 2027, in seconds.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    (1_735_689_600..1_830_297_600i64).prop_map(|s| Timestamp::from_second(s).unwrap())
}

proptest! {
    #[test]
    fn the_next_session_has_not_ended_and_is_on_an_allowed_day(s in any_schedule(), now in any_moment()) {
        if let Some(start) = s.next_after(now) {
            let day = london().to_datetime(start).date();
            let ahead = start.duration_since(now).as_hours();
            prop_assert!((-25..=401 * 24).contains(&ahead));
            let (begins, ends) = s.session(day).unwrap();
            prop_assert!(begins == start && (start > now || ends > now));
            prop_assert!(s.days().contains(day.weekday()));
            prop_assert!(s.times().matches(DaySet::of(day.weekday()), None));
            prop_assert!(day >= s.limits.first.unwrap());
        }
    }

    #[test]
    fn later_questions_have_later_answers(s in any_schedule(), now in any_moment(), wait in 0..2_000_000i64) {
        let later = now + jiff::SignedDuration::from_secs(wait);
        if let (Some(a), Some(b)) = (s.next_after(now), s.next_after(later)) {
            prop_assert!(a <= b);
            prop_assert!(a >= later || a == b || s.session(london().to_datetime(a).date()).unwrap().1 <= later);
            prop_assert!(a <= now || s.next_after(a - jiff::SignedDuration::from_secs(1)) == Some(a));
        }
    }

    #[test]
    fn serde_keeps_it(s in any_schedule()) {
        let text = serde_json::to_string(&s).unwrap();
        prop_assert!(text.len() < 120, "{}", text);
        prop_assert_eq!(serde_json::from_str::<Schedule>(&text).unwrap(), s);
    }

    #[test]
    fn nothing_makes_it_panic(freq in "(WEEKLY|MONTHLY|)", byday in "[-+0-9MOTUWEFR,é]{0,8}", clock in "\\PC{0,9}", day in "[-0-9]{0,10}", now in any::<i64>()) {
        let document = json!({"freq": freq, "byday": byday, "opens_at": clock, "closes_at": clock, "dtstart": day, "interval": now});
        if let Some(s) = Schedule::from_document(&document) {
            let now = Timestamp::from_second(now).unwrap_or(Timestamp::MAX);
            let _ = (s.next_after(now), s.next_after(Timestamp::MIN), s.in_words(), s.times());
        }
    }
}
