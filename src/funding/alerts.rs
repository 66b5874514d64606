//! When to tell that money ends: 180, 90 and 30 days before. Each is told once for one end, also
//! where days were missed: after an outage only the nearest is told.

use crate::domain::funding::days_between;
use jiff::civil::Date;

/// Days before the end at which it is told.
pub const THRESHOLDS: [i32; 3] = [180, 90, 30];

/// What is told, and what is to be remembered as told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert {
    /// The last day that is paid for.
    pub ends_on: Date,
    /// Which of the [`THRESHOLDS`].
    pub days: i32,
}

/// What is to be told today of money that ends on this day, if anything is. `told` is the last alert
/// that was sent for the service, if any was. An end that has moved is a new end.
pub fn due(ends_on: Date, told: Option<Alert>, today: Date) -> Option<Alert> {
    let left = days_between(today, ends_on);
    let passed = THRESHOLDS.into_iter().filter(|days| left <= *days);
    let days = passed.min().filter(|_| left >= 0)?;
    let told = told.filter(|told| told.ends_on == ends_on);
    told.is_none_or(|told| days < told.days)
        .then_some(Alert { ends_on, days })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    const END: Date = date(2027, 3, 31);

    /// What is told when somebody looks so many days before the end, one look after another.
    fn told(looks: impl IntoIterator<Item = i32>) -> Vec<i32> {
        let mut last = None;
        let mut all = Vec::new();
        for before in looks {
            if let Some(alert) = due(END, last, END.saturating_sub(before.days())) {
                all.push(alert.days);
                last = Some(alert);
            }
        }
        all
    }

    #[test]
    fn each_is_told_once() {
        assert_eq!(told((-50..400).rev()), [180, 90, 30]);
    }

    #[test]
    fn after_an_outage_only_the_nearest_is_told() {
        assert_eq!(told([200, 60, 59]), [90]);
        assert_eq!(told([181, 12, 0, -1]), [30]);
        assert_eq!(told([-1, -100]), [0; 0]);
    }

    #[test]
    fn an_end_that_has_moved_is_told_anew() {
        let before = Alert {
            ends_on: date(2026, 3, 31),
            days: 30,
        };
        let today = date(2026, 12, 1);
        assert_eq!(
            due(END, Some(before), today),
            Some(Alert {
                ends_on: END,
                days: 180
            })
        );
    }

    proptest! {
        #[test]
        fn none_is_told_twice_or_in_another_order(mut looks in proptest::collection::vec(-100i32..400, 0..30)) {
            looks.sort_unstable_by(|a, b| b.cmp(a));
            let told = told(looks.iter().copied());
            prop_assert!(told.windows(2).all(|pair| pair[0] > pair[1]), "{told:?}");
            // Whoever looks while money runs short has been told of the nearest threshold.
            let nearest = looks.iter().filter(|left| (0..=180).contains(*left)).min();
            let nearest = nearest.and_then(|left| THRESHOLDS.into_iter().filter(|days| left <= days).min());
            prop_assert_eq!(told.last().copied(), nearest);
        }
    }
}
