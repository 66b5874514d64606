//! How much room there is, and how long the waiting list.

/// What a sheet says of room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// So many places, of so many if it says.
    Places(i32, Option<i32>),
    /// There is room; how much it does not say.
    Open,
}

/// Reads what stands under the places that are free.
///
/// # Errors
/// It is something else.
pub fn room(text: &str) -> Result<Said, String> {
    let lower = text.to_lowercase();
    let numbers: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    let number = |text: &str| text.parse::<i32>().map_err(|_| too_many(text));
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let known = [
        "full",
        "no",
        "none",
        "closed",
        "yes",
        "open",
        "available",
        "space",
        "spaces",
        "place",
        "places",
        "left",
        "of",
        "out",
        "free",
        "vacancies",
        "room",
        "currently",
        "about",
        "approx",
        "have",
        "we",
        "are",
        "there",
        "y",
        "n",
        "nil",
        "zero",
        "plenty",
    ];
    if !words.iter().all(|word| known.contains(word)) || lower.contains('-') && !numbers.is_empty()
    {
        return Err(format!(
            "\"{text}\" is no number of places: write a number, or full"
        ));
    }
    match numbers[..] {
        [free] => Ok(Said::Places(number(free)?, None)),
        [free, all] if number(free)? <= number(all)? => {
            Ok(Said::Places(number(free)?, Some(number(all)?)))
        }
        [free, all] => Err(format!("has {free} free of {all}: correct one of the two")),
        [] if words
            .iter()
            .any(|word| ["full", "no", "none", "n", "nil", "zero"].contains(word)) =>
        {
            Ok(Said::Places(0, None))
        }
        [] if !words.is_empty() => Ok(Said::Open),
        _ => Err(format!(
            "\"{text}\" is no number of places: write a number, or full"
        )),
    }
}

/// What a sheet says of a waiting list: whether there is one, with how many people and how many weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// People who wait.
    pub people: Option<i32>,
    /// Weeks that one waits.
    pub weeks: Option<i32>,
}

/// Reads what stands under the waiting list; none where there is none.
///
/// # Errors
/// It is something else.
pub fn waiting(text: &str) -> Result<Option<Waiting>, String> {
    let lower = text.to_lowercase();
    let numbers: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    let has = |part: &str| lower.contains(part);
    match numbers[..] {
        [] => match lower.trim_matches(|c: char| !c.is_alphanumeric()) {
            "no" | "none" | "n" | "nil" | "n/a" | "na" | "" | "no waiting list" => Ok(None),
            "yes" | "y" | "waiting list" | "open" => Ok(Some(Waiting::default())),
            _ => Err(format!(
                "\"{text}\" does not say whether there is a waiting list: write yes, no, a number of people, or weeks"
            )),
        },
        [count] => {
            let count: i32 = count.parse().map_err(|_| too_many(text))?;
            let weeks = match () {
                () if has("month") => Some(count.saturating_mul(13) / 3),
                () if has("week") || has("wk") => Some(count),
                () if has("day") => Some(count / 7),
                () => None,
            };
            match weeks {
                None if count == 0 => Ok(None),
                None => Ok(Some(Waiting {
                    people: Some(count),
                    weeks: None,
                })),
                weeks => Ok(Some(Waiting {
                    people: None,
                    weeks,
                })),
            }
        }
        _ => Err(format!(
            "\"{text}\" has more than one number: write how many people wait, or how many weeks, as 6 weeks"
        )),
    }
}

fn too_many(text: &str) -> String {
    format!("\"{text}\" is more than can be counted: correct the number")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn room_is_read_as_people_write_it() {
        for (text, meant) in [
            ("3", Said::Places(3, None)),
            ("3 spaces", Said::Places(3, None)),
            ("3/12", Said::Places(3, Some(12))),
            ("3 out of 12", Said::Places(3, Some(12))),
            ("Full", Said::Places(0, None)),
            ("no spaces", Said::Places(0, None)),
            ("Yes", Said::Open),
        ] {
            assert_eq!(room(text), Ok(meant), "{text}");
        }
        assert!(
            ["lots", "2-3", "12/3", "-4"]
                .iter()
                .all(|text| room(text).is_err())
        );
        let waits = |people, weeks| Ok(Some(Waiting { people, weeks }));
        assert_eq!(waiting("6 weeks"), waits(None, Some(6)));
        assert_eq!(waiting("3 months"), waits(None, Some(13)));
        assert_eq!(waiting("12 people"), waits(Some(12), None));
        assert_eq!(
            (waiting("Yes"), waiting("no"), waiting("0")),
            (waits(None, None), Ok(None), Ok(None))
        );
        assert!(waiting("ask us").is_err());
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_is_too_odd(text in ".{0,30}", other in "[0-9/ +-]{0,30}") {
            for text in [text, other] {
                let _ = (room(&text), waiting(&text));
            }
        }
    }
}
