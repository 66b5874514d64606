//! The board: the live table of what was last said about room, one fixed slot for each capacity
//! line. A change of room is a write to one slot, and the next search sees it.

use crate::domain::availability::{Availability, Known, State};
use jiff::Timestamp;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// All slots. Searches read it as a whole, so that one answer shows one moment.
#[derive(Default)]
pub struct Board {
    slots: RwLock<Slots>,
}

/// What is known of each line. What decides the state stands apart from the rest and is small: a
/// search reads it for every line that it weighs, and the rest only for those that it shows.
#[derive(Default)]
struct Slots {
    glances: Vec<Glance>,
    known: Vec<Option<Arc<Known>>>,
}

impl Board {
    /// Puts what is now known of these lines, all at one moment, unless a slot already holds that
    /// revision or a newer one: whoever committed and the follower both come here, in either order.
    pub fn put_all(&self, mut lines: Vec<(u32, Known)>) {
        // Whoever comes second keeps no search waiting.
        let now = self.now();
        lines.retain(|(slot, known)| now.0.is_news(*slot, known));
        drop(now);
        if lines.is_empty() {
            return;
        }
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        for (slot, known) in lines {
            if slots.is_news(slot, &known) {
                slots.put(slot as usize, known);
            }
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

    /// What is known of every line of which anything is, with its slot.
    pub fn lines(&self) -> Vec<(u32, Arc<Known>)> {
        let now = self.now();
        let known = (0..).zip(&now.0.known);
        known
            .filter_map(|(slot, known)| Some((slot, Arc::clone(known.as_ref()?))))
            .collect()
    }
}

impl Slots {
    fn is_news(&self, slot: u32, known: &Known) -> bool {
        let held = self.known.get(slot as usize).and_then(Option::as_deref);
        known.revision > held.map_or(0, |held| held.revision)
    }

    fn put(&mut self, index: usize, known: Known) {
        if self.known.len() <= index {
            self.known.resize(index + 1, None);
            self.glances.resize(index + 1, Glance::NOTHING);
        }
        self.glances[index] = Glance::at(&known);
        self.known[index] = Some(Arc::new(known));
    }
}

/// The board at one moment.
pub struct BoardNow<'a>(RwLockReadGuard<'a, Slots>);

impl BoardNow<'_> {
    /// The state of a line to show at a moment.
    pub fn state(&self, slot: u32, closed: bool, now: Timestamp) -> State {
        let glance = self.glance(slot).state(closed, now);
        glance.unwrap_or_else(|| {
            self.known(slot)
                .map_or(State::Unconfirmed, |known| known.state(closed, now))
        })
    }

    /// What decides the state of a line for some time.
    pub fn glance(&self, slot: u32) -> Glance {
        let glance = self.0.glances.get(slot as usize);
        glance.copied().unwrap_or(Glance::NOTHING)
    }

    /// Everything to show for a line.
    pub fn availability(&self, slot: u32, closed: bool, now: Timestamp) -> Availability {
        match self.known(slot) {
            Some(known) => Availability::of(known, closed, now),
            None => Availability::never(closed),
        }
    }

    fn known(&self, slot: u32) -> Option<&Known> {
        self.0.known.get(slot as usize)?.as_deref()
    }
}

/// A state, and for how long it is shown, in one number: milliseconds since 1970, and behind them a
/// byte for the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance(u64);

/// Bits of the state.
const STATE: u32 = 8;
/// Set in the byte of the state: what comes after depends on holds that end one by one, and is to be
/// looked up. Otherwise it is unconfirmed after that time.
const LOOK: u64 = 0x80;

impl Glance {
    /// Nothing was ever said: no state has this number.
    pub const NOTHING: Self = Self(0x7f);

    fn at(known: &Known) -> Self {
        let Some(said) = &known.statement else {
            return Self::NOTHING;
        };
        let believed = said.vitals.believed_until();
        let hold = known.holds.first_end().filter(|end| *end < believed);
        let look = if hold.is_some() { LOOK } else { 0 };
        match hold.unwrap_or(believed) {
            ..=0 => Self(Self::NOTHING.0 | look),
            // What is believed for longer than two million years is cut to that.
            until => {
                let until = until.min(i64::MAX >> STATE) as u64;
                Self(until << STATE | look | known.believed(known.holds.all()) as u64)
            }
        }
    }

    /// The state to show at a moment; none if it is to be looked up.
    pub fn state(self, closed: bool, now: Timestamp) -> Option<State> {
        let lasts = now.as_millisecond() < (self.0 >> STATE) as i64;
        match State::ALL.get((self.0 & (LOOK - 1)) as usize) {
            _ if closed => Some(State::Closed),
            Some(state) if lasts => Some(*state),
            _ if self.0 & LOOK != 0 => None,
            _ => Some(State::Unconfirmed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::availability::{Details, Holds, Source, StatedState, Statement, Vitals};
    use proptest::prelude::*;

    fn known() -> impl Strategy<Value = Known> {
        use StatedState::*;
        let state = proptest::sample::select(vec![Open, Limited, WaitingList, Full, Paused]);
        let seconds = -10_000_000_000..200_000_000_000i64;
        let until = proptest::option::of(seconds.clone().prop_map(at));
        let ends = proptest::collection::vec(seconds.clone(), 0..4);
        let gone = (0..2i32, ends, any::<bool>());
        let places = proptest::option::of(0..4i32);
        (
            state,
            places,
            gone,
            seconds.prop_map(at),
            until,
            1..1_000i32,
        )
            .prop_map(
                |(state, places_free, (taken, ends, disputed), confirmed_at, until, days)| Known {
                    statement: Some(Statement {
                        vitals: Vitals {
                            state,
                            places_free,
                            confirmed_at,
                            until,
                            confirm_every_days: days,
                        },
                        details: Details::default(),
                        as_of: confirmed_at,
                        source: Source::Provider,
                    }),
                    taken,
                    holds: Holds::ending(ends.iter().map(|end| end * 1000).collect()),
                    disputed,
                    version: 1,
                    revision: 1,
                },
            )
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn edges(known: &Known) -> Vec<i64> {
        let said = known.statement.as_ref().unwrap();
        let hold = known.holds.first_end().unwrap_or(0);
        vec![
            said.vitals.believed_until().div_euclid(1000),
            hold.div_euclid(1000),
        ]
    }

    proptest! {
        #[test]
        fn a_glance_shows_what_is_known(
            known in known(), now in 0..200_000_000_000i64, near in -1_000..1_000i64,
        ) {
            let board = Board::default();
            board.put_all(vec![(0, known.clone())]);
            let edges = edges(&known).into_iter().map(|edge| edge + near);
            for now in edges.map(|edge| edge.clamp(1, 200_000_000_000)).chain([now]).map(at) {
                prop_assert_eq!(board.now().state(0, false, now), known.state(false, now));
                prop_assert_eq!(board.now().state(0, true, now), State::Closed);
            }
        }
    }

    proptest! {
        #[test]
        fn the_newest_revision_is_shown_in_whatever_order_they_come(
            known in known(), revisions in proptest::collection::vec(1..6i64, 1..8),
        ) {
            let board = Board::default();
            let of = |revision| Known { revision, version: revision, ..known.clone() };
            for two in revisions.chunks(2) {
                board.put_all(two.iter().map(|revision| (3, of(*revision))).collect());
            }
            let now = board.now();
            let shown = now.known(3).map(|known| known.revision);
            prop_assert_eq!(shown, revisions.iter().max().copied());
            prop_assert!(now.known(2).is_none());
        }
    }

    #[test]
    fn what_nobody_spoke_of_is_unconfirmed_at_any_time() {
        for now in [Timestamp::MIN, at(0), Timestamp::MAX] {
            assert_eq!(Glance::NOTHING.state(false, now), Some(State::Unconfirmed));
        }
    }
}
