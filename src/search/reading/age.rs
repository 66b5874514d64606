//! The age of a person, as people write it.

use super::{Reader, Soft};

/// Nobody is older.
const OLDEST: f64 = 115.0;
/// Below this, a number alone is more often something else than an age.
const ADULT: f64 = 16.0;

/// What follows a number that is an age.
const YEARS: [&str; 12] = [
    "year", "years", "yr", "yrs", "yo", "yrold", "yearold", "y", "old", "aged", "plus", "yearsold",
];
/// What goes before a number that is an age.
const AGED: [&str; 6] = ["aged", "age", "over", "under", "turned", "nearly"];
/// What follows a number that is something else.
const UNITS: [&str; 29] = [
    "minute", "minutes", "min", "mins", "hour", "hours", "day", "days", "week", "weeks", "month",
    "months", "mile", "miles", "km", "metres", "pound", "pounds", "quid", "kg", "stone",
    "children", "kids", "times", "people", "pm", "am", "percent", "weekly",
];

impl Reader<'_> {
    /// The first age that is said.
    pub(super) fn age(&mut self) {
        if self.reading.request.age.is_some() || self.reading.request.is_without("age") {
            return;
        }
        for index in 0..self.tokens.len() {
            if self.taken[index] {
                continue;
            }
            if let Some((age, from, to)) = self.age_at(index) {
                let typed = self.typed(&(from..to));
                self.take(from..to);
                self.reading.request.age = Some(age);
                self.reading.soft.push(Soft::Age);
                let label = format!("Aged {age}");
                return self.note("age", &age.to_string(), label, typed, "age".into());
            }
        }
    }

    /// The age that the word says, and the words that say it.
    fn age_at(&self, index: usize) -> Option<(f64, usize, usize)> {
        let word = self.word(index);
        let digits = word.trim_start_matches(|c: char| !c.is_ascii_digit());
        let (number, ending) = split(digits)?;
        let before = index.checked_sub(1).map(|before| self.word(before));
        let after = (index + 1 < self.tokens.len()).then(|| self.word(index + 1));
        let after = after.as_deref().unwrap_or_default();
        let before = before.as_deref().unwrap_or_default();
        let of_many = ending == "s";
        let said = YEARS.contains(&ending) || YEARS.contains(&after) || AGED.contains(&before);
        let bare = ending.is_empty() && number >= ADULT && !UNITS.contains(&after);
        let money = self.text[..self.tokens[index].at.start]
            .trim_end()
            .ends_with(['£', '$', '€']);
        if money || digits.len() != word.len() || !(said || of_many || bare) || number > OLDEST {
            return None;
        }
        let age = match before {
            "under" => number - 1.0,
            // Somebody in their seventies, as people say it.
            _ if of_many && before != "over" => number + 5.0,
            _ => number,
        };
        let from = index - usize::from(AGED.contains(&before));
        let mut to = index + 1;
        while to < self.tokens.len() && YEARS.contains(&self.word(to).as_str()) {
            to += 1;
        }
        Some((age.max(0.0), from, to))
    }
}

/// A number of at most three digits, and the letters after it.
fn split(word: &str) -> Option<(f64, &str)> {
    let end = word
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(word.len());
    let (number, ending) = word.split_at(end);
    let known = ending.is_empty() || ending == "s" || YEARS.contains(&ending);
    (known && (1..=3).contains(&number.len()))
        .then(|| number.parse().ok())?
        .map(|number| (number, ending))
}
