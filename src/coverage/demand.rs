//! What people searched for, told so that nobody can be found in it.
//!
//! Everything that is told is put together from cells: one need, one outcode, one thing found, over one of
//! the [blocks](super::blocks) that have passed. A cell below five is as if it were nothing, in every sum too; all others are
//! rounded to five. So whatever is asked for and compared, it is made of the same cells, and a number that
//! was held back makes no difference to anything.
//!
//! Why nothing was found is told of searches that found nothing with room, by the same rule. These numbers are
//! parts of their cell that neither leave each other out nor add up to it, so that nothing can be had by taking
//! one from another.

use super::blocks::Block;
use super::told;
use crate::db::Conn;
use crate::error::Result;
use crate::gathered::store::searches::{self, Searched};
use crate::geography::Outcode;
use crate::search::asked::Found;
use crate::search::why::Label;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What was found, of searches that are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Searches {
    /// Something with room.
    pub room: i64,
    /// Only something of which nobody has said lately.
    pub unsure: i64,
    /// Nothing with room, or nothing at all.
    pub without: i64,
}

impl Searches {
    /// All of them.
    pub fn all(&self) -> i64 {
        self.room + self.unsure + self.without
    }

    fn add(&mut self, other: Self) {
        self.room += other.room;
        self.unsure += other.unsure;
        self.without += other.without;
    }
}

impl Of<'_> {
    fn holds(&self, need: &str, outcode: &str) -> bool {
        let outcode = Outcode::exact(outcode.as_bytes());
        let is_from = |from: &dyn Fn(Outcode) -> bool| outcode.is_some_and(from);
        (self.need)(need) && self.from.is_none_or(is_from)
    }
}

/// What may be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Demand {
    cells: BTreeMap<(String, String), Searches>,
    /// Of those that found nothing with room.
    why: BTreeMap<(String, String), Whys>,
}

/// How often was in the way what, or was asked for, of searches that found nothing with room.
pub type Whys = BTreeMap<Label, i64>;

/// Which searches are asked for.
pub struct Of<'a> {
    /// From which outcodes; from anywhere, or from nowhere that was said, if left out.
    pub from: Option<&'a dyn Fn(Outcode) -> bool>,
    /// For which needs.
    pub need: &'a dyn Fn(&str) -> bool,
}

impl Demand {
    /// Of what was counted in these blocks.
    ///
    /// # Errors
    /// The database fails.
    pub fn read(conn: &mut Conn, blocks: &[Block]) -> Result<Self> {
        let mut all = Self::default();
        for (from, to) in blocks {
            all.add(&searches::between(conn, *from, *to)?);
        }
        Ok(all)
    }

    /// Adds what was counted in one block.
    pub fn add(&mut self, rows: &[Searched]) {
        type Key<'a> = (&'a str, &'a str);
        let mut cells: BTreeMap<Key, Searches> = BTreeMap::new();
        let mut whys: BTreeMap<Key, Whys> = BTreeMap::new();
        for row in rows {
            let key = (row.need.as_str(), row.outcode.as_str());
            let cell = cells.entry(key).or_default();
            match row.found {
                Found::Room => cell.room += row.times,
                Found::Unsure => cell.unsure += row.times,
                Found::Full | Found::Nothing => {
                    cell.without += row.times;
                    sum(whys.entry(key).or_default(), &row.why);
                }
            }
        }
        let told = |number| told(number).unwrap_or(0);
        let owned = |(need, outcode): Key| (need.to_owned(), outcode.to_owned());
        for (key, cell) in cells {
            let cell = Searches {
                room: told(cell.room),
                unsure: told(cell.unsure),
                without: told(cell.without),
            };
            if cell.all() > 0 {
                self.cells.entry(owned(key)).or_default().add(cell);
            }
        }
        for (key, why) in whys {
            let why = why.into_iter().map(|(label, times)| (label, told(times)));
            let why: Whys = why.filter(|(_, times)| *times > 0).collect();
            if !why.is_empty() {
                sum(self.why.entry(owned(key)).or_default(), &why);
            }
        }
    }

    /// The cells that are asked for: need, outcode, and what was found.
    fn cells<'a>(&'a self, of: &'a Of) -> impl Iterator<Item = (&'a str, &'a str, Searches)> {
        let cells = self.cells.iter();
        let cells = cells.filter(|((need, outcode), _)| of.holds(need, outcode));
        cells.map(|((need, outcode), cell)| (need.as_str(), outcode.as_str(), *cell))
    }

    /// Why those that are asked for found nothing with room, by need.
    pub fn whys(&self, of: &Of) -> BTreeMap<String, Whys> {
        let mut needs: BTreeMap<String, Whys> = BTreeMap::new();
        let asked = self.why.iter();
        for ((need, _), why) in asked.filter(|((need, outcode), _)| of.holds(need, outcode)) {
            sum(needs.entry(need.clone()).or_default(), why);
        }
        needs
    }

    /// Every cell that is asked for, by need and outcode, with why nothing was found.
    pub fn all(&self, of: &Of) -> Vec<(String, String, Searches, Whys)> {
        let cells = self.cells(of).map(|(need, outcode, cell)| {
            let key = (need.to_owned(), outcode.to_owned());
            let why = self.why.get(&key).cloned().unwrap_or_default();
            (key.0, key.1, cell, why)
        });
        cells.collect()
    }

    /// All of them together.
    pub fn total(&self, of: &Of) -> Searches {
        let mut total = Searches::default();
        self.cells(of).for_each(|(_, _, cell)| total.add(cell));
        total
    }

    /// By need; where most was not found comes first.
    pub fn by_need(&self, of: &Of) -> Vec<(String, Searches)> {
        let mut needs: BTreeMap<&str, Searches> = BTreeMap::new();
        for (need, _, cell) in self.cells(of) {
            needs.entry(need).or_default().add(cell);
        }
        let needs = needs.into_iter().map(|(need, all)| (need.to_owned(), all));
        let mut needs: Vec<_> = needs.collect();
        needs.sort_by_key(|(_, all)| Reverse((all.without, all.all())));
        needs
    }

    /// By need and outcode, where something was not found; where most was not comes first.
    pub fn unmet(&self, of: &Of) -> Vec<(String, String, Searches)> {
        let unmet = self.cells(of).filter(|(_, _, cell)| cell.without > 0);
        let owned =
            |(need, outcode, cell): (&str, &str, _)| (need.to_owned(), outcode.to_owned(), cell);
        let mut unmet: Vec<_> = unmet.map(owned).collect();
        unmet.sort_by_key(|(_, _, cell)| Reverse((cell.without, cell.all())));
        unmet
    }
}

fn sum(all: &mut Whys, more: &Whys) {
    for (label, times) in more {
        *all.entry(*label).or_default() += times;
    }
}

#[cfg(test)]
mod tests;
