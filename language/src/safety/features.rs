//! What the second layer sees in a text: its words, words that stand together, and pieces of words,
//! so that a misspelt word is still seen in part. Each is kept as a number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::words::{Word, stem};

/// What is seen in a text: the number of each feature, and how much of the text it is.
pub type Features = Vec<(u32, f32)>;

/// A feature that fewer examples have teaches nothing that holds for other texts.
const FEWEST_EXAMPLES: usize = 2;
/// A text with less to see is not made more of.
const SHORTEST: f32 = 3.0;
/// How much a piece of a word counts, a word being 1.
const PIECE: f32 = 0.5;
/// How much the first and the last word count for standing there.
const END: f32 = 0.7;
/// The lengths of pieces, in letters with the edges of the word.
const PIECES: [usize; 2] = [4, 5];

/// Numbers for the features that some examples share.
#[derive(Debug, Default)]
pub struct Dictionary {
    numbers: ByKey<u32>,
}

type ByKey<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

/// Keys are hashes already.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl Dictionary {
    /// Of all texts of the examples, the features that more than one has.
    pub fn of<'a>(texts: impl Iterator<Item = &'a [Key]>) -> Dictionary {
        let mut examples: ByKey<usize> = ByKey::default();
        for (key, _) in texts.flatten() {
            *examples.entry(*key).or_default() += 1;
        }
        let shared = examples.into_iter();
        let shared = shared.filter(|(_, examples)| *examples >= FEWEST_EXAMPLES);
        let mut shared: Vec<u64> = shared.map(|(key, _)| key).collect();
        // In the same order at each start, so that the same examples teach the same.
        shared.sort_unstable();
        Dictionary {
            numbers: shared.into_iter().zip(0..).collect(),
        }
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Those features of a text that the examples share. A long text has more of them, and each
    /// counts less.
    pub fn known(&self, keys: &[Key]) -> Features {
        let known = keys.iter();
        let known = known.filter_map(|(key, amount)| Some((*self.numbers.get(key)?, *amount)));
        let mut known: Features = known.collect();
        let length: f32 = known.iter().map(|(_, amount)| amount * amount).sum();
        let length = length.sqrt().max(SHORTEST);
        for (_, amount) in &mut known {
            *amount *= SHORTEST / length;
        }
        known
    }
}

/// A feature by what it is, and how much it counts.
pub type Key = (u64, f32);

/// The kinds of features: equal words of different kinds are different features.
#[derive(Clone, Copy)]
enum Kind {
    Word,
    Neighbours,
    NextButOne,
    First,
    FirstTwo,
    Last,
    Piece,
}

/// Every feature of a text, each once.
pub fn keys(words: &[Word]) -> Vec<Key> {
    let stems: Vec<String> = words.iter().map(|word| stem(&word.plain)).collect();
    let mut keys = Vec::with_capacity(stems.len() * 12);
    for (place, one) in stems.iter().enumerate() {
        keys.push((key(Kind::Word, [one]), 1.0));
        for (apart, kind) in [(1, Kind::Neighbours), (2, Kind::NextButOne)] {
            let other = stems.get(place + apart);
            keys.extend(other.map(|other| (key(kind, [one, other]), 1.0)));
        }
        add_pieces(one, &mut keys);
    }
    add_ends(&stems, &mut keys);
    keys.sort_unstable_by_key(|(key, _)| *key);
    keys.dedup_by_key(|(key, _)| *key);
    keys
}

fn add_pieces(stem: &str, keys: &mut Vec<Key>) {
    let edged = format!("<{stem}>");
    let starts: Vec<usize> = edged.char_indices().map(|(start, _)| start).collect();
    for letters in PIECES {
        for (place, start) in starts.iter().enumerate() {
            let end = match starts.get(place + letters) {
                Some(end) => *end,
                None if place + letters == starts.len() => edged.len(),
                None => break,
            };
            keys.push((key(Kind::Piece, [&edged[*start..end]]), PIECE));
        }
    }
}

fn add_ends(stems: &[String], keys: &mut Vec<Key>) {
    if let [first, rest @ ..] = stems {
        let last = rest.last().unwrap_or(first);
        keys.push((key(Kind::First, [first]), END));
        keys.push((key(Kind::Last, [last]), END));
        let second = rest.first();
        keys.extend(second.map(|second| (key(Kind::FirstTwo, [first, second]), END)));
    }
}

/// A number for words of a kind (FNV-1a): always the same, and quickly had.
fn key<const N: usize>(kind: Kind, words: [&str; N]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    take(kind as u8);
    for word in words {
        word.bytes().for_each(&mut take);
        take(b' ');
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::{Dictionary, keys};
    use crate::safety::words::words;

    #[test]
    fn a_misspelt_word_is_seen_in_part() {
        let texts = ["suicidal", "suicidle", "garden"].map(|text| keys(&words(text)));
        let shared = |other: usize| {
            let both = texts[0].iter().filter(|key| texts[other].contains(key));
            both.count()
        };
        assert!(shared(1) > 3);
        assert_eq!(shared(2), 0);
    }

    #[test]
    fn what_one_example_alone_has_is_not_learnt() {
        let texts = ["rope", "rope", "bowls"].map(|text| keys(&words(text)));
        let dictionary = Dictionary::of(texts.iter().map(Vec::as_slice));
        assert!(!dictionary.known(&texts[0]).is_empty());
        assert!(dictionary.known(&texts[2]).is_empty());
        assert!(dictionary.known(&keys(&words("é 12 –"))).is_empty());
    }
}
