//! A linear model: a weight for each feature of a text, learnt from examples that are and
//! examples that are not what is looked for. It is a support vector machine with squared loss,
//! found by dual coordinate descent, over features that are trusted the more the less evenly the
//! two sides share them. It has no chance in it: the same examples teach the same.

use super::features::Features;

/// How much one example may pull against all others.
const PULL: f32 = 0.3;
/// How many examples of each side every feature is taken to have had before any was seen.
const SEEN_BEFORE: f32 = 0.5;

/// A weight for each feature.
#[derive(Debug, Default)]
pub struct Weights {
    bias: f32,
    each: Vec<f32>,
}

impl Weights {
    /// Learns to tell the examples that are from those that are not. All of them are gone
    /// through `rounds` times.
    pub fn learnt(examples: &[(&Features, bool)], features: usize, rounds: usize) -> Weights {
        let trust = trust(examples, features);
        let mut weights = Weights {
            bias: 0.0,
            each: vec![0.0; features],
        };
        let mut lessons: Vec<Lesson> = examples
            .iter()
            .map(|(seen, is)| Lesson::new(seen, *is, &trust))
            .collect();
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        for round in 0..rounds {
            order.sort_unstable_by_key(|place| mixed(*place, round));
            for place in &order {
                weights.follow(&mut lessons[*place]);
            }
        }
        for (weight, trust) in weights.each.iter_mut().zip(&trust) {
            *weight *= trust;
        }
        weights
    }

    /// Moves the weights so far that this example is on its side by 1, or as far as it may pull.
    fn follow(&mut self, lesson: &mut Lesson) {
        let error = 1.0 - lesson.side * self.score(&lesson.seen) - lesson.pull / (2.0 * PULL);
        let pull = (lesson.pull + error / lesson.size).max(0.0);
        let step = (pull - lesson.pull) * lesson.side;
        if step == 0.0 {
            return;
        }
        lesson.pull = pull;
        self.bias += step;
        for (feature, amount) in &lesson.seen {
            self.each[*feature as usize] += step * amount;
        }
    }

    /// Above zero: rather yes than no. The examples themselves are near 1 and -1.
    pub fn score(&self, seen: &Features) -> f32 {
        let weighed = seen.iter();
        let weighed = weighed.map(|(feature, amount)| self.each[*feature as usize] * amount);
        self.bias + weighed.sum::<f32>()
    }
}

/// Sorts examples into an order in which those that stand together in the file are far apart, and
/// which is another in each round.
fn mixed(place: usize, round: usize) -> u64 {
    let number = (round as u64) << 32 | place as u64;
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// An example while it is learnt from.
struct Lesson {
    seen: Features,
    /// 1 if it is, -1 if it is not.
    side: f32,
    /// How much of its own it has put into the weights.
    pull: f32,
    /// How much its score moves when it pulls by 1.
    size: f32,
}

impl Lesson {
    fn new(seen: &Features, is: bool, trust: &[f32]) -> Lesson {
        let trusted = seen.iter();
        let trusted =
            trusted.map(|(feature, amount)| (*feature, amount * trust[*feature as usize]));
        let seen: Features = trusted.collect();
        let square: f32 = seen.iter().map(|(_, amount)| amount * amount).sum();
        Lesson {
            seen,
            side: if is { 1.0 } else { -1.0 },
            pull: 0.0,
            size: 1.0 + square + 0.5 / PULL,
        }
    }
}

/// For each feature how unevenly the two sides share it (as in a naive Bayes model).
fn trust(examples: &[(&Features, bool)], features: usize) -> Vec<f32> {
    let shares = [true, false].map(|side| {
        let mut counts = vec![SEEN_BEFORE; features];
        let of_side = examples.iter().filter(|(_, is)| *is == side);
        for (feature, _) in of_side.flat_map(|(seen, _)| seen.iter()) {
            counts[*feature as usize] += 1.0;
        }
        let all: f32 = counts.iter().sum();
        counts.into_iter().map(move |count| count / all)
    });
    let [one, other] = shares;
    let uneven = one.zip(other).map(|(one, other)| (one / other).ln().abs());
    uneven.map(f32::sqrt).collect()
}

#[cfg(test)]
mod tests {
    use super::Weights;
    use crate::safety::features::{Dictionary, Features, keys};
    use crate::safety::words::words;

    #[test]
    fn what_was_learnt_is_heard_in_a_new_text() {
        let lines = [
            ("rope and goodbye", true),
            ("rope and note", true),
            ("goodbye to all", true),
            ("bowls and tea", false),
            ("tea and cake", false),
            ("cake for all", false),
        ];
        let texts = lines.map(|(text, _)| keys(&words(text)));
        let dictionary = Dictionary::of(texts.iter().map(Vec::as_slice));
        let seen = texts.map(|keys| dictionary.known(&keys));
        let examples: Vec<(&Features, bool)> = seen
            .iter()
            .zip(lines)
            .map(|(seen, (_, is))| (seen, is))
            .collect();
        let weights = Weights::learnt(&examples, dictionary.len(), 8);
        let score = |text| weights.score(&dictionary.known(&keys(&words(text))));
        assert!(score("he said goodbye") > score("a cup of tea"));
    }
}
