//! Needs by the beginnings of the words that people have for them, as one types.

use super::vocabulary::{NeedId, Vocabulary, vocabulary};
use std::sync::LazyLock;

/// A word of a phrase, by which the phrase is found.
struct Begin {
    word: String,
    phrase: u32,
}

/// A phrase that means a need, cut into words.
struct Phrase {
    words: Vec<String>,
    need: NeedId,
    /// Whether it is the label, which comes before other phrases.
    label: bool,
}

/// Every phrase by every one of its words.
struct Index {
    begins: Vec<Begin>,
    phrases: Vec<Phrase>,
}

/// The needs for which each of these words, in lower case, begins a word of the same phrase: those
/// found by their labels first, then those with shorter ones. Each once, so many at most.
pub fn complete(typed: &[String], limit: usize) -> Vec<NeedId> {
    let Some(longest) = typed.iter().max_by_key(|word| word.len()) else {
        return Vec::new();
    };
    let begins = &INDEX.begins;
    let from = begins.partition_point(|begin| begin.word.as_str() < longest.as_str());
    let same = begins[from..]
        .iter()
        .take_while(|begin| begin.word.starts_with(longest.as_str()));
    let mut best: Vec<(bool, usize, NeedId)> = Vec::new();
    for begin in same {
        let phrase = &INDEX.phrases[begin.phrase as usize];
        let begun = |word: &String| {
            phrase
                .words
                .iter()
                .any(|own| own.starts_with(word.as_str()))
        };
        if typed.iter().all(begun) {
            let length = vocabulary().need(phrase.need).label.len();
            let key = (!phrase.label, length, phrase.need);
            match best.iter_mut().find(|known| known.2 == phrase.need) {
                Some(known) => *known = key.min(*known),
                None => best.push(key),
            }
        }
    }
    best.sort_unstable();
    best.into_iter()
        .take(limit)
        .map(|(_, _, need)| need)
        .collect()
}

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(vocabulary()));

impl Index {
    fn of(vocabulary: &Vocabulary) -> Self {
        let mut index = Self {
            begins: Vec::new(),
            phrases: Vec::new(),
        };
        for (number, need) in (0..).zip(vocabulary.needs()) {
            index.add(&need.label, NeedId(number), true);
            need.words
                .iter()
                .for_each(|phrase| index.add(phrase, NeedId(number), false));
        }
        index.begins.sort_by(|a, b| a.word.cmp(&b.word));
        index
    }

    fn add(&mut self, phrase: &str, need: NeedId, label: bool) {
        let cut = phrase.split(|c: char| !c.is_alphanumeric());
        let words: Vec<String> = cut
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let number = self.phrases.len() as u32;
        self.begins.extend(words.iter().map(|word| Begin {
            word: word.clone(),
            phrase: number,
        }));
        self.phrases.push(Phrase { words, need, label });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(typed: &str) -> Vec<&'static str> {
        let typed: Vec<String> = typed.split(' ').map(String::from).collect();
        let found = complete(&typed, 5);
        found
            .into_iter()
            .map(|need| vocabulary().need(need).id.as_str())
            .collect()
    }

    #[test]
    fn needs_are_found_by_what_people_call_them() {
        assert_eq!(ids("deb").first(), Some(&"debt"));
        assert!(ids("bailif").contains(&"debt"));
        assert!(ids("food ba").contains(&"food-bank"));
        assert!(ids("xyz").is_empty());
    }
}
