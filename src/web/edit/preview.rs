//! What navigators will see, by the same templates as they see it, with what differs marked.

use super::form::Sheet;
use crate::directory::indexing::{Beside, listing};
use crate::directory::record::{Document, location_ids, text};
use crate::domain::schedule::local_day;
use crate::domain::time::rfc3339;
use crate::edits::{Field, Part, apply};
use crate::gate::form::{FIELD, Typed};
use crate::geography::Gazetteer;
use crate::search::answer::{Found, FoundAt, Match};
use crate::search::entry::Entry;
use crate::search::truth::LineRow;
use crate::web::address::Question;
use crate::web::view::card::Card;
use crate::web::view::edit::Loaded;
use crate::web::view::edit::marks::marked;
use crate::web::view::edit::preview::{CardPart, PreviewPage, ServicePart, differences};
use crate::web::view::service::{Known, ServicePage};
use askama::Template;
use jiff::Timestamp;

/// The page.
pub fn page(
    loaded: &Loaded,
    sheet: &Sheet,
    typed: &Typed,
    gazetteer: &Gazetteer,
    now: Timestamp,
) -> PreviewPage {
    let (before, after) = (&loaded.known, changed(loaded, sheet));
    let cards = [card(before, gazetteer, now), card(&after, gazetteer, now)];
    let pages = [before, &after].map(|known| part(known, now));
    let hidden = typed
        .pairs()
        .iter()
        .filter(|(name, _)| name != "step" && name != FIELD);
    PreviewPage {
        id: loaded.id.clone(),
        name: loaded.name().to_owned(),
        differences: differences(loaded, &sheet.base, &sheet.typed, &sheet.changed()),
        card: marked(&cards[0], &cards[1]),
        part: marked(&pages[0], &pages[1]),
        hidden: hidden.cloned().collect(),
        nowhere: nowhere(sheet, gazetteer),
    }
}

/// Postcodes that were typed and that nobody here knows: a place there is found by no distance.
fn nowhere(sheet: &Sheet, gazetteer: &Gazetteer) -> Vec<String> {
    let codes = sheet
        .changed()
        .into_iter()
        .filter(|field| matches!(field, Field::At(_, Part::Postcode)));
    let typed = codes.filter_map(|field| sheet.typed.get(&field).cloned());
    typed
        .filter(|code| !code.is_empty() && gazetteer.locate(code).is_err())
        .collect()
}

/// What will be known of the service, with places that it does not have yet.
fn changed(loaded: &Loaded, sheet: &Sheet) -> Known {
    let mut service = loaded.known.service.clone();
    for field in sheet.changed() {
        let value = sheet.typed.get(&field).map_or("", String::as_str);
        apply(&mut service, &field, value);
    }
    Known {
        lines: lines(loaded, &service),
        funding: loaded.known.funding.clone(),
        service,
        reliability: None,
    }
}

fn lines(loaded: &Loaded, service: &Document) -> Vec<LineRow> {
    let mut lines = loaded.known.lines.clone();
    let mut places = location_ids(service);
    if places.is_empty() {
        places.push(String::new());
    }
    lines.retain(|line| places.contains(&line.location_id));
    for place in places {
        if lines.iter().all(|line| line.location_id != place) {
            lines.push(LineRow {
                // No line has this slot: the board is not asked for it.
                slot: u32::MAX,
                service_id: loaded.id.clone(),
                location_id: place,
                closed: false,
                known: Default::default(),
            });
        }
    }
    let closed = text(service, "status").is_some_and(|s| s != "active");
    lines.iter_mut().for_each(|line| line.closed = closed);
    lines
}

fn part(known: &Known, now: Timestamp) -> String {
    let page = ServicePage::view(known, None, None, now);
    ServicePart(&page).render().unwrap_or_default()
}

/// The card as a search shows it, of the first place.
fn card(known: &Known, gazetteer: &Gazetteer, now: Timestamp) -> String {
    let slots: Vec<(String, u32)> = known
        .lines
        .iter()
        .map(|line| (line.location_id.clone(), line.slot))
        .collect();
    let beside = Beside {
        slots: &slots,
        funding: known.funding.clone(),
        gazetteer,
    };
    let listing = listing(&known.service, &beside);
    let found = listing.and_then(|listing| found(&listing.entry, known, now));
    let Some(found) = found else {
        return String::new();
    };
    let card = Card {
        link: "#in-full".into(),
        keep: None,
        ..Card::view(&found, &Question::default(), false, now)
    };
    CardPart { card }.render().unwrap_or_default()
}

/// What a search would answer.
fn found(entry: &Entry, known: &Known, now: Timestamp) -> Option<Found> {
    let line = entry.lines.first()?;
    let row = known.lines.iter().find(|row| row.slot == line.slot)?;
    let next = line
        .schedules
        .iter()
        .filter_map(|one| one.next_after(now))
        .min();
    Some(Found {
        id: entry.id,
        name: entry.name.clone(),
        summary: entry.summary.clone(),
        organization: entry.organization.clone(),
        location: line.site.as_ref().map(|site| FoundAt {
            id: site.id,
            name: site.name.clone(),
            postcode: site.postcode.clone(),
            latitude: None,
            longitude: None,
        }),
        distance_m: None,
        availability: row.availability(now),
        funding: known.funding.summary(local_day(now, 0)),
        next_session: next.map(rfc3339),
        matched: Match {
            score: 0.0,
            because: Vec::new(),
        },
    })
}
