//! What a sheet says of room and of money. Room becomes a statement, as of the day that the row says, or else
//! of the day on which the sheet first said so: the same sheet again is no newer word.

use super::Read;
use super::documents::{Entry, Room};
use super::figures::Said;
use crate::capacity::{Report, store as rooms};
use crate::db::Tx;
use crate::directory::record::{Document, objects, text};
use crate::directory::store::parse;
use crate::domain::availability::StatedState;
use crate::domain::schedule::local_day;
use crate::edits::made_id;
use crate::error::Result;
use crate::exchange::batch::Batch;
use crate::funding::{FundingReport, store as funding};
use jiff::Timestamp;
use serde_json::{Value, json};

/// What is counted where a sheet counts.
const UNIT: &str = "place";

/// Writes what a row says of room into its service, as HSDS has it, with the time of which it is true.
pub fn note(service: &mut Document, entry: Option<&Entry>, held: Option<&Document>) {
    let Some((entry, room)) = entry.and_then(|entry| Some((entry, entry.room?))) else {
        return;
    };
    let id = text(service, "id").unwrap_or_default().to_owned();
    let mut capacity = Document::new();
    capacity.insert("id".into(), made_id(&[&id, "room"]).into());
    capacity.insert("service_id".into(), id.as_str().into());
    capacity.insert(
        "unit".into(),
        json!({ "id": made_id(&["unit", UNIT]), "name": UNIT }),
    );
    // HSDS wants a number, and of a place that is only said to be free there is at least one.
    capacity.insert("available".into(), json!(free(room).unwrap_or(1)));
    if let Some(all) = all(room) {
        capacity.insert("maximum".into(), json!(all));
    }
    capacity.insert("description".into(), words(room).into());
    let before = held.and_then(|held| {
        objects(held, "capacities").find(|one| one.get("id") == capacity.get("id"))
    });
    let same = before.filter(|before| {
        ["available", "maximum", "description"]
            .iter()
            .all(|field| before.get(*field) == capacity.get(*field))
    });
    let stays = same
        .and_then(|before| text(before, "updated"))
        .filter(|_| entry.updated.is_none());
    let updated = stays.map_or_else(
        || entry.updated.unwrap_or_else(now).to_string(),
        str::to_owned,
    );
    capacity.insert("updated".into(), updated.into());
    service.insert("capacities".into(), json!([Value::Object(capacity)]));
}

/// Now, to the second before.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

fn free(room: Room) -> Option<i32> {
    match (room.said, room.waiting) {
        (Some(Said::Places(free, _)), _) => Some(free),
        (Some(Said::Open), _) => None,
        (None, _) => Some(0),
    }
}

fn all(room: Room) -> Option<i32> {
    match room.said {
        Some(Said::Places(_, Some(all))) => Some(all),
        _ => room.places,
    }
}

fn words(room: Room) -> String {
    let waiting = room
        .waiting
        .map(|waiting| match (waiting.people, waiting.weeks) {
            (Some(people), _) => format!("Waiting list: {people} waiting"),
            (_, Some(weeks)) => format!("Waiting list: {weeks} weeks"),
            _ => "Waiting list".to_owned(),
        });
    let places = match room.said {
        Some(Said::Places(0, _)) => "Full".to_owned(),
        Some(Said::Places(free, _)) => format!("{free} free"),
        Some(Said::Open) => "There is room".to_owned(),
        None => String::new(),
    };
    let said = [Some(places), waiting].into_iter().flatten();
    said.filter(|said| !said.is_empty())
        .collect::<Vec<_>>()
        .join(". ")
}

/// States the room that a sheet tells of, where it is newer than what is held.
///
/// # Errors
/// The database fails.
pub fn room(tx: &mut Tx, read: &Read, batch: &Batch) -> Result<()> {
    let entries = read.by_id();
    for service in batch.services.iter().filter(|service| service.says_room()) {
        let Some(room) = entries
            .get(service.id.as_str())
            .and_then(|entry| entry.room)
        else {
            continue;
        };
        let document = parse(&service.document)?;
        let told = objects(&document, "capacities").find_map(|one| text(one, "updated"));
        let as_of = told.and_then(|updated| updated.parse().ok());
        rooms::observe_feed(tx, &service.id, &report(room, as_of))?;
    }
    Ok(())
}

fn report(room: Room, as_of: Option<Timestamp>) -> Report {
    let places_free = match room.said {
        Some(Said::Open) => None,
        _ => free(room),
    };
    let state = match (room.said, room.waiting) {
        (Some(Said::Places(1.., _) | Said::Open), _) => StatedState::Open,
        (_, Some(_)) => StatedState::WaitingList,
        _ => StatedState::Full,
    };
    let counted = places_free.is_some() || all(room).is_some();
    Report {
        places_free,
        places_total: all(room),
        unit: counted.then(|| UNIT.to_owned()),
        waiting: room.waiting.and_then(|waiting| waiting.people),
        wait_weeks: room.waiting.and_then(|waiting| waiting.weeks),
        as_of,
        ..Report::of(state)
    }
}

/// Notes until when services are paid for, each in the place of what the same source said before.
///
/// # Errors
/// The database fails.
pub fn money(tx: &mut Tx, read: &Read) -> Result<()> {
    let now = Timestamp::now();
    for entry in &read.entries {
        let (Some(award), Some(id)) = (&entry.award, text(&entry.document, "id")) else {
            continue;
        };
        let Some(held) = funding::get(tx, id, local_day(now, 0))? else {
            continue;
        };
        let mut awards = held.awards.clone();
        awards.retain(|known| known.source != award.source);
        awards.push(award.clone());
        if !held.awards.contains(award) {
            let report = FundingReport {
                status: held.stated,
                awards: Some(awards),
            };
            if report.faults().is_empty() {
                funding::put(tx, id, &report, now)?;
            }
        }
    }
    Ok(())
}
