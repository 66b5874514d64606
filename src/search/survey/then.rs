//! Another moment than now: what was known of each line then, and which services there were.

use super::Room;
use crate::domain::availability::Known;
use crate::search::board::BoardNow;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A moment in the past, put together from what is on record.
#[derive(Debug, Default)]
pub struct Then {
    /// When.
    pub at: Timestamp,
    /// What was known of lines, by slot; a line that is not here is one of which nothing was.
    pub known: HashMap<u32, Known>,
    /// Services that were not listed yet.
    pub absent: HashSet<Uuid>,
    /// Services of which another thing was said then than now: whether they did not run.
    pub closed: HashMap<Uuid, bool>,
}

/// The moment as of which listings are looked at.
#[derive(Debug, Clone, Copy)]
pub enum When<'a> {
    /// Now, which is this moment, as the board has it.
    Now(Timestamp),
    /// Another.
    Then(&'a Then),
}

impl When<'_> {
    /// Whether a service was listed.
    pub(super) fn lists(self, id: Uuid) -> bool {
        match self {
            When::Now(_) => true,
            When::Then(then) => !then.absent.contains(&id),
        }
    }

    /// Whether a service did not run, of which this is said now.
    pub(super) fn closed(self, id: Uuid, now: bool) -> bool {
        match self {
            When::Now(_) => now,
            When::Then(then) => then.closed.get(&id).copied().unwrap_or(now),
        }
    }

    /// The room of a line.
    pub(super) fn room(self, board: &BoardNow, slot: u32, closed: bool) -> Room {
        match self {
            When::Now(now) => board.room(slot, closed, now),
            When::Then(then) => {
                let nothing = Known::default();
                Room::of(then.known.get(&slot).unwrap_or(&nothing), closed, then.at)
            }
        }
    }
}
