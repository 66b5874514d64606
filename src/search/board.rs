//! The board: the live table of what was last said about room, one fixed slot for each capacity
//! line. A change of room is a write to one slot, and the next search sees it.

mod glance;

pub use glance::Glance;

use crate::domain::availability::{Availability, Known, State, Trust};
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
        self.glances[index] = Glance::of(&known);
        self.known[index] = Some(Arc::new(known));
    }
}

/// The board at one moment.
pub struct BoardNow<'a>(RwLockReadGuard<'a, Slots>);

impl BoardNow<'_> {
    /// The state of a line at a moment, and how far to trust it.
    pub fn look(&self, slot: u32, closed: bool, now: Timestamp) -> (State, Trust) {
        let glance = self.glance(slot);
        glance.at(closed, now).unwrap_or_else(|| {
            let nothing = Known::default();
            let known = self.known(slot).unwrap_or(&nothing);
            (known.state(closed, now), known.trust(now))
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

    pub(super) fn known(&self, slot: u32) -> Option<&Known> {
        self.0.known.get(slot as usize)?.as_deref()
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
        let report = proptest::option::of(seconds.clone().prop_map(at));
        let gone = (0..2i32, 0..9i32, ends, any::<bool>(), report);
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
                |(
                    state,
                    places_free,
                    (taken, sent, ends, disputed, disputed_at),
                    confirmed_at,
                    until,
                    days,
                )| Known {
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
                    sent,
                    disputed_at,
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

    #[test]
    fn holds_count_where_nothing_was_said_until_they_end() {
        let board = Board::default();
        let known = Known {
            holds: Holds::ending(vec![5_000]),
            revision: 1,
            ..Known::default()
        };
        board.put_all(vec![(0, known.clone())]);
        for second in [4, 5] {
            let looked = board.now().look(0, false, at(second));
            let exact = (State::Unconfirmed, known.trust(at(second)));
            assert_eq!(looked, exact, "after {second} seconds");
        }
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
                let (state, trust) = board.now().look(0, false, now);
                prop_assert_eq!(state, known.state(false, now));
                let exact = known.trust(now);
                prop_assert_eq!(trust.promises, exact.promises);
                // What was heard before 1970 counts as heard then.
                let off = (trust.worth - exact.worth).abs();
                prop_assert!(off < 0.01 || known.heard_at() < at(0), "{trust:?} {exact:?}");
                prop_assert_eq!(board.now().look(0, true, now).0, State::Closed);
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
            let (state, trust) = Glance::NOTHING.at(false, now).unwrap();
            assert_eq!((state, trust.promises), (State::Unconfirmed, false));
        }
    }
}
