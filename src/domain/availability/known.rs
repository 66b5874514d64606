//! Everything that is known of the room of one line: what was said, and what became of it since.

use super::{State, Statement};
use jiff::Timestamp;

/// The holds on a line, as the times at which they end: milliseconds since 1970, soonest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holds(Vec<i64>);

impl Holds {
    /// Holds that end at these times, in any order.
    pub fn ending(mut times: Vec<i64>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// How many have not ended at `now`.
    pub fn at(&self, now: Timestamp) -> i32 {
        let ended = self.0.partition_point(|end| *end <= now.as_millisecond());
        self.counted(ended)
    }

    /// How many there are, ended or not.
    pub fn all(&self) -> i32 {
        self.counted(0)
    }

    /// When the first of them ends.
    pub fn first_end(&self) -> Option<i64> {
        self.0.first().copied()
    }

    fn counted(&self, ended: usize) -> i32 {
        i32::try_from(self.0.len() - ended).unwrap_or(i32::MAX)
    }
}

/// What is known of a line. What is shown follows from this and the clock alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// What was last said, if anything was.
    pub statement: Option<Statement>,
    /// Places that people came for since it was said.
    pub taken: i32,
    /// People who were sent since it was said or confirmed.
    pub sent: i32,
    /// Places that are kept for people on their way.
    pub holds: Holds,
    /// Whether a navigator has reported otherwise since it was confirmed.
    pub disputed: bool,
    /// When that was, if it is known.
    pub disputed_at: Option<Timestamp>,
    /// Counts what was said of the line: statements, confirmations and reports.
    pub version: i64,
    /// Counts every change of the line, holds included: of two states of it the later one has the
    /// higher number.
    pub revision: i64,
}

impl Known {
    /// A statement, of which nothing has become yet.
    pub fn saying(statement: Statement) -> Self {
        Self {
            statement: Some(statement),
            ..Self::default()
        }
    }

    /// The state to show at `now`; `closed` when the listing itself says that the service does not
    /// run. What was disputed is not taken for room until somebody confirms it.
    pub fn state(&self, closed: bool, now: Timestamp) -> State {
        if closed {
            return State::Closed;
        }
        match &self.statement {
            Some(said) if said.vitals.is_believed(now) => self.believed(self.holds.at(now)),
            _ => State::Unconfirmed,
        }
    }

    /// The state while the statement is believed, with this many holds.
    pub fn believed(&self, held: i32) -> State {
        let Some(said) = &self.statement else {
            return State::Unconfirmed;
        };
        match said.vitals.believed_state(self.used(held)) {
            State::Open | State::Limited if self.disputed => State::Unconfirmed,
            state => state,
        }
    }

    /// Whether what was said counts at `now`.
    pub fn is_believed(&self, now: Timestamp) -> bool {
        let said = self.statement.as_ref();
        !self.disputed && said.is_some_and(|said| said.vitals.is_believed(now))
    }

    /// Places free at `now`, if they were counted; never below zero.
    pub fn free(&self, now: Timestamp) -> Option<i32> {
        let said = self.statement.as_ref()?;
        said.vitals.free(self.used(self.holds.at(now)))
    }

    /// Whether a place can be kept for one more at `now`. Where nobody has counted, or what was
    /// counted is no longer believed, there is nothing that could run out.
    pub fn can_hold(&self, closed: bool, now: Timestamp) -> bool {
        self.state(closed, now).is_signpostable()
    }

    fn used(&self, held: i32) -> i32 {
        held.saturating_add(self.taken)
    }
}
