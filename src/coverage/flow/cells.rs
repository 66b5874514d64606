//! What may be told of people who were sent somewhere.
//!
//! Everything is put together from cells: one need, the first half of the postcode of the place that they were
//! sent to, one calendar month that has passed, one thing that became of them. A cell below five is as if it
//! were nothing, in every sum too; all others are rounded to five. How long it took until somebody heard is
//! told from the same cells, each divided into a few spans of days to which the same rule applies; of a cell
//! that is not told, none is. So whatever is asked for and compared is made of the same cells, and what was
//! held back makes no difference to anything.

use super::month::Month;
use crate::coverage::told;
use crate::geography::Outcode;
use crate::signposts::Outcome;
use std::collections::BTreeMap;

/// What became of somebody, as far apart as it is told: the finer, the less could be told at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Became {
    /// Came, and was taken in.
    TakenIn,
    /// Found no room, a closed door, or nobody who answered.
    TurnedAway,
    /// Did not come, did not want to, or it was not right for them.
    NotTaken,
    /// Nobody has said.
    Untold,
}

impl Became {
    /// All of them.
    pub const ALL: [Became; 4] = [
        Became::TakenIn,
        Became::TurnedAway,
        Became::NotTaken,
        Became::Untold,
    ];

    /// What an outcome comes to.
    pub fn of(outcome: Option<Outcome>) -> Self {
        match outcome {
            None => Became::Untold,
            Some(Outcome::Attended) => Became::TakenIn,
            Some(outcome) if outcome.is_failure() => Became::TurnedAway,
            Some(_) => Became::NotTaken,
        }
    }
}

/// The spans of days until somebody heard: each up to and with so many, the last without end.
pub const SPANS: [&str; 7] = ["1", "3", "7", "14", "28", "84", "over 84"];
const LAST_DAYS: [i64; SPANS.len() - 1] = [1, 3, 7, 14, 28, 84];

/// Which cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The need; empty where none was said.
    pub need: String,
    /// The first half of the postcode of the place; empty where that is not known.
    pub outcode: String,
    /// The month in which they were sent.
    pub month: Month,
    /// What became of them.
    pub became: Became,
}

/// People who belong to one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The cell.
    pub key: Key,
    /// Whole days until somebody said what became of them; none where nobody has.
    pub days: Option<i64>,
    /// How many.
    pub people: i64,
}

/// Sums of cells: all are multiples of five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    became: [i64; Became::ALL.len()],
    spans: [i64; SPANS.len()],
}

impl Sums {
    /// People of whom this became.
    pub fn of(&self, became: Became) -> i64 {
        self.became[became as usize]
    }

    /// All who were sent.
    pub fn made(&self) -> i64 {
        self.became.iter().sum()
    }

    /// Those of whom something was told, in per cent that were turned away; none of none.
    pub fn turned_away_share(&self) -> Option<u32> {
        let known = self.made() - self.of(Became::Untold);
        let number = |number: i64| u64::try_from(number).unwrap_or(0);
        let share =
            crate::coverage::count::share(number(self.of(Became::TurnedAway)), number(known));
        (known > 0).then_some(share)
    }

    /// The span of days, of [`SPANS`], within which half of them were heard of.
    pub fn heard_within(&self) -> Option<&'static str> {
        let all: i64 = self.spans.iter().sum();
        let mut before = 0;
        let found = self.spans.iter().position(|people| {
            before += people;
            2 * before >= all
        });
        found.filter(|_| all > 0).map(|place| SPANS[place])
    }

    fn add(&mut self, became: Became, cell: &Cell) {
        self.became[became as usize] += cell.people;
        for (sum, span) in self.spans.iter_mut().zip(cell.spans) {
            *sum += span;
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Cell {
    people: i64,
    spans: [i64; SPANS.len()],
}

impl Cell {
    fn told(self) -> Option<Self> {
        Some(Self {
            people: told(self.people)?,
            spans: self.spans.map(|people| told(people).unwrap_or(0)),
        })
    }
}

/// What may be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(BTreeMap<Key, Cell>);

/// Which cells are asked for.
pub struct Of<'a> {
    /// At which outcodes; anywhere, or at places of which none is known, if left out.
    pub at: Option<&'a dyn Fn(Outcode) -> bool>,
    /// For which needs.
    pub need: &'a dyn Fn(&str) -> bool,
}

impl Cells {
    /// Of what was counted.
    pub fn of(sent: impl IntoIterator<Item = Sent>) -> Self {
        let mut cells: BTreeMap<Key, Cell> = BTreeMap::new();
        for one in sent {
            let cell = cells.entry(one.key).or_default();
            cell.people += one.people;
            if let Some(days) = one.days {
                cell.spans[LAST_DAYS.partition_point(|last| *last < days)] += one.people;
            }
        }
        let told = cells
            .into_iter()
            .filter_map(|(key, cell)| Some((key, cell.told()?)));
        Self(told.collect())
    }

    /// The sums of the cells that are asked for, put together by what `by` says of each.
    pub fn sums<K: Ord>(&self, of: &Of, by: impl Fn(&Key) -> K) -> BTreeMap<K, Sums> {
        let mut sums: BTreeMap<K, Sums> = BTreeMap::new();
        for (key, cell) in &self.0 {
            let outcode = Outcode::exact(key.outcode.as_bytes());
            let is_at = |at: &dyn Fn(Outcode) -> bool| outcode.is_some_and(at);
            if (of.need)(&key.need) && of.at.is_none_or(is_at) {
                sums.entry(by(key)).or_default().add(key.became, cell);
            }
        }
        sums
    }
}
