//! Which keys were used: gathered in memory, written down now and then, so that using one costs no write.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Keys gathered at most between two writings.
const MOST: usize = 100_000;

/// The ids of keys that were used since they were last written down.
#[derive(Debug, Default)]
pub struct Uses(Mutex<HashSet<String>>);

impl Uses {
    /// Notes that the key with this id was used.
    pub fn note(&self, id: &str) {
        let mut ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !ids.contains(id) && ids.len() < MOST {
            ids.insert(id.to_owned());
        }
    }

    /// Takes the ids out, to be written down: in one order on every node, so that no two wait for each
    /// other.
    pub fn take(&self) -> Vec<String> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut ids: Vec<String> = taken.into_iter().collect();
        ids.sort_unstable();
        ids
    }

    /// Puts ids back that could not be written down.
    pub fn give_back(&self, ids: Vec<String>) {
        ids.iter().for_each(|id| self.note(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_noted_once_and_none_is_lost() {
        let uses = Uses::default();
        ["b", "a", "b"].iter().for_each(|id| uses.note(id));
        let taken = uses.take();
        assert_eq!(taken, ["a", "b"]);
        assert!(uses.take().is_empty());
        uses.note("c");
        uses.give_back(taken);
        assert_eq!(uses.take(), ["a", "b", "c"]);
    }
}
