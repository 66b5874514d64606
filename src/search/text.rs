//! The words of a question, as the index has them.

use super::fields;

/// Words beyond this add nothing but work.
const MOST_WORDS: usize = 16;

/// The words that are searched for, as stems.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Each once, in the order of the question.
    pub stems: Vec<String>,
}

/// A word that is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As the index has it.
    pub stem: &'a str,
    /// As it was typed.
    pub typed: &'a str,
}

impl Plan {
    /// Cuts a question into its words.
    pub fn of(q: &str) -> Self {
        let mut stems: Vec<String> = Vec::new();
        if !q.is_empty() {
            for stem in fields::stems(&mut fields::stemmed(), q) {
                if !stems.contains(&stem) && stems.len() < MOST_WORDS {
                    stems.push(stem);
                }
            }
        }
        Self { stems }
    }

    /// The stems with the words of the question that they stand for.
    pub fn words<'a>(&'a self, q: &'a str) -> Vec<Word<'a>> {
        let mut analyzer = fields::stemmed();
        let typed = q
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let typed: Vec<(&str, Vec<String>)> = typed
            .map(|word| (word, fields::stems(&mut analyzer, word)))
            .collect();
        let word = |stem: &'a String| Word {
            stem,
            typed: typed
                .iter()
                .find(|(_, stems)| stems.contains(stem))
                .map_or(stem, |(word, _)| word),
        };
        self.stems.iter().map(word).collect()
    }
}
