//! What a listing says of itself, read only where somebody asks.

use crate::domain::schedule::Times;
use crate::search::entry::Tag;
use crate::search::shelf::Shelf;
use crate::search::shown::Shown;

/// A listing in its segment.
pub struct Told<'a> {
    pub(super) shelf: &'a Shelf,
    pub(super) doc: u32,
}

impl<'a> Told<'a> {
    /// Its name, the beginning of its description, who runs it, and its classifications.
    pub fn shown(&self) -> Shown<'a> {
        self.shelf.shown(self.doc)
    }

    /// Its classifications, each by its number.
    pub fn tags(&self) -> impl Iterator<Item = (u32, &'a Tag)> {
        let facts = self.shelf.docs.get(self.doc as usize);
        let numbers = facts.map_or(&[][..], |facts| self.shelf.tags_of(facts));
        let shelf = self.shelf;
        let tags = numbers.iter();
        tags.filter_map(move |number| Some((*number, &**shelf.label(*number)?)))
    }

    /// The youngest and the oldest that it is for, in years, as far as it says.
    pub fn ages(&self) -> (Option<f32>, Option<f32>) {
        let facts = self.shelf.docs.get(self.doc as usize);
        facts.map_or((None, None), |facts| facts.ages())
    }

    /// When it takes place, where that is said.
    pub fn times(&self) -> Option<Times> {
        self.shelf.docs.get(self.doc as usize)?.times()
    }
}
