//! Services of which somebody has said that the details are wrong: a row each, until a steward has dealt
//! with it.

use crate::db::schema::{doubts, services};
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use diesel::upsert::excluded;

/// Keeps that somebody said so of a service at this moment, in milliseconds since 1970.
///
/// # Errors
/// The database fails.
pub fn put(tx: &mut Tx, service_id: &str, heard_at: i64) -> Result<()> {
    let row = (
        doubts::service_id.eq(service_id),
        doubts::heard_at.eq(heard_at),
    );
    let insert = diesel::insert_into(doubts::table).values(row);
    let latest = doubts::heard_at.eq(excluded(doubts::heard_at));
    let conn: &mut Conn = tx;
    match conn {
        Conn::Postgres(conn) => insert
            .on_conflict(doubts::service_id)
            .do_update()
            .set(latest)
            .execute(conn)?,
        Conn::Sqlite(conn) => insert
            .on_conflict(doubts::service_id)
            .do_update()
            .set(latest)
            .execute(conn)?,
    };
    Ok(())
}

/// The services that run of which somebody said so, and when last.
///
/// # Errors
/// The database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<(String, i64)>> {
    Ok(doubts::table
        .inner_join(services::table.on(services::id.eq(doubts::service_id)))
        .filter(services::status.eq("active"))
        .select((doubts::service_id, doubts::heard_at))
        .load(conn)?)
}

/// A steward has dealt with what was said of a service.
///
/// # Errors
/// The database fails.
pub fn settle(tx: &mut Tx, service_id: &str) -> Result<()> {
    diesel::delete(doubts::table.find(service_id)).execute(tx as &mut Conn)?;
    Ok(())
}
