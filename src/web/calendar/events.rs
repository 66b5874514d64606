//! The sessions of a service, one event for each schedule that has not ended.

use crate::directory::record::{Document, objects, text};
use crate::domain::schedule::{Schedule, Session};
use crate::domain::time::from_millis;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::Value;

/// From when sessions are counted that nobody has dated: always the same day, so that an event stays what it
/// is from one look to the next.
const BEGINNING: Date = date(2024, 1, 1);

/// One event, which may come again.
#[derive(Debug)]
pub struct Event {
    /// What tells it from all others, always.
    pub uid: String,
    /// When what is said of it last changed.
    pub stamp: Timestamp,
    /// The first session.
    pub session: Session,
    /// How it comes again.
    pub rule: Option<String>,
    /// What it is.
    pub name: String,
    /// Where.
    pub place: String,
    /// What is said of it.
    pub about: String,
    /// The page of the service.
    pub page: String,
}

/// The events of a published service, as of `today`.
pub fn of(service: &Document, page: &str, today: Date) -> Vec<Event> {
    if text(service, "status") != Some("active") {
        return Vec::new();
    }
    let sites: Vec<&Document> = objects(service, "service_at_locations").collect();
    let only = match sites.as_slice() {
        [only] => place(only),
        _ => String::new(),
    };
    let own = objects(service, "schedules").map(|schedule| (schedule, only.clone()));
    let there = sites
        .iter()
        .flat_map(|site| objects(site, "schedules").map(|schedule| (schedule, place(site))));
    let events = own
        .chain(there)
        .filter_map(|(schedule, place)| event(service, schedule, place, page, today));
    events.collect()
}

fn event(
    service: &Document,
    schedule: &Document,
    place: String,
    page: &str,
    today: Date,
) -> Option<Event> {
    let read = Schedule::from_document(&Value::Object(schedule.clone()))?;
    // What has ended is no news to a calendar.
    read.first_from(today)?;
    let stamp = text(service, "last_modified").and_then(|at| at.parse().ok());
    let about = ["description", "notes"].map(|field| text(schedule, field));
    let about: Vec<&str> = about.into_iter().flatten().chain([page]).collect();
    Some(Event {
        uid: format!("{}@headroom", text(schedule, "id")?),
        stamp: stamp.unwrap_or(from_millis(0)),
        session: first(&read)?,
        rule: read.recurrence(),
        name: text(service, "name").unwrap_or_default().to_owned(),
        place,
        about: about.join("\n"),
        page: page.to_owned(),
    })
}

/// The first session there ever was, as far as that is known.
fn first(schedule: &Schedule) -> Option<Session> {
    schedule.first_from(schedule.begins().unwrap_or(BEGINNING))
}

/// Where it is, in one line.
fn place(site: &Document) -> String {
    let Some(location) = site.get("location").and_then(Value::as_object) else {
        return String::new();
    };
    let address = objects(location, "addresses").next();
    let lines = ["address_1", "address_2", "city", "postal_code"];
    let lines = lines.iter().filter_map(|line| text(address?, line));
    let parts: Vec<&str> = text(location, "name").into_iter().chain(lines).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn events(schedules: Value) -> Vec<Event> {
        let service = json!({ "id": "5e", "name": "Lunch", "status": "active", "schedules": schedules,
            "last_modified": "2026-03-01T09:30:00.000Z" });
        of(
            service.as_object().unwrap(),
            "https://here.example/services/5e",
            date(2026, 3, 1),
        )
    }

    #[test]
    fn each_schedule_that_goes_on_is_an_event() {
        let events = events(json!([
            { "id": "a", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00" },
            { "id": "b", "freq": "WEEKLY", "byday": "WE", "valid_to": "2025-12-31" },
            { "id": "c", "description": "Whenever somebody is there" },
        ]));
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].uid, "a@headroom");
        assert_eq!(events[0].session.date, date(2024, 1, 2));
        assert_eq!(events[0].rule.as_deref(), Some("FREQ=WEEKLY;BYDAY=TU"));
    }
}
