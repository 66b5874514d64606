//! The second layer: what the net has learnt from the examples in `index/safety/examples.txt`. It
//! hears what no pattern foresaw, and doubts a pattern that rings alone in a harmless sentence.

use super::Danger;
use super::files::{Fault, File};
use super::model::{Dictionary, Features, Weights};
use super::words::{Word, words};

/// What an example without danger is called.
const HARMLESS: &str = "harmless";
/// A text with fewer features than this that the examples know is left to the patterns.
const FEWEST: usize = 4;

/// What was learnt.
#[derive(Debug, Default)]
pub struct Learning {
    dictionary: Dictionary,
    danger: Weights,
    /// For each danger by its number: what tells it from the others.
    kinds: Vec<(usize, Weights)>,
}

struct Example {
    features: Features,
    /// The number of its danger, at the mildest level there is.
    danger: Option<usize>,
}

impl Learning {
    /// Learns from a file: on each line a danger or `harmless`, a colon and the words.
    pub fn from(file: &File, dangers: &[Danger]) -> Result<Learning, Fault> {
        let mut dictionary = Dictionary::default();
        let mut examples = Vec::new();
        for (line, place) in lines(file.text) {
            let (danger, text) = parse(line, dangers).map_err(|what| file.fault(place, what))?;
            let features = dictionary.learn(&words(text));
            examples.push(Example { features, danger });
        }
        let all = examples
            .iter()
            .map(|example| (example, example.danger.is_some()));
        Ok(Learning {
            danger: learn(all, &dictionary),
            kinds: kinds(&examples, &dictionary),
            dictionary,
        })
    }

    /// How much a text is like the dangerous examples (above zero) or the harmless ones. `None`
    /// when it has too little in common with either.
    pub fn likeness(&self, words: &[Word]) -> Option<f32> {
        let known = self.dictionary.known(words);
        (known.len() >= FEWEST).then(|| self.danger.score(&known))
    }

    /// The number of the danger whose examples a text is most like.
    pub fn most_like(&self, words: &[Word]) -> Option<usize> {
        let known = self.dictionary.known(words);
        let scores = self
            .kinds
            .iter()
            .map(|(danger, kind)| (danger, kind.score(&known)));
        let best = scores.max_by(|(_, one), (_, other)| one.total_cmp(other));
        best.map(|(danger, _)| *danger)
    }
}

fn learn<'a>(
    examples: impl Iterator<Item = (&'a Example, bool)>,
    dictionary: &Dictionary,
) -> Weights {
    let examples: Vec<_> = examples
        .map(|(example, is)| (&example.features, is))
        .collect();
    Weights::learnt(&examples, dictionary.len())
}

fn kinds(examples: &[Example], dictionary: &Dictionary) -> Vec<(usize, Weights)> {
    let mut dangers: Vec<usize> = examples
        .iter()
        .filter_map(|example| example.danger)
        .collect();
    dangers.sort_unstable();
    dangers.dedup();
    let dangerous = || examples.iter().filter(|example| example.danger.is_some());
    let one = |danger: usize| {
        let marked = dangerous().map(|example| (example, example.danger == Some(danger)));
        (danger, learn(marked, dictionary))
    };
    dangers.into_iter().map(one).collect()
}

/// The lines that are examples, each with its place in the file.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut place = 0;
    let all = text.split('\n').map(move |line| {
        let here = place;
        place += line.len() + 1;
        (line.trim(), here)
    });
    all.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
}

fn parse<'a>(line: &'a str, dangers: &[Danger]) -> Result<(Option<usize>, &'a str), String> {
    let parts = line.split_once(": ");
    let (kind, text) =
        parts.ok_or_else(|| "an example is a danger, a colon and the words".to_owned())?;
    if kind == HARMLESS {
        return Ok((None, text));
    }
    let mildest = (0..dangers.len())
        .filter(|danger| dangers[*danger].id == kind)
        .min_by_key(|danger| dangers[*danger].level);
    match mildest {
        Some(danger) => Ok((Some(danger), text)),
        None => Err(format!(
            "{kind} is no danger of these files, nor \"harmless\""
        )),
    }
}
