//! Rows of proposals. Whoever ends one names that it is open, so that of two who end it at once one does.

use super::field::Field;
use crate::accounts::audit::Actor;
use crate::db::schema::{proposals, services};
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use std::collections::HashMap;
use uuid::Uuid;

/// Ids asked for in one statement.
const AT_ONCE: usize = 500;

/// A change that waits, or waited, for a steward.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = proposals)]
pub struct Proposal {
    /// Its id; ids are in the order of time.
    pub id: String,
    /// The service whose listing is to change.
    pub service_id: String,
    field: String,
    /// What the listing said when it was made.
    pub value_before: String,
    /// What it should say.
    pub value_proposed: String,
    /// The time of the last change of the listing that it began from, in milliseconds since 1970.
    pub base_version: i64,
    made_at: i64,
    /// `account` or `key`.
    pub made_by_kind: String,
    /// The id of the account or the key.
    pub made_by_id: String,
    /// Who.
    pub made_by_name: String,
    ended_at: Option<i64>,
    /// Who decided.
    pub ended_by: Option<String>,
    /// What became of it: `approved`, `changed`, `refused`, `withdrawn`, `replaced`.
    pub result: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// What the listing says since, where that is something else.
    pub value_taken: Option<String>,
}

impl Proposal {
    /// The field; none for one that a newer program knows.
    pub fn field(&self) -> Option<Field> {
        Field::parse(&self.field)
    }

    /// Since when it waits.
    pub fn made_at(&self) -> Timestamp {
        from_millis(self.made_at)
    }

    /// When it ended, if it did.
    pub fn ended_at(&self) -> Option<Timestamp> {
        self.ended_at.map(from_millis)
    }
}

/// A change to be proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New<'a> {
    /// The service.
    pub service_id: &'a str,
    /// The field.
    pub field: &'a Field,
    /// What the listing says.
    pub before: &'a str,
    /// What it should say.
    pub proposed: &'a str,
}

/// How a proposal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End<'a> {
    /// What became of it.
    pub result: &'a str,
    /// Who decided.
    pub by: &'a str,
    /// Why it was refused.
    pub reason: Option<&'a str>,
    /// What the listing says since.
    pub taken: Option<&'a str>,
}

/// Takes a proposal down; one of the same field that waits gives way to it.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, new: &New, who: &Actor, now: Timestamp) -> Result<Proposal> {
    let open = open_of(tx, new.service_id)?.into_iter();
    for old in open.filter(|old| old.field == new.field.key()) {
        let end = End {
            result: "replaced",
            by: &who.name,
            reason: None,
            taken: None,
        };
        finish(tx, &old.id, &end, now)?;
    }
    let id = Uuid::now_v7().to_string();
    diesel::insert_into(proposals::table)
        .values((
            proposals::id.eq(&id),
            proposals::service_id.eq(new.service_id),
            proposals::field.eq(new.field.key()),
            proposals::value_before.eq(new.before),
            proposals::value_proposed.eq(new.proposed),
            proposals::base_version.eq(version_of(tx, new.service_id)?),
            proposals::made_at.eq(now.as_millisecond()),
            proposals::made_by_kind.eq(&who.kind),
            proposals::made_by_id.eq(&who.id),
            proposals::made_by_name.eq(&who.name),
        ))
        .execute(tx as &mut Conn)?;
    find(tx, &id)?.ok_or_else(|| Error::internal("a proposal that was just made has gone"))
}

fn version_of(conn: &mut Conn, service_id: &str) -> Result<i64> {
    let version: Option<i64> = services::table
        .find(service_id)
        .select(services::modified_at)
        .first(conn)
        .optional()?;
    Ok(version.unwrap_or_default())
}

/// Ends a proposal that is open.
///
/// # Errors
/// It has ended already, or the database fails.
pub fn finish(tx: &mut Tx, id: &str, end: &End, now: Timestamp) -> Result<()> {
    let ended = diesel::update(
        proposals::table
            .find(id)
            .filter(proposals::ended_at.is_null()),
    )
    .set((
        proposals::ended_at.eq(now.as_millisecond()),
        proposals::ended_by.eq(end.by),
        proposals::result.eq(end.result),
        proposals::reason.eq(end.reason),
        proposals::value_taken.eq(end.taken),
    ))
    .execute(tx as &mut Conn)?;
    match ended {
        0 => Err(over()),
        _ => Ok(()),
    }
}

/// What is said of a proposal that has ended.
pub fn over() -> Error {
    Error::Conflict("this change has been decided on, or taken back, already".into())
}

/// A proposal; none if there is none.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, id: &str) -> Result<Option<Proposal>> {
    let found = proposals::table.find(id).select(Proposal::as_select());
    Ok(found.first(conn).optional()?)
}

/// Those of a service that wait, the oldest first.
///
/// # Errors
/// The database fails.
pub fn open_of(conn: &mut Conn, service_id: &str) -> Result<Vec<Proposal>> {
    Ok(proposals::table
        .filter(proposals::service_id.eq(service_id))
        .filter(proposals::ended_at.is_null())
        .order(proposals::id)
        .select(Proposal::as_select())
        .load(conn)?)
}

/// Up to `limit` that wait, of all services that are listed, the oldest first.
///
/// # Errors
/// The database fails.
pub fn open(conn: &mut Conn, limit: i64) -> Result<Vec<Proposal>> {
    Ok(proposals::table
        .filter(proposals::ended_at.is_null())
        .filter(proposals::service_id.ne_all(merged()))
        .order(proposals::id)
        .limit(limit)
        .select(Proposal::as_select())
        .load(conn)?)
}

/// How many wait, of services that are listed.
///
/// # Errors
/// The database fails.
pub fn count(conn: &mut Conn) -> Result<i64> {
    let open = proposals::table
        .filter(proposals::ended_at.is_null())
        .filter(proposals::service_id.ne_all(merged()));
    Ok(open.count().get_result(conn)?)
}

/// Services that became one with another: what was proposed of them waits until they are two again.
#[diesel::dsl::auto_type]
fn merged() -> _ {
    services::table
        .filter(services::merged_into.is_not_null())
        .select(services::id)
}

/// How many of each of these services wait.
///
/// # Errors
/// The database fails.
pub fn counts_of(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, i64>> {
    let mut counts = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let services: Vec<String> = proposals::table
            .filter(proposals::service_id.eq_any(ids))
            .filter(proposals::ended_at.is_null())
            .select(proposals::service_id)
            .load(conn)?;
        for service in services {
            *counts.entry(service).or_default() += 1;
        }
    }
    Ok(counts)
}

/// Those of a service on which a steward has decided since then, the latest first.
///
/// # Errors
/// The database fails.
pub fn decided_since(conn: &mut Conn, service_id: &str, since: Timestamp) -> Result<Vec<Proposal>> {
    Ok(proposals::table
        .filter(proposals::service_id.eq(service_id))
        .filter(proposals::ended_at.ge(since.as_millisecond()))
        .filter(proposals::result.eq_any(["approved", "changed", "refused"]))
        .order(proposals::ended_at.desc())
        .select(Proposal::as_select())
        .load(conn)?)
}
