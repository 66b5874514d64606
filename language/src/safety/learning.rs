//! The second layer: what the net has learnt from the examples in `index/safety/examples.txt`. It
//! hears what no pattern foresaw, and doubts a pattern that rings in a harmless sentence.

use super::Danger;
use super::features::{Dictionary, Features, Key, keys};
use super::files::{Fault, File};
use super::model::Weights;
use super::words::{Word, words};

/// What an example without danger is called.
const HARMLESS: &str = "harmless";
/// How often all examples are gone through to learn what danger is.
const ROUNDS: usize = 16;
/// The same for each kind of danger, where less is at stake.
const ROUNDS_OF_KINDS: usize = 3;

/// What was learnt.
#[derive(Debug, Default)]
pub struct Learning {
    dictionary: Dictionary,
    danger: Weights,
    /// For each danger by its number: what tells it from the others.
    kinds: Vec<(usize, Weights)>,
}

struct Example {
    keys: Vec<Key>,
    /// The number of its danger, at the mildest level there is.
    danger: Option<usize>,
}

impl Learning {
    /// Learns from a file: on each line a danger or `harmless`, a colon and the words.
    pub fn from(file: &File, dangers: &[Danger]) -> Result<Learning, Fault> {
        let mut examples = Vec::new();
        for (line, place) in lines(file.text) {
            let (danger, text) = parse(line, dangers).map_err(|what| file.fault(place, what))?;
            let keys = keys(&words(text));
            examples.push(Example { keys, danger });
        }
        let dictionary = Dictionary::of(examples.iter().map(|example| example.keys.as_slice()));
        let seen = examples.iter();
        let seen: Vec<(Features, Option<usize>)> = seen
            .map(|example| (dictionary.known(&example.keys), example.danger))
            .collect();
        let all: Vec<_> = seen
            .iter()
            .map(|(seen, danger)| (seen, danger.is_some()))
            .collect();
        Ok(Learning {
            danger: Weights::learnt(&all, dictionary.len(), ROUNDS),
            kinds: kinds(&seen, dictionary.len()),
            dictionary,
        })
    }

    /// How much a text is like the dangerous examples (above zero) or the harmless ones.
    pub fn likeness(&self, words: &[Word]) -> f32 {
        self.danger.score(&self.dictionary.known(&keys(words)))
    }

    /// The number of the danger whose examples a text is most like.
    pub fn most_like(&self, words: &[Word]) -> Option<usize> {
        let known = self.dictionary.known(&keys(words));
        let scores = self
            .kinds
            .iter()
            .map(|(danger, kind)| (danger, kind.score(&known)));
        let best = scores.max_by(|(_, one), (_, other)| one.total_cmp(other));
        best.map(|(danger, _)| *danger)
    }
}

fn kinds(seen: &[(Features, Option<usize>)], features: usize) -> Vec<(usize, Weights)> {
    let dangerous = seen
        .iter()
        .filter_map(|(seen, danger)| Some((seen, (*danger)?)));
    let dangerous: Vec<(&Features, usize)> = dangerous.collect();
    let mut dangers: Vec<usize> = dangerous.iter().map(|(_, danger)| *danger).collect();
    dangers.sort_unstable();
    dangers.dedup();
    let one = |danger: usize| {
        let marked = dangerous.iter().map(|(seen, of)| (*seen, *of == danger));
        let marked: Vec<_> = marked.collect();
        (danger, Weights::learnt(&marked, features, ROUNDS_OF_KINDS))
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
