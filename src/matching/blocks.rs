//! Which pairs are worth comparing: those that have something in common that few have. Comparing all with
//! all would take five thousand million looks for a hundred thousand listings.

use super::profile::Profile;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Listings that may have one thing in common; what more have tells nothing.
const MOST_IN_A_BLOCK: usize = 30;
/// The rarest words of a name by which it is looked for.
const RAREST: usize = 3;

/// The pairs to compare, as places in the list, the lower first; each once.
pub fn candidates(profiles: &[Profile]) -> Vec<(usize, usize)> {
    let counts = counts(profiles);
    let mut blocks: HashMap<u64, Vec<u32>> = HashMap::new();
    for (at, profile) in (0u32..).zip(profiles) {
        let mut keys = keys(profile, &counts);
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
            .for_each(|key| blocks.entry(key).or_default().push(at));
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for block in blocks
        .values()
        .filter(|block| (2..=MOST_IN_A_BLOCK).contains(&block.len()))
    {
        for (at, one) in block.iter().enumerate() {
            pairs.extend(block.iter().skip(at + 1).map(|other| (*one, *other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
        .into_iter()
        .map(|(a, b)| (a as usize, b as usize))
        .collect()
}

/// How often each word is in a name.
fn counts(profiles: &[Profile]) -> HashMap<&str, u32> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let words = profiles.iter().flat_map(|profile| &profile.name);
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

/// What a listing may have in common with others.
fn keys(profile: &Profile, counts: &HashMap<&str, u32>) -> Vec<u64> {
    let mut keys = Vec::new();
    let mut add = |kind: &str, parts: &[&str]| keys.push(hash(kind, parts));
    profile
        .phones
        .iter()
        .for_each(|phone| add("phone", &[phone]));
    profile
        .emails
        .iter()
        .for_each(|email| add("email", &[email]));
    profile
        .websites
        .iter()
        .for_each(|website| add("website", &[website]));
    for code in &profile.postcodes {
        profile
            .needs
            .iter()
            .for_each(|need| add("need at", &[code, need]));
        profile
            .name
            .iter()
            .for_each(|word| add("word at", &[code, word]));
    }
    let name: Vec<&str> = profile.name.iter().map(String::as_str).collect();
    add("name", &[&profile.letters]);
    let mut rare = name;
    rare.sort_by_key(|word| (counts.get(word).copied().unwrap_or_default(), *word));
    rare.truncate(RAREST);
    for (at, one) in rare.iter().enumerate() {
        rare.iter().skip(at + 1).for_each(|other| {
            add("words", &[(*one).min(*other), (*one).max(*other)]);
        });
    }
    keys
}

fn hash(kind: &str, parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, parts).hash(&mut hasher);
    hasher.finish()
}
