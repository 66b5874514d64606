//! What alone stood in the way of near misses, of a question to which nothing with room was found.

use super::board::BoardNow;
use super::entry::TagKind;
use super::plan::Plan;
use super::postings;
use super::ranking::ranking;
use super::request::Request;
use super::shelf::{Doc, LineFacts, Shelf, bit};
use super::view::View;
use super::weigh::{AGE, COST, Criteria, TIMES, is_for, is_on};
use super::why::{Way, Whys};
use crate::error::Result;

/// How much farther away than somebody would go a place may be to be a near miss.
const FARTHER: f64 = 3.0;

/// A question to which nothing with room was found.
pub struct Unmet<'a> {
    /// The index.
    pub view: &'a View,
    /// The board.
    pub board: &'a BoardNow<'a>,
    /// The question, as it was before it was widened.
    pub request: &'a Request,
    /// The same, ready for weighing.
    pub criteria: &'a Criteria,
}

impl Unmet<'_> {
    /// What was in the way of each listing that fits in all but one thing.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn only(&self, plan: &Plan) -> Result<Whys> {
        let searcher = &self.view.searcher;
        let walk = match plan.any {
            true => postings::any,
            false => postings::all,
        };
        let near = self.request.near.as_ref().map(|near| near.point);
        let within_m = self.request.within_m.unwrap_or(ranking().local_m);
        let all_lists = postings::open(searcher, &self.view.fields, plan)?;
        let segments = searcher.segment_readers().iter().zip(&self.view.shelves);
        let mut whys = Whys::default();
        for ((reader, shelf), mut lists) in segments.zip(all_lists) {
            let ranges = match near {
                Some(near) => shelf.reach.ranges(near, within_m * FARTHER),
                None => shelf.reach.everything(),
            };
            let alive = reader.alive_bitset();
            walk(&mut lists, &ranges, &mut |doc, _| {
                let is_alive = alive.is_none_or(|alive| alive.is_alive(doc));
                let facts = shelf.docs.get(doc as usize).filter(|_| is_alive);
                let miss = facts.and_then(|facts| self.miss(shelf, facts, within_m));
                whys = miss.map_or(whys, |way| whys.only(way));
            });
        }
        Ok(whys)
    }

    /// The one thing in which a listing does not fit; none where it fits, or does not in several.
    fn miss(&self, shelf: &Shelf, doc: &Doc, within_m: f64) -> Option<Way> {
        let criteria = self.criteria;
        let against = criteria.against(shelf, doc);
        if against & bit(TagKind::Need) != 0 || against.count_ones() > 1 {
            return None;
        }
        let own = shelf.areas_of(doc);
        let near = self.request.near.as_ref().map(|near| near.point);
        let holds = |near| own.iter().any(|area| shelf.shapes.contains(*area, near));
        let covered = near.is_some_and(holds);
        let catchment = near.is_some() && !own.is_empty() && !covered;
        let reach = |line: &LineFacts| {
            let metres = criteria.metres(line);
            let is_near = metres.is_none_or(|metres| metres <= within_m);
            is_near || covered || line.remote
        };
        let state = |line: &LineFacts| self.board.look(line.slot, doc.closed, criteria.now).0;
        let within = shelf.each_line_of(doc).filter(|line| reach(line));
        let (distance, best) = match within.map(state).min() {
            Some(best) => (false, best),
            None => (true, shelf.each_line_of(doc).map(state).min()?),
        };
        let mut ways = [
            Way::of_bit(against),
            catchment.then_some(Way::Catchment),
            distance.then_some(Way::Distance),
            Way::of_state(best),
        ]
        .into_iter()
        .flatten();
        ways.next().filter(|_| ways.next().is_none())
    }
}

impl Criteria {
    /// What a listing says otherwise than was asked, as bits.
    fn against(&self, shelf: &Shelf, doc: &Doc) -> u8 {
        let mut against = 0;
        for (kind, wanted) in &self.tags {
            let has = || shelf.tags_of(doc).iter().any(|tag| wanted.contains(tag));
            let says = *kind == TagKind::Need || doc.says & bit(*kind) != 0;
            if says && !has() {
                against |= bit(*kind);
            }
        }
        let others = [
            (COST, self.free && doc.free == Some(false)),
            (
                AGE,
                self.age.and_then(|age| is_for(doc, age)) == Some(false),
            ),
            (
                TIMES,
                self.times.and_then(|times| is_on(doc, times)) == Some(false),
            ),
        ];
        let others = others.into_iter().filter(|(_, is)| *is);
        others.fold(against, |all, (one, _)| all | one)
    }
}
