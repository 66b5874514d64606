//! Rows of pairs and of merges.

use super::look::Pair;
use crate::accounts::audit::{self, Actor, Deed};
use crate::db::schema::{feed_records, likely_same, merges, not_same, services};
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use diesel::result::DatabaseErrorKind;
use diesel::result::Error::DatabaseError;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Rows written in one statement.
const AT_ONCE: usize = 200;

/// Two ids, the lower first.
pub fn ordered<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    if a <= b { (a, b) } else { (b, a) }
}

/// Puts these in the place of all pairs that were found before.
///
/// # Errors
/// The database fails.
pub fn replace(tx: &mut Tx, pairs: &[Pair]) -> Result<()> {
    let conn: &mut Conn = tx;
    diesel::delete(likely_same::table).execute(conn)?;
    for pairs in pairs.chunks(AT_ONCE) {
        for pair in pairs {
            let reasons = serde_json::to_string(&pair.reasons).map_err(Error::internal)?;
            diesel::insert_into(likely_same::table)
                .values((
                    likely_same::one_id.eq(&pair.one),
                    likely_same::other_id.eq(&pair.other),
                    likely_same::score.eq(i32::from(pair.score)),
                    likely_same::reasons.eq(reasons),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Up to `limit` pairs that somebody is to look at, the likeliest first.
///
/// # Errors
/// The database fails.
pub fn pairs(conn: &mut Conn, limit: i64) -> Result<Vec<Pair>> {
    let rows: Vec<(String, String, i32, String)> = likely_same::table
        .order((
            likely_same::score.desc(),
            likely_same::one_id,
            likely_same::other_id,
        ))
        .limit(limit)
        .load(conn)?;
    let pairs = rows.into_iter().map(|(one, other, score, reasons)| Pair {
        one,
        other,
        score: u8::try_from(score).unwrap_or_default(),
        reasons: serde_json::from_str(&reasons).unwrap_or_default(),
        certain: false,
    });
    Ok(pairs.collect())
}

/// How many pairs there are.
///
/// # Errors
/// The database fails.
pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(likely_same::table.count().get_result(conn)?)
}

/// The pairs of which somebody has said that they are two.
///
/// # Errors
/// The database fails.
pub fn apart(conn: &mut Conn) -> Result<HashSet<(String, String)>> {
    let rows: Vec<(String, String)> = not_same::table
        .select((not_same::one_id, not_same::other_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The feed that gave each of these services; those that no feed gave are left out.
///
/// # Errors
/// The database fails.
pub fn givers(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, String>> {
    let given = feed_records::table
        .filter(feed_records::kind.eq("service"))
        .filter(feed_records::our_id.eq_any(ids))
        .select((feed_records::our_id, feed_records::feed_id));
    let rows: Vec<(String, String)> = given.load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The listings for which this one stands.
///
/// # Errors
/// The database fails.
pub fn stands_for(conn: &mut Conn, id: &str) -> Result<Vec<String>> {
    Ok(services::table
        .filter(services::merged_into.eq(id))
        .select(services::id)
        .load(conn)?)
}

/// What the audit keeps of a pair.
#[derive(Serialize)]
struct Two<'a> {
    one: &'a str,
    other: &'a str,
}

/// Remembers that two are not the same: they are not offered again.
///
/// # Errors
/// The database fails.
pub fn keep_apart(tx: &mut Tx, a: &str, b: &str, who: &Actor, now: Timestamp) -> Result<()> {
    let (one, other) = ordered(a, b);
    forget(tx, one, other)?;
    let said = tx.part(|tx| {
        diesel::insert_into(not_same::table)
            .values((
                not_same::one_id.eq(one),
                not_same::other_id.eq(other),
                not_same::said_at.eq(now.as_millisecond()),
                not_same::said_by.eq(&who.name),
            ))
            .execute(tx as &mut Conn)?;
        Ok(())
    });
    match said {
        // Somebody has said so already.
        Err(Error::Database(DatabaseError(DatabaseErrorKind::UniqueViolation, _))) => return Ok(()),
        said => said?,
    }
    let deed = Deed {
        action: "services.not_same",
        kind: "service",
        id: one,
    };
    audit::note(
        tx,
        who,
        deed,
        (None::<&Two>, Some(&Two { one, other })),
        now,
    )
}

fn forget(tx: &mut Tx, one: &str, other: &str) -> Result<()> {
    diesel::delete(likely_same::table.find((one, other))).execute(tx as &mut Conn)?;
    Ok(())
}

/// Takes every pair away that has this listing in it.
///
/// # Errors
/// The database fails.
pub fn forget_all(tx: &mut Tx, id: &str) -> Result<()> {
    let has = likely_same::one_id.eq(id).or(likely_same::other_id.eq(id));
    diesel::delete(likely_same::table.filter(has)).execute(tx as &mut Conn)?;
    Ok(())
}

/// Two that became one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = merges)]
pub struct Merge {
    /// Its id; ids are in the order of time.
    pub id: String,
    /// The listing that stayed.
    pub kept_id: String,
    /// The listing that went.
    pub gone_id: String,
    /// The document of the one that stayed, before.
    pub kept_before: String,
    /// The same, since.
    pub kept_after: String,
    /// What was moved from one to the other, as JSON.
    pub moved: String,
    made_at: i64,
    /// Who did it.
    pub made_by: String,
    undone_at: Option<i64>,
}

impl Merge {
    /// When it was done.
    pub fn made_at(&self) -> Timestamp {
        from_millis(self.made_at)
    }

    /// Whether it was undone.
    pub fn is_undone(&self) -> bool {
        self.undone_at.is_some()
    }
}

/// Notes a merge.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, merge: &NewMerge, who: &Actor, now: Timestamp) -> Result<()> {
    diesel::insert_into(merges::table)
        .values((
            merges::id.eq(uuid::Uuid::now_v7().to_string()),
            merges::kept_id.eq(merge.kept_id),
            merges::gone_id.eq(merge.gone_id),
            merges::kept_before.eq(&merge.kept_before),
            merges::kept_after.eq(&merge.kept_after),
            merges::moved.eq(&merge.moved),
            merges::made_at.eq(now.as_millisecond()),
            merges::made_by.eq(&who.name),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// A merge to be noted; see [`Merge`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMerge<'a> {
    /// The listing that stays.
    pub kept_id: &'a str,
    /// The listing that goes.
    pub gone_id: &'a str,
    /// The document of the one that stays, before.
    pub kept_before: String,
    /// The same, since.
    pub kept_after: String,
    /// What was moved, as JSON.
    pub moved: String,
}

/// Up to `limit` merges that were not undone, the latest first.
///
/// # Errors
/// The database fails.
pub fn merged(conn: &mut Conn, limit: i64) -> Result<Vec<Merge>> {
    Ok(merges::table
        .filter(merges::undone_at.is_null())
        .order(merges::id.desc())
        .limit(limit)
        .select(Merge::as_select())
        .load(conn)?)
}

/// Takes a merge that is to be undone.
///
/// # Errors
/// There is none, or it was undone already.
pub fn take(tx: &mut Tx, id: &str, who: &Actor, now: Timestamp) -> Result<Merge> {
    let taken = diesel::update(merges::table.find(id).filter(merges::undone_at.is_null()))
        .set((
            merges::undone_at.eq(now.as_millisecond()),
            merges::undone_by.eq(&who.name),
        ))
        .execute(tx as &mut Conn)?;
    let found: Option<Merge> = merges::table
        .find(id)
        .select(Merge::as_select())
        .first(tx as &mut Conn)
        .optional()?;
    match (found, taken) {
        (None, _) => Err(Error::NotFound("there is no such merge".into())),
        (Some(_), 0) => Err(Error::Conflict("this was undone already".into())),
        (Some(found), _) => Ok(found),
    }
}

/// Says which listing stands for this one; none if it stands for itself.
///
/// # Errors
/// The database fails.
pub fn point(tx: &mut Tx, id: &str, to: Option<&str>) -> Result<()> {
    diesel::update(services::table.find(id))
        .set(services::merged_into.eq(to))
        .execute(tx as &mut Conn)?;
    Ok(())
}
