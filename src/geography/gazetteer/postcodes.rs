//! Postcodes in the gazetteer: the one that was written, or what is known of it.

use super::{Gazetteer, coordinates, shown};
use crate::geography::place::Place;
use crate::geography::postcode::{Outcode, Written};
use crate::geography::readings;
use crate::geography::units::Units;

impl Gazetteer {
    /// The first reading that is known as it stands; or one with a rare slip put right; or the
    /// first that is known in part.
    pub(super) fn postcode(&self, text: &str) -> Option<Place> {
        let readings = readings::of(text);
        let exact = readings.iter().find_map(|reading| self.exact(*reading));
        let guessed = || {
            let unlikely = readings::unlikely(text).into_iter();
            let full = unlikely.filter(|reading| !matches!(reading, Written::Sector(..)));
            let found = full.filter_map(|reading| self.exact(reading)).next()?;
            let instead_of = Some(shown(text));
            Some(Place {
                instead_of,
                ..found
            })
        };
        let in_part = || readings.iter().find_map(|reading| self.fallback(*reading));
        exact.or_else(guessed).or_else(in_part)
    }

    /// The postcode at the end of an address, or else at its beginning, or what is right of one that
    /// is not.
    pub(super) fn postcode_in(&self, text: &str) -> Option<Place> {
        let ends = [last_words(text, 2), last_words(text, 1)];
        let starts = [first_words(text, 2), first_words(text, 1)];
        let among = |parts: [Option<&str>; 2]| {
            let mut parts = parts.into_iter().flatten();
            parts.find_map(|part| self.postcode(part))
        };
        let found = self.broken(text).or_else(|| among(ends));
        let found = found.or_else(|| self.broken(ends[0]?));
        found.or_else(|| among(starts))
    }

    /// This postcode, sector or outcode, if it is known as it stands.
    pub fn exact(&self, written: Written) -> Option<Place> {
        let looked_up = || Some(self.looked_up.get(&written)?.place(written));
        self.imported(written).or_else(looked_up)
    }

    /// Every outcode that it knows, in order.
    pub fn outcodes(&self) -> impl Iterator<Item = Outcode> {
        self.outcodes.iter().map(|(outcode, _)| *outcode)
    }

    /// The postcode or outcode that this text is, if it is one and is not known as it stands: the
    /// likeliest of its readings.
    pub fn missing(&self, text: &str) -> Option<Written> {
        if coordinates(text).is_some() {
            return None;
        }
        let readings = readings::of(text);
        let known = readings.iter().any(|one| self.exact(*one).is_some());
        let likeliest = readings.first().copied().filter(|_| !known);
        likeliest.filter(|one| !matches!(one, Written::Sector(..)))
    }

    fn imported(&self, written: Written) -> Option<Place> {
        let units = self.units(written.outcode())?;
        let (at, in_use) = match written {
            Written::Full(postcode) => {
                let unit = units.find(postcode.inward)?;
                (unit.at, unit.in_use)
            }
            Written::Sector(_, digit) => (units.centre_of_sector(digit)?, true),
            Written::Outcode(_) => (units.centre()?, true),
        };
        Some(Place::of_postcode(written, at, in_use))
    }

    /// What is known around a postcode or sector that is not known itself.
    pub(in crate::geography) fn fallback(&self, written: Written) -> Option<Place> {
        Some(self.around(written)?.for_want_of(written))
    }

    fn around(&self, written: Written) -> Option<Place> {
        let outcode = written.outcode();
        let wider = match written {
            Written::Full(postcode) => Some(Written::Sector(outcode, postcode.inward.sector())),
            _ => None,
        };
        let found = wider.and_then(|sector| self.exact(sector));
        found.or_else(|| self.exact(Written::Outcode(outcode)))
    }

    /// What is right of a postcode with a wrong letter.
    fn broken(&self, text: &str) -> Option<Place> {
        let right = readings::beginning(text)?;
        let found = self.exact(right).or_else(|| self.around(right))?;
        Some(found.for_want_of(shown(text)))
    }

    fn units(&self, outcode: Outcode) -> Option<&Units> {
        let outcodes = &self.outcodes;
        let at = outcodes.binary_search_by_key(&outcode, |(code, _)| *code);
        Some(&outcodes[at.ok()?].1)
    }
}

/// The last words of a longer text; `None` if there are no others before them.
fn last_words(text: &str, count: usize) -> Option<&str> {
    let mut breaks = text.rmatch_indices([' ', ',']).map(|(at, _)| at);
    let at = breaks.nth(count - 1)?;
    Some(&text[at + 1..])
}

/// The first words of a longer text; `None` if there are no others after them.
fn first_words(text: &str, count: usize) -> Option<&str> {
    let mut breaks = text.match_indices([' ', ',']).map(|(at, _)| at);
    Some(&text[..breaks.nth(count - 1)?])
}
