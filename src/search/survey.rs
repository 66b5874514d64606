//! A count over all listings at one moment: how much there is for each need, and how much room it has.
//! It is made from what searches hold in memory; the database is not asked.

use super::board::BoardNow;
use super::engine::Engine;
use super::entry::{Tag, TagKind};
use super::shelf::{Doc, LineFacts, Shelf};
use crate::domain::availability::State;
use crate::domain::point::Point;
use crate::error::Result;
use jiff::Timestamp;
use std::sync::Arc;

/// Which places are meant; all of them, and those that are nowhere too, if left out.
pub type Within<'a> = Option<&'a dyn Fn(Point) -> bool>;

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Services.
    pub services: u32,
    /// Services by the best of their states, in the order of [`State::ALL`].
    pub states: [u32; State::ALL.len()],
    /// Places free, where somebody counts them.
    pub places_free: u64,
    /// People on waiting lists, where somebody counts them.
    pub waiting: u64,
    /// The longest wait that somebody has named, in weeks.
    pub longest_wait: u32,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    /// All services.
    pub all: Count,
    /// Those for each need; a service for two is in both.
    pub needs: Vec<(Arc<Tag>, Count)>,
}

/// What one service adds.
#[derive(Debug, Clone, Copy)]
struct Service {
    state: State,
    places_free: u64,
    waiting: u64,
    wait: u32,
}

impl Count {
    fn add(&mut self, service: Service) {
        self.services += 1;
        self.states[service.state as usize] += 1;
        self.places_free += service.places_free;
        self.waiting += service.waiting;
        self.longest_wait = self.longest_wait.max(service.wait);
    }

    /// Services in this state.
    pub fn of(&self, state: State) -> u32 {
        self.states[state as usize]
    }

    /// Services that somebody can be sent to and that have said so.
    pub fn with_room(&self) -> u32 {
        self.of(State::Open) + self.of(State::Limited)
    }
}

impl Engine {
    /// Counts what there is at `now`, in these places.
    ///
    /// # Errors
    /// The index is being built.
    pub fn survey(&self, within: Within, now: Timestamp) -> Result<Survey> {
        let view = self.current_view()?;
        let board = self.board.now();
        let mut all = Count::default();
        let mut needs: Vec<Count> = Vec::new();
        let segments = view.searcher.segment_readers().iter().zip(&view.shelves);
        for (reader, shelf) in segments {
            let alive = reader.alive_bitset();
            for (number, doc) in (0..).zip(&shelf.docs) {
                if alive.is_some_and(|alive| !alive.is_alive(number)) {
                    continue;
                }
                let Some(service) = look(shelf, doc, &board, within, now) else {
                    continue;
                };
                all.add(service);
                for tag in tags_of(shelf, doc) {
                    let tag = *tag as usize;
                    if needs.len() <= tag {
                        needs.resize(tag + 1, Count::default());
                    }
                    needs[tag].add(service);
                }
            }
        }
        Ok(Survey {
            all,
            needs: self.named(&needs),
        })
    }

    /// The counts of needs, with what they are called.
    fn named(&self, counts: &[Count]) -> Vec<(Arc<Tag>, Count)> {
        self.tags.look(|tags| {
            let named = tags.iter().zip(counts);
            let needs = named.filter(|(tag, count)| tag.kind == TagKind::Need && count.services > 0);
            needs.map(|(tag, count)| (Arc::clone(tag), *count)).collect()
        })
    }
}

fn tags_of<'a>(shelf: &'a Shelf, doc: &Doc) -> &'a [u32] {
    let first = doc.first_tag as usize;
    &shelf.tags[first..first + usize::from(doc.tags)]
}

fn lines_of<'a>(shelf: &'a Shelf, doc: &Doc) -> &'a [LineFacts] {
    let first = doc.first_line as usize;
    &shelf.lines[first..first + usize::from(doc.lines)]
}

/// The service at the places that are meant; none if it is at none of them.
fn look(
    shelf: &Shelf,
    doc: &Doc,
    board: &BoardNow,
    within: Within,
    now: Timestamp,
) -> Option<Service> {
    let meant = |line: &&LineFacts| match within {
        None => true,
        Some(within) => line.place().is_some_and(|place| within(place.into())),
    };
    let lines = lines_of(shelf, doc).iter().filter(meant);
    lines
        .map(|line| board.availability(line.slot, doc.closed, now))
        .map(|shown| Service {
            state: shown.state,
            places_free: shown.places_free.unwrap_or(0).max(0) as u64,
            waiting: shown.waiting.unwrap_or(0).max(0) as u64,
            wait: shown.wait_weeks.unwrap_or(0).max(0) as u32,
        })
        .reduce(|one, other| Service {
            state: one.state.min(other.state),
            places_free: one.places_free + other.places_free,
            waiting: one.waiting + other.waiting,
            wait: one.wait.max(other.wait),
        })
}
