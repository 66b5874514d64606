//! What was observed of those who were sent to a service, in words.

use crate::signposts::store::Reliability;
use crate::web::view::words::count;

/// What became of those who were sent there, and how soon one hears of it; nothing where too little is
/// known.
pub fn words(reliability: Option<&Reliability>) -> Vec<String> {
    let Some(seen) = reliability else {
        return Vec::new();
    };
    let answers = seen.answers_within_hours.map(|hours| {
        format!(
            "Those who run it usually say within {} how it went.",
            within(hours)
        )
    });
    std::iter::once(turned_away(seen)).chain(answers).collect()
}

fn turned_away(seen: &Reliability) -> String {
    let all = seen.observations;
    let away = (seen.turned_away * all as f64).round() as usize;
    let told = match away {
        0 => "nobody was turned away".to_owned(),
        1 => "1 was turned away".to_owned(),
        away if away == all => "all were turned away".to_owned(),
        away => format!("{away} were turned away"),
    };
    format!("Of the last {all} people sent to this service that we heard back about, {told}.")
}

fn within(hours: f64) -> String {
    let hours = hours.ceil().max(1.0) as usize;
    match hours {
        1 => "an hour".to_owned(),
        2..48 => count(hours as i64, "hour"),
        hours => count(hours.div_ceil(24) as i64, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(observations: usize, away: usize, hours: Option<f64>) -> Vec<String> {
        words(Some(&Reliability {
            observations,
            turned_away: away as f64 / observations as f64,
            answers_within_hours: hours,
        }))
    }

    #[test]
    fn it_is_said_in_plain_words() {
        assert_eq!(
            said(12, 2, Some(2.2)),
            [
                "Of the last 12 people sent to this service that we heard back about, 2 were turned away.",
                "Those who run it usually say within 3 hours how it went.",
            ]
        );
        assert!(said(7, 0, None)[0].ends_with("nobody was turned away."));
        assert!(said(7, 7, None)[0].ends_with("all were turned away."));
        assert!(said(5, 1, Some(0.1))[1].contains("within an hour"));
        assert!(said(5, 1, Some(50.0))[1].contains("within 3 days"));
        assert!(words(None).is_empty());
    }

    proptest! {
        #[test]
        fn shares_become_the_numbers_they_came_from(all in 5..2_000usize, part in 0.0..1.0f64) {
            let away = 2 + (part * (all - 3) as f64) as usize;
            prop_assume!(away < all);
            let words = &said(all, away, None)[0];
            prop_assert!(words.ends_with(&format!(" {away} were turned away.")), "{words}");
        }
    }
}
