//! Building from nothing: the index from every listing, the board from every line, the gazetteer
//! from every postcode.

use super::engine::Engine;
use super::generation::{self, Generation};
use super::truth::{LineRow, Truth};
use super::writer::{Cursor, Writer};
use crate::db::{Conn, Database, changes, settings};
use crate::error::{Error, Result};
use crate::geography::Gazetteer;
use std::path::Path;
use std::sync::Arc;

/// Rows read at once.
pub const PAGE: i64 = 2_000;

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
    let gazetteer = db.read(Gazetteer::load)?;
    db.read(|conn| add_all(conn, truth, &gazetteer, &mut writer))?;
    writer.commit(&cursor)?;
    writer.close_as_one()?;
    generation::point_at(folder, &generation.name)?;
    Ok((generation, cursor))
}

fn add_all(
    conn: &mut Conn,
    truth: &dyn Truth,
    gazetteer: &Gazetteer,
    writer: &mut Writer,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let ids = truth.service_ids_after(conn, &after, PAGE)?;
        let Some(last) = ids.last() else {
            return Ok(());
        };
        after.clone_from(last);
        for listing in truth.listings(conn, &ids, gazetteer)? {
            writer.add(&listing)?;
        }
    }
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
        lines.into_iter().for_each(|line| engine.show(line));
    }
}

/// Loads postcodes and places.
pub fn load_gazetteer(db: &Database, engine: &Engine) -> Result<()> {
    let gazetteer = db.read(Gazetteer::load)?;
    engine.gazetteer.store(Arc::new(gazetteer));
    Ok(())
}
