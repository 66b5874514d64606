//! Names that nobody wrote right: what they are nearest to, and whether that is clear enough.

use super::{Known, Names, PlaceKind, choice, distinct_labels, hints};
use crate::domain::point::Point;
use crate::geography::fold::fold;
use crate::geography::spelling::{letters, may_be_near, most_slips, slips};

/// Letters of a name at least for it to be put right: shorter ones are near to too many.
const SHORTEST: usize = 4;
/// Of one slip.
const SLIP: usize = 4;
/// Of a first letter that is not the same: people rarely have that wrong.
const FIRST: usize = 2;
/// Of a place far from the centre.
const FAR: usize = 2;
/// How much farther off the next name must be for the nearest to be clear.
const CLEARLY: usize = 2;

impl Names {
    /// The place most likely meant by a name that is not known as written, alone or with what it is
    /// in or near, and the name as it was written. `None` if nothing is near, or two are equally.
    pub fn misspelt(&self, text: &str, centre: Option<Point>) -> Option<(Known<'_>, String)> {
        let whole = fold(text);
        if let Some(found) = self.clearly_nearest(&whole, centre, |_| true) {
            return Some((found, text.trim().to_owned()));
        }
        let splits = hints::splits(text);
        let mut found = splits.iter().filter_map(|split| {
            let told = |known: Known| {
                let one = std::iter::once(known);
                let there = self.told_apart(one, &split.hints, centre);
                there.is_some()
            };
            let found = self.clearly_nearest(&split.name, centre, told);
            let alone = || self.clearly_nearest(&split.name, centre, |_| split.is_certain);
            Some((found.or_else(alone)?, as_written(text, &split.name)))
        });
        found.next()
    }

    /// The labels of places with nearly this name, nearest first.
    pub fn near(&self, text: &str, limit: usize, centre: Option<Point>) -> Vec<String> {
        let text = fold(text.split(',').next().unwrap_or_default());
        if text.len() < SHORTEST - 1 {
            return Vec::new();
        }
        let found = self.by_nearness(&text, centre, |_| true);
        distinct_labels(found.into_iter().map(|(_, known)| known), limit)
    }

    /// The place whose name is nearest, if none with another name is nearly as near.
    fn clearly_nearest(
        &self,
        name: &str,
        centre: Option<Point>,
        fits: impl Fn(Known) -> bool,
    ) -> Option<Known<'_>> {
        let is_name = name.len() >= SHORTEST && !name.bytes().any(|byte| byte.is_ascii_digit());
        if !is_name {
            return None;
        }
        let found = self.by_nearness(name, centre, fits);
        let (cost, nearest) = *found.first()?;
        let key = &nearest.entry.key;
        let next = found.iter().find(|(_, known)| known.entry.key != *key);
        let clear = next.is_none_or(|(next, _)| *next >= cost + CLEARLY);
        let same = || found.iter().map(|(_, known)| *known);
        let same = same().filter(|known| known.entry.key == *key);
        choice::best(same, centre).filter(|_| clear)
    }

    /// The places whose names are near enough, nearest first.
    fn by_nearness(
        &self,
        name: &str,
        centre: Option<Point>,
        fits: impl Fn(Known) -> bool,
    ) -> Vec<(usize, Known<'_>)> {
        let (most, mask) = (most_slips(name.len()), letters(name));
        let mut last: (&str, Option<usize>) = ("", None);
        let mut found = Vec::new();
        for known in self.known(&self.entries) {
            let entry = known.entry;
            if last.0 != &*entry.key {
                let near = may_be_near(mask, entry.letters, most);
                let apart = near.then(|| slips(name, &entry.key, most)).flatten();
                last = (&entry.key, apart);
            }
            if let Some(apart) = last.1
                && fits(known)
            {
                found.push((cost(name, apart, known, centre), known));
            }
        }
        found.sort_by_key(|(cost, known)| (*cost, known.place.rank()));
        found
    }
}

fn cost(name: &str, slips: usize, known: Known, centre: Option<Point>) -> usize {
    let initial = |text: &str| text.bytes().next();
    let first = usize::from(initial(name) != initial(&known.entry.key)) * FIRST;
    let far = usize::from(choice::is_far(known, centre)) * FAR;
    slips * SLIP + first + far + obscurity(known.place.rank())
}

/// What a place costs for being little known.
fn obscurity(kind: PlaceKind) -> usize {
    match kind {
        PlaceKind::City | PlaceKind::Town => 0,
        PlaceKind::District | PlaceKind::Suburb | PlaceKind::Ward => 1,
        PlaceKind::Village => 2,
        PlaceKind::Hamlet | PlaceKind::Other => 3,
    }
}

/// The beginning of the text that is this name when it is folded.
fn as_written(text: &str, folded: &str) -> String {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut starts = ends.map(|end| text[..end].trim());
    let found = starts.find(|start| fold(start) == folded);
    found.unwrap_or(folded).to_owned()
}
