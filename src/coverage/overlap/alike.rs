//! How alike two services are, from 0 to 1: the mean of what can be compared, each part with its weight. What one of
//! the two does not say is no part of it. Whichever comes first, the answer is the same.

use super::words::Words;
use crate::domain::point::Unit;
use crate::domain::schedule::{DaySet, Times};
use jiff::civil::Weekday;

/// As far as two places may be apart to be compared, in metres.
pub const REACH_M: f64 = 5_000.0;
/// Words that are as alike as this say the same: two groups hardly ever describe themselves alike.
const SAME_WORDS: f64 = 0.45;
/// Words that are less alike than this are about other things.
const OTHER_WORDS: f64 = 0.06;
/// How much each part counts.
const NEEDS: f64 = 3.0;
const WORDS: f64 = 3.0;
const PLACE: f64 = 2.0;
const PEOPLE: f64 = 1.0;
const AGES: f64 = 1.0;
const ASKED: f64 = 0.5;
const DAYS: f64 = 0.5;
/// Of two of which one is for everybody and the other for some, or for some areas.
const HALF: f64 = 0.5;

/// What two services are compared by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traits {
    /// The numbers of its needs in order, each with what it counts: more, the fewer services meet it.
    pub needs: Vec<(u32, f64)>,
    /// Its words.
    pub words: Words,
    /// Where it is given; nowhere where nobody has to go anywhere.
    pub places: Vec<Unit>,
    /// The only areas that it is for, by number and in order; none where it is for all.
    pub only: Option<Vec<u16>>,
    /// For whom it is, as its words say: women, children; in order of the alphabet.
    pub people: Vec<&'static str>,
    /// The youngest and the oldest that it is for, in years; none where it says neither.
    pub ages: Option<(f32, f32)>,
    /// The numbers of its arrangements for access and its languages, in order.
    pub asked: Vec<u32>,
    /// When it takes place, where that is said.
    pub times: Option<Times>,
}

/// How alike two are, rounded to four digits so that the order of sums makes no difference; none where they are for
/// other people, out of each other's reach, or have no need in common.
pub fn alike(a: &Traits, b: &Traits) -> Option<f64> {
    let words = a.words.alike(&b.words);
    if words < OTHER_WORDS {
        return None;
    }
    let mut parts = vec![
        (NEEDS, needs(a, b)?),
        (WORDS, (words / SAME_WORDS).min(1.0)),
        (PLACE, place(a, b)?),
    ];
    for (weight, part) in [
        (PEOPLE, people(a, b)),
        (AGES, ages(a, b)),
        (ASKED, asked(a, b)),
        (DAYS, days(a, b)),
    ] {
        match part {
            Part::Apart => return None,
            Part::Unsaid => {}
            Part::Alike(share) => parts.push((weight, share)),
        }
    }
    let weights: f64 = parts.iter().map(|(weight, _)| weight).sum();
    let sum: f64 = parts.iter().map(|(weight, part)| weight * part).sum();
    Some((sum / weights * 1e4).round() / 1e4)
}

/// The share of needs that both meet among those that either meets.
fn needs(a: &Traits, b: &Traits) -> Option<f64> {
    let weight = |needs: &[(u32, f64)]| needs.iter().map(|(_, weight)| weight).sum::<f64>();
    let common = a.needs.iter().filter(|(need, _)| {
        let found = b.needs.binary_search_by_key(need, |(need, _)| *need);
        found.is_ok()
    });
    let common: f64 = common.map(|(_, weight)| weight).sum();
    let either = weight(&a.needs) + weight(&b.needs) - common;
    (common > 0.0).then(|| common / either)
}

/// How near they are to each other; or, where nobody has to go anywhere, how far they are for the same areas.
fn place(a: &Traits, b: &Traits) -> Option<f64> {
    let areas = match (&a.only, &b.only) {
        (None, None) => 1.0,
        (Some(_), None) | (None, Some(_)) => HALF,
        (Some(ours), Some(theirs)) => share(ours, theirs)?,
    };
    match (a.places.is_empty(), b.places.is_empty()) {
        (true, true) => Some(areas),
        (false, false) => {
            let metres = apart_m(a, b)?;
            (metres <= REACH_M).then(|| 1.0 - metres / REACH_M)
        }
        _ => None,
    }
}

/// Metres between the nearest of their places; none where one has none.
pub fn apart_m(a: &Traits, b: &Traits) -> Option<f64> {
    let pairs = a.places.iter().flat_map(|one| {
        let others = b.places.iter();
        others.map(|other| one.distance_m(*other))
    });
    pairs.reduce(f64::min)
}

/// The share of those in both among those in either; none where nothing is in both.
fn share<T: Ord>(a: &[T], b: &[T]) -> Option<f64> {
    let common = a.iter().filter(|one| b.binary_search(one).is_ok()).count();
    let either = a.len() + b.len() - common;
    (common > 0).then(|| common as f64 / either as f64)
}

/// What comes of comparing a part that a listing may leave open.
enum Part {
    /// They are for different people.
    Apart,
    /// One of them does not say.
    Unsaid,
    /// How alike they are in it, from 0 to 1.
    Alike(f64),
}

fn people(a: &Traits, b: &Traits) -> Part {
    match (a.people.is_empty(), b.people.is_empty()) {
        (true, true) => Part::Unsaid,
        (false, false) => share(&a.people, &b.people).map_or(Part::Apart, Part::Alike),
        _ => Part::Alike(HALF),
    }
}

/// How many of the ages that either is for both are for.
fn ages(a: &Traits, b: &Traits) -> Part {
    let (Some(ours), Some(theirs)) = (a.ages, b.ages) else {
        return Part::Unsaid;
    };
    let common = ours.1.min(theirs.1) - ours.0.max(theirs.0);
    let either = ours.1.max(theirs.1) - ours.0.min(theirs.0);
    match (common >= 0.0, either > 0.0) {
        (false, _) => Part::Apart,
        (true, true) => Part::Alike(f64::from(common / either)),
        (true, false) => Part::Alike(1.0),
    }
}

fn asked(a: &Traits, b: &Traits) -> Part {
    match a.asked.is_empty() || b.asked.is_empty() {
        true => Part::Unsaid,
        false => Part::Alike(share(&a.asked, &b.asked).unwrap_or(0.0)),
    }
}

/// How many of the days of the one with fewer days they have in common.
fn days(a: &Traits, b: &Traits) -> Part {
    let [ours, theirs] = [a, b].map(|one| one.times.map(days_of).unwrap_or_default());
    let fewer = ours.len().min(theirs.len());
    let common = ours.iter().filter(|day| theirs.contains(day)).count();
    match fewer {
        0 => Part::Unsaid,
        _ => Part::Alike(common as f64 / fewer as f64),
    }
}

/// The days on which something takes place, Monday first.
pub fn days_of(times: Times) -> Vec<Weekday> {
    let all = DaySet::ALL.iter();
    all.filter(|day| times.matches(DaySet::of(*day), None))
        .collect()
}
