//! Ages, costs and room as people write them.

mod room;

pub use room::{Said, Waiting, room, waiting};

/// The youngest and the oldest age; none where there is no limit.
pub type Ages = (Option<u32>, Option<u32>);

/// Years that anybody lives.
const OLDEST: u32 = 120;

/// Reads ages, such as `18+`, `5-11 years`, `under 5`; none if it is something else.
///
/// # Errors
/// The ages cannot be.
pub fn ages(text: &str) -> Result<Option<Ages>, String> {
    let text = text.to_lowercase().replace(['\u{2013}', '\u{2014}'], "-");
    let words = "all ages any age everyone anyone all any adults adult children years year yrs old olds aged ages age and from to over under up upto plus - + or above below older younger of the y o";
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|n| n.parse().ok())
        .collect();
    let spaced = text.replace('-', " - ").replace('+', " + ");
    let plain =
        spaced.split(|c: char| c.is_whitespace() || c.is_ascii_digit() || ".,()/".contains(c));
    let has = |word: &str| {
        spaced
            .split(|c: char| !c.is_alphanumeric() && c != '+')
            .any(|said| said == word)
    };
    if !plain
        .filter(|word| !word.is_empty())
        .all(|word| words.split(' ').any(|known| known == word))
    {
        return Ok(None);
    }
    let below = has("under") || has("below") || has("younger");
    let ages = match numbers[..] {
        [] if has("adults") || has("adult") => (Some(18), None),
        [] if has("children") => return Ok(None),
        [] => (None, None),
        [age] if has("up") || has("upto") => (None, Some(age)),
        [age] if has("under") || has("below") => (None, Some(age.saturating_sub(1))),
        [age] if below => (None, Some(age)),
        [age]
            if has("over")
                || has("above")
                || has("+")
                || has("plus")
                || has("from")
                || has("older") =>
        {
            (Some(age), None)
        }
        [_] => return Ok(None),
        [from, to] => (Some(from), Some(to)),
        _ => return Ok(None),
    };
    match ages {
        (Some(from), Some(to)) if from > to => Err(format!(
            "goes from {from} down to {to}: write the younger age first"
        )),
        (from, to) if from.max(to) > Some(OLDEST) => {
            Err(format!("is over {OLDEST}: write ages in years"))
        }
        ages => Ok(Some(ages)),
    }
}

/// Whether a cost says that it costs nothing, and nothing else.
pub fn is_free(text: &str) -> bool {
    let text = text.to_lowercase();
    let plain = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .replace([' ', '.', '\u{a3}'], "");
    let nothing = [
        "free",
        "freeofcharge",
        "nocharge",
        "nocost",
        "nil",
        "none",
        "0",
        "00",
        "000",
        "freetoattend",
        "itsfree",
    ];
    nothing.contains(&plain.as_str())
}

/// A cost as it is shown: a bare number is pounds.
pub fn cost(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) if number.fract() == 0.0 => format!("\u{a3}{number:.0}"),
        Ok(number) => format!("\u{a3}{number:.2}"),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ages_are_read_as_people_write_them() {
        for (text, meant) in [
            ("18+", (Some(18), None)),
            ("Over 50", (Some(50), None)),
            ("5-11 years", (Some(5), Some(11))),
            ("5 to 11", (Some(5), Some(11))),
            ("under 5", (None, Some(4))),
            ("Up to 25", (None, Some(25))),
            ("Adults", (Some(18), None)),
            ("All ages", (None, None)),
            ("16 and over", (Some(16), None)),
        ] {
            assert_eq!(ages(text), Ok(Some(meant)), "{text}");
        }
        assert_eq!(ages("Parents with babies"), Ok(None));
        assert!(ages("25-18").is_err() && ages("180+").is_err());
    }

    #[test]
    fn cost_is_free_only_if_it_says_nothing_else() {
        assert!(
            ["Free", "FREE!", "free of charge", "£0", "0.00", "nil"]
                .iter()
                .all(|text| is_free(text))
        );
        assert!(
            !["Free for members", "£2", "donation", ""]
                .iter()
                .any(|text| is_free(text))
        );
        assert_eq!(
            (cost("2"), cost("2.5"), cost("£3 a week")),
            ("£2".into(), "£2.50".into(), "£3 a week".into())
        );
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_is_too_odd(text in ".{0,30}", other in "[0-9/ +-]{0,30}") {
            for text in [text, other] {
                let _ = (ages(&text), is_free(&text), cost(&text));
            }
        }

        #[test]
        fn a_range_of_ages_is_read_as_written(from in 0u32..60, more in 0u32..60) {
            prop_assert_eq!(ages(&format!("{from}-{}", from + more)), Ok(Some((Some(from), Some(from + more)))));
        }
    }
}
