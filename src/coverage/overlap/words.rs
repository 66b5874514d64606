//! What listings say of themselves, as words that count for more the fewer listings have them (tf-idf), and how
//! alike two such texts are (the cosine of the angle between them).

use crate::matching::words as telling;
use std::collections::{BTreeMap, HashMap};

/// How much more a word of the name counts than one of the description.
const IN_NAME: f64 = 2.0;
/// Letters of a word from which on its plural is taken for the same word.
const LONG: usize = 5;

/// Words of listings, while they are counted.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// For each word, in order of the alphabet: how it is written, and how many listings have it.
    known: BTreeMap<String, (String, u32)>,
    listings: u32,
}

/// All words that were counted, each with its number and what it weighs.
#[derive(Debug, Default)]
pub struct Weights {
    known: HashMap<String, (u32, f64)>,
    written: Vec<String>,
}

/// The words of one listing by number, each with what it counts; the squares add up to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words(Vec<(u32, f64)>);

/// What is read of one listing: each word once, and whether it is in the name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text(BTreeMap<String, (String, bool)>);

impl Text {
    /// Of a name and a description.
    pub fn of(name: &str, description: &str) -> Self {
        let mut all = BTreeMap::new();
        for (text, is_name) in [(description, false), (name, true)] {
            for word in telling(text) {
                all.insert(stem(&word), (word, is_name));
            }
        }
        Self(all)
    }
}

impl Lexicon {
    /// Counts the words of a listing.
    pub fn add(&mut self, text: &Text) {
        self.listings += 1;
        for (stem, (word, _)) in &text.0 {
            let known = self.known.entry(stem.clone());
            let known = known.or_insert_with(|| (word.clone(), 0));
            known.1 += 1;
            // Whichever listing comes first, a word is shown as it is written shortest.
            if (word.len(), word) < (known.0.len(), &known.0) {
                known.0.clone_from(word);
            }
        }
    }

    /// What each word weighs. One that all have weighs little, and still something: of a few listings it may be
    /// what they are about.
    pub fn weights(self) -> Weights {
        let listings = f64::from(self.listings);
        let mut weights = Weights::default();
        // In order of the alphabet, so that whoever counts the same finds the same numbers.
        for (number, (stem, (word, have))) in (0..).zip(self.known) {
            let weight = (listings / f64::from(have)).ln_1p();
            weights.known.insert(stem, (number, weight));
            weights.written.push(word);
        }
        weights
    }
}

impl Weights {
    /// The words of a listing, weighed; those that were never counted are left out.
    pub fn weigh(&self, text: &Text) -> Words {
        let words = text.0.iter().filter_map(|(stem, (_, is_name))| {
            let (number, weight) = self.known.get(stem)?;
            let often = if *is_name { IN_NAME } else { 1.0 };
            Some((*number, often * weight))
        });
        let mut all: Vec<(u32, f64)> = words.collect();
        let length = all
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f64>()
            .sqrt();
        for (_, weight) in &mut all {
            *weight /= length;
        }
        Words(all)
    }

    /// How all words are written, each at its number.
    pub fn written(self) -> Vec<String> {
        self.written
    }
}

impl Words {
    /// How alike two are, from 0 to 1.
    pub fn alike(&self, other: &Self) -> f64 {
        let (mut sum, mut theirs) = (0.0, other.0.iter().peekable());
        for (number, weight) in &self.0 {
            while theirs.next_if(|(other, _)| other < number).is_some() {}
            if let Some((_, other)) = theirs.next_if(|(other, _)| other == number) {
                sum += weight * other;
            }
        }
        sum.clamp(0.0, 1.0)
    }

    /// Each word by its number, with what it counts.
    pub fn iter(&self) -> impl Iterator<Item = (u32, f64)> {
        self.0.iter().copied()
    }
}

/// A word without the ending of its plural.
fn stem(word: &str) -> String {
    if word.len() < LONG || word.ends_with("ss") {
        return word.to_owned();
    }
    if let Some(begin) = word.strip_suffix("ies") {
        return format!("{begin}y");
    }
    let hissing = ["ses", "xes", "ches", "shes"];
    let cut = match hissing.iter().any(|ending| word.ends_with(ending)) {
        true => word.strip_suffix("es"),
        false => word.strip_suffix('s'),
    };
    cut.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(texts: &[(&str, &str)]) -> Vec<Words> {
        let texts: Vec<Text> = texts
            .iter()
            .map(|(name, more)| Text::of(name, more))
            .collect();
        let mut lexicon = Lexicon::default();
        texts.iter().for_each(|text| lexicon.add(text));
        let weights = lexicon.weights();
        texts.iter().map(|text| weights.weigh(text)).collect()
    }

    #[test]
    fn rare_words_that_are_common_to_both_make_them_alike() {
        let all = weighed(&[
            ("Dementia cafe", "A weekly group in Sale"),
            ("Cafes for dementia", "Tea and songs, in Sale"),
            ("Boxing", "A weekly group in Sale"),
            ("Chess", "A weekly group in Sale"),
        ]);
        assert!(all[0].alike(&all[1]) > 0.5, "{all:?}");
        // What all say is no likeness.
        assert!(
            all[0].alike(&all[2]) < 0.3 && all[2].alike(&all[3]) < 0.5,
            "{all:?}"
        );
        assert!((all[0].alike(&all[0]) - 1.0).abs() < 1e-9);
        assert_eq!(all[0].alike(&all[1]), all[1].alike(&all[0]));
        assert_eq!(all[0].alike(&Words::default()), 0.0);
    }

    #[test]
    fn one_and_several_are_one_word() {
        let all = [
            "classes",
            "class",
            "activities",
            "activity",
            "clubs",
            "club",
            "bus",
        ]
        .map(stem);
        assert_eq!(
            all,
            [
                "class", "class", "activity", "activity", "club", "club", "bus"
            ]
        );
    }
}
