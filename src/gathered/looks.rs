//! How often listings are looked at: counted in memory, written down now and then. A count says
//! nothing about who looked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Listings counted at most between two writings: more can only be somebody who reads them all.
const MOST: usize = 100_000;

/// Looks that are not written down yet, by service.
#[derive(Debug, Default)]
pub struct Looks(Mutex<HashMap<String, i64>>);

impl Looks {
    /// Counts one look at the listing with this id.
    pub fn count(&self, service_id: &str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(service_id) {
            *count += 1;
        } else if counts.len() < MOST {
            counts.insert(service_id.to_owned(), 1);
        }
    }

    /// Takes the counts out, to be written down.
    pub fn take(&self) -> HashMap<String, i64> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts counts back that could not be written down.
    pub fn give_back(&self, taken: HashMap<String, i64>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (service, count) in taken {
            *counts.entry(service).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_that_could_not_be_written_are_not_lost() {
        let looks = Looks::default();
        looks.count("a");
        let taken = looks.take();
        looks.count("a");
        looks.give_back(taken);
        assert_eq!(looks.take(), HashMap::from([("a".into(), 2)]));
        assert!(looks.take().is_empty());
    }
}
