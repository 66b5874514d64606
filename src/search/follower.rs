//! The follower: reads the change feed and makes index and board equal to the current rows. What
//! it commits to the index carries the cursor, so that it goes on exactly where it stopped.

use super::engine::{CapacityEvent, Engine};
use super::generation::{self, Generation};
use super::truth::{LineRow, Truth};
use super::view::Views;
use super::writer::{Cursor, Writer};
use crate::db::{Change, Conn, Database, Kind, changes, settings};
use crate::error::{Error, Result};
use crate::geography::Gazetteer;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How long the follower sleeps when nobody wakes it.
const POLL: Duration = Duration::from_millis(200);
/// Changes taken at once.
const BATCH: i64 = 5_000;
/// Rows read at once when everything is read.
const PAGE: i64 = 2_000;
/// Changes of room after which the cursor is committed even though no listing changed, so that a
/// later start need not follow them all again.
const COMMIT_AFTER: i64 = 50_000;

/// How far the follower is, for health and metrics.
#[derive(Default)]
pub struct Progress {
    seq: AtomicI64,
    ready: AtomicBool,
    failing: AtomicBool,
}

impl Progress {
    /// The last change that searches show.
    pub fn seq(&self) -> i64 {
        self.seq.load(Ordering::Acquire)
    }

    /// Whether searches can be answered, and the follower is not failing.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire) && !self.failing.load(Ordering::Acquire)
    }
}

/// The one that follows. Lives on its own thread.
pub struct Follower {
    folder: PathBuf,
    db: Database,
    truth: Arc<dyn Truth>,
    engine: Weak<Engine>,
    open: Open,
    cursor: Cursor,
    committed: i64,
}

/// The generation that serves, open for writing.
struct Open {
    name: String,
    writer: Writer,
    views: Views,
}

impl Open {
    fn new(generation: &Generation) -> Result<Self> {
        Ok(Self {
            name: generation.name.clone(),
            writer: Writer::open(&generation.index, generation.fields)?,
            views: Views::new(generation)?,
        })
    }
}

impl Follower {
    /// Opens the index, or builds it, and brings index, board and gazetteer up to date once.
    pub fn open(
        folder: &Path,
        db: Database,
        truth: Arc<dyn Truth>,
        engine: Arc<Engine>,
    ) -> Result<Self> {
        let (epoch, seq) = db.read(|conn| Ok((settings::epoch(conn)?, changes::latest(conn)?)))?;
        load_gazetteer(&db, &engine)?;
        load_board(&db, &*truth, &engine)?;
        let usable = usable(folder, &epoch, seq)?;
        let (generation, cursor) = match usable {
            Some(found) => found,
            None => build(folder, &db, &*truth)?,
        };
        let open = Open::new(&generation)?;
        generation::remove_others(folder, &generation.name);
        let mut follower = Self {
            folder: folder.to_owned(),
            db,
            truth,
            engine: Arc::downgrade(&engine),
            open,
            committed: cursor.seq,
            cursor,
        };
        follower.publish(&engine)?;
        while follower.step(&engine)? {}
        engine.progress.ready.store(true, Ordering::Release);
        Ok(follower)
    }

    /// Follows until the engine is gone.
    pub fn run(mut self) -> Result<()> {
        let thread = std::thread::Builder::new().name("follower".into());
        let spawned = thread.spawn(move || {
            while let Some(engine) = self.engine.upgrade() {
                let outcome = self.follow(&engine);
                engine
                    .progress
                    .failing
                    .store(outcome.is_err(), Ordering::Release);
                drop(engine);
                if let Err(error) = outcome {
                    tracing::error!(%error, "following the database failed; trying again");
                    std::thread::sleep(Duration::from_secs(1));
                }
                self.db.wake().clone().wait(POLL);
            }
        });
        spawned.map_err(Error::io("cannot start the follower"))?;
        Ok(())
    }

    fn follow(&mut self, engine: &Engine) -> Result<()> {
        self.check_ground(engine)?;
        while self.step(engine)? {}
        Ok(())
    }

    /// Notices a database that was restored, and an index that was built by another process.
    fn check_ground(&mut self, engine: &Engine) -> Result<()> {
        let epoch = self.db.read(settings::epoch)?;
        if epoch != self.cursor.epoch {
            tracing::info!("the database has begun a new epoch: building the index again");
            engine.board.clear();
            load_gazetteer(&self.db, engine)?;
            load_board(&self.db, &*self.truth, engine)?;
            let (generation, cursor) = build(&self.folder, &self.db, &*self.truth)?;
            return self.swap(engine, &generation, cursor);
        }
        match generation::current(&self.folder) {
            Some(name) if name != self.open.name => match usable(&self.folder, &epoch, i64::MAX)? {
                Some((generation, cursor)) => self.swap(engine, &generation, cursor),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn swap(&mut self, engine: &Engine, generation: &Generation, cursor: Cursor) -> Result<()> {
        self.open = Open::new(generation)?;
        self.committed = cursor.seq;
        self.cursor = cursor;
        generation::remove_others(&self.folder, &generation.name);
        self.publish(engine)
    }

    /// Takes the next changes; whether there were any.
    fn step(&mut self, engine: &Engine) -> Result<bool> {
        let db = self.db.clone();
        let changes = db.read(|conn| changes::after(conn, self.cursor.seq, BATCH))?;
        let Some(last) = changes.last() else {
            return Ok(false);
        };
        let seq = last.seq;
        self.follow_room(engine, &db, &changes)?;
        let touched = self.touched(&db, &changes)?;
        let gazetteer = engine.gazetteer();
        for ids in touched.chunks(PAGE as usize) {
            // A listing that is gone is taken out and not put back.
            ids.iter().for_each(|id| self.open.writer.remove(id));
            for listing in db.read(|conn| self.truth.listings(conn, ids, &gazetteer))? {
                self.open.writer.add(&listing)?;
            }
        }
        if changes
            .iter()
            .any(|change| change.kind == Kind::Gazetteer.as_str())
        {
            load_gazetteer(&db, engine)?;
        }
        self.cursor.seq = seq;
        if !touched.is_empty() || seq - self.committed > COMMIT_AFTER {
            self.open.writer.commit(&self.cursor)?;
            self.committed = seq;
            self.publish(engine)?;
        }
        engine.progress.seq.store(seq, Ordering::Release);
        Ok(true)
    }

    fn follow_room(&self, engine: &Engine, db: &Database, changes: &[Change]) -> Result<()> {
        let room = changes
            .iter()
            .filter(|change| change.kind == Kind::Capacity.as_str());
        for change in room {
            if let Some(line) = db.read(|conn| self.truth.line(conn, &change.id))? {
                engine.show(line.clone());
                let seq = change.seq;
                // Nobody may be listening.
                let _ = engine.events.send(CapacityEvent {
                    seq,
                    line: Arc::new(line),
                });
            }
        }
        Ok(())
    }

    /// The services whose listings may have changed, each once.
    fn touched(&self, db: &Database, changes: &[Change]) -> Result<Vec<String>> {
        let mut touched = BTreeSet::new();
        for change in changes {
            match Kind::parse(&change.kind) {
                Some(Kind::Service) => {
                    touched.insert(change.id.clone());
                }
                Some(kind @ (Kind::Organization | Kind::Location)) => {
                    let ids =
                        db.read(|conn| self.truth.services_touched_by(conn, kind, &change.id))?;
                    touched.extend(ids);
                }
                _ => {}
            }
        }
        Ok(touched.into_iter().collect())
    }

    fn publish(&mut self, engine: &Engine) -> Result<()> {
        let view = self.open.views.latest(&engine.tags)?;
        engine.view.store(Some(Arc::new(view)));
        engine
            .progress
            .seq
            .store(self.cursor.seq, Ordering::Release);
        Ok(())
    }
}

/// The generation that serves and its cursor, if they belong to this program and this database.
fn usable(folder: &Path, epoch: &str, latest: i64) -> Result<Option<(Generation, Cursor)>> {
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
fn build(folder: &Path, db: &Database, truth: &dyn Truth) -> Result<(Generation, Cursor)> {
    std::fs::create_dir_all(folder)
        .map_err(Error::io(format!("cannot make {}", folder.display())))?;
    // The cursor is read first: what changes while the rebuild runs is followed afterwards.
    let (epoch, seq) = db.read(|conn| Ok((settings::epoch(conn)?, changes::latest(conn)?)))?;
    let cursor = Cursor::new(&epoch, seq);
    let generation = generation::create(folder)?;
    let mut writer = Writer::open(&generation.index, generation.fields)?;
    let gazetteer = db.read(Gazetteer::load)?;
    db.read(|conn| add_all(conn, truth, &gazetteer, &mut writer))?;
    writer.commit(&cursor)?;
    writer.close()?;
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

fn load_board(db: &Database, truth: &dyn Truth, engine: &Engine) -> Result<()> {
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

fn load_gazetteer(db: &Database, engine: &Engine) -> Result<()> {
    let gazetteer = db.read(Gazetteer::load)?;
    engine.gazetteer.store(Arc::new(gazetteer));
    Ok(())
}
