//! One segment of the index, laid out in memory for weighing: flat arrays for what decides, and
//! beside them, as few bytes as can be, what results are made from. Made once for each new segment.

use super::arena::Arena;
use super::entry::{Site, Tag, TagKind};
use super::fields::Fields;
use super::laying::Laying;
use super::names::Names;
use super::packed::Page;
use super::reach::Reach;
use super::record;
use super::shapes::Shapes;
use super::shown::Shown;
use super::survey::kept::Kept;
use super::tags::Tags;
use crate::domain::point::{Point, Unit};
use crate::domain::schedule::{Schedule, Times};
use crate::error::{Error, Result};
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::schema::Value;
use tantivy::store::StoreReader;

/// The number of what is not there, in arrays of numbers.
pub const NONE: u32 = u32::MAX;
/// [`Doc::times`] of what is never said to take place.
const NO_TIMES: u32 = u32::MAX;

/// What decides about one listing, in one cache line.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub struct Doc {
    /// A copy of its first line: most have no other, and are weighed without looking further.
    pub first: LineFacts,
    /// Its first capacity line, in [`Shelf::lines`].
    pub first_line: u32,
    /// Its first tag, in [`Shelf::tags`].
    pub first_tag: u32,
    /// Its list of catchments, in [`Shelf::areas`].
    pub areas: u32,
    /// How many lines it has.
    pub lines: u16,
    /// How many tags it has.
    pub tags: u16,
    ages: [f32; 2],
    times: u32,
    /// Which kinds of tags it says anything about, a bit for each.
    pub says: u8,
    /// Whether the listing says that it does not run.
    pub closed: bool,
    /// Whether it is free of charge, if known.
    pub free: Option<bool>,
}

impl Doc {
    /// A listing that says nothing yet but this.
    pub fn new(ages: [Option<f64>; 2], times: Option<Times>) -> Self {
        Self {
            first: LineFacts::new(None, 0, false),
            first_line: 0,
            first_tag: 0,
            areas: 0,
            lines: 0,
            tags: 0,
            ages: ages.map(|age| age.map_or(f32::NAN, |age| age as f32)),
            times: times.map_or(NO_TIMES, Times::bits),
            says: 0,
            closed: false,
            free: None,
        }
    }

    /// Ages served, where said.
    pub fn ages(&self) -> (Option<f32>, Option<f32>) {
        let said = self.ages.map(|age| (!age.is_nan()).then_some(age));
        (said[0], said[1])
    }

    /// When it takes place, where said.
    pub fn times(&self) -> Option<Times> {
        (self.times != NO_TIMES).then(|| Times::from_bits(self.times))
    }
}

/// What decides about one capacity line.
#[derive(Debug, Clone, Copy)]
pub struct LineFacts {
    place: Unit,
    /// Its place on the board.
    pub slot: u32,
    /// Whether distance does not matter.
    pub remote: bool,
}

impl LineFacts {
    /// A line at a place, or at none that is known.
    pub fn new(place: Option<Point>, slot: u32, remote: bool) -> Self {
        let nowhere = Point {
            latitude: f64::NAN,
            longitude: f64::NAN,
        };
        Self {
            place: place.unwrap_or(nowhere).into(),
            slot,
            remote,
        }
    }

    /// Where it is.
    pub fn place(&self) -> Option<Unit> {
        // What is nowhere has no distance even to itself.
        let is_known = !self.place.chord2(self.place).is_nan();
        is_known.then_some(self.place)
    }
}

/// A segment in memory. Indexed by the documents' numbers in the segment.
#[derive(Default)]
pub struct Shelf {
    /// What decides.
    pub docs: Vec<Doc>,
    /// Lines of all documents, one after another.
    pub lines: Vec<LineFacts>,
    /// Numbers of tags of all documents, one after another.
    pub tags: Vec<u32>,
    /// Lists of catchments; the first is empty, and that of most documents.
    pub areas: Lists,
    /// The catchments.
    pub shapes: Shapes,
    /// Which documents can be within reach of a place.
    pub reach: Reach,
    /// Name, summary, organisation and funding of each document, see [`Shown`].
    pub cards: Arena,
    /// Organisations, each once, see [`record::organization`].
    pub organizations: Arena,
    /// The organisations of documents, with the documents, in order.
    pub runs: Vec<(u32, u32)>,
    /// What the documents are called.
    pub service_names: Names,
    /// What the organisations are called.
    pub organization_names: Names,
    /// Fundings, each once, see [`record::funding`].
    pub fundings: Arena,
    /// Sites, each once, see [`record::site`].
    pub sites: Arena,
    /// For each line the numbers of its site and of its schedules.
    pub line_parts: Vec<[u32; 2]>,
    /// Schedules as lines have them, each list once.
    pub schedules: Vec<Box<[Schedule]>>,
    /// The tags that occur, each at its number.
    pub labels: Vec<Option<Arc<Tag>>>,
    /// The beginnings of the names in lower case: enough to put most of them in order.
    pub initials: Vec<u64>,
    /// Which areas its sites and shapes are in, as far as somebody asked.
    pub placed: Kept,
}

/// Lists of numbers, one after another.
#[derive(Debug)]
pub struct Lists {
    numbers: Vec<u32>,
    ends: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            numbers: Vec::new(),
            ends: vec![0],
        }
    }
}

impl Lists {
    /// Adds a list; its number. All empty lists are the first.
    pub fn push(&mut self, list: &[u32]) -> u32 {
        if list.is_empty() {
            return 0;
        }
        self.numbers.extend(list);
        self.ends.push(self.numbers.len() as u32);
        (self.ends.len() - 1) as u32
    }

    /// The list of this number.
    pub fn get(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[number] as usize]
    }
}

/// The bit for a kind of tag in [`Doc::says`].
pub fn bit(kind: TagKind) -> u8 {
    1 << (kind as u8)
}

impl Shelf {
    /// Lays out a segment, whose stored entries are read from `store`.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn load(store: &StoreReader, fields: Fields, tags: &Tags) -> Result<Self> {
        let unreadable = || Error::Internal("an entry of the index is unreadable".into());
        let mut laying = Laying::default();
        for document in store.iter::<TantivyDocument>(None) {
            let document = document?;
            let stored = document.get_first(fields.entry);
            let bytes = stored.and_then(|value| value.as_bytes()).unwrap_or(&[]);
            let record = record::read(bytes).ok_or_else(unreadable)?;
            laying.add(&record, tags).ok_or_else(unreadable)?;
        }
        Ok(laying.finish())
    }

    /// The lines of a document.
    pub fn lines_of(&self, doc: &Doc) -> &[LineFacts] {
        &self.lines[doc.first_line as usize..][..doc.lines as usize]
    }

    /// The same one by one, without looking further than need be.
    pub fn each_line_of<'a>(&'a self, doc: &'a Doc) -> impl Iterator<Item = &'a LineFacts> {
        let (first, others) = match self.lines_of(doc) {
            [] => (None, &[][..]),
            [_, others @ ..] => (Some(&doc.first), others),
        };
        first.into_iter().chain(others)
    }

    /// The tags of a document.
    pub fn tags_of(&self, doc: &Doc) -> &[u32] {
        &self.tags[doc.first_tag as usize..][..doc.tags as usize]
    }

    /// The catchments of a document.
    pub fn areas_of(&self, doc: &Doc) -> &[u32] {
        self.areas.get(doc.areas)
    }

    /// What a result shows of a document.
    pub fn shown(&self, doc: u32) -> Shown<'_> {
        Shown::of(self, doc)
    }

    /// The id and the name of a document.
    pub fn name(&self, doc: u32) -> (uuid::Uuid, &str) {
        let mut page = Page(self.cards.get(doc));
        let (id, name) = (page.id(), page.text());
        (id.unwrap_or_default(), name.unwrap_or_default())
    }

    /// The id and the name of an organisation.
    pub fn organization_name(&self, organization: u32) -> (uuid::Uuid, &str) {
        let mut page = Page(self.organizations.get(organization));
        let (id, name) = (page.id(), page.text());
        (id.unwrap_or_default(), name.unwrap_or_default())
    }

    /// The documents of an organisation.
    pub fn run_by(&self, organization: u32) -> impl Iterator<Item = u32> {
        let start = self
            .runs
            .partition_point(|(known, _)| *known < organization);
        let own = self.runs[start..].iter();
        own.take_while(move |(known, _)| *known == organization)
            .map(|(_, doc)| *doc)
    }

    /// Where a line of a document is.
    pub fn site(&self, doc: u32, line: u32) -> Option<Site> {
        let [site, _] = self.parts(doc, line);
        record::site(self.sites.get(site))
    }

    /// When a line of a document takes place.
    pub fn schedules(&self, doc: u32, line: u32) -> &[Schedule] {
        let [_, schedules] = self.parts(doc, line);
        let found = self.schedules.get(schedules as usize);
        found.map_or(&[], |schedules| schedules)
    }

    fn parts(&self, doc: u32, line: u32) -> [u32; 2] {
        self.line_parts[(self.docs[doc as usize].first_line + line) as usize]
    }

    /// The tag of this number, if a document of the shelf has it.
    pub fn label(&self, number: u32) -> Option<&Arc<Tag>> {
        self.labels.get(number as usize)?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_about_a_listing_is_small() {
        assert_eq!(size_of::<Doc>(), 64);
        assert_eq!(size_of::<LineFacts>(), 32);
    }

    #[test]
    fn a_line_without_a_place_is_nowhere() {
        let known = LineFacts::new(Point::new(53.4, -2.3), 1, false);
        assert!(known.place().is_some());
        assert!(LineFacts::new(None, 1, false).place().is_none());
    }

    #[test]
    fn ages_and_times_may_be_unsaid() {
        let silent = Doc::new([None, Some(17.5)], None);
        assert_eq!(silent.ages(), (None, Some(17.5)));
        assert_eq!(silent.times(), None);
        let never = Doc::new([None, None], Some(Times::NONE));
        assert_eq!(never.times(), Some(Times::NONE));
    }
}
