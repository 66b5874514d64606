//! Meeting the documents that have what is looked for: the lists of the index are walked side by
//! side, only where a document can be within reach.
//!
//! All texts of a listing are one field in which a word counts as often as its place weighs: the
//! weighted frequency of BM25F. A term's score saturates, and is worth more the rarer it is.

use super::fields::Fields;
use super::plan::{Clause, Key, Plan, Where};
use super::ranking::ranking;
use crate::error::{Error, Result};
use std::ops::Range;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, SegmentReader, Term};

/// What a document is worth.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// The sum of what its terms are worth.
    pub sum: f32,
    /// The clauses that it meets, a bit for each.
    pub met: u16,
}

/// What is done with each document that is met.
pub type Met<'a> = &'a mut dyn FnMut(u32, Score);

/// The list of one term in one segment.
struct List {
    postings: SegmentPostings,
    /// What the term is worth at most.
    worth: f32,
}

impl List {
    fn doc(&self) -> u32 {
        self.postings.doc()
    }

    /// Moves to the first document from `doc` on that has the term.
    fn seek(&mut self, doc: u32) -> u32 {
        match self.postings.doc() < doc {
            true => self.postings.seek(doc),
            false => self.postings.doc(),
        }
    }

    fn score(&self) -> f32 {
        let weight = self.postings.term_freq() as f32;
        self.worth * weight / (weight + ranking().saturation)
    }
}

/// The lists of one clause: a document that is in any of them meets it.
struct Group {
    lists: Vec<List>,
    bit: u16,
    worth: f32,
}

impl Group {
    fn doc(&self) -> u32 {
        let docs = self.lists.iter().map(List::doc);
        docs.min().unwrap_or(tantivy::TERMINATED)
    }

    fn seek(&mut self, doc: u32) -> u32 {
        let docs = self.lists.iter_mut().map(|list| list.seek(doc));
        docs.min().unwrap_or(tantivy::TERMINATED)
    }

    /// What the best of the lists that have this document make of it.
    fn score(&self, doc: u32) -> f32 {
        let having = self.lists.iter().filter(|list| list.doc() == doc);
        having.map(List::score).fold(0.0, f32::max)
    }
}

/// The lists of one segment.
pub struct Lists {
    groups: Vec<Group>,
    extras: Vec<List>,
}

/// The lists of each segment, in the order of the searcher.
///
/// # Errors
/// The index cannot be read.
pub fn open(searcher: &Searcher, fields: &Fields, plan: &Plan) -> Result<Vec<Lists>> {
    let worth = |key: &Key| -> Result<f32> {
        let having = searcher.doc_freq(&term(fields, key))?;
        Ok(rarity(having as f32, searcher.num_docs() as f32))
    };
    let mut worths: Vec<Vec<f32>> = Vec::with_capacity(plan.clauses.len());
    for clause in &plan.clauses {
        let keys = clause
            .keys
            .iter()
            .map(|key| Ok(worth(key)? * clause.weight));
        worths.push(keys.collect::<Result<_>>()?);
    }
    let extras = plan
        .extras
        .iter()
        .map(|extra| Ok(worth(&extra.key)? * extra.weight));
    let extras: Vec<f32> = extras.collect::<Result<_>>()?;
    let segments = searcher.segment_readers().iter();
    let opened = segments.map(|segment| {
        let clauses = plan.clauses.iter().zip(&worths).enumerate();
        let groups = clauses
            .map(|(number, (clause, worths))| group(segment, fields, clause, worths, 1 << number));
        let wanted = plan.extras.iter().zip(&extras);
        let lists = wanted
            .filter_map(|(extra, worth)| list(segment, fields, &extra.key, *worth).transpose());
        Ok(Lists {
            groups: groups.collect::<Result<_>>()?,
            extras: lists.collect::<Result<_>>()?,
        })
    });
    opened.collect()
}

fn group(
    segment: &SegmentReader,
    fields: &Fields,
    clause: &Clause,
    worths: &[f32],
    bit: u16,
) -> Result<Group> {
    let keys = clause.keys.iter().zip(worths);
    let lists = keys.filter_map(|(key, worth)| list(segment, fields, key, *worth).transpose());
    Ok(Group {
        lists: lists.collect::<Result<_>>()?,
        bit,
        worth: worths.iter().copied().fold(0.0, f32::max),
    })
}

fn list(segment: &SegmentReader, fields: &Fields, key: &Key, worth: f32) -> Result<Option<List>> {
    let term = term(fields, key);
    let index = segment.inverted_index(term.field())?;
    let Some(info) = index.get_term_info(&term).map_err(unreadable())? else {
        return Ok(None);
    };
    let postings = index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs);
    let postings = postings.map_err(unreadable())?;
    Ok(Some(List { postings, worth }))
}

fn term(fields: &Fields, key: &Key) -> Term {
    let field = match key.place {
        Where::Text => fields.text,
        Where::Needs => fields.needs,
    };
    Term::from_field_text(field, &key.term)
}

fn unreadable() -> impl FnOnce(std::io::Error) -> Error {
    Error::io("cannot read the index")
}

/// What a term is worth that so many of all documents have.
fn rarity(having: f32, all: f32) -> f32 {
    (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

/// Meets every document of the ranges that meets all of the clauses. Without clauses, every document
/// is met.
pub fn all(lists: &mut Lists, ranges: &[Range<u32>], met: Met) {
    if lists.groups.iter().any(|group| group.lists.is_empty()) {
        return;
    }
    let Lists { groups, extras } = lists;
    // The rarest leads: the others only follow it.
    groups.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    let Some((lead, others)) = groups.split_first_mut() else {
        let every = ranges.iter().flat_map(Range::clone);
        return every.for_each(|doc| met(doc, worth_of(doc, &[], extras, 1.0)));
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
                    let mut score = worth_of(doc, others, extras, lead.score(doc));
                    score.met |= lead.bit;
                    met(doc, score);
                    doc = lead.seek(doc + 1);
                }
            }
        }
    }
}

/// Meets every document of the ranges that meets at least one of the clauses.
pub fn any(lists: &mut Lists, ranges: &[Range<u32>], met: Met) {
    let Lists { groups, extras } = lists;
    groups.retain(|group| !group.lists.is_empty());
    for range in ranges {
        let mut start = range.start;
        loop {
            let firsts = groups.iter_mut().map(|group| group.seek(start));
            let Some(doc) = firsts.min().filter(|doc| *doc < range.end) else {
                break;
            };
            met(doc, worth_of(doc, groups, extras, 0.0));
            start = doc + 1;
        }
    }
}

/// What a document is worth to those of the groups that are at it, and to the extras.
fn worth_of(doc: u32, groups: &[Group], extras: &mut [List], first: f32) -> Score {
    let mut score = Score { sum: first, met: 0 };
    for group in groups.iter().filter(|group| group.doc() == doc) {
        score.sum += group.score(doc);
        score.met |= group.bit;
    }
    for extra in extras {
        if extra.seek(doc) == doc {
            score.sum += extra.score();
        }
    }
    score
}
