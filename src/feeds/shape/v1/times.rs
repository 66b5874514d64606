//! When a service of 1.x is given: regular times, and those of holidays.

use super::{add, entries};
use crate::directory::record::{Document, text};
use crate::edits::made_id;
use serde_json::Value;

const REGULAR: [&str; 2] = ["regular_schedules", "regular_schedule"];
const HOLIDAYS: [&str; 3] = [
    "holiday_schedules",
    "holiday_schedule",
    "holidayScheduleCollection",
];
/// What a day of the week is called, and what it is in a rule.
const DAYS: [(&str, &str); 7] = [
    ("mon", "MO"),
    ("tue", "TU"),
    ("wed", "WE"),
    ("thu", "TH"),
    ("fri", "FR"),
    ("sat", "SA"),
    ("sun", "SU"),
];

/// Makes schedules of the times of a service, or of a service at a place.
pub fn convert(holder: &mut Document) {
    let owner = text(holder, "id").unwrap_or_default().to_owned();
    let regular = entries(holder, &REGULAR).into_iter().map(regular);
    let holidays = entries(holder, &HOLIDAYS).into_iter().map(holiday);
    let mut new: Vec<Document> = regular.chain(holidays).collect();
    for (at, schedule) in new.iter_mut().enumerate() {
        if text(schedule, "id").is_none() {
            let id = made_id(&[&owner, "schedule", &at.to_string()]);
            schedule.insert("id".into(), id.into());
        }
    }
    add(holder, "schedules", new);
}

fn regular(mut schedule: Document) -> Document {
    schedule.shift_remove("service_at_location");
    if let Some(day) = schedule.shift_remove("weekday")
        && !schedule.contains_key("byday")
        && let Some(day) = day.as_str().and_then(day_of)
    {
        schedule.insert("byday".into(), day.into());
    }
    if let Some(freq) = text(&schedule, "freq").map(str::to_uppercase) {
        schedule.insert("freq".into(), freq.into());
    } else if schedule.contains_key("byday") {
        schedule.insert("freq".into(), "WEEKLY".into());
    }
    let interval = text(&schedule, "interval").and_then(|text| text.trim().parse::<i64>().ok());
    if let Some(interval) = interval {
        schedule.insert("interval".into(), interval.into());
    }
    schedule
}

fn day_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let found = DAYS.iter().find(|(start, _)| name.starts_with(start))?;
    Some(found.1)
}

/// Another time on some days, or none: which says so in words, and has no time at which one could go.
fn holiday(said: Document) -> Document {
    let mut schedule = Document::new();
    let of = |field: &str| text(&said, field).map(str::to_owned);
    let closed = match said.get("closed") {
        Some(Value::Bool(closed)) => *closed,
        Some(Value::String(word)) => word.trim().eq_ignore_ascii_case("true"),
        _ => false,
    };
    let opens = of("opens_at").or_else(|| of("open_at")).filter(|_| !closed);
    let one_day =
        of("start_date").filter(|start| !closed && Some(start) == of("end_date").as_ref());
    let fields = [
        ("id", of("id")),
        ("valid_from", of("start_date")),
        ("valid_to", of("end_date")),
        ("dtstart", one_day),
        ("opens_at", opens),
        ("closes_at", of("closes_at").filter(|_| !closed)),
        ("description", closed.then(|| "Closed".to_owned())),
    ];
    for (field, value) in fields {
        if let Some(value) = value {
            schedule.insert(field.to_owned(), value.into());
        }
    }
    schedule
}
