//! Words to say to the person: short sentences that can be read aloud as they stand, made of what
//! is known and nothing else.

use super::Known;
use super::contact::Contacts;
use super::facts::cost;
use super::place::Place;
use crate::directory::record::{Document, objects, text};
use crate::directory::tags::tags;
use crate::domain::availability::State;
use crate::search::entry::TagKind;
use crate::web::view::words::{list, sentence};

/// The sentences, for the place that is at hand.
pub fn words(known: &Known, place: Option<&Place>, contacts: &Contacts) -> Vec<String> {
    let service = &known.service;
    let mut words = vec![who(service)];
    words.extend(place.and_then(room));
    if place.is_some_and(|place| place.state == State::Closed) {
        return words;
    }
    words.extend(place.and_then(whereabouts));
    words.extend(place.and_then(when));
    words.extend(price(service));
    words.extend(bring(service));
    words.extend(way_in(service, place, contacts));
    words
}

fn who(service: &Document) -> String {
    let name = text(service, "name").unwrap_or("a service");
    let organization = service
        .get("organization")
        .and_then(|value| value.as_object());
    match organization.and_then(|organization| text(organization, "name")) {
        Some(by) => format!("It is called “{name}” and is run by {by}."),
        None => format!("It is called “{name}”."),
    }
}

fn whereabouts(place: &Place) -> Option<String> {
    Some(format!("It is at {}.", place.in_one_line()?))
}

fn when(place: &Place) -> Option<String> {
    let times: Vec<String> = place.times.iter().map(|words| lowered(words)).collect();
    match (times.is_empty(), &place.next) {
        (true, None) => None,
        (true, Some(next)) => Some(format!("The next time is {next}.")),
        (false, None) => Some(format!("It is on {}.", list(&times))),
        (false, Some(next)) => Some(format!(
            "It is on {}; the next time is {next}.",
            list(&times)
        )),
    }
}

/// The names of days keep their capitals, "Every second" does not.
fn lowered(words: &str) -> String {
    for start in [
        "Every", "First", "Second", "Third", "Fourth", "Fifth", "Last",
    ] {
        if let Some(rest) = words.strip_prefix(start) {
            return format!("{}{rest}", start.to_lowercase());
        }
    }
    words.to_owned()
}

fn price(service: &Document) -> Option<String> {
    let lines = cost(service);
    match lines.first()?.as_str() {
        "Free." => Some("It is free.".into()),
        _ => Some(format!("What it costs: {}", sentence(&lines.join(" ")))),
    }
}

fn bring(service: &Document) -> Option<String> {
    let papers = objects(service, "required_documents").filter_map(|entry| text(entry, "document"));
    let papers: Vec<String> = papers.map(str::to_owned).collect();
    (!papers.is_empty()).then(|| format!("Please bring {}.", list(&papers)))
}

/// The easiest way in that is open, with the number where one has to ring.
fn way_in(service: &Document, place: Option<&Place>, contacts: &Contacts) -> Option<String> {
    let routes: Vec<String> = tags(service)
        .into_iter()
        .filter(|tag| tag.kind == TagKind::Route)
        .map(|tag| tag.id)
        .collect();
    let open = |route: &str| routes.iter().any(|known| known == route);
    let number = contacts.to_ring().map(|phone| phone.number.as_str());
    let unsure = place.is_some_and(|place| place.state == State::Unconfirmed);
    let way = match (
        open("drop_in") && !unsure,
        open("self") || open("phone") || open("drop_in"),
        number,
    ) {
        (true, _, Some(number)) => format!("You can just turn up, or ring {number} first."),
        (true, _, None) => "You can just turn up.".into(),
        (false, true, Some(number)) => format!("To join, ring {number}."),
        (false, true, None) => "You can get in touch with them yourself.".into(),
        (false, false, _) if open("professional") => {
            "A professional has to refer you; we can talk about who does that.".into()
        }
        (false, false, Some(number)) => format!("To ask about it, ring {number}."),
        (false, false, None) => return None,
    };
    Some(way)
}

fn room(place: &Place) -> Option<String> {
    let age = &place.badge.age;
    let said = match place.state {
        State::Open => format!("They have room ({age})."),
        State::Limited => format!("They have a little room left ({age})."),
        State::Unconfirmed => {
            "We do not know whether they have room now, so ring before you go.".into()
        }
        State::WaitingList => format!(
            "There is a waiting list at the moment: {}.",
            place.badge.words.to_lowercase()
        ),
        State::Full => "They are full at the moment.".into(),
        State::Paused => format!(
            "It is not running for now: {}.",
            place.badge.words.to_lowercase()
        ),
        State::Closed => "It is closed for the time being.".into(),
    };
    Some(said)
}
