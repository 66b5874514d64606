//! What the page of a one-tap link says, at given times.

use super::*;
use crate::domain::availability::{Details, Source, Vitals};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-21T10:00:00Z")
}

fn said(as_of: &str, confirmed_at: &str) -> Statement {
    Statement {
        vitals: Vitals {
            state: StatedState::Full,
            places_free: None,
            confirmed_at: at(confirmed_at),
            until: None,
            confirm_every_days: 14,
        },
        details: Details::default(),
        as_of: at(as_of),
        source: Source::Provider,
    }
}

#[test]
fn it_is_said_since_when() {
    let today = said("2026-11-21T09:40:00Z", "2026-11-21T09:40:00Z");
    assert_eq!(since(Some(&today), now()), "Since today, 09:40.");
    let monday = said("2026-11-16T09:00:00Z", "2026-11-20T09:00:00Z");
    assert_eq!(
        since(Some(&monday), now()),
        "Since Monday 16 November, confirmed yesterday."
    );
    assert!(since(None, now()).starts_with("Nobody has said yet"));
}

#[test]
fn what_is_too_old_is_told_and_can_still_be_confirmed() {
    let old = said("2026-10-01T09:00:00Z", "2026-10-02T09:00:00Z");
    assert_eq!(
        since(Some(&old), now()),
        "“Full” was last heard on Friday 2 October, too long ago to go by."
    );
    assert_eq!(confirmable(&old, now()).as_deref(), Some("Full"));
}

#[test]
fn what_has_ended_cannot_be_confirmed() {
    let mut ended = said("2026-11-16T09:00:00Z", "2026-11-16T09:00:00Z");
    ended.vitals.until = Some(at("2026-11-19T00:00:00Z"));
    assert_eq!(
        since(Some(&ended), now()),
        "“Full” ended on Thursday 19 November."
    );
    assert_eq!(confirmable(&ended, now()), None);
}

#[test]
fn what_was_done_can_be_undone_for_ten_minutes_unless_somebody_spoke_since() {
    let used = |before| Used {
        at: at("2026-11-21T09:55:00Z"),
        version: 3,
        before,
    };
    let undone = done(&used(None), 3, now()).unwrap();
    assert_eq!((undone.title, undone.undo_until), ("Undone", None));
    assert_eq!(done(&used(None), 4, now()), None);
    assert_eq!(done(&used(None), 3, at("2026-11-21T10:05:00Z")), None);
}
