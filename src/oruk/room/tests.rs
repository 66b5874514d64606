//! What is published of room, and what is left unsaid.

use super::*;
use crate::domain::availability::{Details, Holds, Known, Source, Vitals};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn line(state: StatedState, free: Option<i32>, held: usize) -> LineRow {
    let statement = Statement {
        vitals: Vitals {
            state,
            places_free: free,
            confirmed_at: at("2026-03-01T09:30:00Z"),
            until: None,
            confirm_every_days: 14,
        },
        details: Details {
            places_total: Some(10),
            unit: Some("Bed".into()),
            note: Some("Ring first".into()),
            ..Details::default()
        },
        as_of: at("2026-03-01T09:30:00Z"),
        source: Source::Provider,
    };
    let later = at("2027-01-01T00:00:00Z").as_millisecond();
    LineRow {
        slot: 1,
        service_id: "5e".into(),
        location_id: String::new(),
        closed: false,
        known: Known {
            holds: Holds::ending(vec![later; held]),
            ..Known::saying(statement)
        },
    }
}

fn told(line: &LineRow, now: &str) -> Vec<(i64, String)> {
    let capacities = capacities(std::slice::from_ref(line), at(now));
    let told = |capacity: Value| {
        let words = capacity["description"].as_str().unwrap().to_owned();
        (capacity["available"].as_i64().unwrap(), words)
    };
    capacities.into_iter().map(told).collect()
}

#[test]
fn places_that_are_kept_for_somebody_are_not_free() {
    let line = line(StatedState::Open, Some(4), 1);
    let said = capacities(std::slice::from_ref(&line), at("2026-03-02T00:00:00Z"));
    assert_eq!(said[0]["available"], 3);
    assert_eq!(said[0]["maximum"], 10);
    assert_eq!(said[0]["unit"]["name"], "Bed");
    assert_eq!(said[0]["updated"], "2026-03-01T09:30:00.000Z");
    assert_eq!(said[0]["attributes"][0]["value"], "open");
}

#[test]
fn what_is_old_stays_with_its_day_and_is_called_unconfirmed() {
    let words = "Room not confirmed, last said on 2026-03-01. Ring first".to_owned();
    assert_eq!(
        told(&line(StatedState::Open, Some(4), 0), "2026-06-01T00:00:00Z"),
        [(4, words)]
    );
}

#[test]
fn nobody_counts_is_no_capacity_and_full_is_none() {
    assert!(told(&line(StatedState::Open, None, 0), "2026-03-02T00:00:00Z").is_empty());
    let full = told(&line(StatedState::Full, None, 0), "2026-03-02T00:00:00Z");
    assert_eq!(full, [(0, "Full. Ring first".to_owned())]);
    let closed = LineRow {
        closed: true,
        ..line(StatedState::Open, Some(4), 0)
    };
    assert!(told(&closed, "2026-03-02T00:00:00Z").is_empty());
}
