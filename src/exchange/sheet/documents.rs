//! What the rows of one service come to: the service as HSDS has it, with its organisation and places inside.
//! Every id in it is made of what it names, so that the same sheet gives the same ids.

use super::figures::{Said, Waiting};
use super::when::Slot;
use super::words;
use crate::directory::record::Document;
use crate::domain::org_id::OrgId;
use crate::edits::{Field, apply, made_id};
use crate::funding::Award;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

/// One service of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The rows that tell of it; the first is that of its own fields.
    pub rows: Vec<usize>,
    /// The nested service.
    pub document: Document,
    /// What is said of its room.
    pub room: Option<Room>,
    /// When what the row says was true, if it says so.
    pub updated: Option<Timestamp>,
    /// What pays for it, if that is said.
    pub award: Option<Award>,
}

/// What a sheet says of the room of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Places.
    pub said: Option<Said>,
    /// Places in all.
    pub places: Option<i32>,
    /// The waiting list, if there is one.
    pub waiting: Option<Waiting>,
}

/// Where a service is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// The street.
    pub street: String,
    /// More of the address.
    pub second: String,
    /// The town.
    pub town: String,
    /// The postcode.
    pub postcode: String,
    /// What is said of access, one thing each.
    pub access: Vec<String>,
}

/// What one row says beside the fields of a form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Beside {
    /// The organisation's name, and its official numbers.
    pub organization: String,
    /// Official numbers of the organisation, with what people call them.
    pub numbers: Vec<(OrgId, &'static str)>,
    /// Kinds of service.
    pub categories: Vec<String>,
    /// Where people come from.
    pub areas: Vec<String>,
}

/// When a service is somewhere.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sessions {
    /// The times.
    pub slots: Vec<Slot>,
    /// What the sheet says of them.
    pub text: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

/// A service with the fields that a form has, and all else that its first row says.
pub fn service(id: &str, fields: &[(Field, String)], beside: &Beside) -> Document {
    let mut service = Document::new();
    service.insert("id".into(), id.into());
    service.insert("name".into(), Value::Null);
    service.insert("status".into(), "active".into());
    for (field, value) in fields {
        apply(&mut service, field, value);
    }
    let organization = organization(beside);
    service.insert("organization_id".into(), organization["id"].clone());
    service.insert("organization".into(), organization);
    let attributes = beside.categories.iter().map(|name| {
        let term = made_id(&["sheet", "category", &words(name)]);
        json!({
            "id": made_id(&[id, "category", &words(name)]), "link_id": id, "link_entity": "service",
            "link_type": "category", "taxonomy_term_id": term,
            "taxonomy_term": { "id": term, "name": name, "description": name, "taxonomy": "Sheets of groups" },
        })
    });
    extend(&mut service, "attributes", attributes.collect());
    let areas = beside.areas.iter().map(|name| {
        json!({ "id": made_id(&[id, "area", &words(name)]), "service_id": id, "name": name })
    });
    extend(&mut service, "service_areas", areas.collect());
    service
}

/// The id of an organisation by its name.
pub fn organization_id(name: &str) -> String {
    made_id(&["sheet", "organization", &words(name)])
}

fn organization(beside: &Beside) -> Value {
    let id = organization_id(&beside.organization);
    let numbers = beside.numbers.iter().map(|(number, called)| {
        json!({
            "id": made_id(&[&id, "number", &number.to_string()]), "organization_id": id,
            "identifier_scheme": number.register().code(), "identifier_type": called, "identifier": number.number(),
        })
    });
    let mut organization = Document::new();
    organization.insert("id".into(), id.as_str().into());
    organization.insert("name".into(), beside.organization.as_str().into());
    extend(
        &mut organization,
        "organization_identifiers",
        numbers.collect(),
    );
    Value::Object(organization)
}

/// Adds what another row says: a place, and when the service is there.
pub fn add(service: &mut Document, place: Option<&Place>, sessions: &Sessions) {
    let Some(place) = place else {
        let id = text(service, "id");
        return extend(service, "schedules", schedules(&id, "service_id", sessions));
    };
    let (service_id, location) = (text(service, "id"), location(place));
    let location_id = location["id"].as_str().unwrap_or_default().to_owned();
    let id = made_id(&[&service_id, "at", &location_id]);
    let there = schedules(&id, "service_at_location_id", sessions);
    let entries = service
        .entry("service_at_locations")
        .or_insert_with(|| json!([]));
    let Some(entries) = entries.as_array_mut() else {
        return;
    };
    let known = entries
        .iter()
        .position(|entry| entry["location_id"] == location_id.as_str());
    let at = known.unwrap_or_else(|| {
        entries.push(json!({ "id": id, "service_id": service_id, "location_id": location_id, "location": location }));
        entries.len() - 1
    });
    if let Some(entry) = entries.get_mut(at).and_then(Value::as_object_mut) {
        extend(entry, "schedules", there);
    }
}

/// A place: known again by its postcode and the name of the building, else by all of its address.
fn location(place: &Place) -> Value {
    let told = [&place.postcode, &place.name, &place.street].map(|part| words(part));
    let id = made_id(&[
        "sheet",
        "location",
        &told[0],
        &told[1],
        if told[1].is_empty() { &told[2] } else { "" },
    ]);
    let is_virtual = place.postcode.is_empty()
        && place.street.is_empty()
        && ["online", "zoom", "virtual", "on line", "teams", "facebook"]
            .contains(&told[1].as_str());
    let mut location = Document::new();
    location.insert("id".into(), id.as_str().into());
    location.insert(
        "location_type".into(),
        if is_virtual { "virtual" } else { "physical" }.into(),
    );
    say(&mut location, "name", &place.name);
    let mut address = Document::new();
    address.insert("id".into(), made_id(&[&id, "address"]).into());
    address.insert("location_id".into(), id.as_str().into());
    for (field, value) in [
        ("address_1", &place.street),
        ("address_2", &place.second),
        ("city", &place.town),
        ("postal_code", &place.postcode),
    ] {
        say(&mut address, field, value);
    }
    let says_where = address.len() > 2;
    address.insert("country".into(), "GB".into());
    address.insert("address_type".into(), "physical".into());
    if says_where {
        location.insert("addresses".into(), json!([address]));
    }
    let access = place.access.iter().map(|said| {
        json!({ "id": made_id(&[&id, "access", said]), "location_id": id, "description": said })
    });
    extend(&mut location, "accessibility", access.collect());
    Value::Object(location)
}

fn schedules(owner: &str, by: &str, sessions: &Sessions) -> Vec<Value> {
    let bare = Slot::default();
    let says_days = sessions.from.is_some() || sessions.until.is_some();
    let slots = match sessions.slots.is_empty() {
        true if sessions.text.is_empty() && !says_days => Vec::new(),
        true => vec![&bare],
        false => sessions.slots.iter().collect(),
    };
    slots
        .into_iter()
        .map(|slot| schedule(owner, by, slot, sessions))
        .collect()
}

fn schedule(owner: &str, by: &str, slot: &Slot, sessions: &Sessions) -> Value {
    let mut schedule = Document::new();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let byday = slot.byday();
    let freq = match (byday.is_empty(), slot.of_month.is_empty()) {
        (true, _) => "",
        (false, true) => "WEEKLY",
        (false, false) => "MONTHLY",
    };
    let first = slot.date.or(sessions.from.filter(|_| slot.weeks > 1));
    let (opens, closes) = (
        slot.opens.as_deref().unwrap_or_default(),
        slot.closes.as_deref().unwrap_or_default(),
    );
    let said = [&byday, opens, closes, &day(first), &sessions.text].map(str::to_owned);
    let parts: Vec<&str> = [owner, "schedule"]
        .into_iter()
        .chain(said.iter().map(String::as_str))
        .collect();
    schedule.insert("id".into(), made_id(&parts).into());
    schedule.insert(by.to_owned(), owner.into());
    for (field, value) in [
        ("freq", freq),
        ("byday", byday.as_str()),
        ("dtstart", &day(first)),
        ("opens_at", opens),
        ("closes_at", closes),
        ("description", &sessions.text),
    ] {
        say(&mut schedule, field, value);
    }
    if !freq.is_empty() {
        schedule.insert("interval".into(), json!(slot.weeks.max(1)));
    }
    if slot.date.is_none() {
        say(&mut schedule, "valid_from", &day(sessions.from));
        say(&mut schedule, "valid_to", &day(sessions.until));
    }
    Value::Object(schedule)
}

fn text(holder: &Document, field: &str) -> String {
    crate::directory::record::text(holder, field)
        .unwrap_or_default()
        .to_owned()
}

fn say(holder: &mut Document, field: &str, value: &str) {
    if !value.is_empty() {
        holder.insert(field.to_owned(), value.into());
    }
}

/// Adds to a list what is not in it yet.
fn extend(holder: &mut Document, field: &str, new: Vec<Value>) {
    if new.is_empty() {
        return;
    }
    let list = holder.entry(field).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        for one in new {
            if !list.iter().any(|known| known["id"] == one["id"]) {
                list.push(one);
            }
        }
    }
}
