//! What is laid out of a record is what it says.

use super::*;
use crate::search::entry::Area;
use crate::search::laying::Laying;
use crate::search::tags::Tags;
use proptest::prelude::*;
use serde_json::json;

/// An entry that says much, or little.
fn entry(says: bool, name: &str, number: u128) -> Entry {
    let site = Site {
        id: Uuid::from_u128(number / 2),
        name: says.then(|| format!("Hall {name}")),
        postcode: Some("M32 0DF".into()),
        point: says.then(|| Point::new(53.446, -2.308).expect("a position")),
    };
    let weekly =
        json!({"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"});
    let line = Line {
        slot: number as u32,
        site: Some(site),
        remote: !says,
        schedules: Vec::from_iter(Schedule::from_document(&weekly).filter(|_| says)),
    };
    let everywhere = Line {
        slot: 7,
        site: None,
        remote: true,
        schedules: Vec::new(),
    };
    let tag = |kind, id: &str| Tag {
        kind,
        id: id.into(),
        label: format!("Label of {id}"),
    };
    Entry {
        id: Uuid::from_u128(number),
        name: name.into(),
        summary: format!("What {name} is…"),
        organization: says.then(|| Named {
            id: Uuid::from_u128(number / 3),
            name: "Ärzte & Söhne".into(),
        }),
        closed: !says,
        lines: vec![line, everywhere],
        tags: TagKind::ALL.map(|kind| tag(kind, kind.as_str())).into(),
        minimum_age: says.then_some(16.5),
        maximum_age: None,
        free: says.then_some(number.is_multiple_of(2)),
        areas: vec![Area {
            name: "Old Trafford".into(),
            geometry: r#"{"type":"Polygon","coordinates":[[[0,50],[1,50],[1,51]]]}"#.into(),
        }],
        funding: funding(says),
    }
}

/// Funding of which much is known, or little.
fn funding(says: bool) -> FundingFacts {
    let stated = (FundingStatus::AtRisk, date(2026, 11, 21));
    let known = (Some(date(2026, 4, 1)), Some(date(2027, 3, 31)));
    let undated = (None, Some(date(1969, 12, 31)));
    let awards = [known, undated, (Some(date(2030, 1, 1)), None)];
    FundingFacts::new(
        Some(stated).filter(|_| says),
        awards.into_iter().take(if says { 3 } else { 0 }),
    )
}

fn laid_out(entries: &[Entry]) -> super::super::shelf::Shelf {
    let tags = Tags::default();
    let mut laying = Laying::default();
    for entry in entries {
        let bytes = write(entry).expect("written");
        let record = read(&bytes).expect("read");
        laying.add(&record, &tags).expect("laid out");
    }
    laying.finish()
}

#[test]
fn a_result_shows_what_the_entry_says() {
    let entries: Vec<Entry> = (0..20).map(|n| entry(n % 3 > 0, "Lunch", n)).collect();
    let shelf = laid_out(&entries);
    for (doc, entry) in (0..).zip(&entries) {
        let shown = shelf.shown(doc);
        assert_eq!((shown.id, shown.name), (entry.id, &*entry.name));
        assert_eq!(shown.summary, entry.summary);
        assert_eq!(shown.organization, entry.organization);
        assert_eq!(shown.closed, entry.closed);
        assert_eq!(shown.funding, entry.funding);
        assert!(shown.tags.iter().copied().eq(&entry.tags));
        for (number, line) in (0..).zip(&entry.lines) {
            assert_eq!(shelf.site(doc, number), line.site);
            assert_eq!(shelf.schedules(doc, number), line.schedules);
        }
    }
}

#[test]
fn what_decides_is_what_the_entry_says() {
    let entries = [entry(true, "Lunch", 4), entry(false, "Lunch", 5)];
    let shelf = laid_out(&entries);
    let [says, silent] = [&shelf.docs[0], &shelf.docs[1]];
    assert_eq!(says.ages(), (Some(16.5), None));
    assert_eq!((says.free, silent.free), (Some(true), None));
    assert!(says.times().is_some() && silent.times().is_none());
    let slots: Vec<u32> = shelf
        .lines_of(silent)
        .iter()
        .map(|line| line.slot)
        .collect();
    assert_eq!(slots, [5, 7]);
    assert_eq!(
        shelf.areas_of(says),
        shelf.areas_of(silent),
        "one shape, kept once"
    );
    assert_eq!(shelf.shapes.name(shelf.areas_of(says)[0]), "Old Trafford");
}

#[test]
fn what_listings_share_is_kept_once() {
    let entries: Vec<Entry> = (0..30).map(|n| entry(true, "Lunch", n)).collect();
    let shelf = laid_out(&entries);
    assert_eq!(shelf.sites.len(), 15);
    assert_eq!(shelf.organizations.len(), 10);
    assert_eq!((shelf.schedules.len(), shelf.fundings.len()), (1, 1));
}

proptest! {
    #[test]
    fn names_of_any_letters_come_out_again(name: String) {
        let shelf = laid_out(&[entry(true, &name, 1)]);
        prop_assert_eq!(shelf.shown(0).name, name);
    }

    #[test]
    fn a_damaged_record_is_refused_and_does_no_harm(cut in 0usize..400, flip in 0usize..400) {
        let mut bytes = write(&entry(true, "Lunch", 1)).expect("written");
        let place = flip % bytes.len();
        bytes[place] ^= 0x55;
        bytes.truncate(cut);
        if let Some(record) = read(&bytes) {
            let _ = Laying::default().add(&record, &Tags::default());
        }
    }
}
