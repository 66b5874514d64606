//! What searches see: one state of the index with its segments laid out in memory. A commit makes
//! a new view; a search keeps the one that it began with.

use super::fields::Fields;
use super::generation::Generation;
use super::pass::Hit;
use super::postings;
use super::shelf::Shelf;
use super::tags::Tags;
use super::text::Word;
use crate::error::Result;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::{IndexReader, ReloadPolicy, Searcher};

/// One state of the index.
pub struct View {
    /// Reads the inverted index.
    pub searcher: Searcher,
    /// The segments of the searcher, in its order.
    pub shelves: Vec<Arc<Shelf>>,
    /// The fields of the index.
    pub fields: Fields,
}

/// Makes views of one generation, reusing the segments that stay.
pub struct Views {
    reader: IndexReader,
    fields: Fields,
    shelves: HashMap<SegmentId, Arc<Shelf>>,
}

impl Views {
    /// Begins with nothing in memory.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(generation: &Generation) -> Result<Self> {
        let builder = generation.index.reader_builder();
        // The follower says when to look: it knows when it has committed.
        let reader = builder.reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            reader,
            fields: generation.fields,
            shelves: HashMap::new(),
        })
    }

    /// The state of the last commit.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn latest(&mut self, tags: &Tags) -> Result<View> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let mut shelves = HashMap::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let shelf = match self.shelves.remove(&id) {
                Some(shelf) => shelf,
                None => Arc::new(Shelf::load(segment, self.fields, tags)?),
            };
            shelves.insert(id, shelf);
        }
        let ordered = searcher.segment_readers().iter();
        let ordered = ordered.filter_map(|segment| shelves.get(&segment.segment_id()).cloned());
        let view = View {
            shelves: ordered.collect(),
            fields: self.fields,
            searcher,
        };
        self.shelves = shelves;
        Ok(view)
    }
}

impl View {
    /// Those of the words that a listing has.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn words_in<'a>(&self, hit: &Hit, words: &[Word<'a>]) -> Result<Vec<Word<'a>>> {
        let mut found = Vec::new();
        for word in words {
            let (searcher, field) = (&self.searcher, self.fields.text);
            if postings::had_by(searcher, field, hit.segment, hit.doc, word.stem)? {
                found.push(*word);
            }
        }
        Ok(found)
    }

    /// How many listings can be found.
    pub fn listings(&self) -> u64 {
        self.searcher.num_docs()
    }
}
