//! What each subscription was told of which service: new ones, and ends of money.

use crate::db::schema::subscription_news as news;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::funding::alerts::Alert;
use diesel::prelude::*;
use std::collections::HashMap;

/// Takes note of a new service, to be told once; a second time changes nothing.
///
/// # Errors
/// The database fails.
pub fn note(tx: &mut Tx, subscription_id: &str, service_id: &str) -> Result<()> {
    let insert = diesel::insert_into(news::table).values((
        news::subscription_id.eq(subscription_id),
        news::service_id.eq(service_id),
    ));
    let conn: &mut Conn = tx;
    match conn {
        Conn::Postgres(conn) => insert.on_conflict_do_nothing().execute(conn)?,
        Conn::Sqlite(conn) => insert.on_conflict_do_nothing().execute(conn)?,
    };
    Ok(())
}

/// Services that wait to be told.
///
/// # Errors
/// The database fails.
pub fn waiting(conn: &mut Conn, subscription_id: &str) -> Result<Vec<String>> {
    Ok(news::table
        .filter(news::subscription_id.eq(subscription_id))
        .filter(news::told_at.is_null())
        .order(news::service_id)
        .select(news::service_id)
        .load(conn)?)
}

/// Records that all of them were told.
///
/// # Errors
/// The database fails.
pub fn all_told(tx: &mut Tx, subscription_id: &str, now: i64) -> Result<()> {
    let waiting = news::table
        .filter(news::subscription_id.eq(subscription_id))
        .filter(news::told_at.is_null());
    diesel::update(waiting)
        .set(news::told_at.eq(now))
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// The last end of money that was told of each service.
///
/// # Errors
/// The database fails.
pub fn alerts(conn: &mut Conn, subscription_id: &str) -> Result<HashMap<String, Alert>> {
    let rows: Vec<(String, Option<String>, Option<i32>)> = news::table
        .filter(news::subscription_id.eq(subscription_id))
        .select((news::service_id, news::ends_on, news::days))
        .load(conn)?;
    let alert = |(service, ends_on, days): (String, Option<String>, Option<i32>)| {
        let ends_on = ends_on?.parse().ok()?;
        let days = days?;
        Some((service, Alert { ends_on, days }))
    };
    Ok(rows.into_iter().filter_map(alert).collect())
}

/// Records an end of money that was told.
///
/// # Errors
/// The database fails.
pub fn alerted(
    tx: &mut Tx,
    subscription_id: &str,
    service_id: &str,
    alert: Alert,
    now: i64,
) -> Result<()> {
    note(tx, subscription_id, service_id)?;
    diesel::update(news::table.find((subscription_id, service_id)))
        .set((
            news::ends_on.eq(alert.ends_on.to_string()),
            news::days.eq(alert.days),
            news::told_at.eq(now),
        ))
        .execute(tx as &mut Conn)?;
    Ok(())
}
