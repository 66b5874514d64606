//! The one pass over everything that matches the words: it weighs, counts what is hidden, counts
//! facets and keeps the best.

use super::board::BoardNow;
use super::plan::Plan;
use super::postings::{self, Lists, Met, Score};
use super::ranking::ranking;
use super::request::{Request, Sort};
use super::shelf::Shelf;
use super::shown;
use super::view::View;
use super::weigh::{Criteria, Fit};
use super::when_who::WhenWho;
use crate::domain::availability::State;
use crate::error::Result;
use std::cmp::Ordering;
use std::hint::black_box;
use std::ops::Range;

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
    /// The clauses of the plan that it meets, a bit for each.
    pub met: u16,
    rank: u32,
}

impl Hit {
    /// How far the question had been widened when it was found; 0 is not at all.
    pub fn step(&self) -> u8 {
        (self.rank >> STEP) as u8
    }
}

/// The bit of a rank from which it says how far the question had been widened.
const STEP: u32 = 24;

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
    /// For whom they are and when.
    pub when_who: WhenWho,
    /// The best of them, best first, as many as were asked for.
    pub hits: Vec<Hit>,
    /// The best that was dropped: what is no better need not be kept.
    pub dropped: Option<Hit>,
    /// The first few that were met, and how far the question had been widened for each: all of
    /// them, where there are few.
    pub first: Vec<Known>,
}

/// An answer that an earlier, narrower pass had found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Segment and document.
    pub address: (u32, u32),
    /// How far the question had been widened when it was found; 0 is not at all.
    pub step: u8,
}

/// How many documents are weighed together.
const BATCH: usize = 64;
/// How many more are kept than are shown before the rest is dropped.
const ROOM: usize = 64;

/// A segment, and what is known of it for one question.
struct Segment<'a> {
    number: u32,
    shelf: &'a Shelf,
    /// How many clauses the plan has.
    clauses: usize,
}

/// A way to walk the lists of a segment.
type Walk = fn(&mut Lists, &[Range<u32>], Met);

/// What a pass runs over.
pub struct Pass<'a> {
    /// The index.
    pub view: &'a View,
    /// The board.
    pub board: &'a BoardNow<'a>,
    /// The question.
    pub request: &'a Request,
    /// The question, ready for weighing.
    pub criteria: &'a Criteria,
    /// How many tags there are.
    pub tags: usize,
}

impl Pass<'_> {
    /// Runs over all that meets the plan. What is `known` comes before what is new at this `step`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn run(&self, plan: &Plan, known: &[Known], step: u8) -> Result<Tally> {
        let walk: Walk = match plan.any {
            true => postings::any,
            false => postings::all,
        };
        let mut tally = Tally::new(self.tags);
        let searcher = &self.view.searcher;
        let near = self.request.near.as_ref().map(|near| near.point);
        let all_lists = postings::open(searcher, &self.view.fields, plan)?;
        let segments = searcher.segment_readers().iter().zip(&self.view.shelves);
        for ((number, (reader, shelf)), mut lists) in (0..).zip(segments).zip(all_lists) {
            let ranges = match near.zip(self.request.within_m) {
                Some((near, within_m)) => shelf.reach.ranges(near, within_m),
                None => shelf.reach.everything(),
            };
            let alive = reader.alive_bitset();
            let segment = Segment {
                number,
                shelf,
                clauses: plan.clauses.len(),
            };
            let mut batch: Vec<(u32, Score)> = Vec::with_capacity(BATCH);
            walk(&mut lists, &ranges, &mut |doc, score| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    batch.push((doc, score));
                }
                if batch.len() == BATCH {
                    self.look_at_all(&segment, &mut batch, (known, step), &mut tally);
                }
            });
            self.look_at_all(&segment, &mut batch, (known, step), &mut tally);
        }
        self.keep_best(&mut tally, true);
        Ok(tally)
    }

    /// Looks at what was met, many at once: what decides about each is fetched from memory for all
    /// of them before the first is weighed, so that the processor does not wait for one after another.
    fn look_at_all(
        &self,
        segment: &Segment,
        batch: &mut Vec<(u32, Score)>,
        (known, step): (&[Known], u8),
        tally: &mut Tally,
    ) {
        self.fetch(segment.shelf, batch);
        for (doc, score) in batch.drain(..) {
            let address = (segment.number, doc);
            let known = known.iter().find(|known| known.address == address);
            let step = known.map_or(step, |known| known.step);
            self.look_at(segment, Known { address, step }, score, tally);
        }
    }

    /// Reads what decides about each, and does nothing with it.
    fn fetch(&self, shelf: &Shelf, batch: &[(u32, Score)]) {
        let facts = batch.iter().map(|(doc, _)| &shelf.docs[*doc as usize]);
        let wheres = facts.map(|doc| {
            let last_tag = doc.first_tag + u32::from(doc.tags.saturating_sub(1));
            (doc.first.slot, [doc.first_tag, last_tag])
        });
        let wheres: Vec<(u32, [u32; 2])> = wheres.collect();
        for (slot, tags) in wheres {
            let tags = tags.map(|tag| shelf.tags.get(tag as usize).copied());
            black_box((tags, self.board.glance(slot)));
        }
    }

    fn look_at(&self, segment: &Segment, at: Known, score: Score, tally: &mut Tally) {
        let shelf = segment.shelf;
        let doc = at.address.1;
        let facts = &shelf.docs[doc as usize];
        let Some(fit) = self.criteria.weigh(shelf, facts, self.board) else {
            return;
        };
        tally.states[fit.state as usize] += 1;
        if !self.criteria.wanted.admits(fit.state) {
            tally.hidden[fit.state as usize] += 1;
            return;
        }
        tally.total += 1;
        tally.free += u32::from(facts.free == Some(true));
        tally.when_who.add(facts);
        for tag in shelf.tags_of(facts) {
            tally.tags[*tag as usize] += 1;
        }
        if tally.first.len() < ranking().few.max(ranking().thin) {
            tally.first.push(at);
        }
        let coordination = coordination(score.met.count_ones(), segment.clauses);
        let hit = Hit {
            segment: segment.number,
            doc,
            fit,
            score: score.sum
                * coordination
                * fit.nearness(self.request.near.is_some())
                * fit.trust.worth,
            met: score.met,
            rank: u32::from(at.step) << STEP | fit.rank(),
        };
        let dropped = tally.dropped.as_ref();
        if dropped.is_none_or(|dropped| self.order(&hit, dropped).is_lt()) {
            tally.hits.push(hit);
            self.keep_best(tally, false);
        }
    }

    /// Drops what cannot be shown, once there is enough of it to be worth the while.
    fn keep_best(&self, tally: &mut Tally, last: bool) {
        let keep = self.request.page * self.request.per_page;
        let hits = &mut tally.hits;
        if hits.len() >= 2 * keep + ROOM || (last && hits.len() > keep) {
            let (_, dropped, _) = hits.select_nth_unstable_by(keep, |a, b| self.order(a, b));
            tally.dropped = Some(*dropped);
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
        first.then_with(|| shown::in_order(self.at(a), self.at(b)))
    }

    fn at(&self, hit: &Hit) -> (&Shelf, u32) {
        (&self.view.shelves[hit.segment as usize], hit.doc)
    }
}

/// What is left of a score when only some of the clauses are met: who needs two things is best
/// served where both are.
fn coordination(met: u32, clauses: usize) -> f32 {
    let missed = (clauses as f32 - met as f32).max(0.0) / clauses.max(1) as f32;
    1.0 - ranking().coordination * missed
}

impl Tally {
    fn new(tags: usize) -> Self {
        Self {
            total: 0,
            hidden: Default::default(),
            states: Default::default(),
            tags: vec![0; tags],
            free: 0,
            when_who: WhenWho::new(),
            hits: Vec::new(),
            dropped: None,
            first: Vec::new(),
        }
    }
}
