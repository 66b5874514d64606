//! A look at all listings one after another: where each is, what it is for, and how much room it has at
//! this moment. It is made from what searches hold in memory; the database is not asked.

mod classified;
pub(super) mod kept;
mod met;
mod placed;
mod room;
mod then;
mod told;

pub use classified::{Classified, Counted, is_known};
pub use met::Named;
pub use placed::{Grounds, Held};
pub use room::Room;
pub use then::{Then, When};
pub use told::Told;

use self::placed::Placed;
use super::engine::Engine;
use super::entry::{Tag, TagKind};
use super::shelf::{NONE, Shelf};
use crate::domain::point::Unit;
use crate::error::Result;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Listings looked at before those who change room have their turn.
const AT_ONCE: usize = 512;

/// One service.
#[derive(Debug)]
pub struct Service<'a> {
    /// Its id.
    pub id: Uuid,
    /// The number of its organisation, if it has one.
    pub organization: Option<u32>,
    /// The numbers of what it is classified by, needs and others.
    pub tags: &'a [u32],
    /// What its catchments reach.
    pub reaches: &'a Held,
    /// Whether it has a catchment with a shape: then it is for those who live in it, and nobody else.
    pub is_limited: bool,
    /// Where it is given.
    pub lines: &'a [Line<'a>],
}

/// One place of a service.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its slot on the board.
    pub slot: u32,
    /// Its room.
    pub room: Room,
    /// Which areas it is in.
    pub at: &'a Held,
    /// Where it is, if that is known.
    pub place: Option<Unit>,
    /// Whether nobody has to go there, as by telephone.
    pub is_remote: bool,
}

impl Engine {
    /// Looks at every listing as of `now`, and tells which of these areas it is in.
    ///
    /// # Errors
    /// The index is being built.
    pub fn survey(
        &self,
        grounds: &Grounds,
        now: Timestamp,
        each: impl FnMut(&Service),
    ) -> Result<()> {
        self.survey_as(grounds, When::Now(now), each)
    }

    /// The same as of another moment: with the room that was known then, and those that were listed then; where
    /// they are and what they are for is as it is now.
    ///
    /// # Errors
    /// As of [`Engine::survey`].
    pub fn survey_as(
        &self,
        grounds: &Grounds,
        when: When,
        mut each: impl FnMut(&Service),
    ) -> Result<()> {
        self.survey_told(grounds, when, |service, _| each(service))
    }

    /// The same, with what each listing says of itself.
    ///
    /// # Errors
    /// As of [`Engine::survey`].
    pub fn survey_told(
        &self,
        grounds: &Grounds,
        when: When,
        mut each: impl FnMut(&Service, &Told),
    ) -> Result<()> {
        let view = self.current_view()?;
        let mut organizations = HashMap::new();
        let segments = view.searcher.segment_readers().iter().zip(&view.shelves);
        for (reader, shelf) in segments {
            let alive = reader.alive_bitset();
            let run_by = run_by(shelf, &mut organizations);
            let placed = Placed::new(shelf, grounds);
            let numbers: Vec<u32> = (0..shelf.docs.len() as u32)
                .filter(|doc| alive.is_none_or(|alive| alive.is_alive(*doc)))
                .collect();
            for some in numbers.chunks(AT_ONCE) {
                let board = self.board.now();
                for doc in some {
                    let facts = &shelf.docs[*doc as usize];
                    let id = shelf.name(*doc).0;
                    if !when.lists(id) {
                        continue;
                    }
                    let closed = when.closed(id, facts.closed);
                    let lines = (0..).zip(shelf.lines_of(facts));
                    let lines = lines.map(|(number, line)| Line {
                        slot: line.slot,
                        room: when.room(&board, line.slot, closed),
                        at: placed.line(facts.first_line + number),
                        place: line.place(),
                        is_remote: line.remote,
                    });
                    let lines: Vec<Line> = lines.collect();
                    let run_by = run_by[*doc as usize];
                    let service = Service {
                        id,
                        organization: (run_by != NONE).then_some(run_by),
                        tags: shelf.tags_of(facts),
                        reaches: &placed.reached(shelf.areas_of(facts)),
                        is_limited: !shelf.areas_of(facts).is_empty(),
                        lines: &lines,
                    };
                    each(&service, &Told { shelf, doc: *doc });
                }
            }
        }
        Ok(())
    }

    /// What the numbers of [`Service::tags`] stand for, each at its number: the needs, and nothing else.
    pub fn need_tags(&self) -> Vec<Option<Arc<Tag>>> {
        let need = |tag: &Arc<Tag>| (tag.kind == TagKind::Need).then(|| Arc::clone(tag));
        self.tags.look(|tags| tags.iter().map(need).collect())
    }

    /// The number by which something of another kind is found among [`Service::tags`].
    pub fn tag_number(&self, kind: TagKind, id: &str) -> Option<u32> {
        self.tags.number(kind, id)
    }

    /// Everything of a kind that listings are classified by: ids, and what people read, by the latter.
    pub fn tags_of(&self, kind: TagKind) -> Vec<(String, String)> {
        let one = |tag: &Arc<Tag>| (tag.id.clone(), tag.label.clone());
        let of_kind = |tag: &&Arc<Tag>| tag.kind == kind;
        let mut all: Vec<(String, String)> = self
            .tags
            .look(|tags| tags.iter().filter(of_kind).map(one).collect());
        all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        all
    }

    /// What people read of a classification, by its number.
    pub fn tag_label(&self, number: u32) -> Option<String> {
        Some(self.tags.tag(number)?.label.clone())
    }

    /// The number by which a need, or a taxonomy term, is found among [`Service::tags`].
    pub fn need_number(&self, id: &str) -> Option<u32> {
        let number = |kind| self.tags.number(kind, id);
        number(TagKind::Need).or_else(|| number(TagKind::Term))
    }
}

/// The organisation of each document, by a number that is the same in every segment.
fn run_by(shelf: &Shelf, numbers: &mut HashMap<Uuid, u32>) -> Vec<u32> {
    let mut run_by = vec![NONE; shelf.docs.len()];
    let mut known = (NONE, NONE);
    for (own, doc) in &shelf.runs {
        if known.0 != *own {
            let next = numbers.len() as u32;
            let id = shelf.organization_name(*own).0;
            known = (*own, *numbers.entry(id).or_insert(next));
        }
        run_by[*doc as usize] = known.1;
    }
    run_by
}
