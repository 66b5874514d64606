//! Finding the word that a misspelt one was meant to be. Every known stem is kept under itself
//! and under what is left of it when a letter is taken out, so that few look-ups find all that
//! are near (the idea of SymSpell).

use std::collections::HashMap;

/// A stem shorter than this is near too many others.
const SHORTEST: usize = 4;
/// From this length on two letters may be wrong.
const LONG: usize = 8;

/// Known stems, to be found by what is nearly them.
#[derive(Debug, Default)]
pub struct Spelling {
    near: HashMap<String, Vec<(String, u32)>>,
}

impl Spelling {
    /// Makes a stem findable; `symbol` comes back for what is near it.
    pub fn add(&mut self, stem: &str, symbol: u32) {
        if stem.len() < SHORTEST || !stem.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return;
        }
        for key in shortened(stem, 1) {
            let known = self.near.entry(key).or_default();
            known.push((stem.to_owned(), symbol));
        }
    }

    /// The nearest known stem to one that is not known. One letter may be wrong, left out, too
    /// much or in the wrong order, and two in a long word; the first letter counts as right.
    pub fn nearest(&self, stem: &str) -> Option<u32> {
        if stem.len() < SHORTEST || !stem.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return None;
        }
        let keys = shortened(stem, 1);
        let candidates = keys.iter().filter_map(|key| self.near.get(key)).flatten();
        let measured = candidates.filter_map(|(known, symbol)| {
            let distance = distance(stem, known);
            (distance <= allowed(stem, known)).then_some((distance, known, *symbol))
        });
        measured.min().map(|(_, _, symbol)| symbol)
    }
}

/// How many letters may be wrong.
fn allowed(typed: &str, known: &str) -> usize {
    if typed.as_bytes()[0] != known.as_bytes()[0] {
        return 0;
    }
    1 + usize::from(typed.len().min(known.len()) >= LONG)
}

/// A word and all that is left of it without up to `letters` letters.
fn shortened(word: &str, letters: usize) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    if letters == 0 {
        return found;
    }
    for place in 0..word.len() {
        let rest = [&word[..place], &word[place + 1..]].concat();
        found.push(rest);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The number of letters to change, put in, take out or swap with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i; other.len() + 1];
        for j in 1..=other.len() {
            let wrong = usize::from(one[i - 1] != other[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + wrong);
            let swapped =
                i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
            if swapped {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::{Spelling, distance};

    #[test]
    fn what_is_nearly_a_word_is_found() {
        let mut spelling = Spelling::default();
        for (symbol, stem) in (0..).zip(["suicid", "overdos", "breath", "hersel", "ambulanc"]) {
            spelling.add(stem, symbol);
        }
        assert_eq!(spelling.nearest("sucid"), Some(0));
        assert_eq!(spelling.nearest("overdso"), Some(1));
        assert_eq!(spelling.nearest("braeth"), Some(2));
        assert_eq!(spelling.nearest("garden"), None);
        assert_eq!(
            spelling.nearest("wreath"),
            None,
            "the first letter is another"
        );
        assert_eq!(spelling.nearest(""), None);
    }

    #[test]
    fn a_swap_is_one_mistake() {
        assert_eq!(distance("form", "from"), 1);
        assert_eq!(distance("breath", "brth"), 2);
    }
}
