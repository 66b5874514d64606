//! Phrases, and where they occur in the words of a text.

use super::token::{self, Token, tokens};
use std::collections::HashMap;
use std::ops::Range;

/// Other words that may stand between two words of a loose phrase; small words do not count.
const GAP: usize = 2;
/// The same for a phrase of two words, which says less.
const SHORT_GAP: usize = 1;
/// Words of any kind that may stand between two words of a loose phrase.
const REACH: usize = 5;

/// Many phrases, each with what it stands for.
#[derive(Debug)]
pub struct Phrases<T> {
    phrases: Vec<Phrase<T>>,
    /// Phrases by the stem that they begin with.
    by_first: HashMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Phrase<T> {
    means: T,
    stems: Vec<String>,
    /// Whether its small words were kept, because little else is in it.
    whole: bool,
    loose: bool,
}

/// An occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match<T> {
    /// What the phrase stands for.
    pub means: T,
    /// The first of its words, as an index among the tokens.
    pub from: usize,
    /// The word after its last.
    pub to: usize,
    /// How many words of the text it accounts for.
    pub words: usize,
    /// Which they are, a bit for each from the first on.
    mask: u64,
}

impl<T> Match<T> {
    /// Its words, and what stands between them.
    pub fn range(&self) -> Range<usize> {
        self.from..self.to
    }

    /// Whether the phrase has this word of the text, and does not only pass over it.
    pub fn has(&self, word: usize) -> bool {
        let bit = word.checked_sub(self.from).filter(|bit| *bit < 64);
        bit.is_some_and(|bit| self.mask & 1 << bit != 0)
    }
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            phrases: Vec::new(),
            by_first: HashMap::new(),
        }
    }
}

impl<T: Copy + PartialEq> Phrases<T> {
    /// Adds a phrase. A loose one may have a few other words between its own.
    pub fn add(&mut self, phrase: &str, means: T, loose: bool) {
        let (stems, whole) = cut(phrase);
        // A stem of one letter is what is left of an abbreviation.
        let Some(first) = stems
            .first()
            .filter(|first| stems.len() > 1 || first.len() > 1)
        else {
            return;
        };
        let number = self.phrases.len() as u32;
        let same = self.by_first.entry(first.clone()).or_default();
        let is_known = |known: &u32| {
            let known = &self.phrases[*known as usize];
            known.means == means && known.stems == stems
        };
        // Two forms of a word are one phrase.
        if same.iter().any(is_known) {
            return;
        }
        same.push(number);
        self.phrases.push(Phrase {
            means,
            stems,
            whole,
            loose,
        });
    }

    /// Every occurrence, in the order of the text.
    pub fn find(&self, tokens: &[Token]) -> Vec<Match<T>> {
        let mut found = Vec::new();
        for (from, token) in tokens.iter().enumerate() {
            for number in self.by_first.get(&token.stem).into_iter().flatten() {
                let phrase = &self.phrases[*number as usize];
                if let Some((to, mask)) = phrase.end(tokens, from) {
                    let (means, words) = (phrase.means, phrase.stems.len());
                    found.push(Match {
                        means,
                        from,
                        to,
                        words,
                        mask,
                    });
                }
            }
        }
        found
    }

    /// Whether a phrase begins with this stem or holds it.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.phrases
            .iter()
            .flat_map(|phrase| phrase.stems.iter().map(String::as_str))
    }
}

impl<T> Phrase<T> {
    /// The word after the last, and which words they are, if the phrase begins at `from`.
    fn end(&self, tokens: &[Token], from: usize) -> Option<(usize, u64)> {
        let (mut at, mut mask) = (from + 1, 1);
        for stem in &self.stems[1..] {
            let found = self.next(tokens, at, stem)?;
            mask |= 1u64.checked_shl((found - from) as u32).unwrap_or(0);
            at = found + 1;
        }
        Some((at, mask))
    }

    /// Where the next word of the phrase stands, from `at` on.
    fn next(&self, tokens: &[Token], at: usize, stem: &str) -> Option<usize> {
        let gap = match (self.loose, self.stems.len()) {
            (false, _) => 0,
            (true, 2) => SHORT_GAP,
            (true, _) => GAP,
        };
        let mut others = 0;
        for (index, token) in tokens.iter().enumerate().skip(at).take(REACH) {
            if token.stem == *stem {
                return Some(index);
            }
            others += usize::from(!token.small || self.whole && !self.loose);
            if others > gap {
                return None;
            }
        }
        None
    }
}

/// The stems of a phrase without its small words, unless too little would be left; and whether
/// they were kept.
fn cut(phrase: &str) -> (Vec<String>, bool) {
    let all = tokens(&token::joined(phrase));
    let telling = all.iter().filter(|token| !token.small).count();
    let whole = telling < 2 && all.len() > telling;
    let kept = all.into_iter().filter(|token| whole || !token.small);
    (kept.map(|token| token.stem).collect(), whole)
}

/// Leaves out what lies within a longer occurrence, as "carers" does in "young carers".
pub fn longest<T: Copy>(mut found: Vec<Match<T>>) -> Vec<Match<T>> {
    found.sort_by_key(|a| (std::cmp::Reverse(a.words), a.from));
    let mut kept: Vec<Match<T>> = Vec::new();
    for one in found {
        let inside = |other: &Match<T>| {
            other.words > one.words && other.from <= one.from && one.to <= other.to
        };
        if !kept.iter().any(inside) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| one.from);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &Phrases<u8>, text: &str) -> Vec<u8> {
        let all = phrases.find(&tokens(&token::joined(text)));
        longest(all).into_iter().map(|one| one.means).collect()
    }

    #[test]
    fn a_loose_phrase_bears_a_few_words_between() {
        let mut phrases = Phrases::default();
        phrases.add("lost his job", 1, true);
        phrases.add("can't cope", 2, true);
        assert_eq!(found(&phrases, "He's lost a really good job"), [1]);
        assert_eq!(found(&phrases, "she just can't really cope"), [2]);
        assert_eq!(
            found(&phrases, "lost his keys and hates his boring job"),
            Vec::<u8>::new()
        );
        assert_eq!(found(&phrases, "coping skills"), Vec::<u8>::new());
    }

    #[test]
    fn the_longer_phrase_wins() {
        let mut phrases = Phrases::default();
        phrases.add("carers", 1, false);
        phrases.add("young carers", 2, false);
        assert_eq!(found(&phrases, "a group for young carers"), [2]);
        assert_eq!(found(&phrases, "carers and young carers"), [1, 2]);
        assert_eq!(found(&phrases, "young and old carers"), [1]);
    }
}
