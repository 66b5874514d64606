//! What fields are called, and what their values are in words.

use crate::domain::schedule::Schedule;
use crate::edits::field::{Field, Part};
pub use crate::edits::label;
use crate::edits::times;
use serde_json::json;

/// The anchor of a field in the form.
pub fn anchor(field: &Field) -> String {
    match field {
        Field::At(place, part) => format!("{}-{}", anchor_of(place), part.key()),
        other => other.key(),
    }
}

/// The anchor of a place in the form.
pub fn anchor_of(place: &str) -> String {
    format!("at-{place}")
}

/// What to write there.
pub fn hint(field: &Field) -> &'static str {
    match field {
        Field::Description => "in plain words: what happens when somebody comes",
        Field::Alert => "such as “Closed in August”; empty for nothing",
        Field::Eligibility => "say also whom you have to turn away, so that nobody comes in vain",
        Field::MinimumAge | Field::MaximumAge => "in years; empty for no limit",
        Field::Fees => "such as “£2 for lunch”; empty if it is free and that is all",
        Field::Email => "we also ask there how much room you have",
        Field::Languages => "with commas between them",
        Field::Times | Field::At(_, Part::Times) => "days with the same hours go on one line",
        Field::At(_, Part::Postcode) => "people are sent there by it",
        _ => "",
    }
}

/// A value as people read it; a line each where there are several.
pub fn of(field: &Field, value: &str) -> String {
    match field {
        Field::Running => running(value).to_owned(),
        Field::Routes => {
            let routes = value.split(',').filter(|route| !route.is_empty());
            routes.map(route).collect::<Vec<_>>().join(", ")
        }
        Field::Free => if value.is_empty() { "" } else { "Free" }.to_owned(),
        Field::Times | Field::At(_, Part::Times) => hours(value),
        _ => value.to_owned(),
    }
}

fn running(value: &str) -> &str {
    match value {
        "active" => "It runs",
        "temporarily closed" => "It is closed for the time being",
        "inactive" => "It is not running",
        "defunct" => "It no longer exists",
        other => other,
    }
}

fn route(route: &str) -> &str {
    match route {
        "self" => "People get in touch themselves",
        "drop_in" => "People just turn up",
        "phone" => "People ring first",
        "professional" => "A professional refers them",
        other => other,
    }
}

fn hours(value: &str) -> String {
    let Ok(rows) = times::parse(value) else {
        return value.to_owned();
    };
    let words = rows.iter().map(|row| {
        let schedule = json!({ "freq": "WEEKLY", "byday": row.days.join(","),
            "opens_at": row.from, "closes_at": row.to });
        Schedule::from_document(&schedule).map_or_else(|| row.line(), |known| known.in_words())
    });
    words.collect::<Vec<_>>().join("\n")
}
