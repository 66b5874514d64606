//! A linear model: a weight for each feature of a text, learnt from examples that are and
//! examples that are not what is looked for (logistic regression by gradient steps).

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::words::{Word, stem};

/// What is seen in a text: numbers of features, each once.
pub type Features = Vec<u32>;

/// How often all examples are gone through.
const ROUNDS: usize = 12;
/// How far one example moves the weights in the first round.
const STEP: f32 = 0.25;
/// How much weights shrink at each step, so that rare words do not decide alone.
const SHRINK: f32 = 0.01;
/// How much the weights together count against the bias.
const SCALE: f32 = 3.0;

/// Numbers for the features of the examples: stems, neighbours and next but one.
#[derive(Debug, Default)]
pub struct Dictionary {
    numbers: HashMap<u64, u32>,
}

impl Dictionary {
    /// How many features there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The features of an example, which are known from now on.
    pub fn learn(&mut self, words: &[Word]) -> Features {
        let mut features = Features::new();
        for key in keys(words) {
            // Proven: the examples are a file of some thousand lines.
            let next = u32::try_from(self.numbers.len()).expect("fewer features than that");
            features.push(*self.numbers.entry(key).or_insert(next));
        }
        features
    }

    /// Those features of a text that the examples have.
    pub fn known(&self, words: &[Word]) -> Features {
        let keys = keys(words).into_iter();
        keys.filter_map(|key| self.numbers.get(&key).copied())
            .collect()
    }
}

fn keys(words: &[Word]) -> Vec<u64> {
    // Always the same keys, so that the same examples teach the same.
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let stems: Vec<String> = words.iter().map(|word| stem(&word.plain)).collect();
    let mut keys = Vec::with_capacity(stems.len() * 3);
    for (place, one) in stems.iter().enumerate() {
        keys.push(hasher.hash_one(one));
        for apart in [1, 2] {
            let other = stems.get(place + apart);
            keys.extend(other.map(|other| hasher.hash_one((apart, one, other))));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A weight for each feature.
#[derive(Debug, Default)]
pub struct Weights {
    bias: f32,
    each: Vec<f32>,
}

impl Weights {
    /// Learns to tell the examples that are from those that are not.
    pub fn learnt(examples: &[(&Features, bool)], features: usize) -> Weights {
        let mut weights = Weights {
            bias: 0.0,
            each: vec![0.0; features],
        };
        let mut step = STEP;
        for round in 0..ROUNDS {
            for turn in 0..examples.len() {
                // A fixed stride goes through all of them in a mixed order.
                let (seen, is) = &examples[(turn * 7919 + round * 31) % examples.len()];
                weights.follow(seen, *is, step);
            }
            step *= 0.85;
        }
        weights
    }

    fn follow(&mut self, seen: &Features, is: bool, step: f32) {
        let wanted = if is { 1.0 } else { 0.0 };
        let error = wanted - 1.0 / (1.0 + (-self.score(seen)).exp());
        let length = length(seen);
        self.bias += step * error * 0.5;
        for feature in seen {
            let weight = &mut self.each[*feature as usize];
            *weight += step * (error * SCALE / length - SHRINK * length * *weight);
        }
    }

    /// Above zero: rather yes than no.
    pub fn score(&self, seen: &Features) -> f32 {
        let weights = seen.iter().map(|feature| self.each[*feature as usize]);
        self.bias + SCALE * weights.sum::<f32>() / length(seen)
    }
}

/// What a long text has too much of, for it is not to count more than a short one.
fn length(seen: &Features) -> f32 {
    let number: f32 = seen.iter().map(|_| 1.0).sum();
    number.sqrt().max(3.0)
}

#[cfg(test)]
mod tests {
    use super::{Dictionary, Features, Weights};
    use crate::safety::words::words;

    #[test]
    fn what_was_learnt_is_heard_in_a_new_text() {
        let lines = [("rope and goodbye", true), ("bowls and tea", false)];
        let mut dictionary = Dictionary::default();
        let learn = |(text, is)| (dictionary.learn(&words(text)), is);
        let examples: Vec<(Features, bool)> = lines.map(learn).to_vec();
        let examples: Vec<_> = examples.iter().map(|(seen, is)| (seen, *is)).collect();
        let weights = Weights::learnt(&examples, dictionary.len());
        let score = |text| weights.score(&dictionary.known(&words(text)));
        assert!(score("he said goodbye") > score("a cup of tea"));
    }
}
