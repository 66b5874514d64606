//! Everything that can be said in Welsh, and how a sentence is found in it.

use super::calendar;
use super::phrase::Phrase;
use super::po::Entry;
use crate::web::view::words::capitalised;
use std::collections::HashMap;

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
        let english = english.trim();
        self.exactly(english)
            .or_else(|| self.by_phrase(english))
            .or_else(|| calendar::speak(english))
            .or_else(|| self.sentence(english))
            .or_else(|| self.list(english))
    }

    /// A phrase of the catalogue with these values in its gaps, in the order of the English.
    pub fn filled(&self, phrase: &str, values: &[&str]) -> String {
        let english = Phrase::read(phrase);
        match self.known.get(phrase) {
            Some(said) => {
                let welsh: Vec<Phrase> = said.iter().map(|said| Phrase::read(said)).collect();
                put(&english, &welsh, values, |value| value.to_owned())
            }
            None => english.filled_in_order(values),
        }
    }

    fn exactly(&self, english: &str) -> Option<String> {
        let said = self.known.get(english)?;
        said.first().cloned()
    }

    /// By the first phrase that fits. What stands in its gaps may be words of ours, too.
    fn by_phrase(&self, english: &str) -> Option<String> {
        let fits = |saying: &Saying| {
            saying.english.values_in(english).map(|values| {
                let own = |value: &str| self.speak(value).unwrap_or_else(|| value.to_owned());
                put(&saying.english, &saying.welsh, &values, own)
            })
        };
        self.sayings.iter().find_map(fits)
    }

    /// The same words with a full stop, or as a sentence begins.
    fn sentence(&self, english: &str) -> Option<String> {
        if let Some(words) = english.strip_suffix('.') {
            return self.speak(words).map(|said| capitalised(&said) + ".");
        }
        let first = english
            .chars()
            .next()
            .filter(|first| first.is_uppercase())?;
        let rest = english.chars().skip(1);
        let small: String = first.to_lowercase().chain(rest).collect();
        let said = self.exactly(&small).or_else(|| self.by_phrase(&small));
        said.map(|said| capitalised(&said))
    }

    /// Several things, one after the other, each of which is known.
    fn list(&self, english: &str) -> Option<String> {
        ["; ", " and ", ", "].into_iter().find_map(|joint| {
            let mut places = english.rmatch_indices(joint);
            places.find_map(|(at, _)| {
                let first = self.speak(&english[..at])?;
                let rest = self.speak(&english[at + joint.len()..])?;
                Some(match joint {
                    " and " => joined(&first, &rest),
                    _ => first + joint + &rest,
                })
            })
        })
    }
}

/// Fills the Welsh phrase for the number among the values; where there is none, the first.
fn put(
    english: &Phrase,
    welsh: &[Phrase],
    values: &[&str],
    own: impl Fn(&str) -> String,
) -> String {
    let named = || english.names().zip(values.iter().copied());
    let number = named().find(|(name, _)| *name == "n");
    let number = number.and_then(|(_, value)| value.replace(',', "").parse().ok());
    let form = number.map_or(0, form).min(welsh.len().saturating_sub(1));
    let value = |gap: &str| {
        named()
            .find(|(name, _)| *name == gap)
            .map(|(_, value)| own(value))
    };
    welsh
        .get(form)
        .map_or_else(String::new, |phrase| phrase.filled(value))
}

/// Which of the four forms of Welsh a number takes, as the head of the catalogue says: after two there is
/// a soft mutation, after three and six an aspirate one.
fn form(number: u64) -> usize {
    match number {
        1 => 0,
        2 => 1,
        3 | 6 => 2,
        _ => 3,
    }
}

/// The vowels, before which the word for “and” has another form.
const VOWELS: [char; 14] = [
    'a', 'e', 'i', 'o', 'u', 'w', 'y', 'â', 'ê', 'î', 'ô', 'û', 'ŵ', 'ŷ',
];
/// Words before which it has that form, too.
const AS_IF_VOWEL: [&str; 3] = ["mae ", "nid ", "ni "];
/// The letters that change after it, and into what.
const CHANGED: [(&str, &str); 3] = [("c", "ch"), ("p", "ph"), ("t", "th")];

/// One thing and another.
fn joined(first: &str, rest: &str) -> String {
    let is_vowel = rest.to_lowercase().starts_with(VOWELS);
    if is_vowel || AS_IF_VOWEL.iter().any(|word| rest.starts_with(word)) {
        return format!("{first} ac {rest}");
    }
    let changed = CHANGED.iter().find_map(|(letter, changed)| {
        let after = rest.strip_prefix(letter)?;
        (!after.starts_with('h')).then(|| format!("{changed}{after}"))
    });
    format!("{first} a {}", changed.unwrap_or_else(|| rest.to_owned()))
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
        assert_eq!(book().speak("Full and happy"), None);
    }
}
