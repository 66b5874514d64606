//! What a digest says.

use super::*;
use crate::domain::availability::{Details, Known, Source, StatedState, Statement, Vitals};

const LINK: &str = "https://headroom.quay.example/u/abcdefghjkmnpqrstuvwxyz023";

fn entries() -> Vec<Entry> {
    let entry = |name: &str, shown: &str, reported| Entry {
        name: name.into(),
        shown: shown.into(),
        reported,
        link: LINK.into(),
    };
    vec![
        entry("Lunch & talk", "Full, as of 3 March", true),
        entry(
            "Walking group at Sorrel Hall",
            "Has room, 4 places free, as of 20 February",
            false,
        ),
    ]
}

fn contact(channel: Channel) -> Contact {
    Contact {
        name: Some("Sam <Quay>".into()),
        channel,
        address: "lunch@quay.example".into(),
    }
}

#[test]
fn a_digest_is_short_and_kind() {
    let written = write("key".into(), &contact(Channel::Email), &entries()).unwrap();
    assert_eq!(
        written.subject,
        "Is this still right? Lunch & talk, and 1 more"
    );
    insta::assert_snapshot!("digest", written.body);
}

#[test]
fn what_stands_in_names_is_no_html() {
    let html = write("key".into(), &contact(Channel::Email), &entries())
        .unwrap()
        .html;
    assert!(
        html.contains("Sam &#60;Quay&#62;") && !html.contains("<Quay>"),
        "{html}"
    );
}

#[test]
fn a_text_is_about_one_service_and_its_link_is_whole() {
    let mut entry = entries().remove(0);
    for length in 1..300 {
        entry.name = "a".repeat(length);
        let said = text(&entry);
        assert!(
            said.chars().count() <= TEXT && said.ends_with(LINK),
            "{said}"
        );
    }
    assert_eq!(
        write("key".into(), &contact(Channel::Text), &entries())
            .unwrap()
            .body,
        format!("Lunch & talk: people are told \"Full, as of 3 March\". Still right? {LINK}")
    );
}

#[test]
fn what_is_shown_is_said_with_its_day() {
    let at: Timestamp = "2026-03-03T09:00:00Z".parse().unwrap();
    let vitals = Vitals {
        state: StatedState::Open,
        places_free: Some(1),
        confirmed_at: at,
        until: None,
        confirm_every_days: 14,
    };
    let said = Statement {
        vitals,
        details: Details::default(),
        as_of: at,
        source: Source::Provider,
    };
    let line = LineRow {
        slot: 1,
        service_id: String::new(),
        location_id: String::new(),
        known: Known::saying(said),
        closed: false,
    };
    let later = |days: i64| at + jiff::SignedDuration::from_hours(24 * days);
    assert_eq!(
        shown(&line, later(3)),
        "Has room, 1 place free, as of 3 March"
    );
    assert_eq!(
        shown(&line, later(40)),
        "Room not confirmed since 3 March (Has room, 1 place free)"
    );
}
