//! What two listings are compared by.

use crate::directory::numbers;
use crate::directory::record::{Document, objects, text};
use crate::directory::tags::tags;
use crate::domain::point::Point;
use crate::search::entry::TagKind;
use serde_json::Value;

/// Digits at the end of a telephone number that tell it from others, whatever stands before them.
const DIGITS: usize = 9;
/// Words of a name that say nothing about which one it is.
const SMALL: [&str; 10] = [
    "the", "a", "an", "and", "of", "for", "at", "in", "to", "with",
];

/// What is known of one listing, in a form that can be compared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// The id of the service.
    pub id: String,
    /// The words of its name, each once, in order of the alphabet.
    pub name: Vec<String>,
    /// The letters of its name, whatever stands between them.
    pub letters: String,
    /// The id of the organisation; empty for none.
    pub organization: String,
    /// The words of the organisation's name.
    pub run_by: Vec<String>,
    /// Official numbers of the organisation, with their schemes.
    pub numbers: Vec<String>,
    /// The last digits of its telephone numbers.
    pub phones: Vec<String>,
    /// Its addresses for e-mail, in small letters.
    pub emails: Vec<String>,
    /// Its web sites, host and path.
    pub websites: Vec<String>,
    /// Its postcodes, without spaces.
    pub postcodes: Vec<String>,
    /// Where it is.
    pub points: Vec<Point>,
    /// The ids of its needs.
    pub needs: Vec<String>,
}

impl Profile {
    /// The profile of a nested service; none for what has no id.
    pub fn of(service: &Document) -> Option<Self> {
        let organization = service.get("organization").and_then(Value::as_object);
        let run_by = organization
            .and_then(|one| text(one, "name"))
            .unwrap_or_default();
        let needs = tags(service)
            .into_iter()
            .filter(|tag| tag.kind == TagKind::Need);
        Some(Self {
            id: text(service, "id")?.to_owned(),
            name: words(text(service, "name").unwrap_or_default()),
            letters: letters(text(service, "name").unwrap_or_default()),
            organization: text(service, "organization_id")
                .unwrap_or_default()
                .to_owned(),
            run_by: words(run_by),
            numbers: organization.map(official_numbers).unwrap_or_default(),
            phones: phones(service),
            emails: text(service, "email")
                .map(str::to_lowercase)
                .into_iter()
                .collect(),
            websites: text(service, "url").and_then(website).into_iter().collect(),
            postcodes: postcodes(service),
            points: places(service).filter_map(point).collect(),
            needs: needs.map(|tag| tag.id).collect(),
        })
    }
}

/// The words of a name, each once, in order of the alphabet.
pub fn words(name: &str) -> Vec<String> {
    once(telling(name).into_iter())
}

/// The letters of a name: `Drop-in` and `Drop in` have the same.
pub fn letters(name: &str) -> String {
    telling(name).concat()
}

fn telling(name: &str) -> Vec<String> {
    let name = name.to_lowercase().replace(['\'', '’'], "");
    let words = name.split(|c: char| !c.is_alphanumeric());
    let told = words.filter(|word| !word.is_empty() && !SMALL.contains(word));
    told.map(str::to_owned).collect()
}

fn once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn official_numbers(organization: &Document) -> Vec<String> {
    let numbers = numbers::of(organization);
    once(
        numbers.map(|(written, known)| {
            known.map_or_else(|| written.to_uppercase(), |id| id.to_string())
        }),
    )
}

fn phones(service: &Document) -> Vec<String> {
    let numbers = objects(service, "phones").filter_map(|phone| text(phone, "number"));
    let digits = numbers.filter_map(|number| {
        let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
        let start = digits.len().checked_sub(DIGITS)?;
        Some(digits.iter().skip(start).collect())
    });
    once(digits)
}

fn website(address: &str) -> Option<String> {
    let lower = address.trim().to_lowercase();
    let rest = lower
        .split_once("://")
        .map_or(lower.as_str(), |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next()?.trim_end_matches('/');
    (!rest.is_empty()).then(|| rest.to_owned())
}

fn places(service: &Document) -> impl Iterator<Item = &Document> {
    let entries = objects(service, "service_at_locations");
    entries.filter_map(|entry| entry.get("location")?.as_object())
}

fn postcodes(service: &Document) -> Vec<String> {
    let addresses = places(service).flat_map(|place| objects(place, "addresses"));
    let codes = addresses.filter_map(|address| text(address, "postal_code"));
    once(codes.map(|code| code.split_whitespace().collect::<String>().to_uppercase()))
}

fn point(place: &Document) -> Option<Point> {
    let number = |field: &str| place.get(field).and_then(Value::as_f64);
    let (latitude, longitude) = number("latitude").zip(number("longitude"))?;
    Point::new(latitude, longitude).filter(|_| !Point::is_nowhere(latitude, longitude))
}
