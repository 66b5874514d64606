//! Whether what people can get at is shared fairly between poorer and richer neighbourhoods.

/// A neighbourhood, for comparing it with others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbourhood {
    /// How many people live there.
    pub people: f64,
    /// Which tenth of the country it belongs to by deprivation, from 1, the most deprived, to 10.
    pub decile: u8,
    /// What is compared, for one person.
    pub value: f64,
}

/// A tenth of the country by deprivation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decile {
    /// From 1, the most deprived, to 10.
    pub decile: u8,
    /// How many neighbourhoods of it are looked at.
    pub neighbourhoods: usize,
    /// How many people live in them.
    pub people: f64,
    /// The mean over these people.
    pub mean: f64,
}

/// The mean for each tenth in which anybody lives, the most deprived first.
pub fn by_decile(all: &[Neighbourhood]) -> Vec<Decile> {
    let of = |decile: u8| {
        let those = all.iter().filter(move |one| one.decile == decile);
        let people: f64 = those.clone().map(|one| one.people).sum();
        let sum: f64 = those.clone().map(|one| one.people * one.value).sum();
        (people > 0.0).then(|| Decile {
            decile,
            neighbourhoods: those.count(),
            people,
            mean: sum / people,
        })
    };
    (1..=10).filter_map(of).collect()
}

/// The concentration index (Kakwani, Wagstaff and van Doorslaer 1997, doi:10.1016/S0304-4076(96)01807-6), over
/// people in order of the deprivation of where they live: from -1, where the most deprived have all, through 0,
/// where no tenth has more than another, to 1, where the least deprived have all. People of one tenth share its
/// middle rank. None where nobody lives, or nobody has anything.
pub fn concentration(all: &[Neighbourhood]) -> Option<f64> {
    let deciles = by_decile(all);
    let people: f64 = deciles.iter().map(|one| one.people).sum();
    let total: f64 = deciles.iter().map(|one| one.people * one.mean).sum();
    if people <= 0.0 || total <= 0.0 || !total.is_finite() {
        return None;
    }
    let (mut before, mut sum) = (0.0, 0.0);
    for one in &deciles {
        let share = one.people / people;
        let rank = before + share / 2.0;
        sum += share * one.mean * rank;
        before += share;
    }
    Some(2.0 * sum / (total / people) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(decile: u8, people: f64, value: f64) -> Neighbourhood {
        Neighbourhood {
            people,
            decile,
            value,
        }
    }

    #[test]
    fn worked_by_hand() {
        // Two halves, of which the more deprived has three quarters: 2 (.5·.25·1.5 + .5·.75·.5) − 1.
        let all = [at(2, 100.0, 3.0), at(9, 100.0, 1.0)];
        assert!((concentration(&all).unwrap() + 0.25).abs() < 1e-12);
        // All the same: nobody has more.
        let even = [at(1, 10.0, 2.0), at(5, 300.0, 2.0), at(10, 7.0, 2.0)];
        assert!(concentration(&even).unwrap().abs() < 1e-12);
        // A tenth of the people, the least deprived, have all: 0.9.
        let few = [at(3, 90.0, 0.0), at(10, 10.0, 5.0)];
        assert!((concentration(&few).unwrap() - 0.9).abs() < 1e-12);
    }

    #[test]
    fn of_nobody_and_of_nothing_there_is_no_index() {
        assert_eq!(concentration(&[]), None);
        assert_eq!(concentration(&[at(1, 0.0, 3.0)]), None);
        assert_eq!(concentration(&[at(1, 10.0, 0.0), at(2, 5.0, 0.0)]), None);
    }

    fn some() -> impl Strategy<Value = Vec<Neighbourhood>> {
        let one = (1..=10u8, 0.0..5000.0, 0.0..3.0);
        proptest::collection::vec(one.prop_map(|(d, p, v)| at(d, p, v)), 1..40)
    }

    proptest! {
        #[test]
        fn it_is_within_one_and_turns_with_the_order(all in some()) {
            let turned: Vec<_> = all.iter().map(|one| at(11 - one.decile, one.people, one.value)).collect();
            if let (Some(index), Some(turned)) = (concentration(&all), concentration(&turned)) {
                prop_assert!((-1.0..=1.0).contains(&index), "{index}");
                prop_assert!((index + turned).abs() < 1e-9, "{index} {turned}");
            }
        }

        #[test]
        fn more_for_the_most_deprived_never_makes_it_greater(all in some(), more in 0.0..2.0) {
            let better: Vec<_> = all.iter().map(|one| match one.decile {
                1 => at(1, one.people, one.value + more),
                _ => *one,
            }).collect();
            if let (Some(before), Some(after)) = (concentration(&all), concentration(&better)) {
                prop_assert!(after <= before + 1e-9, "{before} {after}");
            }
        }
    }
}
