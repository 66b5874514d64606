//! What was said about room, and for how long it is believed.

use super::{Freshness, Source, State, StatedState};
use jiff::{Timestamp, civil::Date};

/// The part of a statement that decides the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vitals {
    /// What was said.
    pub state: StatedState,
    /// Places not taken when it was said, if they are counted.
    pub places_free: Option<i32>,
    /// When somebody last said that it still holds.
    pub confirmed_at: Timestamp,
    /// When the statement ends by its own words.
    pub until: Option<Timestamp>,
    /// How long it is believed without a word, in days; twice this is the end of belief.
    pub confirm_every_days: i32,
}

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

impl Vitals {
    /// Until when the statement is believed: to the end of its second interval, or of its own
    /// `until`. In milliseconds since 1970, the first that is too late.
    pub fn believed_until(&self) -> i64 {
        let grown_old = self.confirmed_at.as_millisecond() + 2 * self.interval_ms();
        let until = self.until.map_or(i64::MAX, Timestamp::as_millisecond);
        grown_old.min(until)
    }

    /// How old the last word is at `now`.
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        let age = now.as_millisecond() - self.confirmed_at.as_millisecond();
        if !self.is_believed(now) {
            Freshness::Stale
        } else if age < self.interval_ms() {
            Freshness::Fresh
        } else {
            Freshness::Ageing
        }
    }

    /// Whether it is still believed at `now`.
    pub fn is_believed(&self, now: Timestamp) -> bool {
        now.as_millisecond() < self.believed_until()
    }

    /// What to show for as long as the statement is believed, when `used` of its places have gone
    /// since it was made.
    pub fn believed_state(&self, used: i32) -> State {
        let state = State::from(self.state);
        let all_gone = self.free(used) == Some(0);
        if all_gone && matches!(state, State::Open | State::Limited) {
            return State::Full;
        }
        state
    }

    /// Places free, when `used` of them have gone since the statement; never below zero.
    pub fn free(&self, used: i32) -> Option<i32> {
        self.places_free
            .map(|free| free.saturating_sub(used).max(0))
    }

    fn interval_ms(&self) -> i64 {
        i64::from(self.confirm_every_days) * DAY_MS
    }
}

/// The rest of a statement: what is shown but decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// Places in all.
    pub places_total: Option<i32>,
    /// What a place is: a seat, a parcel, an appointment.
    pub unit: Option<String>,
    /// People on the waiting list.
    pub waiting: Option<i32>,
    /// Weeks that somebody joining now would wait.
    pub wait_weeks: Option<i32>,
    /// The day on which it opens again.
    pub opens_on: Option<Date>,
    /// The provider's own words.
    pub note: Option<String>,
}

/// What was last said about one capacity line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What decides the state.
    pub vitals: Vitals,
    /// What is shown beside it.
    pub details: Details,
    /// When it was true.
    pub as_of: Timestamp,
    /// Who said it.
    pub source: Source,
}
