//! Rows of who said what.

use super::{CLOCK, Sources};
use crate::db::schema::field_sources;
use crate::db::{Conn, Tx};
use crate::directory::record::{Document, differing};
use crate::directory::store::Shelf;
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::collections::HashMap;

/// Rows read or written in one statement.
const AT_ONCE: usize = 500;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = field_sources)]
struct Row {
    shelf: String,
    id: String,
    said: String,
}

/// Who said what of these documents, by id; one of which nothing is known is left out.
///
/// # Errors
/// The database fails.
pub fn of(conn: &mut Conn, shelf: Shelf, ids: &[String]) -> Result<HashMap<String, Sources>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<Row> = field_sources::table
            .filter(field_sources::shelf.eq(shelf.kind().as_str()))
            .filter(field_sources::id.eq_any(ids))
            .select(Row::as_select())
            .load(conn)?;
        // One that cannot be read is one of which nothing is known.
        let known = rows
            .into_iter()
            .filter_map(|row| Some((row.id, serde_json::from_str(&row.said).ok()?)));
        found.extend(known);
    }
    Ok(found)
}

/// Puts these in the place of what was known.
///
/// # Errors
/// The database fails.
pub fn replace(tx: &mut Tx, shelf: Shelf, known: &[(String, Sources)]) -> Result<()> {
    for some in known.chunks(AT_ONCE) {
        let ids = some.iter().map(|(id, _)| id);
        let held = field_sources::table
            .filter(field_sources::shelf.eq(shelf.kind().as_str()))
            .filter(field_sources::id.eq_any(ids));
        diesel::delete(held).execute(tx as &mut Conn)?;
        let rows = some.iter().map(|(id, sources)| row(shelf, id, sources));
        let rows: Vec<Row> = rows.collect::<Result<_>>()?;
        let insert = diesel::insert_into(field_sources::table);
        match tx as &mut Conn {
            Conn::Postgres(conn) => insert.values(&rows).execute(conn)?,
            Conn::Sqlite(conn) => insert.values(&rows).execute(conn)?,
        };
    }
    Ok(())
}

fn row(shelf: Shelf, id: &str, sources: &Sources) -> Result<Row> {
    Ok(Row {
        shelf: shelf.kind().as_str().to_owned(),
        id: id.to_owned(),
        said: serde_json::to_string(sources).map_err(Error::internal)?,
    })
}

/// Notes that a person made one document of another.
///
/// # Errors
/// The database fails.
pub fn written(
    tx: &mut Tx,
    shelf: Shelf,
    (before, after): (&Document, &Document),
    now: i64,
) -> Result<()> {
    let id = after.get("id").and_then(|id| id.as_str());
    let id = id.unwrap_or_default().to_owned();
    let mut sources = of(tx, shelf, std::slice::from_ref(&id))?
        .remove(&id)
        .unwrap_or_default();
    for field in differing(before, after) {
        if field != CLOCK {
            sources.write(&field, before.get(&field), now);
        }
    }
    replace(tx, shelf, &[(id, sources)])
}
