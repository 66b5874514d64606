//! Named places, sorted by their names as people type them: without case, accents and signs.

use super::fold::{fold, has_words, slips};
use super::units::Steps;
use crate::domain::point::Point;

/// How far a place may be from the bigger one that was named to tell it apart ("Stretford,
/// Manchester"), in metres.
const NEARBY_M: f64 = 40_000.0;
/// How many letters may be wrong in a name for it to be offered.
const MOST_SLIPS: usize = 2;

/// What kind of place a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A city.
    City,
    /// A town.
    Town,
    /// A local authority district.
    District,
    /// A part of a town.
    Suburb,
    /// An electoral ward.
    Ward,
    /// A village.
    Village,
    /// A hamlet.
    Hamlet,
    /// Any other settlement.
    Other,
}

impl PlaceKind {
    /// Every kind; where a name stands for several places, the earlier kind is meant.
    pub const ALL: [PlaceKind; 8] = [
        PlaceKind::City,
        PlaceKind::Town,
        PlaceKind::District,
        PlaceKind::Suburb,
        PlaceKind::Ward,
        PlaceKind::Village,
        PlaceKind::Hamlet,
        PlaceKind::Other,
    ];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::City => "city",
            PlaceKind::Town => "town",
            PlaceKind::District => "district",
            PlaceKind::Suburb => "suburb",
            PlaceKind::Ward => "ward",
            PlaceKind::Village => "village",
            PlaceKind::Hamlet => "hamlet",
            PlaceKind::Other => "other",
        }
    }

    /// The kind for a word; one that this program does not know is "other".
    pub fn parse(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        known.unwrap_or(PlaceKind::Other)
    }
}

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

/// Every named place, in memory.
#[derive(Debug, Default)]
pub struct Names {
    /// Folded name and place, sorted by name, then by what is more likely meant.
    entries: Vec<(Box<str>, Named)>,
}

impl Names {
    /// Puts places in order.
    pub fn new(places: impl IntoIterator<Item = Named>) -> Self {
        let keyed = places
            .into_iter()
            .map(|place| (fold(&place.name).into_boxed_str(), place));
        let mut entries: Vec<_> = keyed.filter(|(key, _)| !key.is_empty()).collect();
        entries.sort_by(|(a, x), (b, y)| {
            let order = (a, x.rank(), &x.area).cmp(&(b, y.rank(), &y.area));
            order.then(x.at.latitude.cmp(&y.at.latitude))
        });
        entries.shrink_to_fit();
        Self { entries }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The place most likely meant: a name alone, or a name and what it is in or near, with a
    /// comma between them or without.
    pub fn find(&self, text: &str) -> Option<&Named> {
        if let Some((name, hint)) = text.split_once(',') {
            let all = self.called(&fold(name));
            return self
                .told_apart(all, &fold(hint))
                .or(all.first())
                .map(|(_, place)| place);
        }
        let words = fold(text);
        if let Some((_, place)) = self.called(&words).first() {
            return Some(place);
        }
        let spaces = words.rmatch_indices(' ');
        let mut splits = spaces.map(|(at, _)| (&words[..at], &words[at + 1..]));
        splits.find_map(|(name, hint)| {
            let (_, place) = self.told_apart(self.called(name), hint)?;
            Some(place)
        })
    }

    /// The labels of places whose names begin so, likeliest first.
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<String> {
        let prefix = fold(prefix);
        if prefix.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<_> = self.starting(&prefix).iter().collect();
        found.sort_by_key(|(key, place)| (**key != *prefix, place.rank()));
        distinct_labels(found.into_iter().map(|(_, place)| place), limit)
    }

    /// The labels of places with nearly this name, nearest first.
    pub fn near(&self, text: &str, limit: usize) -> Vec<String> {
        let text = fold(text.split(',').next().unwrap_or_default());
        let Some(initial) = text.chars().next().filter(|_| text.len() > 2) else {
            return Vec::new();
        };
        let most = if text.len() < 6 { 1 } else { MOST_SLIPS };
        let candidates = self.starting(initial.encode_utf8(&mut [0; 4])).iter();
        let mut found: Vec<_> = candidates
            .filter_map(|(key, place)| Some((slips(&text, key, most)?, place)))
            .collect();
        found.sort_by_key(|(slips, place)| (*slips, place.rank()));
        distinct_labels(found.into_iter().map(|(_, place)| place), limit)
    }

    fn called(&self, key: &str) -> &[(Box<str>, Named)] {
        let from = self.entries.partition_point(|(known, _)| **known < *key);
        let to = self.entries.partition_point(|(known, _)| **known <= *key);
        &self.entries[from..to]
    }

    fn starting(&self, prefix: &str) -> &[(Box<str>, Named)] {
        let from = self.entries.partition_point(|(key, _)| **key < *prefix);
        let rest = &self.entries[from..];
        &rest[..rest.partition_point(|(key, _)| key.starts_with(prefix))]
    }

    /// The one that is in what the hint names, or near to it.
    fn told_apart<'a>(
        &'a self,
        all: &'a [(Box<str>, Named)],
        hint: &str,
    ) -> Option<&'a (Box<str>, Named)> {
        if hint.is_empty() {
            return None;
        }
        let within = |(_, place): &&(Box<str>, Named)| has_words(&fold(&place.area), hint);
        if let Some(found) = all.iter().find(within) {
            return Some(found);
        }
        let (_, bigger) = self.called(hint).first()?;
        let metres = |place: &Named| place.point().distance_m(bigger.point());
        let near = all.iter().filter(|(_, place)| metres(place) <= NEARBY_M);
        near.min_by(|(_, a), (_, b)| metres(a).total_cmp(&metres(b)))
    }
}

fn distinct_labels<'a>(places: impl Iterator<Item = &'a Named>, limit: usize) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in places.map(Named::label) {
        if labels.len() == limit {
            break;
        }
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}
