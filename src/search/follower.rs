//! The follower: reads the change feed and makes index and board equal to the current rows. What
//! it commits to the index carries the cursor, so that it goes on exactly where it stopped.

use super::build::{PAGE, build, fallen, load_board, load_gazetteer, usable};
use super::engine::{CapacityEvent, Engine};
use super::generation::{self, Generation};
use super::truth::{LineRow, Truth};
use super::view::Views;
use super::writer::{Cursor, Writer};
use crate::db::{Change, Database, Kind, changes, settings};
use crate::error::{Error, Result};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How long the follower sleeps when nobody wakes it.
const POLL: Duration = Duration::from_millis(200);
/// How long the follower rests after each look, so that it keeps nobody company who writes all the
/// time. Whoever changes room here puts it on the board without waiting for it.
const REST: Duration = Duration::from_millis(20);
/// Lines read at once.
const LINES: usize = 500;
/// Changes taken at once.
const BATCH: i64 = 5_000;
/// Changes of listings after which building anew is quicker than following.
const RENEW_AFTER: i64 = 20_000;
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
        if let Some(found) = usable(folder, &epoch, seq)? {
            match Self::begin(folder, &db, &truth, &engine, found) {
                Err(error) if is_of_index(&error) => {
                    tracing::warn!(%error, "the index cannot be used: building it again");
                }
                begun => return begun,
            }
        }
        let built = build(folder, &db, &*truth)?;
        Self::begin(folder, &db, &truth, &engine, built)
    }

    fn begin(
        folder: &Path,
        db: &Database,
        truth: &Arc<dyn Truth>,
        engine: &Arc<Engine>,
        (generation, cursor): (Generation, Cursor),
    ) -> Result<Self> {
        let mut open = Open::new(&generation)?;
        generation::remove_others(folder, &generation.name);
        // Only now: what happens while these are read comes after the cursor, and is followed.
        load_gazetteer(db, engine)?;
        // Both take seconds for a large directory, and neither needs the other.
        let (view, board) = std::thread::scope(|scope| {
            let board = scope.spawn(|| load_board(db, &**truth, engine));
            (open.views.latest(&engine.tags), board.join())
        });
        board.unwrap_or_else(|_| Err(fallen("filling the board")))?;
        engine.view.store(Some(Arc::new(view?)));
        let mut follower = Self {
            folder: folder.to_owned(),
            db: db.clone(),
            truth: Arc::clone(truth),
            engine: Arc::downgrade(engine),
            open,
            committed: cursor.seq,
            cursor,
        };
        engine
            .progress
            .seq
            .store(follower.cursor.seq, Ordering::Release);
        follower.follow(engine)?;
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
                std::thread::sleep(REST);
                self.db.wake().clone().wait(POLL);
            }
        });
        spawned.map_err(Error::io("cannot start the follower"))?;
        Ok(())
    }

    /// Follows to the end of the feed. An index that fails is thrown away: it is a replica.
    fn follow(&mut self, engine: &Engine) -> Result<()> {
        match self.follow_on(engine) {
            Err(error) if is_of_index(&error) => {
                tracing::warn!(%error, "the index failed: building it again");
                self.renew(engine, self.cursor.seq)?;
                self.follow_on(engine)
            }
            followed => followed,
        }
    }

    fn follow_on(&mut self, engine: &Engine) -> Result<()> {
        self.check_ground(engine)?;
        while self.step(engine)? {}
        Ok(())
    }

    /// Notices a database that was restored, an index that was built by another process, and an
    /// import so large that building anew is quicker than following it.
    fn check_ground(&mut self, engine: &Engine) -> Result<()> {
        let epoch = self.db.read(settings::epoch)?;
        if epoch != self.cursor.epoch {
            tracing::info!("the database has begun a new epoch: building the index again");
            return self.begin_again(engine);
        }
        if self.is_far_behind()? {
            tracing::info!("much has changed: building the index again");
            return self.renew(engine, self.cursor.seq);
        }
        match generation::current(&self.folder) {
            Some(name) if name != self.open.name => match usable(&self.folder, &epoch, i64::MAX)? {
                Some((generation, cursor)) => self.swap(engine, &generation, cursor),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Shows the room of a new epoch at once, and its listings as soon as they are built.
    fn begin_again(&mut self, engine: &Engine) -> Result<()> {
        // Taken first, so that what happens to room meanwhile is followed.
        let after = self.db.read(changes::latest)?;
        engine.board.clear();
        load_board(&self.db, &*self.truth, engine)?;
        self.renew(engine, after)
    }

    fn is_far_behind(&self) -> Result<bool> {
        let after = self.cursor.seq;
        self.db.read(|conn| {
            if changes::latest(conn)? - after < RENEW_AFTER {
                return Ok(false);
            }
            Ok(changes::count_of_listings(conn, after)? > RENEW_AFTER)
        })
    }

    /// Builds a new generation while the old one serves, then follows what happened to room since
    /// the change `after`.
    fn renew(&mut self, engine: &Engine, mut after: i64) -> Result<()> {
        let (generation, cursor) = build(&self.folder, &self.db, &*self.truth)?;
        let db = self.db.clone();
        while after < cursor.seq {
            let changes = db.read(|conn| changes::after(conn, after, BATCH))?;
            let Some(last) = changes.last() else { break };
            after = last.seq;
            self.follow_room(engine, &db, &changes)?;
        }
        load_gazetteer(&db, engine)?;
        self.swap(engine, &generation, cursor)
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
        let cursor = Cursor::new(&self.cursor.epoch, seq);
        let has_new_listings = !touched.is_empty();
        if has_new_listings || seq - self.committed > COMMIT_AFTER {
            self.open.writer.commit(&cursor)?;
            self.committed = seq;
        }
        self.cursor = cursor;
        if has_new_listings {
            self.publish(engine)?;
        }
        engine.progress.seq.store(seq, Ordering::Release);
        Ok(true)
    }

    fn follow_room(&self, engine: &Engine, db: &Database, changes: &[Change]) -> Result<()> {
        let of_room = |change: &&Change| change.kind == Kind::Capacity.as_str();
        let room: Vec<&Change> = changes.iter().filter(of_room).collect();
        for changes in room.chunks(LINES) {
            let keys = changes.iter().map(|change| change.id.as_str());
            let keys: BTreeSet<&str> = keys.collect();
            let lines = db.read(|conn| self.truth.lines(conn, &keys))?;
            // Shown first: whoever is told looks at once.
            engine.show_all(lines.values().cloned());
            tell(engine, changes, &lines);
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

/// Tells those who listen of changes of room.
fn tell(engine: &Engine, changes: &[&Change], lines: &HashMap<String, LineRow>) {
    if engine.events.receiver_count() == 0 {
        return;
    }
    for change in changes {
        if let Some(line) = lines.get(&change.id) {
            let line = Arc::new(line.clone());
            // Nobody may be listening any longer.
            let _ = engine.events.send(CapacityEvent {
                seq: change.seq,
                line,
            });
        }
    }
}

/// Whether it is the index that failed, and not the database or the machine.
fn is_of_index(error: &Error) -> bool {
    matches!(error, Error::Index(_))
}
