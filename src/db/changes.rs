//! The change feed. A transaction collects what it changed; the rows are written last, with
//! numbers from the one counter row, so that the order of numbers is the order of commits.

use super::connection::Conn;
use super::prepared;
use super::schema::{change_counter, changes};
use crate::error::Result;
use diesel::prelude::*;
use jiff::Timestamp;
use std::ops::{Deref, DerefMut};

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A listing: the service and what it says.
    Service,
    /// An organisation, and with it the listings of all its services.
    Organization,
    /// A location, and with it the listings of all services there.
    Location,
    /// One capacity line; the id is `service/location`, or `service` where there is no location.
    Capacity,
    /// Postcodes, places or areas; the id is the outcode, `places`, or such as `areas/ward`.
    Gazetteer,
}

impl Kind {
    /// The word in the table and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Service => "service",
            Kind::Organization => "organization",
            Kind::Location => "location",
            Kind::Capacity => "capacity",
            Kind::Gazetteer => "gazetteer",
        }
    }

    /// The kind for a word; a newer program may know more kinds than this one.
    pub fn parse(word: &str) -> Option<Self> {
        let all = [
            Kind::Service,
            Kind::Organization,
            Kind::Location,
            Kind::Capacity,
            Kind::Gazetteer,
        ];
        all.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// One row of the feed: that something changed, not what.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = changes)]
pub struct Change {
    /// Position in the feed, from 1.
    pub seq: i64,
    /// What kind of thing, see [`Kind`].
    pub kind: String,
    /// Which one.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// What a transaction changed, each thing once.
pub(super) type Changed = Vec<(Kind, String)>;

/// A transaction under way: a connection that also remembers what it changed.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    changed: Changed,
}

impl<'a> Tx<'a> {
    /// Runs `work` on an open transaction and writes what it changed to the feed.
    pub(super) fn run<T>(conn: &'a mut Conn, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let (value, changed) = Tx::note(&mut *conn, work)?;
        record(conn, changed)?;
        Ok(value)
    }

    /// Runs `work` on an open transaction and returns what it changed, to be written to the feed
    /// before the transaction ends.
    pub(super) fn note<T>(
        conn: &'a mut Conn,
        work: impl FnOnce(&mut Tx) -> Result<T>,
    ) -> Result<(T, Changed)> {
        let mut tx = Tx {
            conn,
            changed: Vec::new(),
        };
        let value = work(&mut tx)?;
        let mut changed = tx.changed;
        changed.sort();
        changed.dedup();
        Ok((value, changed))
    }

    /// Does a part of the transaction, all of it or nothing: where it fails, the rest goes on.
    ///
    /// # Errors
    /// What the work answers.
    pub fn part<T>(&mut self, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let known = self.changed.len();
        let mut changed = std::mem::take(&mut self.changed);
        let result = self.conn.transaction(|conn| {
            let mut tx = Tx {
                conn,
                changed: std::mem::take(&mut changed),
            };
            let result = work(&mut tx);
            changed = std::mem::take(&mut tx.changed);
            result
        });
        if result.is_err() {
            changed.truncate(known);
        }
        self.changed = changed;
        result
    }

    /// Remembers that this changed; said once or often, it makes one row.
    pub fn changed(&mut self, kind: Kind, id: impl Into<String>) {
        self.changed.push((kind, id.into()));
    }
}

/// Writes the rows of the feed, at the end of a transaction.
pub(super) fn record(conn: &mut Conn, changed: Changed) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let last = take_numbers(conn, changed.len())?;
    let at = Timestamp::now().as_millisecond();
    struct Record;
    for (seq, (kind, id)) in (last - changed.len() as i64 + 1..).zip(changed) {
        let row = diesel::insert_into(changes::table).values((
            changes::seq.eq(seq),
            changes::kind.eq(kind.as_str()),
            changes::id.eq(id),
            changes::at.eq(at),
        ));
        prepared::<Record, _>(row).execute(conn)?;
    }
    if let Conn::Postgres(conn) = conn {
        use diesel::connection::SimpleConnection;
        conn.batch_execute("NOTIFY headroom")?;
    }
    Ok(())
}

/// Takes `count` numbers from the counter and returns the last. Until this transaction ends, nobody
/// else can take any.
fn take_numbers(conn: &mut Conn, count: usize) -> Result<i64> {
    struct Take;
    let taken = diesel::update(change_counter::table.find(1))
        .set(change_counter::seq.eq(change_counter::seq + count as i64))
        .returning(change_counter::seq);
    Ok(prepared::<Take, _>(taken).get_result(conn)?)
}

impl Deref for Tx<'_> {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

/// The number of the last change.
pub fn latest(conn: &mut Conn) -> Result<i64> {
    Ok(change_counter::table
        .find(1)
        .select(change_counter::seq)
        .first(conn)?)
}

/// Up to `limit` changes after `seq`, in order.
pub fn after(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<Change>> {
    Ok(changes::table
        .filter(changes::seq.gt(seq))
        .order(changes::seq)
        .limit(limit)
        .select(Change::as_select())
        .load(conn)?)
}

/// How many changes after `seq` are not about room.
pub fn count_of_listings(conn: &mut Conn, seq: i64) -> Result<i64> {
    Ok(changes::table
        .filter(changes::seq.gt(seq))
        .filter(changes::kind.ne(Kind::Capacity.as_str()))
        .count()
        .get_result(conn)?)
}
