//! What the members of a group have in common, and how far apart they are.

use super::Listed;
use super::alike::{apart_m, days_of};
use jiff::civil::Weekday;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Words that are told of a group.
const MOST_WORDS: usize = 6;
/// What a word must weigh to be told, as a part of the weightiest.
const LEAST_WORD: u64 = 4;
/// Words that descriptions are full of and that tell nothing of what is shared.
const EMPTY: [&str; 16] = [
    "not", "known", "run", "from", "with", "who", "are", "our", "their", "all", "any", "other",
    "more", "you", "your", "local",
];
/// Letters of a word that tells something.
const SHORTEST: usize = 3;

/// What is common to a group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shared {
    /// The needs that all meet, or if there is none, those that most of them meet.
    pub needs: Vec<String>,
    /// The words that tell them from others and that more than half of them have.
    pub words: Vec<String>,
    /// Languages, and arrangements for access, that all have.
    pub asked: Vec<String>,
    /// For whom they are, as all their names say.
    pub people: Vec<&'static str>,
    /// The ages in years that all are for, where all tell theirs.
    pub ages: Option<(f32, f32)>,
    /// The days on which all are open.
    pub days: Vec<Weekday>,
    /// Metres between the two that are nearest to each other.
    pub nearest_m: Option<f64>,
    /// Metres between the two that are farthest from each other.
    pub farthest_m: Option<f64>,
}

/// How things are called by their numbers.
pub struct Labels<'a> {
    /// Words.
    pub words: &'a [String],
    /// Tags.
    pub tag: &'a dyn Fn(u32) -> Option<String>,
}

/// What these have in common.
pub fn shared(members: &[&Listed], labels: &Labels) -> Shared {
    let labelled = |numbers: Vec<u32>| -> Vec<String> {
        let tags = numbers.into_iter();
        let mut all: Vec<String> = tags.filter_map(|number| (labels.tag)(number)).collect();
        all.sort();
        all
    };
    let needs = |one: &Listed| -> Vec<u32> {
        let needs = one.traits.needs.iter();
        needs.map(|(need, _)| *need).collect()
    };
    let days = |one: &Listed| one.traits.times.map(days_of).unwrap_or_default();
    let pairs = members.iter().enumerate().flat_map(|(at, one)| {
        let others = members.iter().skip(at + 1);
        others.filter_map(|other| apart_m(&one.traits, &other.traits))
    });
    let pairs: Vec<f64> = pairs.collect();
    Shared {
        needs: labelled(most_common(members, needs)),
        words: words(members, labels.words),
        asked: labelled(common(members, |one| one.traits.asked.clone())),
        people: common(members, |one| one.traits.people.clone()),
        ages: ages(members),
        days: common_days(members, days),
        nearest_m: pairs.iter().copied().reduce(f64::min),
        farthest_m: pairs.iter().copied().reduce(f64::max),
    }
}

/// How many of the members have each.
fn counts<T: Ord>(members: &[&Listed], of: impl Fn(&Listed) -> Vec<T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for thing in members.iter().flat_map(|one| of(one)) {
        *counts.entry(thing).or_default() += 1;
    }
    counts
}

fn common<T: Ord>(members: &[&Listed], of: impl Fn(&Listed) -> Vec<T>) -> Vec<T> {
    let counts = counts(members, of).into_iter();
    let by_all = counts.filter(|(_, count)| *count == members.len());
    by_all.map(|(thing, _)| thing).collect()
}

fn most_common(members: &[&Listed], of: impl Fn(&Listed) -> Vec<u32>) -> Vec<u32> {
    let counts = counts(members, of);
    let most = counts.values().max().copied().unwrap_or(0);
    let all = counts.into_iter().filter(|(_, count)| *count == most);
    all.map(|(thing, _)| thing).collect()
}

fn common_days(members: &[&Listed], of: impl Fn(&Listed) -> Vec<Weekday>) -> Vec<Weekday> {
    let of = |one: &Listed| -> Vec<i8> {
        let days = of(one).into_iter();
        days.map(Weekday::to_monday_zero_offset).collect()
    };
    let numbers = common(members, of).into_iter();
    numbers
        .filter_map(|number| Weekday::from_monday_zero_offset(number).ok())
        .collect()
}

fn words(members: &[&Listed], written: &[String]) -> Vec<String> {
    let mut sums: BTreeMap<u32, (usize, f64)> = BTreeMap::new();
    for (word, weight) in members.iter().flat_map(|one| one.traits.words.iter()) {
        let sum = sums.entry(word).or_default();
        *sum = (sum.0 + 1, sum.1 + weight);
    }
    let mut told: Vec<(u64, u32)> = sums
        .into_iter()
        .filter(|(_, (count, _))| 2 * count > members.len() && *count > 1)
        // In thousandths, so that the order of sums makes no difference.
        .map(|(word, (_, weight))| ((weight * 1e3).round() as u64, word))
        .collect();
    told.sort_by_key(|(weight, word)| (Reverse(*weight), *word));
    let most = told.first().map_or(0, |(weight, _)| *weight);
    let tells = |word: &&String| {
        let is_word = word.chars().count() >= SHORTEST && word.chars().all(char::is_alphabetic);
        is_word && !EMPTY.contains(&word.as_str())
    };
    told.into_iter()
        .filter(|(weight, _)| weight * LEAST_WORD >= most)
        .filter_map(|(_, word)| written.get(word as usize))
        .filter(tells)
        .take(MOST_WORDS)
        .cloned()
        .collect()
}

fn ages(members: &[&Listed]) -> Option<(f32, f32)> {
    let all: Vec<(f32, f32)> = members
        .iter()
        .map(|one| one.traits.ages)
        .collect::<Option<_>>()?;
    let common = all
        .into_iter()
        .reduce(|one, other| (one.0.max(other.0), one.1.min(other.1)))?;
    (common.0 <= common.1).then_some(common)
}
