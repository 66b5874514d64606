//! Misspelt words: a word that neither the listings nor the vocabulary have is read as the likeliest
//! that they do have. A word that few listings have is looked up as it stands, and beside it the
//! common word that is nearly the same: it may be a slip, or a name of its own.

use super::Reader;
use super::telling::is_common;
use crate::needs::{circumstances, token, vocabulary};
use crate::search::view::View;
use std::collections::HashSet;
use std::sync::LazyLock;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

/// Letters of a word that is too short to be told from another.
const SHORT: usize = 4;
/// Letters from which two slips are forgiven.
const LONG: usize = 6;
/// What it costs that the first letter is another: people seldom get it wrong.
const FIRST_LETTER: f64 = 0.8;
/// What a word of the vocabulary has ahead of one that only listings have.
const KNOWN_WORD: f64 = 0.6;
/// A word that no more listings have may be a slip of theirs.
const RARE: u32 = 3;
/// How many times more listings must have the other word then.
const FAR_MORE: u32 = 30;

/// The question with its misspelt words put right; none if there are none.
pub(super) fn corrected(reader: &Reader) -> Option<String> {
    let mut text = String::with_capacity(reader.text.len());
    let (mut from, mut any) = (0, false);
    for (index, token) in reader.tokens.iter().enumerate() {
        if token.at.start < from || reader.taken[index] || token.small || is_needed(reader, index) {
            continue;
        }
        if let Some(joined) = joined(reader, index) {
            text.push_str(&reader.text[from..token.at.start]);
            text.push_str(&joined);
            from = reader.tokens[index + 1].at.end;
            any = true;
        } else if let Some(right) = right(reader.aids.view, &reader.word(index), &token.stem) {
            text.push_str(&reader.text[from..token.at.start]);
            text.push_str(&right);
            from = token.at.end;
            any = true;
        }
    }
    text.push_str(&reader.text[from..]);
    any.then_some(text)
}

/// One word that was written as two, of which the first is none.
fn joined(reader: &Reader, index: usize) -> Option<String> {
    let next = reader.tokens.get(index + 1)?;
    if reader.taken[index + 1] || reader.aids.view.having(&reader.tokens[index].stem) > RARE {
        return None;
    }
    let joined = reader.word(index) + reader.text[next.at.clone()].to_lowercase().as_str();
    let known = KNOWN.words.contains(joined.as_str());
    (known || reader.aids.view.having(&token::stem(&joined)) > RARE).then_some(joined)
}

/// Whether the word belongs to a need that was recognised.
fn is_needed(reader: &Reader, index: usize) -> bool {
    reader
        .needs
        .iter()
        .any(|need| need.range().contains(&index))
}

/// What a word should be, if it is misspelt and something is near it.
fn right(view: &View, word: &str, stem: &str) -> Option<String> {
    if view.having(stem) > 0 || !may_be_misspelt(word, stem) {
        return None;
    }
    let mut listed = nearby(view, word, slips(word));
    let known = vocabulary()
        .words()
        .iter()
        .filter(|known| is_near(word, known));
    listed.extend(known.map(|known| (known.clone(), 0)));
    let is_close = |(other, _): &(String, u32)| strsim::osa_distance(word, other) == 1;
    match in_two(view, word).filter(|_| !listed.iter().any(is_close)) {
        Some(cut) => Some(cut),
        None => best(word, listed),
    }
}

fn may_be_misspelt(word: &str, stem: &str) -> bool {
    let is_word = word.chars().all(char::is_alphabetic);
    let is_long = word.chars().count() >= SHORT;
    is_word && is_long && !is_common(stem) && !KNOWN.stems.contains(stem)
}

/// What many listings have that is nearly the same as a word which few have.
pub(super) fn commoner(view: &View, word: &str, stem: &str) -> Option<String> {
    let having = view.having(stem);
    if having == 0 || having > RARE || !may_be_misspelt(word, stem) {
        return None;
    }
    let mut listed = nearby(view, word, 1);
    listed.retain(|(_, count)| *count > having * FAR_MORE);
    best(word, listed)
}

/// The likeliest of some candidates, each with how many listings have it.
fn best(word: &str, candidates: Vec<(String, u32)>) -> Option<String> {
    let candidates = candidates.into_iter();
    let judged = candidates.map(|(candidate, count)| (cost(word, &candidate, count), candidate));
    let best = judged.min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    best.map(|(_, candidate)| candidate)
}

/// Words of the listings that are so many slips away at most, with how many listings have them.
fn nearby(view: &View, word: &str, slips: u8) -> Vec<(String, u32)> {
    let field = view.fields.words;
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), slips, true);
    let mut found: Vec<(String, u32)> = Vec::new();
    for segment in view.searcher.segment_readers() {
        let (Ok(automaton), Ok(index)) = (query.automaton(), segment.inverted_index(field)) else {
            continue;
        };
        let Ok(mut stream) = index.terms().search(automaton).into_stream() else {
            continue;
        };
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            let count = stream.value().doc_freq;
            match found.iter_mut().find(|(known, _)| known == term) {
                Some((_, known)) => *known += count,
                None if is_within(word, term, slips) => found.push((term.to_owned(), count)),
                None => {}
            }
        }
    }
    found
}

fn slips(word: &str) -> u8 {
    1 + u8::from(word.chars().count() >= LONG)
}

fn is_near(word: &str, candidate: &str) -> bool {
    is_within(word, candidate, slips(word))
}

fn is_within(word: &str, candidate: &str, slips: u8) -> bool {
    let (letters, other) = (word.chars().count(), candidate.chars().count());
    let most = usize::from(slips);
    letters.abs_diff(other) <= most
        && candidate.chars().all(char::is_alphabetic)
        && strsim::osa_distance(word, candidate) <= most
}

/// How unlikely it is that the candidate was meant: slips count most, then the first letter, then
/// how common it is.
fn cost(word: &str, candidate: &str, count: u32) -> f64 {
    let slips = strsim::osa_distance(word, candidate) as f64;
    let first = f64::from(u8::from(word.chars().next() != candidate.chars().next()));
    let known = f64::from(u8::from(KNOWN.words.contains(candidate)));
    let common = f64::from(count + 1).ln().min(8.0) / 8.0;
    slips + FIRST_LETTER * first - KNOWN_WORD * known - 0.7 * common
}

/// Two words that were written as one, both known.
fn in_two(view: &View, word: &str) -> Option<String> {
    let cuts = word.char_indices().map(|(at, _)| at);
    let mut halves = cuts.filter_map(|at| Some((word.get(..at)?, word.get(at..)?)));
    let is_known = |half: &str| {
        let stem = token::stem(half);
        half.chars().count() >= SHORT && (KNOWN.stems.contains(&stem) || view.having(&stem) > RARE)
    };
    let (first, second) = halves.find(|(first, second)| is_known(first) && is_known(second))?;
    Some(format!("{first} {second}"))
}

struct Known {
    words: HashSet<&'static str>,
    stems: HashSet<String>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let words = vocabulary().words();
    let mut stems: HashSet<String> = words.iter().map(|word| token::stem(word)).collect();
    stems.extend(circumstances().stems().map(String::from));
    Known {
        words: words.iter().map(String::as_str).collect(),
        stems,
    }
});
