//! How often was searched for what, from where, and whether it was there: counted in memory.

use crate::geography::Outcode;
use crate::needs::NeedId;
use crate::search::asked::{Asked, Found};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Different searches counted at most between two writings.
const MOST: usize = 100_000;

/// What is told apart: the need, if any was understood; the outcode, if a postcode was given; what was
/// found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The need.
    pub need: Option<NeedId>,
    /// The first half of the postcode.
    pub outcode: Option<Outcode>,
    /// What was found near there.
    pub found: Found,
}

/// Searches that are not written down yet.
#[derive(Debug, Default)]
pub struct Searches(Mutex<HashMap<Key, i64>>);

impl Searches {
    /// Counts one search: once for each need that it was understood as.
    pub fn count(&self, asked: &Asked) {
        let key = |need, found| Key {
            need,
            outcode: asked.outcode,
            found,
        };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut add = |key| {
            if counts.len() < MOST || counts.contains_key(&key) {
                *counts.entry(key).or_default() += 1;
            }
        };
        match asked.needs() {
            [] => add(key(None, asked.found)),
            needs => needs
                .iter()
                .for_each(|(need, found)| add(key(Some(*need), *found))),
        }
    }

    /// Takes the counts out, to be written down.
    pub fn take(&self) -> HashMap<Key, i64> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts counts back that could not be written down.
    pub fn give_back(&self, taken: HashMap<Key, i64>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, count) in taken {
            *counts.entry(key).or_default() += count;
        }
    }
}

/// The Monday of the week that a day belongs to.
pub fn week_of(day: Date) -> Date {
    let days = day.weekday().to_monday_zero_offset();
    day.saturating_sub(i64::from(days).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};

    #[test]
    fn a_search_for_two_needs_counts_for_both_and_nothing_is_lost() {
        let searches = Searches::default();
        let mut two = Asked::new(Outcode::exact(b"QH1"), Found::Room);
        two.add(NeedId(1), Found::Full);
        two.add(NeedId(2), Found::Room);
        searches.count(&two);
        let taken = searches.take();
        searches.count(&two);
        searches.count(&Asked::new(None, Found::Nothing));
        searches.give_back(taken);
        let all = searches.take();
        let of = |need: Option<u16>, found| {
            let need = need.map(NeedId);
            let outcode = need.and(two.outcode);
            all.get(&Key {
                need,
                outcode,
                found,
            })
            .copied()
        };
        assert_eq!(of(Some(1), Found::Full), Some(2));
        assert_eq!(of(Some(2), Found::Room), Some(2));
        assert_eq!(of(None, Found::Nothing), Some(1));
        assert_eq!(all.len(), 3);
        assert!(searches.take().is_empty());
    }

    #[test]
    fn weeks_begin_on_monday() {
        for day in 16..=22 {
            assert_eq!(week_of(date(2026, 11, day)), date(2026, 11, 16));
        }
        assert_eq!(week_of(date(2027, 1, 1)).weekday(), Weekday::Monday);
    }
}
