//! Reading a question from the parameters of an address, for the API and the page alike.

use super::Whereabouts;
use crate::domain::schedule::{DaySet, Part, Times, weekday};
use crate::error::FieldError;
use crate::geography::Place;
use crate::search::entry::TagKind;
use crate::search::request::{DEEPEST, Request, Sort, Wanted};

/// Letters in a text parameter at most.
const LONGEST: usize = 300;
/// Values of one repeated parameter at most.
const MOST_VALUES: usize = 50;
/// Kilometres: half the way round the earth.
const FARTHEST_KM: f64 = 20_100.0;
/// Results on a page, unless asked otherwise.
const PER_PAGE: usize = 20;

/// The parameters that a search understands.
pub const PARAMETERS: [&str; 17] = [
    "q",
    "without",
    "near",
    "within_km",
    "need",
    "access",
    "language",
    "route",
    "delivery",
    "age",
    "cost",
    "day",
    "time",
    "availability",
    "sort",
    "page",
    "per_page",
];

/// Those of them that only narrow a search: not the words, the place or the page.
pub const FILTERS: [&str; 11] = [
    "need",
    "access",
    "language",
    "route",
    "delivery",
    "age",
    "cost",
    "day",
    "time",
    "availability",
    "sort",
];

/// The parameters of one address, in order.
pub type Pairs = [(String, String)];

/// Reads a search. An empty value is as good as none.
///
/// # Errors
/// Everything that is wrong, parameter by parameter.
pub fn request(pairs: &Pairs, whereabouts: &Whereabouts) -> Result<Request, Vec<FieldError>> {
    read(pairs, |reader| reader.request(whereabouts))
}

/// What the question says about where, if that can be read.
pub fn near(pairs: &Pairs) -> Option<&str> {
    let faults = Vec::new();
    let mut reader = Reader { pairs, faults };
    let text = reader.text("near");
    text.filter(|_| reader.faults.is_empty())
}

/// Reads `page` and `per_page` alone.
///
/// # Errors
/// Either is no number, or out of range.
pub fn paging(pairs: &Pairs) -> Result<(usize, usize), Vec<FieldError>> {
    read(pairs, |reader| reader.paging())
}

fn read<T>(pairs: &Pairs, what: impl FnOnce(&mut Reader) -> T) -> Result<T, Vec<FieldError>> {
    let faults = Vec::new();
    let mut reader = Reader { pairs, faults };
    let value = what(&mut reader);
    match reader.faults.is_empty() {
        true => Ok(value),
        false => Err(reader.faults),
    }
}

struct Reader<'a> {
    pairs: &'a Pairs,
    faults: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    fn request(&mut self, whereabouts: &Whereabouts) -> Request {
        let (page, per_page) = self.paging();
        Request {
            q: self.text("q").unwrap_or_default().to_owned(),
            without: self
                .values("without")
                .into_iter()
                .map(String::from)
                .collect(),
            near: self.near(whereabouts),
            within_m: self.number("within_km", FARTHEST_KM).map(|km| km * 1000.0),
            tags: self.tags(),
            age: self.number("age", 150.0),
            free: self
                .word("cost", &[("free", true), ("any", false)])
                .unwrap_or(false),
            times: self.times(),
            lenient: 0,
            wanted: self.wanted(),
            sort: self
                .word(
                    "sort",
                    &[
                        ("best", Sort::Best),
                        ("distance", Sort::Distance),
                        ("name", Sort::Name),
                    ],
                )
                .unwrap_or_default(),
            page,
            per_page,
        }
    }

    fn fault(&mut self, field: &str, message: impl Into<String>) {
        self.faults.push(FieldError::new(field, message));
    }

    fn values(&mut self, name: &'static str) -> Vec<&'a str> {
        let pairs = self
            .pairs
            .iter()
            .filter(|(key, value)| key == name && !value.trim().is_empty());
        let values: Vec<&str> = pairs.map(|(_, value)| value.trim()).collect();
        if values.len() > MOST_VALUES {
            self.fault(name, format!("is given more than {MOST_VALUES} times"));
        }
        for value in &values {
            if value.chars().count() > LONGEST {
                self.fault(name, format!("is longer than {LONGEST} letters"));
            }
            if value.chars().any(char::is_control) {
                self.fault(name, "holds control characters");
            }
        }
        values
    }

    /// A parameter that may be given once; the last one counts.
    fn text(&mut self, name: &'static str) -> Option<&'a str> {
        self.values(name).last().copied()
    }

    fn number(&mut self, name: &'static str, most: f64) -> Option<f64> {
        let text = self.text(name)?;
        let number: Option<f64> = text.parse().ok();
        let number = number.filter(|number| (0.0..=most).contains(number));
        if number.is_none() {
            self.fault(
                name,
                format!("must be a number from 0 to {most}, not \"{}\"", short(text)),
            );
        }
        number
    }

    fn word<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let found = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(
                name,
                format!(
                    "must be one of {}, not \"{}\"",
                    known.join(", "),
                    short(text)
                ),
            );
        }
        found
    }

    fn near(&mut self, whereabouts: &Whereabouts) -> Option<Place> {
        let text = self.text("near")?;
        match whereabouts.locate(text) {
            Ok(place) => Some(place),
            Err(unknown) => {
                self.fault("near", unknown.to_string());
                None
            }
        }
    }

    fn tags(&mut self) -> Vec<(TagKind, Vec<String>)> {
        let mut tags = Vec::new();
        for kind in TagKind::ALL {
            let values = self.values(kind.as_str());
            if !values.is_empty() {
                tags.push((kind, values.into_iter().map(String::from).collect()));
            }
        }
        tags
    }

    fn wanted(&mut self) -> Wanted {
        let words = [
            ("signpostable", Wanted::Signpostable),
            ("confirmed", Wanted::Confirmed),
            ("any", Wanted::Any),
        ];
        self.word("availability", &words).unwrap_or_default()
    }

    fn times(&mut self) -> Option<Times> {
        let mut days = DaySet::NONE;
        for word in self.values("day") {
            match weekday(word) {
                Some(day) => days = days | DaySet::of(day),
                None => self.fault(
                    "day",
                    format!(
                        "must be one of MO, TU, WE, TH, FR, SA, SU, not \"{}\"",
                        short(word)
                    ),
                ),
            }
        }
        let part = self.word("time", &Part::ALL.map(|part| (part.as_str(), part)));
        if days.is_empty() && part.is_none() {
            return None;
        }
        let days = if days.is_empty() { DaySet::ALL } else { days };
        Some(Times::on(days, part))
    }

    fn paging(&mut self) -> (usize, usize) {
        let per_page = self.count("per_page", 100).unwrap_or(PER_PAGE);
        let page = self.count("page", 1_000_000).unwrap_or(1);
        if page * per_page > DEEPEST {
            self.fault("page", format!("is too deep: only the first {DEEPEST} can be paged through; narrow the question"));
        }
        (page, per_page)
    }

    fn count(&mut self, name: &'static str, most: usize) -> Option<usize> {
        let text = self.text(name)?;
        let number: Option<usize> = text.parse().ok();
        let number = number.filter(|number| (1..=most).contains(number));
        if number.is_none() {
            self.fault(
                name,
                format!(
                    "must be a whole number from 1 to {most}, not \"{}\"",
                    short(text)
                ),
            );
        }
        number
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
