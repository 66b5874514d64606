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
    let times: Vec<String> = place.times.iter().map(|words| on(words)).collect();
    match (times.is_empty(), &place.next) {
        (true, None) => None,
        (true, Some(next)) => Some(format!("The next time is {next}.")),
        (false, None) => Some(format!("It runs {}.", list(&times))),
        (false, Some(next)) => Some(format!(
            "It runs {}; the next time is {next}.",
            list(&times)
        )),
    }
}

/// `on Fridays`, `on the second Saturday of the month`, `every second Tuesday`.
fn on(words: &str) -> String {
    let ordinals = ["First", "Second", "Third", "Fourth", "Fifth", "Last"];
    match words.strip_prefix("Every") {
        Some(rest) => format!("every{rest}"),
        None if ordinals.iter().any(|ordinal| words.starts_with(ordinal)) => {
            format!("on the {}{}", words[..1].to_lowercase(), &words[1..])
        }
        None => format!("on {words}"),
    }
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
    let after = |start: &str| place.badge.words.strip_prefix(start).unwrap_or_default();
    let said = match place.state {
        State::Open => format!("They have room ({age})."),
        State::Limited => format!("They have a little room left ({age})."),
        State::Unconfirmed => {
            "We do not know whether they have room now, so ring before you go.".into()
        }
        State::WaitingList => {
            format!(
                "There is a waiting list at the moment{}.",
                after("Waiting list")
            )
        }
        State::Full => format!("They are full at the moment{}.", after("Full")),
        State::Paused => format!(
            "It is paused for now{}.",
            after("Paused").replacen(" until", ", until", 1)
        ),
        State::Closed => "It is closed for the time being.".into(),
    };
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::on;

    #[test]
    fn times_are_read_out_as_people_say_them() {
        assert_eq!(on("Fridays 10:00 to 13:00"), "on Fridays 10:00 to 13:00");
        assert_eq!(
            on("Second Saturday of the month"),
            "on the second Saturday of the month"
        );
        assert_eq!(on("Every second Tuesday"), "every second Tuesday");
    }
}
