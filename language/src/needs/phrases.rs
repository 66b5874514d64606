//! Phrases, and where they occur in the words of a text.

use super::token::{self, Token, tokens};
use std::collections::HashMap;
use std::ops::Range;

/// Words of any kind that may stand between two words of a loose phrase.
const REACH: usize = 5;

/// Many phrases, each with what it stands for.
#[derive(Debug)]
pub struct Phrases<T> {
    /// Every stem that a phrase has, with its number.
    words: HashMap<String, u32>,
    tries: [Trie<T>; Kind::ALL.len()],
}

/// What may stand between the words of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing but small words.
    Strict,
    /// Nothing: its small words were kept, because little else is in it.
    Whole,
    /// One other word: it has two words, which say less.
    LooseShort,
    /// Two other words.
    Loose,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Strict, Kind::Whole, Kind::LooseShort, Kind::Loose];

    /// Other words that may stand between.
    fn gap(self) -> usize {
        match self {
            Kind::Strict | Kind::Whole => 0,
            Kind::LooseShort => 1,
            Kind::Loose => 2,
        }
    }

    /// Whether a word counts as another word.
    fn counts(self, token: &Token) -> bool {
        !token.small || self == Kind::Whole
    }
}

/// Phrases of one kind, as a tree of words: what begins alike is walked once.
#[derive(Debug)]
struct Trie<T> {
    /// From a node, by a word, to the next.
    next: HashMap<(u32, u32), u32>,
    /// What the phrases stand for that end at each node.
    ends: Vec<Vec<T>>,
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
            words: HashMap::new(),
            tries: Kind::ALL.map(|_| Trie::default()),
        }
    }
}

impl<T> Default for Trie<T> {
    fn default() -> Self {
        Self {
            next: HashMap::new(),
            ends: vec![Vec::new()],
        }
    }
}

impl<T: Copy + PartialEq> Phrases<T> {
    /// Adds a phrase. A loose one may have a few other words between its own.
    pub fn add(&mut self, phrase: &str, means: T, loose: bool) {
        let (stems, whole) = cut(phrase);
        // A stem of one letter is what is left of an abbreviation.
        if stems.is_empty() || stems.len() == 1 && stems[0].len() < 2 {
            return;
        }
        let kind = match (loose, stems.len(), whole) {
            (true, 2, _) => Kind::LooseShort,
            (true, ..) => Kind::Loose,
            (false, _, true) => Kind::Whole,
            (false, _, false) => Kind::Strict,
        };
        let words: Vec<u32> = stems.into_iter().map(|stem| self.number(stem)).collect();
        self.tries[kind as usize].add(&words, means);
    }

    fn number(&mut self, stem: String) -> u32 {
        let next = self.words.len() as u32;
        *self.words.entry(stem).or_insert(next)
    }

    /// Every occurrence, in the order of the text.
    pub fn find(&self, tokens: &[Token]) -> Vec<Match<T>> {
        let words = tokens.iter().map(|token| self.words.get(&token.stem));
        let words: Vec<Option<u32>> = words.map(Option::<&u32>::copied).collect();
        let mut found = Vec::new();
        for (from, word) in words.iter().enumerate() {
            let Some(word) = *word else { continue };
            for (kind, trie) in Kind::ALL.into_iter().zip(&self.tries) {
                let Some(node) = trie.next.get(&(0, word)) else {
                    continue;
                };
                let mut walk = Walk {
                    kind,
                    trie,
                    tokens,
                    words: &words,
                    from,
                    found: &mut found,
                };
                walk.on(*node, from + 1, 1, 1);
            }
        }
        found
    }

    /// Every stem that a phrase holds.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }
}

impl<T: Copy + PartialEq> Trie<T> {
    fn add(&mut self, words: &[u32], means: T) {
        let mut node = 0;
        for word in words {
            let new = self.ends.len() as u32;
            node = *self.next.entry((node, *word)).or_insert(new);
            if node == new {
                self.ends.push(Vec::new());
            }
        }
        let ends = &mut self.ends[node as usize];
        // Two forms of a word are one phrase.
        if !ends.contains(&means) {
            ends.push(means);
        }
    }
}

/// A walk along the words of a text and the tree of phrases of one kind.
struct Walk<'a, T> {
    kind: Kind,
    trie: &'a Trie<T>,
    tokens: &'a [Token],
    words: &'a [Option<u32>],
    from: usize,
    found: &'a mut Vec<Match<T>>,
}

impl<T: Copy> Walk<'_, T> {
    /// Goes on from a node, whose last word stands before `at`; `depth` words were met, those of
    /// the `mask`.
    fn on(&mut self, node: u32, at: usize, depth: usize, mask: u64) {
        let from = self.from;
        let ends = self.trie.ends[node as usize].iter();
        self.found.extend(ends.map(|means| Match {
            means: *means,
            from,
            to: at,
            words: depth,
            mask,
        }));
        let (mut others, mut seen) = (0, [None; REACH]);
        for (step, index) in (at..self.words.len()).take(REACH).enumerate() {
            // Of two that are the same the first is the next word of the phrase.
            if let Some(word) = self.words[index].filter(|word| !seen.contains(&Some(*word))) {
                seen[step] = Some(word);
                if let Some(next) = self.trie.next.get(&(node, word)) {
                    let bit = 1u64.checked_shl((index - from) as u32).unwrap_or(0);
                    self.on(*next, index + 1, depth + 1, mask | bit);
                }
            }
            others += usize::from(self.kind.counts(&self.tokens[index]));
            if others > self.kind.gap() {
                break;
            }
        }
    }
}

/// The stems of a phrase without its small words, unless too little would be left; and whether they
/// were kept.
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
