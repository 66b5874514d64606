//! The engine: one place that holds the view, the board and the gazetteer, answers searches, and
//! runs the follower.

use super::answer::{
    Answer, Facet, Found, FoundAt, Hidden, Interpretation, Match, UnderstoodPlace,
};
use super::because::because;
use super::board::Board;
use super::entry::TagKind;
use super::follower::{Follower, Progress};
use super::pass::{Hit, Pass, Tally};
use super::ranking::ranking;
use super::request::Request;
use super::tags::Tags;
use super::text::{Plan, Word};
use super::truth::{LineRow, Truth};
use super::view::View;
use super::weigh::Criteria;
use crate::db::Database;
use crate::domain::availability::State;
use crate::error::{Error, Result};
use crate::geography::Gazetteer;
use arc_swap::{ArcSwap, ArcSwapOption};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::broadcast;

/// Choices shown of each kind.
const MOST_FACETS: usize = 30;
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
        let follower = Follower::open(folder, db, truth, Arc::clone(&engine))?;
        follower.run()?;
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
        if let Some(statement) = line.statement {
            self.board.put(line.slot, statement);
        }
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
        let view = self.current_view()?;
        let plan = Plan::of(&request.q);
        let criteria = Criteria::new(request, &self.tags, now);
        let pass = Pass {
            view: &view,
            board: self.board.now(),
            request,
            criteria: &criteria,
            tags: self.tags.len(),
        };
        let mut tally = pass.all_words(&plan.stems)?;
        let mut relaxed = Vec::new();
        if tally.total < ranking().few && plan.stems.len() > 1 {
            let wider = pass.any_word(&plan.stems, &tally.first)?;
            if wider.total > tally.total {
                relaxed.push(widened(tally.total));
                // What is hidden matched everything but its room, so it is counted among the whole.
                tally = Tally {
                    hidden: tally.hidden,
                    ..wider
                };
            }
        }
        let contents = self.contents(&pass, &plan, &tally, !relaxed.is_empty())?;
        Ok(self.answer(request, tally, contents, relaxed))
    }

    /// The answers of the page. `widened` says that an answer need not have all of the words.
    fn contents(
        &self,
        pass: &Pass,
        plan: &Plan,
        tally: &Tally,
        widened: bool,
    ) -> Result<Vec<Found>> {
        let request = pass.request;
        let skip = (request.page - 1) * request.per_page;
        let words = plan.words(&request.q);
        let hits = tally.hits.iter().skip(skip).take(request.per_page);
        let answers = hits.map(|hit| {
            let words: Vec<Word> = match widened {
                true => pass.view.words_in(hit, &words)?,
                false => words.clone(),
            };
            Ok(found(pass, &words, hit))
        });
        answers.collect()
    }

    fn answer(
        &self,
        request: &Request,
        tally: Tally,
        contents: Vec<Found>,
        relaxed: Vec<String>,
    ) -> Answer {
        let total_pages = tally.total.div_ceil(request.per_page);
        Answer {
            total_items: tally.total,
            total_pages,
            page_number: request.page,
            size: contents.len(),
            first_page: request.page == 1,
            last_page: request.page >= total_pages,
            empty: contents.is_empty(),
            interpretation: Interpretation {
                place: request.near.as_ref().map(|place| UnderstoodPlace {
                    label: place.label.clone(),
                    latitude: place.point.latitude,
                    longitude: place.point.longitude,
                    precision: place.precision,
                }),
                relaxed,
                ..Interpretation::default()
            },
            safety: None,
            hidden: hidden(&tally),
            facets: self.facets(&tally),
            contents,
        }
    }

    fn facets(&self, tally: &Tally) -> BTreeMap<String, Vec<Facet>> {
        let mut facets: BTreeMap<String, Vec<Facet>> = BTreeMap::new();
        for kind in TagKind::ALL {
            facets.insert(kind.as_str().into(), Vec::new());
        }
        for (number, count) in (0..).zip(&tally.tags).filter(|(_, count)| **count > 0) {
            if let Some(tag) = self.tags.tag(number) {
                let list = facets.entry(tag.kind.as_str().into()).or_default();
                list.push(Facet {
                    id: tag.id.clone(),
                    label: tag.label.clone(),
                    count: *count,
                });
            }
        }
        for list in facets.values_mut() {
            list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
            list.truncate(MOST_FACETS);
        }
        facets.insert("availability".into(), states(tally));
        facets.insert("cost".into(), cost(tally));
        facets
    }
}

fn found(pass: &Pass, words: &[Word], hit: &Hit) -> Found {
    let shelf = &pass.view.shelves[hit.segment as usize];
    let entry = &shelf.entries[hit.doc as usize];
    let line = &entry.lines[hit.fit.line as usize];
    let now = pass.criteria.now;
    let sessions = line.schedules.iter();
    let next = sessions
        .filter_map(|schedule| schedule.next_after(now))
        .min();
    Found {
        id: entry.id,
        name: entry.name.clone(),
        summary: entry.summary.clone(),
        organization: entry.organization.clone(),
        location: line.site.as_ref().map(|site| FoundAt {
            id: site.id,
            name: site.name.clone(),
            postcode: site.postcode.clone(),
            latitude: site.point.map(|point| point.latitude),
            longitude: site.point.map(|point| point.longitude),
        }),
        distance_m: hit.fit.distance_m.map(|metres| metres.round() as u32),
        availability: pass.board.availability(line.slot, entry.closed, now),
        funding: entry.funding.clone(),
        next_session: next.map(crate::domain::time::rfc3339),
        matched: Match {
            score: hit.score,
            because: because(pass.request, words, shelf, hit),
        },
    }
}

/// What to say of a question that was widened.
fn widened(whole: usize) -> String {
    match whole {
        0 => "nothing has all of the words; showing what has some of them".into(),
        _ => "little has all of the words; below it is what has some of them".into(),
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

fn states(tally: &Tally) -> Vec<Facet> {
    let counted = State::ALL.into_iter().zip(tally.states);
    let present = counted.filter(|(_, count)| *count > 0);
    present
        .map(|(state, count)| Facet {
            id: state.as_str().into(),
            label: state.label().into(),
            count,
        })
        .collect()
}

fn cost(tally: &Tally) -> Vec<Facet> {
    let free = Facet {
        id: "free".into(),
        label: "Free of charge".into(),
        count: tally.free,
    };
    Vec::from_iter((tally.free > 0).then_some(free))
}
