//! nDCG, recall and success of one ranked list of answers.

use std::collections::HashMap;
use uuid::Uuid;

/// Answers that nDCG looks at.
const GAIN_AT: usize = 10;
/// Answers that recall looks at.
const RECALL_AT: usize = 20;
/// Answers among which one must be good.
const SUCCESS_AT: usize = 3;
/// The grade from which an answer is a good one.
const GOOD: u8 = 2;

/// How good a list is; each is from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measures {
    /// nDCG of the first 10: gain 2^grade − 1, discount log2(rank + 1), against the best order.
    pub ndcg: f64,
    /// The share of the good services that are among the first 20, of as many as can be there.
    pub recall: f64,
    /// Whether a good one is among the first three.
    pub success: f64,
    /// How many answers there were.
    pub answers: usize,
}

/// Measures a list, best first, against the grades.
pub fn measure(found: &[Uuid], grades: &HashMap<Uuid, u8>) -> Measures {
    let grade = |id: &Uuid| grades.get(id).copied().unwrap_or(0);
    let gains = found.iter().take(GAIN_AT).map(grade);
    let mut best: Vec<u8> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = discounted(best.iter().take(GAIN_AT).copied());
    let good = best.iter().filter(|grade| **grade >= GOOD).count();
    let is_good = |id: &&Uuid| grade(id) >= GOOD;
    let recalled = found.iter().take(RECALL_AT).filter(is_good).count();
    let success = found.iter().take(SUCCESS_AT).any(|id| is_good(&id));
    Measures {
        ndcg: share(discounted(gains), ideal),
        recall: share(recalled as f64, good.min(RECALL_AT) as f64),
        success: f64::from(u8::from(success)),
        answers: found.len(),
    }
}

fn discounted(grades: impl Iterator<Item = u8>) -> f64 {
    let gains = (1..).zip(grades).map(|(rank, grade)| {
        let gain = f64::from((1u32 << grade) - 1);
        gain / f64::from(rank + 1).log2()
    });
    gains.sum()
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl Measures {
    /// The mean of many.
    pub fn mean(all: &[Measures]) -> Measures {
        let of = |what: fn(&Measures) -> f64| share(all.iter().map(what).sum(), all.len() as f64);
        Measures {
            ndcg: of(|one| one.ndcg),
            recall: of(|one| one.recall),
            success: of(|one| one.success),
            answers: all.iter().map(|one| one.answers).min().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[test]
    fn the_best_order_is_worth_one_and_nothing_is_worth_nothing() {
        let grades = HashMap::from([(id(1), 3), (id(2), 2), (id(3), 1)]);
        let best = measure(&[id(1), id(2), id(3), id(9)], &grades);
        assert_eq!((best.ndcg, best.recall, best.success), (1.0, 1.0, 1.0));
        let none = measure(&[id(7), id(8)], &grades);
        assert_eq!((none.ndcg, none.recall, none.success), (0.0, 0.0, 0.0));
        let late = measure(&[id(9), id(8), id(7), id(1)], &grades);
        assert!(late.ndcg > 0.0 && late.ndcg < best.ndcg && late.success == 0.0);
    }

    #[test]
    fn ndcg_is_that_of_the_textbook() {
        // Grades 3, 0, 2 of 3 and 2: (7 + 3 / 2) / (7 + 3 / log2(3)).
        let grades = HashMap::from([(id(1), 3), (id(2), 2)]);
        let found = measure(&[id(1), id(9), id(2)], &grades);
        assert!((found.ndcg - 8.5 / (7.0 + 3.0 / 3f64.log2())).abs() < 1e-12);
    }
}
