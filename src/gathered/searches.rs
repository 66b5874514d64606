//! How often was searched for what, from where, and whether it was there: counted in memory.

use crate::geography::Outcode;
use crate::needs::NeedId;
use crate::search::asked::{Asked, Found};
use crate::search::why::Label;
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

/// How often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Each was searched for.
    pub times: HashMap<Key, i64>,
    /// It was narrowed by something, or something was in the way: a search may be in several of these, or in none.
    pub why: HashMap<(Key, Label), i64>,
}

impl Counts {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    fn add(&mut self, key: Key, asked: &Asked) {
        if self.times.len() >= MOST && !self.times.contains_key(&key) {
            return;
        }
        *self.times.entry(key).or_default() += 1;
        for label in asked.whys.labels() {
            *self.why.entry((key, label)).or_default() += 1;
        }
    }

    fn and(&mut self, other: Self) {
        for (key, count) in other.times {
            *self.times.entry(key).or_default() += count;
        }
        for (key, count) in other.why {
            *self.why.entry(key).or_default() += count;
        }
    }
}

/// Searches that are not written down yet.
#[derive(Debug, Default)]
pub struct Searches(Mutex<Counts>);

impl Searches {
    /// Counts one search: once for each need that it was understood as.
    pub fn count(&self, asked: &Asked) {
        let key = |need, found| Key {
            need,
            outcode: asked.outcode,
            found,
        };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match asked.needs() {
            [] => counts.add(key(None, asked.found), asked),
            needs => needs
                .iter()
                .for_each(|(need, found)| counts.add(key(Some(*need), *found), asked)),
        }
    }

    /// Takes the counts out, to be written down.
    pub fn take(&self) -> Counts {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts counts back that could not be written down.
    pub fn give_back(&self, taken: Counts) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.and(taken);
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
    use crate::search::why::{Way, Whys};
    use jiff::civil::{Weekday, date};

    #[test]
    fn a_search_for_two_needs_counts_for_both_and_nothing_is_lost() {
        let searches = Searches::default();
        let whys = Whys::default().only(Way::Full);
        let mut two = Asked::new(Outcode::exact(b"QH1"), Found::Room).because(whys);
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
            let key = Key {
                need,
                outcode,
                found,
            };
            let why = all.why.get(&(key, Label::Only(Way::Full))).copied();
            (all.times.get(&key).copied(), why)
        };
        assert_eq!(of(Some(1), Found::Full), (Some(2), Some(2)));
        assert_eq!(of(Some(2), Found::Room), (Some(2), Some(2)));
        assert_eq!(of(None, Found::Nothing), (Some(1), None));
        assert_eq!(all.times.len(), 3);
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
