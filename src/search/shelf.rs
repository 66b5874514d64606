//! One segment of the index, laid out in memory for weighing: flat arrays for what decides, and
//! beside them the entries from which results are made. Made once for each new segment.

use super::because::Words;
use super::entry::{Entry, TagKind};
use super::fields::{self, Fields};
use super::reach::Reach;
use super::tags::Tags;
use crate::domain::point::Unit;
use crate::domain::schedule::Times;
use crate::error::{Error, Result};
use crate::geography::Catchment;
use std::collections::HashMap;
use std::ops::Range;
use tantivy::schema::Value;
use tantivy::{SegmentReader, TantivyDocument};

/// What decides about one listing.
#[derive(Debug, Clone)]
pub struct Doc {
    /// Its capacity lines, in [`Shelf::lines`].
    pub lines: Range<u32>,
    /// Its tags, in [`Shelf::tags`].
    pub tags: Range<u32>,
    /// Its catchments, in [`Shelf::areas`].
    pub areas: Range<u32>,
    /// Which kinds of tags it says anything about, a bit for each.
    pub says: u8,
    /// Whether the listing says that it does not run.
    pub closed: bool,
    /// Whether it is free of charge, if known.
    pub free: Option<bool>,
    /// Ages served, where said.
    pub ages: (Option<f32>, Option<f32>),
    /// When it takes place, where said.
    pub times: Option<Times>,
}

/// What decides about one capacity line.
#[derive(Debug, Clone, Copy)]
pub struct LineFacts {
    /// Where it is.
    pub place: Option<Unit>,
    /// Its place on the board.
    pub slot: u32,
    /// Whether distance does not matter.
    pub remote: bool,
}

/// A segment in memory. All of it is indexed by the documents' numbers in the segment.
#[derive(Default)]
pub struct Shelf {
    /// What decides.
    pub docs: Vec<Doc>,
    /// Lines of all documents, one after another.
    pub lines: Vec<LineFacts>,
    /// Numbers of tags of all documents, one after another.
    pub tags: Vec<u32>,
    /// Indexes into `catchments` of all documents, one after another.
    pub areas: Vec<u32>,
    /// The shapes that occur in this segment, each once, with a name.
    pub catchments: Vec<(String, Catchment)>,
    /// What results are made from.
    pub entries: Vec<Entry>,
    /// Names in lower case, for sorting.
    pub sort_names: Vec<Box<str>>,
    /// The words by which a match can be explained.
    pub words: Vec<Words>,
    /// Which documents can be within reach of a place.
    pub reach: Reach,
}

/// The bit for a kind of tag in [`Doc::says`].
pub fn bit(kind: TagKind) -> u8 {
    1 << (kind as u8)
}

impl Shelf {
    /// Lays out a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn load(reader: &SegmentReader, fields: Fields, tags: &Tags) -> Result<Self> {
        let mut builder = Builder {
            shelf: Shelf::default(),
            seen: HashMap::new(),
            analyzer: fields::stemmed(),
        };
        let store = reader
            .get_store_reader(1)
            .map_err(Error::io("cannot read the index"))?;
        for document in store.iter::<TantivyDocument>(None) {
            let document = document?;
            let stored = document.get_first(fields.entry);
            let bytes = stored.and_then(|value| value.as_bytes()).unwrap_or(b"{}");
            let entry = serde_json::from_slice(bytes).map_err(|e| {
                Error::Internal(format!("an entry of the index is unreadable: {e}"))
            })?;
            builder.add(entry, tags);
        }
        let mut shelf = builder.shelf;
        shelf.reach.finish(&shelf.catchments);
        Ok(shelf)
    }

    /// The lines of a document.
    pub fn lines_of(&self, doc: &Doc) -> &[LineFacts] {
        slice(&self.lines, &doc.lines)
    }

    /// The tags of a document.
    pub fn tags_of(&self, doc: &Doc) -> &[u32] {
        slice(&self.tags, &doc.tags)
    }

    /// The catchments of a document.
    pub fn areas_of(&self, doc: &Doc) -> &[u32] {
        slice(&self.areas, &doc.areas)
    }
}

fn slice<'a, T>(all: &'a [T], range: &Range<u32>) -> &'a [T] {
    &all[range.start as usize..range.end as usize]
}

struct Builder {
    shelf: Shelf,
    seen: HashMap<u64, u32>,
    analyzer: tantivy::tokenizer::TextAnalyzer,
}

impl Builder {
    fn add(&mut self, mut entry: Entry, tags: &Tags) {
        let doc = Doc {
            lines: self.add_lines(&entry),
            tags: self.add_tags(&entry, tags),
            areas: self.add_areas(&mut entry),
            says: entry.tags.iter().fold(0, |says, tag| says | bit(tag.kind)),
            closed: entry.closed,
            free: entry.free,
            ages: (
                entry.minimum_age.map(|age| age as f32),
                entry.maximum_age.map(|age| age as f32),
            ),
            times: times(&entry),
        };
        let shelf = &mut self.shelf;
        let areas = slice(&shelf.areas, &doc.areas);
        shelf.reach.add(&entry, areas);
        shelf.docs.push(doc);
        shelf.words.push(Words::of(&entry, &mut self.analyzer));
        shelf.sort_names.push(entry.name.to_lowercase().into());
        shelf.entries.push(entry);
    }

    fn add_lines(&mut self, entry: &Entry) -> Range<u32> {
        let start = self.shelf.lines.len() as u32;
        let lines = entry.lines.iter().map(|line| LineFacts {
            place: line
                .site
                .as_ref()
                .and_then(|site| site.point.map(Unit::from)),
            slot: line.slot,
            remote: line.remote,
        });
        self.shelf.lines.extend(lines);
        start..self.shelf.lines.len() as u32
    }

    fn add_tags(&mut self, entry: &Entry, tags: &Tags) -> Range<u32> {
        let start = self.shelf.tags.len() as u32;
        let numbers = entry.tags.iter().map(|tag| tags.intern(tag));
        self.shelf.tags.extend(numbers);
        start..self.shelf.tags.len() as u32
    }

    /// Keeps each shape once a segment, and drops its text from the entry.
    fn add_areas(&mut self, entry: &mut Entry) -> Range<u32> {
        let start = self.shelf.areas.len() as u32;
        for area in std::mem::take(&mut entry.areas) {
            // Shapes were read once before they were indexed; one that cannot be read restricts
            // nobody.
            let Ok(catchment) = Catchment::parse(&area.geometry) else {
                continue;
            };
            let next = self.shelf.catchments.len() as u32;
            let index = *self.seen.entry(catchment.id()).or_insert(next);
            if index == next {
                self.shelf.catchments.push((area.name, catchment));
            }
            self.shelf.areas.push(index);
        }
        start..self.shelf.areas.len() as u32
    }
}

fn times(entry: &Entry) -> Option<Times> {
    let schedules = entry.lines.iter().flat_map(|line| &line.schedules);
    schedules
        .map(|schedule| schedule.times())
        .reduce(|all, times| all | times)
}
