//! The one pass over everything that matches the words: it weighs, counts what is hidden, counts
//! facets and keeps the best.

use super::board::BoardNow;
use super::postings::{self, Lists};
use super::ranking::ranking;
use super::request::{Request, Sort};
use super::shelf::Shelf;
use super::view::View;
use super::weigh::{Criteria, Fit};
use crate::domain::availability::State;
use crate::error::Result;
use std::cmp::Ordering;
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

/// A segment, and what is known of it for one question.
struct Segment<'a> {
    number: u32,
    shelf: &'a Shelf,
    /// Catchments that may cover the place asked about.
    areas: Vec<u32>,
    whole: Option<&'a [(u32, u32)]>,
}

/// A way to walk the lists of a segment.
type Walk = fn(&mut Lists, &[Range<u32>], &mut dyn FnMut(u32, &dyn Fn() -> f32));

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
    /// Runs over all that has all of the words.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn all_words(&self, stems: &[String]) -> Result<Tally> {
        self.run(
            stems,
            |lists, ranges, met| postings::all_words(lists, ranges, met),
            None,
        )
    }

    /// Runs over all that has at least one of the words. The documents of `whole` have all of them
    /// and come before the others.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn any_word(&self, stems: &[String], whole: &[(u32, u32)]) -> Result<Tally> {
        self.run(
            stems,
            |lists, ranges, met| postings::any_word(lists, ranges, met),
            Some(whole),
        )
    }

    fn run(&self, stems: &[String], walk: Walk, whole: Option<&[(u32, u32)]>) -> Result<Tally> {
        let mut tally = Tally::new(self.tags);
        let searcher = &self.view.searcher;
        let all_lists = postings::open(searcher, self.view.fields.text, stems)?;
        let segments = searcher.segment_readers().iter().zip(&self.view.shelves);
        for ((number, (reader, shelf)), mut lists) in (0..).zip(segments).zip(all_lists) {
            let near = self.request.near.as_ref().map(|near| near.point);
            let areas = near.map_or(Vec::new(), |near| shelf.reach.areas_at(near));
            let ranges = match near.zip(self.request.within_m) {
                Some((near, within_m)) => shelf.reach.ranges(near, within_m, &areas),
                None => shelf.reach.everything(),
            };
            let alive = reader.alive_bitset();
            let segment = Segment {
                number,
                shelf,
                areas,
                whole,
            };
            walk(&mut lists, &ranges, &mut |doc, score| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    self.look_at(&segment, doc, score, &mut tally);
                }
            });
        }
        self.keep_best(&mut tally.hits, true);
        Ok(tally)
    }

    fn look_at(&self, segment: &Segment, doc: u32, score: &dyn Fn() -> f32, tally: &mut Tally) {
        let shelf = segment.shelf;
        let facts = &shelf.docs[doc as usize];
        let Some(fit) = self
            .criteria
            .weigh(shelf, facts, &segment.areas, &self.board)
        else {
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
        let address = (segment.number, doc);
        if tally.first.len() < ranking().few {
            tally.first.push(address);
        }
        let partly = segment.whole.is_some_and(|whole| !whole.contains(&address));
        tally.hits.push(Hit {
            segment: segment.number,
            doc,
            fit,
            score: score() * fit.nearness(self.request.near.is_some()),
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
