//! Everything that can be said in Welsh, and how a sentence is found in it.

use super::calendar;
use super::grammar::{form, softened, uncapitalised};
use super::list;
use super::phrase::Phrase;
use super::po::Entry;
use crate::web::view::words::capitalised;
use std::collections::HashMap;

/// How many phrases may stand within each other.
const DEEPEST: usize = 6;
/// The length of what may be a phrase or a list, in bytes.
const LONGEST: usize = 600;

/// The catalogue, ready to be asked.
pub struct Book {
    /// What has no gaps, and the phrases with gaps as they stand in the catalogue.
    known: HashMap<String, Vec<String>>,
    /// The phrases with gaps, those with the most words first.
    sayings: Vec<Saying>,
}

struct Saying {
    english: Phrase,
    /// For each plural form, or one for all.
    welsh: Vec<Phrase>,
}

impl Book {
    /// The book of these entries.
    pub fn of(entries: Vec<Entry>) -> Self {
        let mut known = HashMap::new();
        let mut sayings = Vec::new();
        for entry in entries {
            for english in std::iter::once(entry.english).chain(entry.several) {
                if english.contains('{') {
                    sayings.push(Saying {
                        english: Phrase::read(&english),
                        welsh: entry.said.iter().map(|said| Phrase::read(said)).collect(),
                    });
                }
                known.insert(english, entry.said.clone());
            }
        }
        sayings.sort_by_key(|saying| std::cmp::Reverse(saying.english.length()));
        Self { known, sayings }
    }

    /// What was said in English, in Welsh: as it stands in the catalogue, by a phrase with gaps, as a date,
    /// or as a list of such. Nothing if a part of it is not known.
    pub fn speak(&self, english: &str) -> Option<String> {
        self.speak_within(english.trim(), DEEPEST)
    }

    /// The same, so many phrases within each other. Groups write long texts; none is taken apart for long.
    fn speak_within(&self, english: &str, depth: usize) -> Option<String> {
        if depth == 0 || english.len() > LONGEST {
            return self.exactly(english);
        }
        self.one(english, depth)
            .or_else(|| list::speak(english, |part| self.one(part, depth - 1)))
    }

    /// What is not a list.
    fn one(&self, english: &str, depth: usize) -> Option<String> {
        self.exactly(english)
            .or_else(|| self.by_phrase(english, depth))
            .or_else(|| calendar::speak(english))
            .or_else(|| self.sentence(english, depth))
    }

    /// A phrase of the catalogue with these values in its gaps, in the order of the English.
    pub fn filled(&self, phrase: &str, values: &[&str]) -> String {
        let english = Phrase::read(phrase);
        match self.known.get(phrase) {
            Some(said) => {
                let welsh: Vec<Phrase> = said.iter().map(|said| Phrase::read(said)).collect();
                let values: Vec<String> = values.iter().map(|value| value.to_string()).collect();
                put(&english, &welsh, &values)
            }
            None => english.filled_in_order(values),
        }
    }

    fn exactly(&self, english: &str) -> Option<String> {
        let said = self.known.get(english)?;
        said.first().cloned()
    }

    /// By the first phrase that fits. What stands in its gaps may be words of ours, too.
    fn by_phrase(&self, english: &str, depth: usize) -> Option<String> {
        self.sayings.iter().find_map(|saying| {
            let values = saying.english.values_in(english)?;
            let gaps = saying.english.names().zip(values);
            let said = gaps.map(|(gap, value)| {
                let same = |is_so: bool| is_so.then(|| value.to_owned());
                let kept = same(Phrase::is_kept(gap));
                kept.or_else(|| self.speak_within(value, depth - 1))
                    .or_else(|| same(Phrase::is_free(gap)))
            });
            let said: Vec<String> = said.collect::<Option<_>>()?;
            Some(put(&saying.english, &saying.welsh, &said))
        })
    }

    /// The same words with a full stop, or with another first letter.
    fn sentence(&self, english: &str, depth: usize) -> Option<String> {
        if let Some(words) = english.strip_suffix('.') {
            let said = self.speak_within(words, depth - 1);
            return said.map(|said| capitalised(&said) + ".");
        }
        let capital = capitalised(english);
        if capital != english {
            let said = self.exactly(&capital);
            return said.map(|said| uncapitalised(&said));
        }
        let small = uncapitalised(english);
        let said = self
            .exactly(&small)
            .or_else(|| self.by_phrase(&small, depth));
        said.map(|said| capitalised(&said))
    }
}

/// Fills the Welsh phrase for the number among the values; where there is none, the first.
fn put(english: &Phrase, welsh: &[Phrase], values: &[String]) -> String {
    let value = |gap: &str| {
        let mut named = english.names().zip(values);
        let found = named.find(|(name, _)| *name == gap);
        found.map(|(_, value)| value.clone())
    };
    let number = value("n").and_then(|value| value.replace(',', "").parse().ok());
    let form = number.map_or(0, form).min(welsh.len().saturating_sub(1));
    let said = welsh.get(form).map(|phrase| phrase.filled(value));
    softened(&said.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Book {
        let one = |english: &str, welsh: &str| Entry {
            english: english.into(),
            several: None,
            said: vec![welsh.into()],
        };
        let weeks = Entry {
            english: "Waiting list, about {n} week".into(),
            several: Some("Waiting list, about {n} weeks".into()),
            said: ["wythnos", "wythnos", "wythnos", "o wythnosau"]
                .map(|words| format!("Rhestr aros, tua {{n}} {words}"))
                .to_vec(),
        };
        Book::of(vec![
            one("Full", "Llawn"),
            one("parcel", "parsel"),
            one("serves {area}", "yn gwasanaethu {area}"),
            one("{n} of {n2} {unit}", "{unit}: {n} o {n2}"),
            weeks,
        ])
    }

    #[test]
    fn what_stands_in_the_catalogue_is_said() {
        assert_eq!(book().speak("Full").as_deref(), Some("Llawn"));
        assert_eq!(book().speak("Empty"), None);
        assert_eq!(book().speak("10:30").as_deref(), Some("10:30"));
    }

    #[test]
    fn gaps_are_filled_with_what_stood_there() {
        let said = book().speak("serves Ancoats");
        assert_eq!(said.as_deref(), Some("yn gwasanaethu Ancoats"));
        let said = book().speak("3 of 5 parcel");
        assert_eq!(said.as_deref(), Some("parsel: 3 o 5"));
        assert_eq!(book().speak("3 of 5 boxes"), None);
        assert_eq!(
            book().filled("serves {area}", &["Full"]),
            "yn gwasanaethu Full"
        );
    }

    #[test]
    fn a_number_chooses_the_form() {
        let said = |weeks: &str| book().speak(&format!("Waiting list, about {weeks}"));
        assert_eq!(
            said("1 week").as_deref(),
            Some("Rhestr aros, tua 1 wythnos")
        );
        assert_eq!(
            said("12 weeks").as_deref(),
            Some("Rhestr aros, tua 12 o wythnosau")
        );
        assert_eq!(said("some weeks"), None);
    }

    #[test]
    fn sentences_and_lists_are_made_of_what_is_known() {
        assert_eq!(book().speak("Full.").as_deref(), Some("Llawn."));
        let said = book().speak("Serves Ancoats.");
        assert_eq!(said.as_deref(), Some("Yn gwasanaethu Ancoats."));
        let said = book().speak("Full, parcel and 3 of 5 parcel");
        assert_eq!(said.as_deref(), Some("Llawn, parsel a pharsel: 3 o 5"));
        let said = book().speak("serves Ancoats and tomorrow");
        assert_eq!(said.as_deref(), Some("yn gwasanaethu Ancoats and tomorrow"));
        let said = book().speak("Full and today and tomorrow.");
        assert_eq!(said.as_deref(), Some("Llawn a heddiw ac yfory."));
        assert_eq!(book().speak("full").as_deref(), Some("llawn"));
        assert_eq!(book().speak(&"Full, thing and ".repeat(30)), None);
        assert_eq!(book().speak("Full and happy"), None);
    }
}
