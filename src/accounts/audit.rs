//! The audit: who changed what, and what it was before and after. It is only ever added to; what is said
//! of room is in `capacity_statements`, which is a record of the same kind.

use super::{Principal, Via};
use crate::db::schema::audit;
use crate::db::{Conn, Tx};
use crate::domain::time::from_millis;
use crate::error::{Error, Result};
use diesel::prelude::*;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Actor {
    /// `account`, `key`, `link`, or `console` for the command line.
    pub kind: String,
    /// The id of the account, the key or the link; empty for the command line.
    pub id: String,
    /// What it is called.
    pub name: String,
}

impl From<&Principal> for Actor {
    fn from(who: &Principal) -> Self {
        let kind = match who.via {
            Via::Key => "key",
            Via::Session => "account",
        };
        Self {
            kind: kind.into(),
            id: who.id.clone(),
            name: who.name.clone(),
        }
    }
}

impl Actor {
    /// Whoever sits at the server.
    pub fn console() -> Self {
        Self {
            kind: "console".into(),
            id: String::new(),
            name: "command line".into(),
        }
    }
}

/// What was done to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed<'a> {
    /// What was done, such as `account.created`.
    pub action: &'a str,
    /// What it was done to, such as `account`.
    pub kind: &'a str,
    /// Its id.
    pub id: &'a str,
}

/// A row of the audit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its id; ids are in the order of time.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject_kind: String,
    /// Its id.
    pub subject_id: String,
    /// What it was before.
    pub before: Option<Value>,
    /// What it is since.
    pub after: Option<Value>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit)]
struct Row {
    id: String,
    at: i64,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    action: String,
    subject_kind: String,
    subject_id: String,
    before: Option<String>,
    after: Option<String>,
}

impl Row {
    fn entry(self) -> Entry {
        let read = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Entry {
            id: self.id,
            at: from_millis(self.at),
            actor: Actor {
                kind: self.actor_kind,
                id: self.actor_id,
                name: self.actor_name,
            },
            action: self.action,
            subject_kind: self.subject_kind,
            subject_id: self.subject_id,
            before: read(self.before),
            after: read(self.after),
        }
    }
}

/// Writes down what somebody did, in the transaction that does it.
///
/// # Errors
/// The database fails.
pub fn note<B: Serialize, A: Serialize>(
    tx: &mut Tx,
    actor: &Actor,
    deed: Deed,
    change: (Option<&B>, Option<&A>),
    now: Timestamp,
) -> Result<()> {
    let before = change.0.map(serde_json::to_string).transpose();
    let after = change.1.map(serde_json::to_string).transpose();
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(Uuid::now_v7().to_string()),
            audit::at.eq(now.as_millisecond()),
            audit::actor_kind.eq(&actor.kind),
            audit::actor_id.eq(&actor.id),
            audit::actor_name.eq(&actor.name),
            audit::action.eq(deed.action),
            audit::subject_kind.eq(deed.kind),
            audit::subject_id.eq(deed.id),
            audit::before.eq(before.map_err(Error::internal)?),
            audit::after.eq(after.map_err(Error::internal)?),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// What the audit is to be looked through for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only what was done to this kind of thing.
    pub kind: Option<String>,
    /// Only what was done to this thing.
    pub id: Option<String>,
    /// Only what came before this entry, for the next page.
    pub before: Option<String>,
}

/// Up to `limit` entries, the latest first.
///
/// # Errors
/// The database fails.
pub fn latest(conn: &mut Conn, filter: &Filter, limit: i64) -> Result<Vec<Entry>> {
    let mut rows = audit::table
        .select(Row::as_select())
        .order(audit::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(kind) = &filter.kind {
        rows = rows.filter(audit::subject_kind.eq(kind));
    }
    if let Some(id) = &filter.id {
        rows = rows.filter(audit::subject_id.eq(id));
    }
    if let Some(before) = &filter.before {
        rows = rows.filter(audit::id.lt(before));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    Ok(rows.into_iter().map(Row::entry).collect())
}
