//! `headroom feed` and `headroom sync`: where services come from, and fetching them.

use super::deliver::Webhooks;
use crate::accounts::audit::Actor;
use crate::config::Config;
use crate::db::Database;
use crate::domain::id;
use crate::domain::time::{from_millis, rfc3339};
use crate::error::{Error, Result};
use crate::exchange::progress::Progress;
use crate::feeds::desk::{self, Wish};
use crate::feeds::fetch::Limits;
use crate::feeds::store::feeds;
use crate::feeds::{Feed, Report, Run, State, USUAL_HOURS, round};
use clap::{Args, Subcommand};
use jiff::Timestamp;

#[derive(Debug, Subcommand)]
pub enum Feeds {
    /// Register an address and print the id of the feed
    Add(NewFeed),
    /// Print all feeds, one a line: id, state, address, name
    List,
    /// Stop asking a feed until it is resumed
    Pause(One),
    /// Go on asking a feed
    Resume(One),
    /// Remove a feed; what it gave stays in the directory
    Remove(One),
}

#[derive(Debug, Args)]
pub struct NewFeed {
    /// Its list of services, or the address that this stands under
    address: String,
    /// What to call it; its server, if left out
    #[arg(long)]
    name: Option<String>,
    /// Hours between two runs
    #[arg(long, value_name = "HOURS", default_value_t = USUAL_HOURS)]
    every: i32,
    /// Records that are held already, with the same ids, came from there
    #[arg(long)]
    adopt: bool,
    #[command(flatten)]
    private: Webhooks,
}

#[derive(Debug, Args)]
pub struct One {
    /// The id of the feed
    id: String,
}

#[derive(Debug, Args)]
pub struct Sync {
    #[command(flatten)]
    private: Webhooks,
}

/// Does what was asked with feeds.
///
/// # Errors
/// There is no such feed, or it cannot be registered so.
pub fn run(config: &Config, command: Feeds) -> Result<()> {
    let db = Database::open(&config.database)?;
    match command {
        Feeds::Add(new) => add(&db, &new),
        Feeds::List => list(&db),
        Feeds::Pause(one) => pause(&db, &one, true),
        Feeds::Resume(one) => pause(&db, &one, false),
        Feeds::Remove(one) => {
            let id = id_of(&one)?;
            db.write(move |tx| desk::remove(tx, &id, &Actor::console(), Timestamp::now()))
        }
    }
}

fn add(db: &Database, new: &NewFeed) -> Result<()> {
    let wish = Wish {
        address: &new.address,
        name: new.name.as_deref().unwrap_or_default(),
        every_hours: new.every,
        adopts: new.adopt,
    };
    let checked = desk::checked(&wish, new.private.allow_private_webhooks)?;
    let id = db.write(move |tx| desk::add(tx, &checked, &Actor::console(), Timestamp::now()))?;
    println!("{id}");
    Ok(())
}

fn list(db: &Database) -> Result<()> {
    for feed in db.read(feeds::all)? {
        let state = match feed.paused_at {
            Some(_) => "paused".to_owned(),
            None => format!("next {}", rfc3339(from_millis(feed.next_at))),
        };
        println!("{}\t{state}\t{}\t{}", feed.id, feed.address, feed.name);
    }
    Ok(())
}

fn pause(db: &Database, one: &One, pause: bool) -> Result<()> {
    let id = id_of(one)?;
    db.write(move |tx| desk::pause(tx, &id, pause, &Actor::console(), Timestamp::now()))
}

fn id_of(one: &One) -> Result<String> {
    let id = id::parse(&one.id).map_err(Error::Usage)?;
    Ok(id.to_string())
}

/// Fetches every feed once, whosever turn it is, and says what became of it.
///
/// # Errors
/// A feed could not be taken, or the database fails.
pub fn sync(config: &Config, sync: &Sync) -> Result<()> {
    let db = Database::open(&config.database)?;
    let limits = Limits::usual(sync.private.allow_private_webhooks);
    let (progress, mut sum, mut failed) = (Progress::new(), Report::default(), 0);
    round::all(&db, &limits, &progress, |feed, run| {
        progress.say(&told(feed, run));
        match run {
            Some(run) if run.state == State::Done => sum.add(&run.report),
            _ => failed += 1,
        }
    })?;
    println!("{sum}");
    match failed {
        0 => Ok(()),
        _ => Err(Error::Usage(format!(
            "nothing was taken of {failed} of the feeds: see what is said above"
        ))),
    }
}

fn told(feed: &Feed, run: Option<&Run>) -> String {
    let name = &feed.name;
    let Some(run) = run else {
        return format!("{name}: left out, as its server is being asked already");
    };
    let why = run.why.as_deref().unwrap_or_default();
    match run.state {
        State::Done => format!("{name}: {}", run.report),
        State::Waiting => format!("{name}: waits for a steward: {why}"),
        _ => format!("{name}: nothing was taken: {why}"),
    }
}
