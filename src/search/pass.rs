//! The one pass over everything that matches the words: it weighs, counts what is hidden, counts
//! facets and keeps the best.

use super::board::BoardNow;
use super::ranking::ranking;
use super::request::{Request, Sort};
use super::shelf::Shelf;
use super::view::View;
use super::weigh::{Criteria, Fit};
use crate::domain::availability::State;
use crate::error::Result;
use crate::geography::Place;
use std::cmp::Ordering;
use tantivy::query::{EnableScoring, Query, Scorer};

/// A listing that is an answer.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Which segment of the view.
    pub segment: u32,
    /// Which document of the segment.
    pub doc: u32,
    /// How it fits.
    pub fit: Fit,
    /// How well, higher is better.
    pub score: f32,
    rank: u32,
}

/// What the pass found.
pub struct Tally {
    /// How many answers there are.
    pub total: usize,
    /// How many were left out for their room, by state in the order of [`State::ALL`].
    pub hidden: [u32; State::ALL.len()],
    /// How many fit in each state, whether left out or not.
    pub states: [u32; State::ALL.len()],
    /// How many answers have each tag, by its number.
    pub tags: Vec<u32>,
    /// How many answers are free of charge.
    pub free: u32,
    /// The best of them, best first, as many as were asked for.
    pub hits: Vec<Hit>,
    /// The first few that were met, as segment and document: all of them, where there are few.
    pub first: Vec<(u32, u32)>,
}

/// A document that matches the words.
struct Met {
    segment: u32,
    doc: u32,
    score: f32,
}

/// What a pass runs over.
pub struct Pass<'a> {
    /// The index.
    pub view: &'a View,
    /// The board.
    pub board: BoardNow<'a>,
    /// The question.
    pub request: &'a Request,
    /// The question, ready for weighing.
    pub criteria: &'a Criteria,
    /// How many tags there are.
    pub tags: usize,
}

impl Pass<'_> {
    /// Runs over all that the query matches. Where `whole` is given, these come before all others.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn run(&self, query: &dyn Query, whole: Option<&[(u32, u32)]>) -> Result<Tally> {
        let mut tally = Tally::new(self.tags);
        let searcher = &self.view.searcher;
        let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let segments = searcher.segment_readers().iter().zip(&self.view.shelves);
        for (number, (reader, shelf)) in segments.enumerate() {
            let covers = covers(shelf, self.request.near.as_ref());
            let alive = reader.alive_bitset();
            let mut met = |doc, score| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let segment = number as u32;
                    let met = Met {
                        segment,
                        doc,
                        score,
                    };
                    self.look_at(&met, shelf, &covers, whole, &mut tally);
                }
            };
            match self.candidates(shelf, &covers) {
                Some(docs) => among(&docs, &mut *weight.scorer(reader, 1.0)?, &mut met),
                None => weight.for_each(reader, &mut met)?,
            }
        }
        self.keep_best(&mut tally.hits, true);
        Ok(tally)
    }

    /// The documents that can be within the radius, if there is one and it is worth the while.
    fn candidates(&self, shelf: &Shelf, covers: &[bool]) -> Option<Vec<u32>> {
        let near = self.request.near.as_ref()?.point;
        let docs = shelf
            .grid
            .candidates(near, self.request.within_m?, covers)?;
        (docs.len() < shelf.docs.len() / 2).then_some(docs)
    }

    fn look_at(
        &self,
        met: &Met,
        shelf: &Shelf,
        covers: &[bool],
        whole: Option<&[(u32, u32)]>,
        tally: &mut Tally,
    ) {
        let facts = &shelf.docs[met.doc as usize];
        let Some(fit) = self.criteria.weigh(shelf, facts, covers, &self.board) else {
            return;
        };
        tally.states[fit.state as usize] += 1;
        if !self.criteria.wanted.admits(fit.state) {
            tally.hidden[fit.state as usize] += 1;
            return;
        }
        tally.total += 1;
        tally.free += u32::from(facts.free == Some(true));
        for tag in shelf.tags_of(facts) {
            tally.tags[*tag as usize] += 1;
        }
        let address = (met.segment, met.doc);
        if tally.first.len() < ranking().few {
            tally.first.push(address);
        }
        let partly = whole.is_some_and(|whole| !whole.contains(&address));
        tally.hits.push(Hit {
            segment: met.segment,
            doc: met.doc,
            fit,
            score: met.score * fit.nearness(self.request.near.is_some()),
            rank: u32::from(partly) << 24 | fit.rank(),
        });
        self.keep_best(&mut tally.hits, false);
    }

    /// Drops what cannot be shown, once there is enough of it to be worth the while.
    fn keep_best(&self, hits: &mut Vec<Hit>, last: bool) {
        let keep = self.request.page * self.request.per_page;
        if hits.len() >= 2 * keep + 512 || (last && hits.len() > keep) {
            hits.select_nth_unstable_by(keep, |a, b| self.order(a, b));
            hits.truncate(keep);
        }
        if last {
            hits.sort_unstable_by(|a, b| self.order(a, b));
        }
    }

    fn order(&self, a: &Hit, b: &Hit) -> Ordering {
        let far = |hit: &Hit| hit.fit.distance_m.unwrap_or(f32::INFINITY);
        let first = match self.request.sort {
            Sort::Best => a.rank.cmp(&b.rank).then(b.score.total_cmp(&a.score)),
            Sort::Distance => far(a).total_cmp(&far(b)),
            Sort::Name => Ordering::Equal,
        };
        first.then_with(|| self.name(a).cmp(&self.name(b)))
    }

    /// What settles a tie: the name, and where two have one name, the id.
    fn name(&self, hit: &Hit) -> (&str, uuid::Uuid) {
        let shelf = &self.view.shelves[hit.segment as usize];
        let doc = hit.doc as usize;
        (&shelf.sort_names[doc], shelf.entries[doc].id)
    }
}

impl Tally {
    fn new(tags: usize) -> Self {
        Self {
            total: 0,
            hidden: Default::default(),
            states: Default::default(),
            tags: vec![0; tags],
            free: 0,
            hits: Vec::new(),
            first: Vec::new(),
        }
    }
}

/// Meets those of the documents that the scorer matches.
fn among(docs: &[u32], scorer: &mut dyn Scorer, met: &mut dyn FnMut(u32, f32)) {
    for doc in docs {
        if scorer.doc() < *doc {
            scorer.seek(*doc);
        }
        if scorer.doc() == *doc {
            let score = scorer.score();
            met(*doc, score);
        }
    }
}

/// Which of the segment's shapes cover the place.
fn covers(shelf: &Shelf, place: Option<&Place>) -> Vec<bool> {
    let Some(place) = place else {
        return Vec::new();
    };
    let shapes = shelf.catchments.iter();
    shapes
        .map(|(_, shape)| shape.contains(place.point))
        .collect()
}
