//! The room of a line as numbers, and that of several together.

use crate::domain::availability::{Freshness, Known, State};
use crate::search::board::BoardNow;
use jiff::Timestamp;

/// How much room there is, as far as somebody has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// What is shown.
    pub state: State,
    /// How old the last word is.
    pub heard: Freshness,
    /// Places free; none where nobody counts, or what was counted is not believed any longer.
    pub free: Option<u32>,
    /// Places in all.
    pub total: Option<u32>,
    /// People on the waiting list.
    pub waiting: Option<u32>,
    /// Weeks that somebody joining now would wait.
    pub weeks: Option<u32>,
}

impl Room {
    /// What is known of a line. What does not run has no places.
    pub fn of(known: &Known, closed: bool, now: Timestamp) -> Self {
        let state = known.state(closed, now);
        let said = known.statement.as_ref().filter(|_| !closed);
        let believed = said.filter(|_| known.is_believed(now));
        let number = |number: Option<i32>| number.map(|number| u32::try_from(number).unwrap_or(0));
        let free = believed.and_then(|_| known.free(now));
        Self {
            state,
            heard: said.map_or(Freshness::Never, |said| said.vitals.freshness(now)),
            free: number(free),
            total: said.and_then(|said| number(said.details.places_total)),
            waiting: believed.and_then(|said| number(said.details.waiting)),
            weeks: believed.and_then(|said| number(said.details.wait_weeks)),
        }
    }

    /// The same without any number of places or people: those belong to where it is given.
    pub fn from_elsewhere(self) -> Self {
        Self {
            free: None,
            total: None,
            waiting: None,
            ..self
        }
    }

    /// Both together: the better state, the newer word, all places, the shorter wait.
    pub fn and(self, other: Self) -> Self {
        let sum = |one: Option<u32>, other: Option<u32>| match (one, other) {
            (None, None) => None,
            _ => Some(one.unwrap_or(0).saturating_add(other.unwrap_or(0))),
        };
        let newer = (self.heard as u8) < (other.heard as u8);
        Self {
            state: self.state.min(other.state),
            heard: if newer { self.heard } else { other.heard },
            free: sum(self.free, other.free),
            total: sum(self.total, other.total),
            waiting: sum(self.waiting, other.waiting),
            weeks: match (self.weeks, other.weeks) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        }
    }
}

impl BoardNow<'_> {
    /// The room of a line.
    pub fn room(&self, slot: u32, closed: bool, now: Timestamp) -> Room {
        let nothing = Known::default();
        Room::of(self.known(slot).unwrap_or(&nothing), closed, now)
    }
}
