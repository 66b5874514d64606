//! What is known of room, as the standard counts it: `capacities`. A number is as it was said, less the places
//! that are kept for people on their way; one that is old stays, with the day on which it was said. Where
//! nobody has counted there is no capacity at all, for the standard has no way to say "some".

use super::format::named;
use super::vocabulary::{self, AVAILABILITY};
use crate::directory::record::Document;
use crate::domain::availability::{Availability, StatedState, Statement};
use crate::domain::schedule::local_day;
use crate::domain::time::rfc3339;
use crate::search::truth::LineRow;
use jiff::Timestamp;
use serde_json::{Value, json};

/// What is counted where nobody has said.
const UNIT: &str = "Place";

/// The capacities of a service at `now`, one for each line of which a number is known.
pub fn capacities(lines: &[LineRow], now: Timestamp) -> Vec<Value> {
    lines
        .iter()
        .filter_map(|line| capacity(line, now))
        .collect()
}

fn capacity(line: &LineRow, now: Timestamp) -> Option<Value> {
    let said = line.known.statement.as_ref().filter(|_| !line.closed)?;
    let shown = line.availability(now);
    let available = available(said, &shown)?;
    let key = format!("{}/{}", line.service_id, line.location_id);
    let mut capacity = Document::new();
    capacity.insert("id".into(), named("capacity", &key).to_string().into());
    capacity.insert("service_id".into(), line.service_id.as_str().into());
    if !line.location_id.is_empty() {
        capacity.insert("location_id".into(), line.location_id.as_str().into());
    }
    capacity.insert("unit".into(), unit(shown.unit.as_deref()));
    capacity.insert("available".into(), available.into());
    if let Some(maximum) = shown.places_total.filter(|most| *most >= available) {
        capacity.insert("maximum".into(), maximum.into());
    }
    capacity.insert("updated".into(), rfc3339(said.vitals.confirmed_at).into());
    capacity.insert("description".into(), words(&shown, said).into());
    capacity.insert("attributes".into(), json!([state(&shown, &key)]));
    Some(Value::Object(capacity))
}

/// How many places are free: none where it was said so in words, and nothing where nobody counts.
fn available(said: &Statement, shown: &Availability) -> Option<i32> {
    match said.vitals.state {
        StatedState::Open | StatedState::Limited => shown.places_free.or(said.vitals.places_free),
        StatedState::WaitingList | StatedState::Full | StatedState::Paused => Some(0),
    }
}

fn unit(said: Option<&str>) -> Value {
    let name = said
        .map(str::trim)
        .filter(|unit| !unit.is_empty())
        .unwrap_or(UNIT);
    json!({ "id": named("unit", &name.to_lowercase()).to_string(), "name": name })
}

fn words(shown: &Availability, said: &Statement) -> String {
    let mut words = vec![shown.state.label().to_owned()];
    words.extend(shown.waiting.map(|waiting| format!("{waiting} waiting")));
    words.extend(
        shown
            .wait_weeks
            .map(|weeks| format!("a wait of {weeks} weeks")),
    );
    words.extend(shown.opens_on.map(|day| format!("opens on {day}")));
    let mut words = words.join(", ");
    if shown.places_free.is_none() && shown.state.is_signpostable() {
        let day = local_day(said.vitals.confirmed_at, 0);
        words.push_str(&format!(", last said on {day}"));
    }
    if let Some(note) = shown.note.as_deref().filter(|note| !note.trim().is_empty()) {
        words.push_str(&format!(". {}", note.trim()));
    }
    words
}

/// The state as a term, for those who go by terms.
fn state(shown: &Availability, key: &str) -> Value {
    let term = vocabulary::state(shown.state);
    json!({
        "id": named("state", key).to_string(),
        "link_type": AVAILABILITY,
        "value": shown.state.as_str(),
        "taxonomy_term_id": term["id"],
        "taxonomy_term": term,
    })
}

#[cfg(test)]
mod tests;
