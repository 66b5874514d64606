//! What a search found, and the page of answers made from it.

use super::answer::{Found, FoundAt, Match};
use super::because::because;
use super::board::BoardNow;
use super::pass::{Hit, Tally};
use super::plan::Plan;
use super::request::Request;
use super::view::View;
use super::widen::Step;
use crate::domain::schedule::local_day;
use jiff::Timestamp;
use jiff::civil::Date;

/// What a search found, however far it had to be widened.
pub struct Outcome<'a> {
    /// The index.
    pub view: &'a View,
    /// The board, as the search saw it.
    pub board: BoardNow<'a>,
    /// What was asked in the end.
    pub request: Request,
    /// What was looked up in the end.
    pub plan: Plan,
    /// What was found.
    pub tally: Tally,
    /// How the question was widened.
    pub relaxed: Vec<String>,
    /// The moment of the question.
    pub now: Timestamp,
}

impl Outcome<'_> {
    /// Takes what a wider question found.
    pub fn widen(&mut self, step: Step, wider: Tally) {
        self.relaxed.push(step.words);
        self.request = step.request;
        self.plan = step.plan;
        // What is hidden matched everything but its room, so it is counted among the first.
        self.tally = Tally {
            hidden: self.tally.hidden,
            ..wider
        };
    }

    /// The answers of the page.
    pub fn contents(&self) -> Vec<Found> {
        let skip = (self.request.page - 1) * self.request.per_page;
        let hits = self
            .tally
            .hits
            .iter()
            .skip(skip)
            .take(self.request.per_page);
        let today = local_day(self.now, 0);
        hits.map(|hit| self.found(hit, today)).collect()
    }

    fn found(&self, hit: &Hit, today: Date) -> Found {
        let shelf = &self.view.shelves[hit.segment as usize];
        let shown = shelf.shown(hit.doc);
        let slot = shelf.lines_of(&shelf.docs[hit.doc as usize])[hit.fit.line as usize].slot;
        let now = self.now;
        let sessions = shelf.schedules(hit.doc, hit.fit.line).iter();
        let next = sessions
            .filter_map(|schedule| schedule.next_after(now))
            .min();
        let because = because(&self.request, &self.plan, shelf, &shown, hit);
        Found {
            id: shown.id,
            name: shown.name.to_owned(),
            summary: shown.summary.to_owned(),
            organization: shown.organization,
            location: shelf.site(hit.doc, hit.fit.line).map(|site| FoundAt {
                id: site.id,
                latitude: site.point.map(|point| point.latitude),
                longitude: site.point.map(|point| point.longitude),
                name: site.name,
                postcode: site.postcode,
            }),
            distance_m: hit.fit.distance_m.map(|metres| metres.round() as u32),
            availability: self.board.availability(slot, shown.closed, now),
            funding: shown.funding.summary(today),
            next_session: next.map(crate::domain::time::rfc3339),
            matched: Match {
                score: hit.score,
                because,
            },
        }
    }
}
