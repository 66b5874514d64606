//! Into which classes numbers are put on a map: none by itself, and about as many areas in each of the others, between
//! edges that are round.

/// Classes at most: more cannot be told apart.
pub const MOST: usize = 5;
/// What a round number begins with.
const ROUND: [f64; 11] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
/// Whole numbers below this are as round as they need be.
const SMALL: f64 = 20.0;

/// Classes of numbers that are not below 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// Whether there is a class of 0 alone.
    has_none: bool,
    /// Where each class begins but the first that is above 0.
    edges: Vec<f64>,
    /// The least above 0, and the greatest.
    ends: (f64, f64),
    /// Whether there are only whole numbers.
    whole: bool,
}

impl Classes {
    /// For these numbers. What is below 0, or no number, is put with 0.
    pub fn of(numbers: impl Iterator<Item = f64>, whole: bool) -> Self {
        let (mut above, mut has_none) = (Vec::new(), false);
        for number in numbers {
            match number > 0.0 {
                true => above.push(number),
                false => has_none = true,
            }
        }
        above.sort_by(f64::total_cmp);
        let classes = MOST - 1;
        let mut all = Self {
            has_none,
            edges: Vec::new(),
            ends: (
                above.first().copied().unwrap_or(0.0),
                above.last().copied().unwrap_or(0.0),
            ),
            whole,
        };
        let mut taken = 0;
        for number in 1..classes {
            let Some(quantile) = above.get(number * above.len() / classes) else {
                break;
            };
            let edge = round(*quantile, whole);
            let below = above.partition_point(|number| *number < edge);
            // No class is empty, this one nor what is left for those after it.
            if below > taken && below < above.len() {
                all.edges.push(edge);
                taken = below;
            }
        }
        all
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let above = if self.ends.1 > 0.0 {
            self.edges.len() + 1
        } else {
            0
        };
        above + usize::from(self.has_none)
    }

    /// The class of a number, from 0.
    pub fn class(&self, number: f64) -> usize {
        match number > 0.0 {
            true => {
                let edges = self.edges.iter().filter(|edge| number >= **edge);
                edges.count() + usize::from(self.has_none)
            }
            false => 0,
        }
    }

    /// Which of the steps from the lightest (0) to the darkest (4) a class is drawn in: the lightest is for none
    /// alone, and the highest class is always in the darkest.
    pub fn step(&self, class: usize) -> usize {
        if class == 0 && self.has_none {
            return 0;
        }
        let below = self.len().saturating_sub(class + 1);
        let spread = if self.edges.len() == 1 { 2 } else { 1 };
        (MOST - 1).saturating_sub(below * spread)
    }

    /// What numbers a class has, in words, each number being written so.
    pub fn words(&self, class: usize, write: impl Fn(f64) -> String) -> String {
        let Some(class) = class.checked_sub(usize::from(self.has_none)) else {
            return write(0.0);
        };
        let from = class
            .checked_sub(1)
            .and_then(|before| self.edges.get(before));
        let to = self.edges.get(class);
        if !self.whole {
            return match (from, to) {
                (None, None) => format!("{} to {}", write(self.ends.0), write(self.ends.1)),
                (None, Some(to)) => format!("under {}", write(*to)),
                (Some(from), Some(to)) => format!("{} to under {}", write(*from), write(*to)),
                (Some(from), None) => format!("{} or more", write(*from)),
            };
        }
        let from = from.copied().unwrap_or(self.ends.0);
        let to = to.map_or(self.ends.1, |to| to - 1.0);
        match to > from {
            true => format!("{} to {}", write(from), write(to)),
            false => write(from),
        }
    }
}

/// The nearest number that is round.
fn round(number: f64, whole: bool) -> f64 {
    if whole && number < SMALL {
        return number.round();
    }
    let ten = 10f64.powf(number.log10().floor());
    let candidates = ROUND.iter().map(|begin| begin * ten);
    let nearest = candidates.min_by(|a, b| (a - number).abs().total_cmp(&(b - number).abs()));
    let nearest = nearest.unwrap_or(number);
    if whole { nearest.round() } else { nearest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(numbers: &[u32]) -> Classes {
        Classes::of(numbers.iter().map(|number| f64::from(*number)), true)
    }

    fn words(classes: &Classes) -> Vec<String> {
        (0..classes.len())
            .map(|class| classes.words(class, |number| number.to_string()))
            .collect()
    }

    #[test]
    fn classes_are_said_in_words() {
        let many: Vec<u32> = (0..=40).collect();
        assert_eq!(
            words(&whole(&many)),
            ["0", "1 to 10", "11 to 19", "20 to 29", "30 to 40"]
        );
        assert_eq!(words(&whole(&[0, 0, 1, 1, 1, 7])), ["0", "1 to 6", "7"]);
        assert_eq!(words(&whole(&[0, 0])), ["0"]);
        assert_eq!(words(&whole(&[])), [""; 0]);
        let shares = Classes::of([0.11, 0.52, 1.04, 1.57, 2.6].into_iter(), false);
        assert_eq!(
            words(&shares),
            [
                "under 0.5",
                "0.5 to under 1",
                "1 to under 1.5",
                "1.5 or more"
            ]
        );
    }

    #[test]
    fn few_classes_are_as_far_apart_as_can_be() {
        let classes = whole(&[0, 0, 1, 1, 1, 7]);
        assert_eq!([0, 1, 2].map(|class| classes.step(class)), [0, 2, 4]);
        assert_eq!((whole(&[0]).step(0), whole(&[3]).step(0)), (0, 4));
    }

    proptest! {
        #[test]
        fn every_number_is_in_one_class_and_none_is_empty(
            numbers in proptest::collection::vec(prop_oneof![Just(0.0), 0.0..1000.0f64, (0..30u32).prop_map(f64::from)], 0..60),
            is_whole in any::<bool>(),
        ) {
            let numbers: Vec<f64> = numbers.into_iter().map(|number| if is_whole { number.round() } else { number }).collect();
            let classes = Classes::of(numbers.iter().copied(), is_whole);
            prop_assert!(classes.len() <= MOST);
            let mut found = vec![(f64::INFINITY, f64::NEG_INFINITY); classes.len()];
            for number in &numbers {
                let class = &mut found[classes.class(*number)];
                *class = (class.0.min(*number), class.1.max(*number));
            }
            for two in found.windows(2) {
                prop_assert!(two[0].1 < two[1].0, "{:?} {:?}", found, classes);
            }
            prop_assert!(found.iter().all(|(least, most)| least <= most), "{:?} {:?}", found, classes);
            let steps: Vec<usize> = (0..classes.len()).map(|class| classes.step(class)).collect();
            prop_assert!(steps.windows(2).all(|two| two[0] < two[1]) && steps.iter().all(|step| *step < MOST));
        }
    }
}
