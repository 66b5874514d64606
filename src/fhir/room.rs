//! Room, by the one extension that is published for it (Gravity, SDOH Clinical Care). It is of the whole service:
//! of several places the one with most room is told.

use crate::domain::availability::{Availability, State};
use serde_json::{Value, json};

const EXTENSION: &str = "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-ExtensionHealthcareServiceCapacityStatus";
const SYSTEM: &str =
    "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes";

/// The extension; none where nobody has said lately, for it has no word for that.
pub fn extension(room: &Availability) -> Option<Value> {
    let (code, display) = match room.state {
        State::Open | State::Limited => ("capacity", "Has Capacity"),
        State::WaitingList => ("waitlist", "No Capacity - Has Waitlist"),
        State::Full | State::Paused => ("no-capacity", "No Capacity"),
        State::Unconfirmed | State::Closed => return None,
    };
    let coding = json!({ "system": SYSTEM, "code": code, "display": display });
    let status = json!({ "url": "capacityStatus", "valueCodeableConcept": { "coding": [coding], "text": room.state.label() } });
    let notes = notes(room).map(|words| json!({ "url": "capacityNotes", "valueString": words }));
    let parts: Vec<Value> = [Some(status), notes].into_iter().flatten().collect();
    Some(json!({ "url": EXTENSION, "extension": parts }))
}

fn notes(room: &Availability) -> Option<String> {
    let mut words = Vec::new();
    words.extend(room.places_free.map(|free| format!("{free} free")));
    words.extend(room.waiting.map(|waiting| format!("{waiting} waiting")));
    words.extend(
        room.wait_weeks
            .map(|weeks| format!("a wait of {weeks} weeks")),
    );
    words.extend(room.confirmed_at.map(|at| format!("as of {at:.0}")));
    (!words.is_empty()).then(|| words.join(", "))
}
