//! What bringing those together could mean who run services that are alike: read off how full each is and when it
//! takes place.

use super::Listed;
use super::alike::{apart_m, days_of};
use crate::domain::availability::State;
use crate::domain::schedule::{DaySet, Times, name};
use jiff::civil::Weekday;

/// Something to talk about.
#[derive(Debug, Clone, PartialEq)]
pub enum Idea {
    /// Some are full or have lists while others have room.
    SendOn {
        /// How many have none.
        full: usize,
        /// How many have room.
        room: usize,
        /// Metres from one that has none to the nearest that has, where both are somewhere.
        metres: Option<f64>,
    },
    /// Several keep lists of people who wait for the same thing.
    OneList {
        /// How many do.
        lists: usize,
        /// The people on them, where they are counted.
        people: u32,
    },
    /// All have room.
    TellTogether {
        /// How many there are.
        room: usize,
    },
    /// Of several nobody knows whether they have room.
    AskTogether {
        /// Of how many.
        unconfirmed: usize,
    },
    /// All are on the same days.
    SameDays(Vec<Weekday>),
    /// Each is on days of its own.
    OtherDays(Vec<Weekday>),
}

impl Idea {
    /// What the idea is called by programs.
    pub fn id(&self) -> &'static str {
        match self {
            Idea::SendOn { .. } => "send_on",
            Idea::OneList { .. } => "one_list",
            Idea::TellTogether { .. } => "tell_together",
            Idea::AskTogether { .. } => "ask_together",
            Idea::SameDays(_) => "same_days",
            Idea::OtherDays(_) => "other_days",
        }
    }

    /// The idea in words.
    pub fn words(&self) -> String {
        match self {
            Idea::SendOn { full, room, metres } => {
                let away = metres.map(|metres| match distance(metres) {
                    None => ", next door".to_owned(),
                    Some(far) => format!(", {far} away"),
                });
                let away = away.unwrap_or_default();
                format!(
                    "Without room: {full}, with room: {room}{away}. Those who are full could send people on."
                )
            }
            Idea::OneList { lists, people: 0 } => {
                format!("Waiting lists: {lists}. One list for all would show who waits on several.")
            }
            Idea::OneList { lists, people } => format!(
                "Waiting lists: {lists}, with {people} people on them. One list for all would show who waits on several."
            ),
            Idea::TellTogether { room } => format!(
                "All {room} have room: one leaflet for all of them would tell more people than each alone."
            ),
            Idea::AskTogether { unconfirmed } => format!(
                "Not confirmed: {unconfirmed}. One call to the group could settle who has room."
            ),
            Idea::SameDays(days) => format!(
                "All are on {}: if one moved, people would have a choice of days.",
                list(days)
            ),
            Idea::OtherDays(days) => format!(
                "No two share a day, and together they cover {}: who goes to one could be told of the others.",
                list(days)
            ),
        }
    }
}

/// Metres, or kilometres from one on, as people say them; none for what is next door.
pub fn distance(metres: f64) -> Option<String> {
    match metres {
        ..50.0 => None,
        ..975.0 => Some(format!("{:.0} m", (metres / 50.0).round() * 50.0)),
        _ => Some(format!("{:.1} km", metres / 1000.0)),
    }
}

fn list(days: &[Weekday]) -> String {
    let names: Vec<&str> = days.iter().map(|day| name(*day)).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// What could be done by these together, the most useful first.
pub fn ideas(members: &[&Listed]) -> Vec<Idea> {
    let of = |states: &[State]| -> Vec<&Listed> {
        let found = members
            .iter()
            .filter(|one| states.contains(&one.room.state));
        found.copied().collect()
    };
    let full = of(&[State::Full, State::WaitingList]);
    let room = of(&[State::Open, State::Limited]);
    let lists = of(&[State::WaitingList]);
    let unconfirmed = of(&[State::Unconfirmed]);
    let mut ideas = Vec::new();
    if !full.is_empty() && !room.is_empty() {
        let pairs = full.iter().flat_map(|one| {
            let room = room.iter();
            room.filter_map(|other| apart_m(&one.traits, &other.traits))
        });
        ideas.push(Idea::SendOn {
            full: full.len(),
            room: room.len(),
            metres: pairs.reduce(f64::min),
        });
    }
    if lists.len() > 1 {
        ideas.push(Idea::OneList {
            lists: lists.len(),
            people: lists.iter().filter_map(|one| one.room.waiting).sum(),
        });
    }
    if room.len() == members.len() {
        ideas.push(Idea::TellTogether { room: room.len() });
    }
    if unconfirmed.len() > 1 {
        ideas.push(Idea::AskTogether {
            unconfirmed: unconfirmed.len(),
        });
    }
    ideas.extend(days(members));
    ideas
}

/// What there is to say of the days, where all tell theirs and none is open all week.
fn days(members: &[&Listed]) -> Option<Idea> {
    const MOST: usize = 3;
    let each: Vec<Vec<Weekday>> = members
        .iter()
        .map(|one| days_of(one.traits.times.unwrap_or(Times::NONE)))
        .collect();
    let is_told = |days: &Vec<Weekday>| (1..=MOST).contains(&days.len());
    if !each.iter().all(is_told) {
        return None;
    }
    let first = each.first()?;
    if each.iter().all(|days| days == first) {
        return Some(Idea::SameDays(first.clone()));
    }
    let all = DaySet::ALL.iter();
    let all: Vec<Weekday> = all
        .filter(|day| each.iter().any(|days| days.contains(day)))
        .collect();
    let is_apart = all.len() == each.iter().map(Vec::len).sum::<usize>();
    is_apart.then_some(Idea::OtherDays(all))
}
