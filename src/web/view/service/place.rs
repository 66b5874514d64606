//! One place of a service: whether there is room, when it takes place, and where that is.

use super::{Known, Phone, paragraphs, phones};
use crate::directory::record::{Document, objects, text};
use crate::domain::availability::State;
use crate::domain::schedule::Schedule;
use crate::search::truth::LineRow;
use crate::web::view::badge::{Badge, particulars};
use crate::web::view::words::moment;
use jiff::Timestamp;
use serde_json::Value;

/// Times ahead that are told.
const UPCOMING: usize = 3;

/// What the page shows of a place.
#[derive(Debug)]
pub struct Place {
    /// The id of the location, for links to this place.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Its room.
    pub badge: Badge,
    /// What goes by, before words.
    pub state: State,
    /// The provider's own words on it.
    pub note: Option<String>,
    /// What else is known of its room.
    pub particulars: Vec<String>,
    /// When, in words.
    pub times: Vec<String>,
    /// When next.
    pub next: Option<String>,
    /// When then, the next time among them.
    pub upcoming: Vec<Timestamp>,
    /// The lines of its address.
    pub address: Vec<String>,
    /// A map.
    pub map: Option<String>,
    /// What the publisher says of this service here.
    pub about: Vec<String>,
    /// How to get there.
    pub transport: Vec<String>,
    /// Arrangements for access.
    pub access: Vec<Access>,
    /// Telephone numbers of this place alone.
    pub phones: Vec<Phone>,
}

/// An arrangement for access.
#[derive(Debug)]
pub struct Access {
    /// What it is.
    pub name: String,
    /// The particulars.
    pub details: Option<String>,
}

/// All places: the one that was asked for first, then those with room.
pub fn places(known: &Known, at: Option<&str>, now: Timestamp) -> Vec<Place> {
    let lines = known.lines.iter();
    let mut places: Vec<Place> = lines
        .map(|line| Place::view(line, &known.service, now))
        .collect();
    places.sort_by_key(|place| (at != Some(place.id.as_str()), place.state));
    places
}

impl Place {
    /// The place of a line; `""` stands for no location at all.
    pub fn at(known: &Known, location_id: &str, now: Timestamp) -> Option<Self> {
        let line = known
            .lines
            .iter()
            .find(|line| line.location_id == location_id)?;
        Some(Self::view(line, &known.service, now))
    }

    fn view(line: &LineRow, service: &Document, now: Timestamp) -> Self {
        let room = line.availability(now);
        let entry =
            objects(service, "service_at_locations").find(|entry| is_at(entry, &line.location_id));
        let location = entry
            .and_then(|entry| entry.get("location"))
            .and_then(Value::as_object);
        let schedules = schedules(service, entry);
        let upcoming = upcoming(&schedules, now);
        let next = upcoming.first().copied();
        let address = location.and_then(|location| objects(location, "addresses").next());
        Self {
            id: line.location_id.clone(),
            name: location
                .and_then(|location| text(location, "name"))
                .map(String::from),
            badge: Badge::view(&room, now),
            state: room.state,
            note: room
                .note
                .clone()
                .filter(|_| room.state != State::Unconfirmed),
            particulars: particulars(&room),
            times: schedules.iter().map(Schedule::in_words).collect(),
            next: next
                .filter(|_| room.state != State::Closed)
                .map(|time| moment(time, now)),
            upcoming,
            address: address.map_or_else(Vec::new, address_lines),
            map: location.and_then(map),
            about: paragraphs(entry.and_then(|entry| text(entry, "description"))),
            transport: paragraphs(location.and_then(|location| text(location, "transportation"))),
            access: location.map_or_else(Vec::new, access),
            phones: place_phones(entry, location),
        }
    }

    /// The place in one line: `Beacon House, 3 Beacon Street, QH1 5HJ`.
    pub fn in_one_line(&self) -> Option<String> {
        let ends = [self.address.first(), self.address.last()];
        let mut parts: Vec<&String> = self.name.iter().chain(ends.into_iter().flatten()).collect();
        parts.dedup();
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

fn is_at(entry: &Document, location_id: &str) -> bool {
    let nested = || text(entry.get("location")?.as_object()?, "id");
    text(entry, "location_id").or_else(nested) == Some(location_id)
}

/// Those of the service at this place; without any, those of the service.
fn schedules(service: &Document, entry: Option<&Document>) -> Vec<Schedule> {
    let read = |document: &Document| -> Vec<Schedule> {
        let entries = document.get("schedules").and_then(Value::as_array);
        entries
            .into_iter()
            .flatten()
            .filter_map(Schedule::from_document)
            .collect()
    };
    let own = entry.map_or_else(Vec::new, read);
    if own.is_empty() { read(service) } else { own }
}

/// The next times of all schedules together.
fn upcoming(schedules: &[Schedule], now: Timestamp) -> Vec<Timestamp> {
    let each = schedules
        .iter()
        .flat_map(|one| one.after(now).take(UPCOMING));
    let mut times: Vec<Timestamp> = each.collect();
    times.sort_unstable();
    times.dedup();
    times.truncate(UPCOMING);
    times
}

/// An address, piece by piece as it is written on a letter.
pub(super) fn address_lines(address: &Document) -> Vec<String> {
    let fields = [
        "attention",
        "address_1",
        "address_2",
        "city",
        "region",
        "postal_code",
    ];
    let lines = fields.iter().filter_map(|field| text(address, field));
    lines.map(|line| line.trim().to_owned()).collect()
}

/// A link to a map of the place, which nothing is loaded from unless it is followed.
fn map(location: &Document) -> Option<String> {
    let number = |field: &str| location.get(field).and_then(Value::as_f64);
    let (latitude, longitude) = number("latitude").zip(number("longitude"))?;
    let known = (latitude, longitude) != (0.0, 0.0);
    known.then(|| {
        format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}")
    })
}

fn access(location: &Document) -> Vec<Access> {
    let entries = objects(location, "accessibility").filter_map(|entry| {
        Some(Access {
            name: text(entry, "description")?.to_owned(),
            details: text(entry, "details").map(String::from),
        })
    });
    entries.collect()
}

fn place_phones(entry: Option<&Document>, location: Option<&Document>) -> Vec<Phone> {
    let holders = entry.into_iter().chain(location);
    holders.flat_map(phones).collect()
}
