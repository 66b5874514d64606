//! Building from nothing: the index from every listing, the board from every line, the gazetteer
//! from every postcode.

use super::engine::Engine;
use super::generation::{self, Generation};
use super::truth::{LineRow, Truth};
use super::writer::{Cursor, Writer};
use crate::db::{Database, changes, settings};
use crate::error::{Error, Result};
use crate::geography::Gazetteer;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Rows read at once.
pub const PAGE: i64 = 2_000;
/// Threads that read listings at most: the index has one that writes.
const MOST_READERS: usize = 4;

/// The generation that serves and its cursor, if they belong to this program and this database.
pub fn usable(folder: &Path, epoch: &str, latest: i64) -> Result<Option<(Generation, Cursor)>> {
    let Some(name) = generation::current(folder) else {
        return Ok(None);
    };
    let Some(generation) = generation::open(folder, &name) else {
        return Ok(None);
    };
    let cursor = Cursor::of(&generation.index)?;
    let fits = |cursor: &Cursor| *cursor == Cursor::new(epoch, cursor.seq) && cursor.seq <= latest;
    Ok(cursor.filter(fits).map(|cursor| (generation, cursor)))
}

/// What a rebuild made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Built {
    /// Listings in it.
    pub listings: u64,
    /// The last change that is in it.
    pub seq: i64,
}

/// Builds the index again from everything the database holds. A running server changes over to it
/// by itself.
///
/// # Errors
/// The database or the disk fails; the index that served before goes on serving.
pub fn rebuild(folder: &Path, db: &Database, truth: &dyn Truth) -> Result<Built> {
    let (generation, cursor) = build(folder, db, truth)?;
    let listings = generation.index.reader()?.searcher().num_docs();
    let seq = cursor.seq;
    Ok(Built { listings, seq })
}

/// Builds a new generation and makes it the one that serves.
pub fn build(folder: &Path, db: &Database, truth: &dyn Truth) -> Result<(Generation, Cursor)> {
    std::fs::create_dir_all(folder)
        .map_err(Error::io(format!("cannot make {}", folder.display())))?;
    // The cursor is read first: what changes while the rebuild runs is followed afterwards.
    let (epoch, seq) = db.read(|conn| Ok((settings::epoch(conn)?, changes::latest(conn)?)))?;
    let cursor = Cursor::new(&epoch, seq);
    let generation = generation::create(folder)?;
    let mut writer = Writer::to_build(&generation.index, generation.fields)?;
    let pages = Pages::new(db, truth);
    pages.add_all(&db.read(Gazetteer::load)?, &writer)?;
    writer.commit(&cursor)?;
    writer.close_as_one()?;
    generation::point_at(folder, &generation.name)?;
    Ok((generation, cursor))
}

/// All listings, page by page. Reading them takes longer than writing the index, so as many threads
/// as there are cores take the next page each: the index is sorted in the end, whoever comes first.
struct Pages<'a> {
    db: &'a Database,
    truth: &'a dyn Truth,
    /// The last service of the page that was taken last; none when no more are to be taken.
    after: Mutex<Option<String>>,
}

impl<'a> Pages<'a> {
    fn new(db: &'a Database, truth: &'a dyn Truth) -> Self {
        Self {
            db,
            truth,
            after: Mutex::new(Some(String::new())),
        }
    }

    fn add_all(&self, gazetteer: &Gazetteer, writer: &Writer) -> Result<()> {
        let readers = thread::available_parallelism().map_or(1, usize::from);
        let readers = readers.min(MOST_READERS);
        thread::scope(|scope| {
            let read = || self.add_some(gazetteer, writer);
            let readers: Vec<_> = (0..readers).map(|_| scope.spawn(read)).collect();
            let mut outcome = Ok(());
            for reader in readers {
                let read = reader.join().unwrap_or_else(|_| Err(fallen("reading")));
                outcome = outcome.and(read);
            }
            outcome
        })
    }

    fn add_some(&self, gazetteer: &Gazetteer, writer: &Writer) -> Result<()> {
        let added = self.add_each(gazetteer, writer);
        if added.is_err() {
            // The others need not go on.
            *self.taken() = None;
        }
        added
    }

    fn add_each(&self, gazetteer: &Gazetteer, writer: &Writer) -> Result<()> {
        while let Some(ids) = self.next()? {
            let listings = |conn: &mut _| self.truth.listings(conn, &ids, gazetteer);
            for listing in self.db.read(listings)? {
                writer.add(&listing)?;
            }
        }
        Ok(())
    }

    fn next(&self) -> Result<Option<Vec<String>>> {
        let mut after = self.taken();
        let Some(last) = after.as_ref() else {
            return Ok(None);
        };
        let ids = |conn: &mut _| self.truth.service_ids_after(conn, last, PAGE);
        let ids = self.db.read(ids)?;
        *after = ids.last().cloned();
        Ok(after.is_some().then_some(ids))
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        // One text is put in its place at once: it is whole even if a thread fell over beside it.
        self.after.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread has panicked, which would be a fault of ours.
pub fn fallen(doing: &str) -> Error {
    Error::Internal(format!("the thread that was {doing} has fallen over"))
}

/// Puts what was last said of every line on the board.
pub fn load_board(db: &Database, truth: &dyn Truth, engine: &Engine) -> Result<()> {
    let mut after = -1;
    loop {
        let lines: Vec<LineRow> = db.read(|conn| truth.lines_after(conn, after, PAGE))?;
        let Some(last) = lines.last() else {
            return Ok(());
        };
        after = i64::from(last.slot);
        engine.show_all(lines);
    }
}

/// Loads postcodes and places.
pub fn load_gazetteer(db: &Database, engine: &Engine) -> Result<()> {
    let gazetteer = db.read(Gazetteer::load)?;
    engine.gazetteer.store(Arc::new(gazetteer));
    Ok(())
}
