//! Rows of notes. What is removed loses its words: the row, and the audit, keep who wrote when, for a
//! note may have said what nobody should keep.

use super::{Note, may_be_removed_by, must_be_professional};
use crate::accounts::Principal;
use crate::accounts::audit::{self, Actor, Deed};
use crate::db::schema::{notes, services};
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

/// Notes shown of one service at most, the latest.
const MOST: i64 = 50;

#[derive(Queryable, Selectable)]
#[diesel(table_name = notes)]
struct Row {
    id: String,
    service_id: String,
    body: String,
    author_id: String,
    author_name: String,
    made_at: i64,
}

/// What the audit keeps of a note: never its words.
#[derive(Serialize)]
struct Trace<'a> {
    service_id: &'a str,
    author: &'a str,
    letters: usize,
}

impl Row {
    fn note(self) -> Note {
        Note {
            id: self.id,
            body: self.body,
            author_id: self.author_id,
            author_name: self.author_name,
            made_at: from_millis(self.made_at),
        }
    }

    fn trace(&self) -> Trace<'_> {
        Trace {
            service_id: &self.service_id,
            author: &self.author_name,
            letters: self.body.chars().count(),
        }
    }
}

/// The notes on a service, the latest first.
///
/// # Errors
/// The database fails.
pub fn of_service(conn: &mut Conn, service_id: &str) -> Result<Vec<Note>> {
    let rows: Vec<Row> = notes::table
        .filter(notes::service_id.eq(service_id))
        .filter(notes::removed_at.is_null())
        .order((notes::made_at.desc(), notes::id.desc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Row::note).collect())
}

/// Adds a note whose words were checked.
///
/// # Errors
/// Whoever writes may not; there is no such service.
pub fn add(
    tx: &mut Tx,
    service_id: &str,
    body: &str,
    who: &Principal,
    now: Timestamp,
) -> Result<()> {
    must_be_professional(who)?;
    let known: i64 = services::table
        .filter(services::id.eq(service_id))
        .count()
        .get_result(tx as &mut Conn)?;
    if known == 0 {
        return Err(Error::NotFound(format!("there is no service {service_id}")));
    }
    let row = Row {
        id: Uuid::now_v7().to_string(),
        service_id: service_id.to_owned(),
        body: body.to_owned(),
        author_id: who.id.clone(),
        author_name: who.name.clone(),
        made_at: now.as_millisecond(),
    };
    diesel::insert_into(notes::table)
        .values((
            notes::id.eq(&row.id),
            notes::service_id.eq(&row.service_id),
            notes::body.eq(&row.body),
            notes::author_id.eq(&row.author_id),
            notes::author_name.eq(&row.author_name),
            notes::made_at.eq(row.made_at),
        ))
        .execute(tx as &mut Conn)?;
    let deed = deed("note.added", &row.id);
    audit::note(
        tx,
        &Actor::from(who),
        deed,
        (None::<&Trace>, Some(&row.trace())),
        now,
    )
}

/// Takes a note of a service away, and its words for good.
///
/// # Errors
/// There is no such note any more, or it is somebody else's.
pub fn remove(
    tx: &mut Tx,
    service_id: &str,
    id: &str,
    who: &Principal,
    now: Timestamp,
) -> Result<()> {
    must_be_professional(who)?;
    let row: Option<Row> = notes::table
        .find(id)
        .filter(notes::service_id.eq(service_id))
        .filter(notes::removed_at.is_null())
        .select(Row::as_select())
        .first(tx as &mut Conn)
        .optional()?;
    let row = row.ok_or_else(|| Error::NotFound("this note has gone already".into()))?;
    if !may_be_removed_by(&row.author_id, who) {
        return Err(Error::Forbidden(
            "this note is somebody else's: they can take it away, or a steward".into(),
        ));
    }
    diesel::update(notes::table.find(id))
        .set((
            notes::body.eq(""),
            notes::removed_at.eq(now.as_millisecond()),
        ))
        .execute(tx as &mut Conn)?;
    let deed = deed("note.removed", id);
    audit::note(
        tx,
        &Actor::from(who),
        deed,
        (Some(&row.trace()), None::<&Trace>),
        now,
    )
}

fn deed<'a>(action: &'a str, id: &'a str) -> Deed<'a> {
    Deed {
        action,
        kind: "note",
        id,
    }
}
