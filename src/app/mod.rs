//! The parts of a running Headroom, put together once and shared by all faces.

mod address;
pub mod alternatives;
pub mod question;
mod truth;
mod whereabouts;
pub mod work;

use crate::accounts;
use crate::config::{Config, RegisterApi, Tiles, USUAL_HOLD, USUAL_PACE};
use crate::db::{Database, Tx};
use crate::error::Result;
use crate::gathered::Gathered;
use crate::geography::atlas::{self, Atlas};
use crate::geography::ground::Held;
use crate::geography::lookup::Lookup;
use crate::links::guard::Guard;
use crate::search::Engine;
use crate::search::truth::LineRow;
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::sync::Arc;

pub use address::Address;
pub use truth::DatabaseTruth;
pub use whereabouts::Whereabouts;

/// A running Headroom.
#[derive(Clone)]
pub struct App {
    /// The truth.
    pub db: Database,
    /// What answers searches.
    pub engine: Arc<Engine>,
    /// What asks for postcodes that the database does not hold, if anybody is to be asked.
    pub lookup: Option<Arc<Lookup>>,
    /// How long a place is kept for somebody on the way.
    pub kept_for: SignedDuration,
    /// Where people reach it.
    pub address: Address,
    /// Whether webhooks may lead to addresses that are not on the open internet.
    pub private_webhooks: bool,
    /// Whether a proxy stands before the server, which says for whom it asks.
    pub behind_proxy: bool,
    /// How often a minute one address, or one key, may ask.
    pub requests_a_minute: u32,
    /// What keeps one-tap links from being hammered.
    pub guard: Arc<Guard>,
    /// What keeps sign-in from being hammered.
    pub door: Arc<accounts::guard::Guard>,
    /// What is counted and not written down yet.
    pub gathered: Arc<Gathered>,
    /// The areas that were asked for lately.
    pub areas: Arc<Held>,
    /// With whom people sign in, beside the link that is mailed to them.
    pub openid: Option<Arc<accounts::openid::Provider>>,
    /// Who has pictures of streets for the maps.
    pub tiles: Option<Arc<Tiles>>,
    /// The register that is asked about charities.
    pub register: Option<RegisterApi>,
    /// What maps are drawn from.
    pub atlas: Arc<atlas::Kept>,
    /// When it was started.
    pub started: Timestamp,
}

impl App {
    /// Opens database and index, and starts following.
    ///
    /// # Errors
    /// Either cannot be opened, or nobody can be asked for postcodes.
    pub fn open(config: &Config) -> Result<Self> {
        let db = Database::open(&config.database)?;
        db.listen()?;
        let base = config.postcodes_io.clone();
        let lookup = base.map(|base| Lookup::new(base, db.clone())).transpose()?;
        let openid = config.openid.clone();
        let openid = openid.map(accounts::openid::Provider::new).transpose()?;
        Ok(Self {
            lookup: lookup.map(Arc::new),
            kept_for: config.kept_for,
            address: Address::new(config.public_url.as_ref()),
            private_webhooks: config.private_webhooks,
            behind_proxy: config.behind_proxy,
            requests_a_minute: config.requests_a_minute,
            openid: openid.map(Arc::new),
            tiles: config.tiles.clone().map(Arc::new),
            register: config.register.clone(),
            ..Self::over(db, &config.index_folder())?
        })
    }

    /// Puts the rest together over a database that is open already.
    ///
    /// # Errors
    /// The index cannot be opened.
    pub fn over(db: Database, index: &Path) -> Result<Self> {
        let engine = Engine::start(index, db.clone(), Arc::new(DatabaseTruth))?;
        Ok(Self {
            db,
            engine,
            lookup: None,
            kept_for: USUAL_HOLD,
            address: Address::default(),
            private_webhooks: false,
            behind_proxy: false,
            requests_a_minute: USUAL_PACE,
            guard: Arc::default(),
            door: Arc::default(),
            gathered: Arc::default(),
            areas: Arc::default(),
            openid: None,
            tiles: None,
            register: None,
            atlas: Arc::default(),
            started: Timestamp::now(),
        })
    }

    /// What maps are drawn from, as the gazetteer is now.
    ///
    /// # Errors
    /// The database fails, or an area that it holds is damaged.
    pub fn atlas(&self) -> Result<Arc<Atlas>> {
        self.atlas.of(&self.db, self.engine.gazetteer())
    }

    /// Changes what is known of the room of a line, all of it or nothing, and has every search here
    /// show it before this returns.
    ///
    /// # Errors
    /// What the work answers.
    pub fn change_room<F>(&self, work: F) -> Result<LineRow>
    where
        F: FnOnce(&mut Tx) -> Result<LineRow> + Send + 'static,
    {
        self.change_rooms(one(work))
    }

    /// The same for several lines: the work puts those that it changed into the list.
    ///
    /// # Errors
    /// What the work answers.
    pub fn change_rooms<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx, &mut Vec<LineRow>) -> Result<T> + Send + 'static,
    {
        let (value, changed) = self.db.write(collecting(work))?;
        self.engine.show_all(changed);
        Ok(value)
    }

    /// [`App::change_room`] without a thread that waits.
    ///
    /// # Errors
    /// What the work answers.
    pub async fn change_room_soon<F>(&self, work: F) -> Result<LineRow>
    where
        F: FnOnce(&mut Tx) -> Result<LineRow> + Send + 'static,
    {
        self.change_rooms_soon(one(work)).await
    }

    /// [`App::change_rooms`] without a thread that waits.
    ///
    /// # Errors
    /// What the work answers.
    pub async fn change_rooms_soon<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx, &mut Vec<LineRow>) -> Result<T> + Send + 'static,
    {
        let (value, changed) = self.db.write_soon(collecting(work)).await?;
        self.engine.show_all(changed);
        Ok(value)
    }
}

/// Work on one line as work on several.
fn one<F>(work: F) -> impl FnOnce(&mut Tx, &mut Vec<LineRow>) -> Result<LineRow> + Send + 'static
where
    F: FnOnce(&mut Tx) -> Result<LineRow> + Send + 'static,
{
    |tx, changed| {
        let line = work(tx)?;
        changed.push(line.clone());
        Ok(line)
    }
}

/// Returns the lines that the work changed beside what it answers.
fn collecting<T, F>(work: F) -> impl FnOnce(&mut Tx) -> Result<(T, Vec<LineRow>)> + Send + 'static
where
    F: FnOnce(&mut Tx, &mut Vec<LineRow>) -> Result<T> + Send + 'static,
{
    |tx| {
        let mut changed = Vec::new();
        Ok((work(tx, &mut changed)?, changed))
    }
}
