//! The board: the live table of what was last said about room, one fixed slot for each capacity
//! line. A change of room is a write to one slot, and the next search sees it.

use crate::domain::availability::{Availability, State, Statement, Vitals};
use jiff::Timestamp;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// All slots. Searches read it as a whole, so that one answer shows one moment.
#[derive(Default)]
pub struct Board {
    slots: RwLock<Slots>,
}

/// What is said of each line. What decides the state stands apart from the rest and is small: a
/// search reads it for every line that it weighs, and the rest only for those that it shows.
#[derive(Default)]
struct Slots {
    glances: Vec<Glance>,
    said: Vec<Option<Arc<Statement>>>,
}

impl Board {
    /// Puts what is now said of a line, unless the slot already holds that version or a newer one:
    /// whoever committed and the follower both come here, in either order.
    pub fn put(&self, slot: u32, statement: Statement) {
        let index = slot as usize;
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        if slots.said.len() <= index {
            slots.said.resize(index + 1, None);
            slots.glances.resize(index + 1, Glance::NOTHING);
        }
        let held = slots.said[index].as_ref().map_or(0, |held| held.version);
        if statement.version > held {
            slots.glances[index] = Glance::at(&statement.vitals);
            slots.said[index] = Some(Arc::new(statement));
        }
    }

    /// Forgets everything, when the database has begun a new epoch.
    pub fn clear(&self) {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        *slots = Slots::default();
    }

    /// The board as it is now, for one search.
    pub fn now(&self) -> BoardNow<'_> {
        BoardNow(self.slots.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is said of every line, with its slot.
    pub fn statements(&self) -> Vec<(u32, Arc<Statement>)> {
        let now = self.now();
        let said = (0..).zip(&now.0.said);
        said.filter_map(|(slot, said)| Some((slot, Arc::clone(said.as_ref()?))))
            .collect()
    }
}

/// The board at one moment.
pub struct BoardNow<'a>(RwLockReadGuard<'a, Slots>);

impl BoardNow<'_> {
    /// What decides the state of a line.
    pub fn glance(&self, slot: u32) -> Glance {
        let glance = self.0.glances.get(slot as usize);
        glance.copied().unwrap_or(Glance::NOTHING)
    }

    /// Everything to show for a line.
    pub fn availability(&self, slot: u32, closed: bool, now: Timestamp) -> Availability {
        let said = self.0.said.get(slot as usize);
        let said = said.and_then(|said| said.as_deref());
        Availability::of(said, closed, now)
    }
}

/// A state, and until when it is believed, in one number: milliseconds since 1970, and behind them a
/// byte for the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance(u64);

/// Bits of the state.
const STATE: u32 = 8;

impl Glance {
    /// Nothing was ever said: no state has this number.
    pub const NOTHING: Self = Self(0xff);

    fn at(vitals: &Vitals) -> Self {
        match vitals.believed_until() {
            ..=0 => Self::NOTHING,
            // What is believed for longer than two million years is cut to that.
            until => {
                let until = until.min(i64::MAX >> STATE) as u64;
                Self(until << STATE | vitals.believed_state() as u64)
            }
        }
    }

    /// The state to show at a moment.
    pub fn state(self, closed: bool, now: Timestamp) -> State {
        let is_believed = now.as_millisecond() < (self.0 >> STATE) as i64;
        match State::ALL.get((self.0 & 0xff) as usize) {
            _ if closed => State::Closed,
            Some(state) if is_believed => *state,
            _ => State::Unconfirmed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::availability::StatedState;
    use proptest::prelude::*;

    fn vitals() -> impl Strategy<Value = Vitals> {
        use StatedState::*;
        let state = proptest::sample::select(vec![Open, Limited, WaitingList, Full, Paused]);
        let seconds = -10_000_000_000..200_000_000_000i64;
        let until = proptest::option::of(seconds.clone().prop_map(at));
        let places = (proptest::option::of(0..3i32), 0..3i32);
        (state, places, seconds.prop_map(at), until, 1..1_000i32).prop_map(
            |(state, (places_free, held), confirmed_at, until, confirm_every_days)| Vitals {
                state,
                places_free,
                held,
                confirmed_at,
                until,
                confirm_every_days,
            },
        )
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    proptest! {
        #[test]
        fn a_glance_shows_what_the_statement_shows(
            vitals in vitals(), now in 0..200_000_000_000i64, near in -1_000..1_000i64,
        ) {
            let edge = vitals.believed_until().div_euclid(1000) + near;
            for now in [at(now), at(edge.clamp(1, 200_000_000_000))] {
                let glance = Glance::at(&vitals);
                prop_assert_eq!(glance.state(false, now), vitals.state(now));
                prop_assert_eq!(glance.state(true, now), State::Closed);
            }
        }
    }

    #[test]
    fn what_nobody_spoke_of_is_unconfirmed_at_any_time() {
        for now in [Timestamp::MIN, at(0), Timestamp::MAX] {
            assert_eq!(Glance::NOTHING.state(false, now), State::Unconfirmed);
        }
    }
}
