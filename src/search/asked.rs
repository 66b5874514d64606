//! What a search leaves for those who plan services: which needs it was understood as, from which
//! outcode, and whether what was looked for is there. Nothing that was typed, and no address.

use super::entry::TagKind;
use super::outcome::Outcome;
use super::pass::Hit;
use super::ranking::ranking;
use super::reading::Reading;
use super::tags::Tags;
use super::why::Whys;
use crate::domain::availability::State;
use crate::geography::Outcode;
use crate::needs::{NeedId, vocabulary};

/// Needs of one search that are told apart; more are hardly ever meant.
const MOST: usize = 4;

/// What was found near the place that was asked about, or anywhere where none was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Found {
    /// Something that has room.
    Room,
    /// Something of which nobody has said lately whether it has.
    Unsure,
    /// Only what is full, paused, closed, or has a waiting list.
    Full,
    /// Nothing.
    Nothing,
}

impl Found {
    /// All of them, the best first.
    pub const ALL: [Found; 4] = [Found::Room, Found::Unsure, Found::Full, Found::Nothing];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Found::Room => "room",
            Found::Unsure => "unsure",
            Found::Full => "full",
            Found::Nothing => "nothing",
        }
    }

    /// The one for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|found| found.as_str() == word)
    }
}

impl From<State> for Found {
    fn from(state: State) -> Self {
        match state {
            State::Open | State::Limited => Found::Room,
            State::Unconfirmed => Found::Unsure,
            _ => Found::Full,
        }
    }
}

/// What one search leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The first half of the postcode that it named.
    pub outcode: Option<Outcode>,
    /// What was found for its words.
    pub found: Found,
    /// What it was narrowed by, and what was in the way.
    pub whys: Whys,
    needs: [(NeedId, Found); MOST],
    count: usize,
}

impl Asked {
    /// A search of which no need was understood yet.
    pub fn new(outcode: Option<Outcode>, found: Found) -> Self {
        Self {
            outcode,
            found,
            whys: Whys::default(),
            needs: [(NeedId(0), Found::Nothing); MOST],
            count: 0,
        }
    }

    /// The same, with why it found what it found.
    #[must_use]
    pub fn because(self, whys: Whys) -> Self {
        Self { whys, ..self }
    }

    /// Whether room was found for all of it.
    pub fn is_met(&self) -> bool {
        let needs = self.needs().iter().map(|(_, found)| *found);
        needs.chain([self.found]).all(|found| found == Found::Room)
    }

    /// Adds a need, unless it is there already or there are too many.
    pub fn add(&mut self, need: NeedId, found: Found) {
        let is_known = self.needs().iter().any(|(known, _)| *known == need);
        if !is_known && self.count < MOST {
            self.needs[self.count] = (need, found);
            self.count += 1;
        }
    }

    /// The needs that it was understood as, each with what was found for it.
    pub fn needs(&self) -> &[(NeedId, Found)] {
        &self.needs[..self.count]
    }

    /// What a search leaves: nothing where nothing was asked, nor where another page of the same answers
    /// is.
    pub(super) fn of(reading: &Reading, outcome: &Outcome, tags: &Tags) -> Option<Self> {
        let request = &reading.request;
        let is_question =
            !request.q.is_empty() || !request.tags.is_empty() || request.near.is_some();
        if !is_question || request.page > 1 {
            return None;
        }
        let outcode = request.near.as_ref().and_then(|near| near.outcode);
        let left = match outcome.tally.hidden.iter().sum::<u32>() {
            0 => Found::Nothing,
            _ => Found::Full,
        };
        let best = |fits: &dyn Fn(&Hit) -> bool| {
            let near = outcome.tally.hits.iter().filter(|hit| is_near(hit));
            let states = near
                .filter(|hit| fits(hit))
                .map(|hit| Found::from(hit.fit.state));
            states.min().unwrap_or(left)
        };
        // What was found by going beyond the question is not what was asked for.
        let mut asked = Self::new(outcode, best(&|hit| hit.step() == 0));
        for need in needs_of(reading) {
            let tag = tags.number(TagKind::Need, &vocabulary().need(need).id);
            let meets = |hit: &Hit| {
                let shelf = &outcome.view.shelves[hit.segment as usize];
                let own = shelf.tags_of(&shelf.docs[hit.doc as usize]);
                tag.is_some_and(|tag| own.contains(&tag))
            };
            asked.add(need, best(&meets));
        }
        Some(asked)
    }
}

fn is_near(hit: &Hit) -> bool {
    let far = |metres: f32| f64::from(metres) > ranking().local_m && !hit.fit.covered;
    !hit.fit.distance_m.is_some_and(far)
}

/// The needs that its words show, and those that it was narrowed to.
fn needs_of(reading: &Reading) -> impl Iterator<Item = NeedId> {
    let shown = reading.understood.iter().filter(|part| part.kind == "need");
    let narrowed = reading.request.tags.iter();
    let narrowed = narrowed.filter(|(kind, _)| *kind == TagKind::Need);
    let ids = shown
        .map(|part| &part.id)
        .chain(narrowed.flat_map(|(_, ids)| ids));
    ids.filter_map(|id| vocabulary().number(id))
}
