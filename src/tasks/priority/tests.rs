//! The properties of the order: what makes a call come sooner, and what must not.

use super::*;
use proptest::prelude::*;

fn silence() -> impl Strategy<Value = Silence> {
    prop_oneof![
        Just(Silence::Always),
        (-DAY_MS..DAY_MS * 4000, -1..400)
            .prop_map(|(millis, every_days)| Silence::For { millis, every_days }),
    ]
}

fn weight() -> impl Strategy<Value = Weight> {
    (0..50i64, 0..1_000_000i64, 0..10_000i64, silence()).prop_map(
        |(reports, looks, signposts, silence)| Weight {
            reports,
            looks,
            signposts,
            silence,
        },
    )
}

proptest! {
    #[test]
    fn it_grows_with_each_of_what_decides(weight in weight(), more in 0..1_000_000i64) {
        let score = weight.score();
        prop_assert!(score.is_finite() && score > 0.0);
        let mut higher = vec![
            Weight { looks: weight.looks + more, ..weight },
            Weight { signposts: weight.signposts + more, ..weight },
            Weight { reports: weight.reports + more, ..weight },
            Weight { silence: Silence::Always, ..weight },
        ];
        if let Silence::For { millis, every_days } = weight.silence {
            let longer = Silence::For { millis: millis + more * 1000, every_days };
            higher.push(Weight { silence: longer, ..weight });
            let oftener = Silence::For { millis, every_days: every_days - 1 };
            higher.push(Weight { silence: oftener, ..weight });
        }
        for higher in higher {
            prop_assert!(higher.score() >= score, "{:?}", higher);
        }
    }

    #[test]
    fn one_more_report_outweighs_everything_else(one in weight(), other in weight()) {
        if one.reports > other.reports {
            prop_assert!(one.score() > other.score());
        }
    }

    #[test]
    fn what_raises_it_is_said(weight in weight()) {
        let said = weight.because().join("; ");
        prop_assert_eq!(weight.reports > 0, said.contains("otherwise than it is shown"));
        prop_assert_eq!(weight.looks > 0, said.contains("looked at"));
        prop_assert_eq!(weight.signposts > 0, said.contains("sent there"));
        let silent = weight.silence.intervals() >= 1.0;
        prop_assert_eq!(silent, said.contains("no word") || said.contains("nobody has ever"));
    }
}

#[test]
fn the_most_that_can_be_is_less_than_one_report() {
    let most = Weight {
        reports: 0,
        looks: i64::MAX,
        signposts: i64::MAX,
        silence: Silence::Always,
    };
    assert!(most.score() < REPORT);
}

#[test]
fn it_is_said_as_a_person_would() {
    let weight = Weight {
        reports: 1,
        looks: 40,
        signposts: 1,
        silence: Silence::For {
            millis: 35 * DAY_MS,
            every_days: 14,
        },
    };
    let expected = [
        "somebody found it otherwise than it is shown",
        "no word for 35 days, where one is hoped for every 14 days",
        "looked at 40 times and 1 person sent there in 28 days",
    ];
    assert_eq!(weight.because(), expected);
    assert_eq!(
        Weight::default().because(),
        ["nobody has ever said how much room there is"]
    );
}
