//! What two listings are compared by.

use crate::directory::numbers;
use crate::directory::record::{Document, objects, text};
use crate::directory::tags::tags;
use crate::domain::point::Point;
use crate::geography::fold::fold;
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
    /// Words that stand beside each other in the name, as one: `food bank` may be `foodbank` elsewhere.
    pub joined: Vec<String>,
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
    /// When it takes place: day and hour of each session.
    pub times: Vec<String>,
    /// The youngest and the oldest it is for, where it says so.
    pub ages: Option<(u64, u64)>,
    /// Whether it runs, as far as it says.
    pub runs: bool,
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
            joined: joined(text(service, "name").unwrap_or_default()),
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
            times: times(service),
            ages: ages(service),
            runs: matches!(text(service, "status"), None | Some("active")),
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

/// Each two words of a name that stand beside each other, as one word.
pub fn joined(name: &str) -> Vec<String> {
    let all = split(name);
    let beside = all.iter().zip(all.iter().skip(1));
    once(beside.map(|(one, next)| format!("{one}{next}")))
}

fn telling(name: &str) -> Vec<String> {
    let mut words = split(name);
    words.retain(|word| !SMALL.contains(&word.as_str()));
    words
}

/// The words of a name as they are compared: `Type2 Cafés` is `type`, `2` and `cafes`.
fn split(name: &str) -> Vec<String> {
    let plain = fold(name);
    let mut words = vec![String::new()];
    let mut last = ' ';
    for letter in plain.chars() {
        let is_number_after_word = last.is_alphabetic() && letter.is_ascii_digit();
        if !letter.is_alphanumeric() || is_number_after_word {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.push(letter);
        }
        last = letter;
    }
    words.retain(|word| !word.is_empty());
    words
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

/// Day and hour of each session, and how often: `TU 12:00` twice in a listing is one.
fn times(service: &Document) -> Vec<String> {
    let at_places =
        objects(service, "service_at_locations").flat_map(|at| objects(at, "schedules"));
    let all = objects(service, "schedules").chain(at_places);
    once(all.flat_map(|one| {
        let opens = text(one, "opens_at").unwrap_or_default();
        let opens: String = opens.chars().take("12:00".len()).collect();
        let days = text(one, "byday").unwrap_or_default().to_uppercase();
        let days: Vec<String> = days.split(',').map(|day| day.trim().to_owned()).collect();
        days.into_iter()
            .filter(|day| !day.is_empty())
            .map(move |day| format!("{day} {opens}"))
    }))
}

/// From which age to which; none where it says nothing.
fn ages(service: &Document) -> Option<(u64, u64)> {
    let years = |field: &str| {
        let years = service.get(field).and_then(Value::as_f64)?;
        // An age in years: what comes after the point says nothing of whom it is for.
        (0.0..200.0).contains(&years).then_some(years as u64)
    };
    match (years("minimum_age"), years("maximum_age")) {
        (None, None) => None,
        (least, most) => Some((least.unwrap_or(0), most.unwrap_or(u64::MAX))),
    }
}

fn point(place: &Document) -> Option<Point> {
    let number = |field: &str| place.get(field).and_then(Value::as_f64);
    let (latitude, longitude) = number("latitude").zip(number("longitude"))?;
    Point::new(latitude, longitude).filter(|_| !Point::is_nowhere(latitude, longitude))
}
