//! Meeting the documents that have the words: the lists of the index are walked side by side, only
//! where a document can be within reach, and a document is scored only if it fits.
//!
//! All texts of a listing are one field in which a word counts as often as its place weighs: the
//! weighted frequency of BM25F. A word's score saturates, and is worth more the rarer it is.

use super::ranking::ranking;
use crate::error::{Error, Result};
use std::ops::Range;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, Term};

/// The list of one word in one segment.
pub struct List {
    postings: SegmentPostings,
    rarity: f32,
}

impl List {
    fn doc(&self) -> u32 {
        self.postings.doc()
    }

    /// Moves to the first document from `doc` on that has the word.
    fn seek(&mut self, doc: u32) -> u32 {
        match self.postings.doc() < doc {
            true => self.postings.seek(doc),
            false => self.postings.doc(),
        }
    }

    fn score(&self) -> f32 {
        let weight = self.postings.term_freq() as f32;
        self.rarity * weight / (weight + ranking().saturation)
    }
}

/// The lists of one segment, one for each word; none for a word that the segment does not have.
pub type Lists = Vec<Option<List>>;

/// The lists of each segment, in the order of the searcher.
///
/// # Errors
/// The index cannot be read.
pub fn open(searcher: &Searcher, field: Field, stems: &[String]) -> Result<Vec<Lists>> {
    let mut segments: Vec<Lists> = Vec::new();
    let mut having = vec![0u64; stems.len()];
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut lists = Vec::with_capacity(stems.len());
        for (stem, having) in stems.iter().zip(&mut having) {
            let term = Term::from_field_text(field, stem);
            let found = index.get_term_info(&term).map_err(unreadable())?;
            lists.push(match found {
                None => None,
                Some(info) => {
                    *having += u64::from(info.doc_freq);
                    let option = IndexRecordOption::WithFreqs;
                    let postings = index.read_postings_from_terminfo(&info, option);
                    let postings = postings.map_err(unreadable())?;
                    Some(List {
                        postings,
                        rarity: 0.0,
                    })
                }
            });
        }
        segments.push(lists);
    }
    let all = searcher.num_docs() as f32;
    for lists in &mut segments {
        for (list, having) in lists.iter_mut().zip(&having) {
            if let Some(list) = list {
                list.rarity = rarity(*having as f32, all);
            }
        }
    }
    Ok(segments)
}

fn unreadable() -> impl FnOnce(std::io::Error) -> Error {
    Error::io("cannot read the index")
}

/// What a word is worth that so many of all documents have.
fn rarity(having: f32, all: f32) -> f32 {
    (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

/// Meets every document of the ranges that has all of the words; `met` is given the document and a
/// way to ask for its score. Without words, every document is met.
pub fn all_words(
    lists: &mut Lists,
    ranges: &[Range<u32>],
    mut met: impl FnMut(u32, &dyn Fn() -> f32),
) {
    if lists.iter().any(Option::is_none) {
        return;
    }
    let mut lists: Vec<List> = lists.drain(..).flatten().collect();
    // The rarest word leads: the others only follow it.
    lists.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
    let Some((lead, others)) = lists.split_first_mut() else {
        let every = ranges.iter().flat_map(Range::clone);
        return every.for_each(|doc| met(doc, &|| 1.0));
    };
    for range in ranges {
        let mut doc = lead.seek(range.start);
        while doc < range.end {
            let apart = others
                .iter_mut()
                .map(|other| other.seek(doc))
                .find(|other| *other != doc);
            match apart {
                Some(next) => doc = lead.seek(next),
                None => {
                    let sum = || lead.score() + others.iter().map(List::score).sum::<f32>();
                    met(doc, &sum);
                    doc = lead.seek(doc + 1);
                }
            }
        }
    }
}

/// Meets every document of the ranges that has at least one of the words.
pub fn any_word(
    lists: &mut Lists,
    ranges: &[Range<u32>],
    mut met: impl FnMut(u32, &dyn Fn() -> f32),
) {
    let mut lists: Vec<List> = lists.drain(..).flatten().collect();
    for range in ranges {
        loop {
            let firsts = lists.iter_mut().map(|list| list.seek(range.start));
            let Some(doc) = firsts.min().filter(|doc| *doc < range.end) else {
                break;
            };
            let having = || lists.iter().filter(|list| list.doc() == doc);
            met(doc, &|| having().map(List::score).sum());
            for list in lists.iter_mut().filter(|list| list.doc() == doc) {
                list.seek(doc + 1);
            }
        }
    }
}

/// Which of the words one document has.
///
/// # Errors
/// The index cannot be read.
pub fn had_by(
    searcher: &Searcher,
    field: Field,
    segment: u32,
    doc: u32,
    stem: &str,
) -> Result<bool> {
    let index = searcher.segment_reader(segment).inverted_index(field)?;
    let term = Term::from_field_text(field, stem);
    let postings = index.read_postings(&term, IndexRecordOption::Basic);
    let postings = postings.map_err(unreadable())?;
    Ok(postings.is_some_and(|mut list| list.doc() <= doc && list.seek(doc) == doc))
}
