//! What people searched for, told so that nobody can be found in it.
//!
//! Everything that is told is put together from cells: one need, one outcode, one thing found, over whole
//! weeks that have passed. A cell below five is as if it were nothing, in every sum too; all others are
//! rounded to five. So whatever is asked for and compared, it is made of the same cells, and a number that
//! was held back makes no difference to anything.

use super::told;
use crate::gathered::store::searches::Searched;
use crate::geography::Outcode;
use crate::search::asked::Found;
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

/// What may be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Demand(BTreeMap<(String, String), Searches>);

/// Which searches are asked for.
pub struct Of<'a> {
    /// From which outcodes; from anywhere, or from nowhere that was said, if left out.
    pub from: Option<&'a dyn Fn(Outcode) -> bool>,
    /// For which needs.
    pub need: &'a dyn Fn(&str) -> bool,
}

impl Demand {
    /// Of what was counted.
    pub fn of(rows: &[Searched]) -> Self {
        let mut cells: BTreeMap<(String, String), Searches> = BTreeMap::new();
        for row in rows {
            let key = (row.need.clone(), row.outcode.clone());
            let cell = cells.entry(key).or_default();
            match row.found {
                Found::Room => cell.room += row.times,
                Found::Unsure => cell.unsure += row.times,
                Found::Full | Found::Nothing => cell.without += row.times,
            }
        }
        for cell in cells.values_mut() {
            let told = |number| told(number).unwrap_or(0);
            *cell = Searches {
                room: told(cell.room),
                unsure: told(cell.unsure),
                without: told(cell.without),
            };
        }
        cells.retain(|_, cell| cell.all() > 0);
        Self(cells)
    }

    /// The cells that are asked for: need, outcode, and what was found.
    fn cells<'a>(&'a self, of: &'a Of) -> impl Iterator<Item = (&'a str, &'a str, Searches)> {
        let cells = self.0.iter().filter(|((need, outcode), _)| {
            let outcode = Outcode::exact(outcode.as_bytes());
            let is_from = |from: &dyn Fn(Outcode) -> bool| outcode.is_some_and(from);
            (of.need)(need) && of.from.is_none_or(is_from)
        });
        cells.map(|((need, outcode), cell)| (need.as_str(), outcode.as_str(), *cell))
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

#[cfg(test)]
mod tests;
