//! The engine: one place that holds the view, the board and the gazetteer, answers searches, and
//! runs the follower.

use super::answer::{
    Answer, Found, Hidden, Interpretation, Safety, UnderstoodNeed, UnderstoodPlace,
};
use super::asked::Asked;
use super::board::{Board, BoardNow};
use super::facets::facets;
use super::follower::{Follower, Progress};
use super::outcome::Outcome;
use super::pass::{Known, Pass, Tally};
use super::plan::Plan;
use super::reading::{self, Aids, Reading};
use super::request::Request;
use super::tags::Tags;
use super::truth::{LineRow, Truth};
use super::unmet::Unmet;
use super::view::View;
use super::weigh::Criteria;
use super::why::Whys;
use super::widen;
use crate::db::Database;
use crate::domain::availability::State;
use crate::domain::point::Point;
use crate::error::{Error, Result};
use crate::geography::Gazetteer;
use crate::safety;
use arc_swap::{ArcSwap, ArcSwapOption};
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use tokio::sync::broadcast;

/// Events kept for a reader that lags; one that lags further resumes from the database.
const EVENTS: usize = 1024;

/// A change of room, as the follower saw it.
#[derive(Debug, Clone)]
pub struct CapacityEvent {
    /// Its place in the change feed.
    pub seq: i64,
    /// The line as it is now.
    pub line: Arc<LineRow>,
}

/// Everything that searches need, shared by all threads.
pub struct Engine {
    pub(super) view: ArcSwapOption<View>,
    pub(super) board: Board,
    pub(super) tags: Tags,
    pub(super) gazetteer: ArcSwap<Gazetteer>,
    pub(super) events: broadcast::Sender<CapacityEvent>,
    pub(super) progress: Progress,
}

impl Engine {
    /// Opens the index in `folder`, builds it if there is none that can be used, fills the board,
    /// and starts following the database.
    ///
    /// # Errors
    /// The index or the database cannot be read.
    pub fn start(folder: &Path, db: Database, truth: Arc<dyn Truth>) -> Result<Arc<Self>> {
        let engine = Arc::new(Self::empty(Gazetteer::default()));
        let follower = thread::scope(|scope| {
            scope.spawn(reading::load);
            Follower::open(folder, db, truth, Arc::clone(&engine))
        });
        follower?.run()?;
        Ok(engine)
    }

    fn empty(gazetteer: Gazetteer) -> Self {
        Self {
            view: ArcSwapOption::empty(),
            board: Board::default(),
            tags: Tags::default(),
            gazetteer: ArcSwap::from_pointee(gazetteer),
            events: broadcast::channel(EVENTS).0,
            progress: Progress::default(),
        }
    }

    /// Postcodes and places.
    pub fn gazetteer(&self) -> Arc<Gazetteer> {
        self.gazetteer.load_full()
    }

    /// The middle of where the listings are, if they are of one region.
    pub fn centre(&self) -> Option<Point> {
        self.view.load().as_ref().and_then(|view| view.centre)
    }

    /// What was last said about room.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Changes of room from now on.
    pub fn events(&self) -> broadcast::Receiver<CapacityEvent> {
        self.events.subscribe()
    }

    /// How far the follower is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Shows what was just committed, ahead of the follower, so that whoever committed it finds it.
    pub fn show(&self, line: LineRow) {
        self.show_all([line]);
    }

    /// Shows several lines at one moment.
    pub fn show_all(&self, lines: impl IntoIterator<Item = LineRow>) {
        let lines = lines.into_iter().map(|line| (line.slot, line.known));
        self.board.put_all(lines.collect());
    }

    /// How many listings can be found.
    pub fn listings(&self) -> u64 {
        self.view.load().as_ref().map_or(0, |view| view.listings())
    }

    pub(super) fn current_view(&self) -> Result<Arc<View>> {
        let view = self.view.load_full();
        view.ok_or_else(|| Error::Busy("the search index is being built: try again soon".into()))
    }

    /// Answers a search as of `now`.
    ///
    /// # Errors
    /// The index is being built, or cannot be read.
    pub fn search(&self, request: &Request, now: Timestamp) -> Result<Answer> {
        Ok(self.ask(request, now)?.0)
    }

    /// The same for somebody who really asks: with what the search leaves to be counted, if it does.
    ///
    /// # Errors
    /// As of [`Engine::search`].
    pub fn ask(&self, request: &Request, now: Timestamp) -> Result<(Answer, Option<Asked>)> {
        let view = self.current_view()?;
        let reading = self.read(&view, request, now);
        let found = self.find(&view, &reading, now)?;
        let contents = found.contents();
        let asked = Asked::of(&reading, &found, &self.tags);
        let asked = asked.map(|asked| self.explained(asked, &reading, &found));
        let asked = asked.transpose()?;
        let answer = self.answer(reading, found.tally, found.relaxed, contents);
        Ok((answer, asked))
    }

    /// The same, with what it was narrowed by; and where nothing with room was found, what was in the way.
    fn explained(&self, asked: Asked, reading: &Reading, found: &Outcome) -> Result<Asked> {
        let request = &reading.request;
        // What was found by going beyond the question is no answer to it.
        let answers = found.tally.first.iter().filter(|known| known.step == 0);
        let whys = Whys::of_question(request, answers.count());
        if asked.is_met() {
            return Ok(asked.because(whys));
        }
        let unmet = Unmet {
            view: found.view,
            board: &found.board,
            request,
            criteria: &Criteria::new(request, &self.tags, found.now),
        };
        Ok(asked.because(whys.and(unmet.only(&reading.plan)?)))
    }

    /// What comes before any answer, where words show danger.
    pub fn safety(&self, words: &str) -> Option<Safety> {
        safety::net().check(words).map(Safety::from)
    }

    pub(super) fn read(&self, view: &View, request: &Request, now: Timestamp) -> Reading {
        let aids = Aids {
            view,
            gazetteer: &self.gazetteer.load(),
            tags: &self.tags,
            now,
        };
        reading::read(request, &aids)
    }

    /// Runs the question, and widens it while too little is found.
    fn find<'a>(
        &'a self,
        view: &'a View,
        reading: &Reading,
        now: Timestamp,
    ) -> Result<Outcome<'a>> {
        let board = self.board.now();
        let mut outcome = Outcome {
            view,
            request: reading.request.clone(),
            plan: reading.plan.clone(),
            tally: self.run(view, &board, &reading.request, &reading.plan, &[], now)?,
            relaxed: Vec::new(),
            board,
            now,
        };
        let mut ladder = widen::Ladder::new(reading);
        while let Some(step) = ladder.next(outcome.tally.total) {
            let known = &outcome.tally.first;
            let wider = self.run(view, &outcome.board, &step.request, &step.plan, known, now)?;
            if wider.total > outcome.tally.total {
                outcome.widen(step, wider);
            }
        }
        Ok(outcome)
    }

    pub(super) fn run(
        &self,
        view: &View,
        board: &BoardNow,
        request: &Request,
        plan: &Plan,
        known: &[Known],
        now: Timestamp,
    ) -> Result<Tally> {
        let pass = Pass {
            view,
            board,
            request,
            criteria: &Criteria::new(request, &self.tags, now),
            tags: self.tags.len(),
        };
        let step = known.iter().map(|known| known.step + 1).max().unwrap_or(0);
        pass.run(plan, known, step)
    }

    fn answer(
        &self,
        reading: Reading,
        tally: Tally,
        relaxed: Vec<String>,
        contents: Vec<Found>,
    ) -> Answer {
        let request = &reading.request;
        let total_pages = tally.total.div_ceil(request.per_page);
        Answer {
            total_items: tally.total,
            total_pages,
            page_number: request.page,
            size: contents.len(),
            first_page: request.page == 1,
            last_page: request.page >= total_pages,
            empty: contents.is_empty(),
            hidden: hidden(&tally),
            facets: facets(&self.tags, &tally),
            safety: reading.danger.map(Safety::from),
            interpretation: interpretation(reading, relaxed),
            contents,
        }
    }
}

fn interpretation(reading: Reading, relaxed: Vec<String>) -> Interpretation {
    let needs = reading.understood.iter().filter(|part| part.kind == "need");
    Interpretation {
        needs: needs
            .map(|part| UnderstoodNeed {
                id: part.id.clone(),
                label: part.label.clone(),
                because: part.because.clone(),
            })
            .collect(),
        place: reading.request.near.map(|place| UnderstoodPlace {
            label: place.label,
            latitude: place.point.latitude,
            longitude: place.point.longitude,
            precision: place.precision,
            instead_of: place.instead_of,
        }),
        understood: reading.understood,
        corrected: reading.corrected,
        relaxed,
    }
}

fn hidden(tally: &Tally) -> Hidden {
    let count = |state: State| tally.hidden[state as usize];
    Hidden {
        full: count(State::Full),
        waiting_list: count(State::WaitingList),
        paused: count(State::Paused),
        closed: count(State::Closed),
        unconfirmed: count(State::Unconfirmed),
    }
}
