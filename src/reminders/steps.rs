//! Whom to ask next about a line that nobody answers for. Pure.

use super::rhythm::DAY_MS;

/// Milliseconds between two digests to one person, and between two questions about one line.
pub const WEEK_MS: i64 = 7 * DAY_MS;
/// Milliseconds between two digests to one person even where something was reported in between.
pub const HOUR_MS: i64 = 3_600_000;
/// Digests without an answer before the next contact is asked.
const TRIES: i32 = 2;
/// Digests without an answer before the stewards look into it.
const TRIES_IN_ALL: i32 = 2 * TRIES;

/// How far the asking about a line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Digests since the last word about it.
    pub times: i32,
    /// When the last of them was queued, in milliseconds since 1970.
    pub last_at: Option<i64>,
    /// Whether the last of them could not be delivered at all.
    pub refused: bool,
    /// Whether it was disputed already when it was last asked about.
    pub disputed: bool,
    /// Whether the stewards have it.
    pub handed: bool,
}

/// What to do about a line that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Ask this contact, counted from 0.
    Ask(usize),
    /// Leave it to the stewards.
    HandOver,
    /// Nothing yet.
    Wait,
}

impl Asked {
    /// Whether something was reported since it was last asked about.
    pub fn reported_since(&self, disputed: bool) -> bool {
        disputed && !self.disputed
    }

    /// What to do at `now` about a due line with this many contacts.
    pub fn next(&self, contacts: usize, disputed: bool, now: i64) -> Step {
        if self.handed {
            return Step::Wait;
        }
        // Whoever cannot be reached need not be waited for.
        let times = if self.refused {
            (self.times + TRIES - 1) / TRIES * TRIES
        } else {
            self.times
        };
        let unreachable =
            self.refused && usize::try_from(times / TRIES).is_ok_and(|next| next >= contacts);
        if contacts == 0 || unreachable {
            return Step::HandOver;
        }
        let lately = self
            .last_at
            .is_some_and(|last| last.saturating_add(WEEK_MS) > now);
        if lately && !self.refused && !self.reported_since(disputed) {
            return Step::Wait;
        }
        if times >= TRIES_IN_ALL {
            return Step::HandOver;
        }
        let turn = usize::try_from(times / TRIES).unwrap_or(0);
        Step::Ask(turn.min(contacts - 1))
    }
}

/// What is known of one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// When the last of them was made or sent, in milliseconds since 1970.
    pub last_at: Option<i64>,
    /// Whether one of them has not been sent yet.
    pub waiting: bool,
}

impl Reached {
    /// Whether a digest may be made for it at `now`; `reported` if it has something in it that was
    /// reported since the last one.
    pub fn may_be_asked(&self, reported: bool, now: i64) -> bool {
        let apart = if reported { HOUR_MS } else { WEEK_MS };
        let lately = self
            .last_at
            .is_some_and(|last| last.saturating_add(apart) > now);
        !self.waiting && !lately
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What happens to a line week by week when nobody ever answers.
    fn weeks(contacts: usize) -> Vec<Step> {
        let mut asked = Asked::default();
        let each = (0..6).map(|week| {
            let now = week * WEEK_MS;
            let step = asked.next(contacts, false, now);
            match step {
                Step::Ask(_) => {
                    asked = Asked {
                        times: asked.times + 1,
                        last_at: Some(now),
                        ..asked
                    }
                }
                Step::HandOver => asked.handed = true,
                Step::Wait => {}
            }
            step
        });
        each.collect()
    }

    #[test]
    fn the_second_contact_is_asked_after_two_digests_and_the_stewards_after_two_more() {
        use Step::{Ask, HandOver, Wait};
        assert_eq!(weeks(2), [Ask(0), Ask(0), Ask(1), Ask(1), HandOver, Wait]);
        assert_eq!(weeks(1), [Ask(0), Ask(0), Ask(0), Ask(0), HandOver, Wait]);
        assert_eq!(weeks(0), [HandOver, Wait, Wait, Wait, Wait, Wait]);
    }

    #[test]
    fn who_cannot_be_reached_is_not_waited_for() {
        let refused = Asked {
            times: 1,
            last_at: Some(0),
            refused: true,
            ..Asked::default()
        };
        assert_eq!(refused.next(2, false, 1), Step::Ask(1));
        assert_eq!(refused.next(1, false, 1), Step::HandOver);
        assert_eq!(
            Asked {
                times: 3,
                ..refused
            }
            .next(2, false, 1),
            Step::HandOver
        );
    }

    #[test]
    fn a_report_is_asked_about_in_the_same_week_but_once() {
        let asked = Asked {
            times: 1,
            last_at: Some(0),
            ..Asked::default()
        };
        assert_eq!(asked.next(1, false, 1), Step::Wait);
        assert_eq!(asked.next(1, true, 1), Step::Ask(0));
        assert_eq!(
            Asked {
                disputed: true,
                ..asked
            }
            .next(1, true, 1),
            Step::Wait
        );
    }

    proptest! {
        #[test]
        fn nobody_gets_two_digests_in_a_week_unless_something_was_reported(
            last in 0..WEEK_MS * 4, later in 0..WEEK_MS * 2,
        ) {
            let reached = Reached { last_at: Some(last), waiting: false };
            prop_assert_eq!(reached.may_be_asked(false, last + later), later >= WEEK_MS);
            prop_assert_eq!(reached.may_be_asked(true, last + later), later >= HOUR_MS);
            let waiting = Reached { waiting: true, ..reached };
            prop_assert!(!waiting.may_be_asked(true, last + later));
        }
    }
}
