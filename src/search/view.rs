//! What searches see: one state of the index with its segments laid out in memory. A commit makes
//! a new view; a search keeps the one that it began with.

use super::centre::centre;
use super::fields::Fields;
use super::generation::Generation;
use super::shelf::Shelf;
use super::tags::Tags;
use crate::domain::point::{Point, Unit};
use crate::error::{Error, Result};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::{Directory, FileSlice};
use tantivy::index::SegmentId;
use tantivy::store::StoreReader;
use tantivy::{HasLen, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader, Term};

/// One state of the index.
pub struct View {
    /// Reads the inverted index.
    pub searcher: Searcher,
    /// The segments of the searcher, in its order.
    pub shelves: Vec<Arc<Shelf>>,
    /// The fields of the index.
    pub fields: Fields,
    /// The middle of where the listings are, if they are of one region.
    pub centre: Option<Point>,
}

/// Makes views of one generation, reusing the segments that stay.
pub struct Views {
    reader: IndexReader,
    fields: Fields,
    shelves: HashMap<SegmentId, Arc<Shelf>>,
    index: Index,
    path: PathBuf,
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
            index: generation.index.clone(),
            path: generation.path.clone(),
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
                None => {
                    let store = self.store_of(segment);
                    let store = store.map_err(Error::io("cannot read the index"))?;
                    Arc::new(Shelf::load(&store, self.fields, tags)?)
                }
            };
            shelves.insert(id, shelf);
        }
        let ordered = searcher.segment_readers().iter();
        let ordered = ordered.filter_map(|segment| shelves.get(&segment.segment_id()).cloned());
        let ordered: Vec<Arc<Shelf>> = ordered.collect();
        let places = ordered.iter().flat_map(|shelf| shelf.lines.iter());
        let places: Vec<Unit> = places.filter_map(|line| line.place()).collect();
        let view = View {
            centre: centre(places.into_iter()),
            shelves: ordered,
            fields: self.fields,
            searcher,
        };
        self.shelves = shelves;
        Ok(view)
    }

    /// The stored entries of a segment, read from the file piece by piece. They are read once, and
    /// would stay in the memory of the process for as long as the segment if they were mapped.
    fn store_of(&self, segment: &SegmentReader) -> io::Result<StoreReader> {
        let name = format!("{}.store", segment.segment_id().uuid_string());
        let directory = self.index.directory();
        let mapped = directory.open_read(Path::new(&name));
        // The last bytes of the file are not the store's.
        let length = mapped.map_err(io::Error::other)?.len();
        let file = FileSlice::open(&self.path.join(name))?;
        StoreReader::open(file.slice_to(length), 1)
    }
}

impl View {
    /// How many listings have a word, by its stem.
    pub fn having(&self, stem: &str) -> u32 {
        let term = Term::from_field_text(self.fields.text, stem);
        let having = self.searcher.doc_freq(&term).unwrap_or(0);
        u32::try_from(having).unwrap_or(u32::MAX)
    }

    /// How many listings can be found.
    pub fn listings(&self) -> u64 {
        self.searcher.num_docs()
    }
}
