//! Named places, sorted by their names as people type them: without case, accents and signs.

mod aliases;
mod choice;
mod districts;
mod hints;
mod misspelt;
#[cfg(test)]
mod tests;

use super::fold::{fold, has_words};
pub use super::kind::PlaceKind;
use super::spelling;
use super::units::Steps;
use crate::domain::point::Point;
use hints::Middles;
use std::collections::HashMap;

/// A named place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Named {
    /// Its name.
    pub name: Box<str>,
    /// The district that it is in; empty where the district has the same name.
    pub area: Box<str>,
    /// What it is.
    pub kind: PlaceKind,
    /// Where its middle is.
    pub at: Steps,
}

impl Named {
    /// Smaller is more likely to be meant. A place that gave its district its name is at least as
    /// well known as the district.
    fn rank(&self) -> PlaceKind {
        let most = if self.area.is_empty() {
            PlaceKind::District
        } else {
            PlaceKind::Other
        };
        self.kind.min(most)
    }

    /// Its name, with the area where that says more.
    pub fn label(&self) -> String {
        if self.area.is_empty() || has_words(&fold(&self.area), &fold(&self.name)) {
            return self.name.to_string();
        }
        format!("{}, {}", self.name, self.area)
    }

    fn point(&self) -> Point {
        self.at.into()
    }
}

/// One way to call a place.
#[derive(Debug)]
struct Entry {
    /// The name, folded.
    key: Box<str>,
    /// Its letters, see [`spelling::letters`].
    letters: u32,
    /// The number of the place.
    place: u32,
    /// What it is called.
    by: Called,
}

/// How a name stands to the place that it names.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Called {
    /// By its own name.
    Own,
    /// By the beginning of it: Ashton for Ashton-under-Lyne.
    Short,
    /// By another: Hull for Kingston upon Hull.
    Other(Box<str>),
}

/// A place, and by which of its names it was found.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The place.
    pub place: &'a Named,
    entry: &'a Entry,
}

impl Known<'_> {
    /// What people read: the name, with the area where that says more.
    pub fn label(&self) -> String {
        match &self.entry.by {
            Called::Other(name) => format!("{name} ({})", self.place.name),
            _ => self.place.label(),
        }
    }
}

/// Every named place, in memory.
#[derive(Debug, Default)]
pub struct Names {
    /// Those given, and after them the districts that they are in.
    places: Vec<Named>,
    given: usize,
    /// Sorted by name, then by what is more likely meant.
    entries: Vec<Entry>,
    /// The first word of every name, with the number of words of the longest that begins so.
    firsts: HashMap<Box<str>, u8>,
    middles: Middles,
}

impl Names {
    /// The places, without those that are known only as where others are.
    pub fn given(&self) -> &[Named] {
        &self.places[..self.given]
    }

    /// Puts places in order.
    pub fn new(places: impl IntoIterator<Item = Named>) -> Self {
        let mut places: Vec<Named> = places.into_iter().collect();
        let (given, middles) = (places.len(), Middles::of(&places));
        places.extend(districts::unnamed(&places, &middles));
        let numbered = (0..).zip(&places);
        let mut entries: Vec<Entry> = numbered
            .flat_map(|(number, place)| entries_of(number, place))
            .collect();
        let order = |entry: &Entry| {
            let place = &places[entry.place as usize];
            (place.rank(), &place.area, place.at.latitude)
        };
        entries.sort_by(|a, b| {
            let ((rank, area, north), (rank_b, area_b, north_b)) = (order(a), order(b));
            let first = (&a.key, rank, &a.by).cmp(&(&b.key, rank_b, &b.by));
            first.then_with(|| (area, north).cmp(&(area_b, north_b)))
        });
        entries.shrink_to_fit();
        Self {
            firsts: firsts(&entries),
            given,
            middles,
            places,
            entries,
        }
    }

    /// How many were given.
    pub fn len(&self) -> usize {
        self.given
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The place most likely meant: a name alone, or a name and what it is in or near, with a
    /// comma between them or without. Of places with one name the choice is made by
    /// kind and by the distance from `centre`: see `choice::best`.
    pub fn find(&self, text: &str, centre: Option<Point>) -> Option<Known<'_>> {
        let written = fold(text);
        if let Some(found) = choice::best(self.called(&written), centre) {
            return Some(found);
        }
        if let Some(without) = without_preposition(&written) {
            return self.find(without, centre);
        }
        let splits = hints::splits(text);
        let mut found = splits.iter().filter_map(|split| {
            let all = self.called(&split.name);
            let apart = self.told_apart(all.clone(), &split.hints, centre);
            apart.or_else(|| choice::best(all, centre).filter(|_| split.is_certain))
        });
        found.next()
    }

    /// The place of this name, and of no other; the name must be folded.
    pub fn exactly(&self, folded: &str, centre: Option<Point>) -> Option<Known<'_>> {
        choice::best(self.called(folded), centre)
    }

    /// The number of words of the longest name that begins with this word, folded; 0 if none does.
    pub fn longest_from(&self, word: &str) -> usize {
        self.firsts.get(word).copied().unwrap_or_default().into()
    }

    /// The labels of places whose names begin so, likeliest first.
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<String> {
        let prefix = fold(prefix);
        if prefix.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<_> = self.starting(&prefix).collect();
        found.sort_by_key(|known| (*known.entry.key != *prefix, known.place.rank()));
        distinct_labels(found.into_iter(), limit)
    }

    fn called(&self, key: &str) -> impl Iterator<Item = Known<'_>> + Clone {
        let from = self.entries.partition_point(|entry| *entry.key < *key);
        let rest = &self.entries[from..];
        let count = rest.partition_point(|entry| *entry.key == *key);
        self.known(&rest[..count])
    }

    fn starting(&self, prefix: &str) -> impl Iterator<Item = Known<'_>> + Clone {
        let from = self.entries.partition_point(|entry| *entry.key < *prefix);
        let rest = &self.entries[from..];
        let count = rest.partition_point(|entry| entry.key.starts_with(prefix));
        self.known(&rest[..count])
    }

    fn known<'a>(&'a self, entries: &'a [Entry]) -> impl Iterator<Item = Known<'a>> + Clone {
        entries.iter().map(|entry| Known {
            place: &self.places[entry.place as usize],
            entry,
        })
    }
}

/// A place under each of its names.
fn entries_of(number: u32, place: &Named) -> Vec<Entry> {
    let own = (fold(&place.name), Called::Own);
    let names = std::iter::once(own).chain(aliases::of(place));
    let names = names.filter(|(key, _)| !key.is_empty());
    let entry = |(key, by): (String, Called)| Entry {
        letters: spelling::letters(&key),
        key: key.into(),
        place: number,
        by,
    };
    names.map(entry).collect()
}

fn firsts(entries: &[Entry]) -> HashMap<Box<str>, u8> {
    let mut firsts: HashMap<Box<str>, u8> = HashMap::new();
    for entry in entries {
        let first = entry.key.split(' ').next().unwrap_or_default();
        let words = u8::try_from(entry.key.split(' ').count()).unwrap_or(u8::MAX);
        match firsts.get_mut(first) {
            Some(most) => *most = words.max(*most),
            None => drop(firsts.insert(first.into(), words)),
        }
    }
    firsts
}

/// What follows the word with which people begin to say where somebody is.
fn without_preposition(folded: &str) -> Option<&str> {
    let (first, rest) = folded.split_once(' ')?;
    let words = ["in", "near", "nr", "at", "around", "from", "by", "the"];
    words.contains(&first).then_some(rest)
}

fn distinct_labels<'a>(places: impl Iterator<Item = Known<'a>>, limit: usize) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in places.map(|known| known.label()) {
        if labels.len() == limit {
            break;
        }
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}
