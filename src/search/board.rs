//! The board: the live table of what was last said about room, one fixed slot for each capacity
//! line. A change of room is a write to one slot, and the next search sees it.

use crate::domain::availability::{Availability, State, Statement};
use jiff::Timestamp;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// All slots. Searches read it as a whole, so that one answer shows one moment.
#[derive(Default)]
pub struct Board {
    slots: RwLock<Vec<Option<Slot>>>,
}

/// What is said of one line. What decides the state stands in the table itself, and is small: a
/// search reads it for every line that it weighs, and the rest only for those that it shows.
#[derive(Clone)]
struct Slot {
    believed_until: i64,
    believed_state: State,
    said: Arc<Statement>,
}

impl Board {
    /// Puts what is now said of a line, unless the slot already holds that version or a newer one:
    /// whoever committed and the follower both come here, in either order.
    pub fn put(&self, slot: u32, statement: Statement) {
        let index = slot as usize;
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        if slots.len() <= index {
            slots.resize(index + 1, None);
        }
        let held = slots[index].as_ref().map_or(0, |held| held.said.version);
        if statement.version > held {
            slots[index] = Some(Slot {
                believed_until: statement.vitals.believed_until(),
                believed_state: statement.vitals.believed_state(),
                said: Arc::new(statement),
            });
        }
    }

    /// Forgets everything, when the database has begun a new epoch.
    pub fn clear(&self) {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        slots.clear();
    }

    /// The board as it is now, for one search.
    pub fn now(&self) -> BoardNow<'_> {
        BoardNow(self.slots.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is said of every line, with its slot.
    pub fn statements(&self) -> Vec<(u32, Arc<Statement>)> {
        let now = self.now();
        let said = now.0.iter().enumerate();
        said.filter_map(|(slot, said)| Some((slot as u32, Arc::clone(&said.as_ref()?.said))))
            .collect()
    }
}

/// The board at one moment.
pub struct BoardNow<'a>(RwLockReadGuard<'a, Vec<Option<Slot>>>);

impl BoardNow<'_> {
    fn slot(&self, slot: u32) -> Option<&Slot> {
        self.0.get(slot as usize)?.as_ref()
    }

    /// Whether anything is said of a line.
    pub fn has(&self, slot: u32) -> bool {
        self.slot(slot).is_some()
    }

    /// The state to show for a line.
    pub fn state(&self, slot: u32, closed: bool, now: Timestamp) -> State {
        match self.slot(slot) {
            _ if closed => State::Closed,
            Some(slot) if now.as_millisecond() < slot.believed_until => slot.believed_state,
            _ => State::Unconfirmed,
        }
    }

    /// Everything to show for a line.
    pub fn availability(&self, slot: u32, closed: bool, now: Timestamp) -> Availability {
        let said = self.slot(slot).map(|slot| &*slot.said);
        Availability::of(said, closed, now)
    }
}
