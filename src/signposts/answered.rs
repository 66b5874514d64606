//! Requests that may be sent again: the answer to the first is kept for a day, in the same
//! transaction as what it did, and given to the others.

use crate::db::schema::answered;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Letters in a key at most.
pub const LONGEST_KEY: usize = 200;

/// A request that carries a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who asks: the same key of somebody else is another one.
    pub owner: String,
    /// The key.
    pub key: String,
    /// What is asked, as a hash.
    pub request: String,
}

impl Once {
    /// The answer to the same request, if it was answered within a day. If it was not, whoever asks
    /// at the same time waits until this transaction ends.
    ///
    /// # Errors
    /// The key was used for another request.
    pub fn before(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<String>> {
        self.forget_old(tx, now)?;
        if self.claim(tx, now)? {
            return Ok(None);
        }
        let (request, answer): (String, String) = answered::table
            .find((&self.owner, &self.key))
            .select((answered::request, answered::answer))
            .first(tx as &mut Conn)?;
        if request != self.request {
            return Err(Error::invalid(
                "Idempotency-Key",
                "was used for another request within a day: make a new key for each new request",
            ));
        }
        Ok(Some(answer))
    }

    /// Keeps the answer.
    ///
    /// # Errors
    /// The database fails.
    pub fn keep(&self, tx: &mut Tx, answer: &str) -> Result<()> {
        diesel::update(answered::table.find((&self.owner, &self.key)))
            .set(answered::answer.eq(answer))
            .execute(tx as &mut Conn)?;
        Ok(())
    }

    fn forget_old(&self, tx: &mut Tx, now: Timestamp) -> Result<()> {
        let old = (now - KEPT).as_millisecond();
        diesel::delete(answered::table.filter(answered::created_at.le(old)))
            .execute(tx as &mut Conn)?;
        Ok(())
    }

    /// Whether nobody else has the key.
    fn claim(&self, tx: &mut Tx, now: Timestamp) -> Result<bool> {
        let row = (
            answered::owner.eq(&self.owner),
            answered::key.eq(&self.key),
            answered::request.eq(&self.request),
            answered::answer.eq(""),
            answered::created_at.eq(now.as_millisecond()),
        );
        let conn: &mut Conn = tx;
        let added = match conn {
            Conn::Postgres(conn) => diesel::insert_into(answered::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(conn)?,
            Conn::Sqlite(conn) => diesel::insert_into(answered::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(conn)?,
        };
        Ok(added == 1)
    }
}
