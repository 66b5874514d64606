//! Room in words, as it is shown on a card and beside a place: never by colour alone.

use super::words::{ago, count, day_of, plural, short_day};
use crate::domain::availability::{Availability, Freshness, Source, State};
use jiff::Timestamp;

/// The inside of the gauge, in units of its drawing.
const GAUGE: i32 = 12;

/// What a page shows of the room somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// The state as the style sheet and the gauge know it.
    pub state: &'static str,
    /// The state in words, with numbers where there are any.
    pub words: String,
    /// How old the last word is.
    pub age: String,
    /// Whether somebody has reported otherwise since.
    pub disputed: bool,
    /// How much of the gauge is taken, from the bottom, 0 to 12.
    pub taken: i32,
    /// Where the taken part begins, from the top.
    pub top: i32,
}

impl Badge {
    /// Says what is known at `now`.
    pub fn view(room: &Availability, now: Timestamp) -> Self {
        let taken = taken(room);
        Self {
            state: room.state.as_str(),
            words: words(room, now),
            age: age(room, now),
            disputed: room.disputed,
            taken,
            top: 15 - taken,
        }
    }
}

/// The state with what makes it worth telling.
fn words(room: &Availability, now: Timestamp) -> String {
    match room.state {
        State::Open => with_places("Has room", room),
        State::Limited => with_places("A little room", room),
        State::Unconfirmed => "Room not confirmed: ring first".into(),
        State::WaitingList => match room.wait_weeks {
            Some(0) => "Waiting list, under a week".into(),
            Some(weeks) => format!("Waiting list, about {}", count(weeks.into(), "week")),
            None => "Waiting list".into(),
        },
        State::Full => again("Full", "place expected", room, now),
        State::Paused => until("Paused", room, now),
        State::Closed => "Closed".into(),
    }
}

fn with_places(state: &str, room: &Availability) -> String {
    let unit = room.unit.as_deref().unwrap_or("place");
    match (room.places_free, room.places_total) {
        (Some(free), Some(total)) => {
            let units = if total == 1 {
                unit.to_owned()
            } else {
                plural(unit)
            };
            format!("{state}: {free} of {total} {units}")
        }
        (Some(free), None) => format!("{state}: {}", count(free.into(), unit)),
        (None, _) => state.into(),
    }
}

fn until(state: &str, room: &Availability, now: Timestamp) -> String {
    let until = room.opens_on.or(room.until.map(day_of));
    match until.filter(|day| *day >= day_of(now)) {
        Some(day) => format!("{state} until {}", short_day(day, day_of(now))),
        None => state.into(),
    }
}

fn again(state: &str, what: &str, room: &Availability, now: Timestamp) -> String {
    let day = room.opens_on.or(room.until.map(day_of));
    match day.filter(|day| *day >= day_of(now)) {
        Some(day) => format!("{state}, {what} {}", short_day(day, day_of(now))),
        None => state.into(),
    }
}

/// `confirmed 3 days ago`, `last heard 5 weeks ago`, `has never said`.
fn age(room: &Availability, now: Timestamp) -> String {
    match (room.freshness, room.confirmed_at) {
        (Freshness::Never, _) | (_, None) => "has never said".into(),
        (Freshness::Stale, Some(then)) => format!("last heard {}", ago(then, now)),
        (_, Some(then)) => format!("confirmed {}", ago(then, now)),
    }
}

/// How high the gauge stands. Without numbers it stands where the word would put it.
fn taken(room: &Availability) -> i32 {
    match (room.state, room.places_free, room.places_total) {
        (State::Open | State::Limited, Some(free), Some(total)) if total > 0 => {
            let taken = (total - free).clamp(0, total);
            // Room that is there must be seen, however little it is of the whole.
            (taken * GAUGE / total).min(GAUGE - 2)
        }
        (State::Open, ..) => 4,
        (State::Limited, ..) => 9,
        (State::Full, ..) => GAUGE,
        _ => 0,
    }
}

/// What there is to say beside the badge where there is space for it: the list, holds, who said it.
pub fn particulars(room: &Availability) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(waiting) = room.waiting.filter(|waiting| *waiting > 0) {
        let people = if waiting == 1 { "person" } else { "people" };
        lines.push(format!("{waiting} {people} on the waiting list."));
    }
    if room.held > 0 {
        let unit = room.unit.as_deref().unwrap_or("place");
        let verb = if room.held == 1 { "is" } else { "are" };
        let held = count(room.held.into(), unit);
        lines.push(format!(
            "{held} {verb} being held for somebody and already taken off."
        ));
    }
    if let Some(who) = teller(room.source) {
        lines.push(format!("Told to us by {who}."));
    }
    lines
}

fn teller(source: Source) -> Option<&'static str> {
    match source {
        Source::Provider => Some("the people who run it"),
        Source::Steward => Some("the people who look after this directory"),
        Source::Feed => Some("their own booking system"),
        Source::Navigator => Some("somebody who sends people there"),
        Source::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn now() -> Timestamp {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    fn room(state: State) -> Availability {
        Availability {
            state,
            confirmed_at: Some("2026-11-18T08:00:00Z".parse().unwrap()),
            freshness: Freshness::Fresh,
            source: Source::Provider,
            ..Availability::never(false)
        }
    }

    fn said(room: &Availability) -> String {
        Badge::view(room, now()).words
    }

    #[test]
    fn places_are_told_as_far_as_they_are_counted() {
        let mut open = room(State::Open);
        assert_eq!(said(&open), "Has room");
        open.places_free = Some(4);
        assert_eq!(said(&open), "Has room: 4 places");
        open.places_total = Some(12);
        open.unit = Some("family".into());
        assert_eq!(said(&open), "Has room: 4 of 12 families");
    }

    #[test]
    fn waits_and_ends_are_told() {
        let mut list = room(State::WaitingList);
        assert_eq!(said(&list), "Waiting list");
        list.wait_weeks = Some(6);
        assert_eq!(said(&list), "Waiting list, about 6 weeks");
        let mut paused = room(State::Paused);
        assert_eq!(said(&paused), "Paused");
        paused.opens_on = Some(date(2027, 3, 3));
        assert_eq!(said(&paused), "Paused until 3 March 2027");
        let mut full = room(State::Full);
        full.opens_on = Some(date(2026, 12, 12));
        assert_eq!(said(&full), "Full, place expected 12 December");
    }

    #[test]
    fn a_day_that_has_passed_is_not_promised() {
        let mut paused = room(State::Paused);
        paused.opens_on = Some(date(2026, 11, 1));
        assert_eq!(said(&paused), "Paused");
    }

    #[test]
    fn ages_tell_silence_from_a_confirmed_word() {
        let mut unknown = room(State::Unconfirmed);
        assert_eq!(Badge::view(&unknown, now()).age, "confirmed 3 days ago");
        unknown.freshness = Freshness::Stale;
        assert_eq!(Badge::view(&unknown, now()).age, "last heard 3 days ago");
        let never = Availability::never(false);
        assert_eq!(Badge::view(&never, now()).age, "has never said");
        assert_eq!(said(&never), "Room not confirmed: ring first");
    }

    #[test]
    fn a_last_place_still_shows_in_the_gauge() {
        let mut open = room(State::Limited);
        (open.places_free, open.places_total) = (Some(1), Some(100));
        assert_eq!(Badge::view(&open, now()).taken, 10);
        assert_eq!(Badge::view(&room(State::Full), now()).taken, 12);
    }
}
