//! Rows of looks: how often each listing was looked at on which day.

use crate::db::schema::service_looks;
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::upsert::excluded;
use jiff::civil::Date;
use std::collections::HashMap;

/// Services asked for in one statement.
const AT_ONCE: usize = 500;

/// Adds looks to those of a day.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, day: Date, counts: &HashMap<String, i64>) -> Result<()> {
    // In one order on every node, so that no two wait for each other.
    let mut counts: Vec<(&String, &i64)> = counts.iter().collect();
    counts.sort_unstable();
    for (service, looks) in counts {
        let row = (
            service_looks::service_id.eq(service),
            service_looks::day.eq(day.to_string()),
            service_looks::looks.eq(looks),
        );
        let key = (service_looks::service_id, service_looks::day);
        let more = service_looks::looks.eq(service_looks::looks + excluded(service_looks::looks));
        let insert = diesel::insert_into(service_looks::table).values(row);
        match tx as &mut Conn {
            Conn::Postgres(conn) => insert
                .on_conflict(key)
                .do_update()
                .set(more)
                .execute(conn)?,
            Conn::Sqlite(conn) => insert
                .on_conflict(key)
                .do_update()
                .set(more)
                .execute(conn)?,
        };
    }
    Ok(())
}

/// How often each of these was looked at from this day on.
///
/// # Errors
/// The database fails.
pub fn since(conn: &mut Conn, day: Date, ids: &[String]) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let sum = diesel::dsl::sql::<BigInt>("CAST(SUM(looks) AS BIGINT)");
        let rows: Vec<(String, i64)> = service_looks::table
            .filter(service_looks::service_id.eq_any(ids))
            .filter(service_looks::day.ge(day.to_string()))
            .group_by(service_looks::service_id)
            .select((diesel::dsl::sql::<Text>("service_id"), sum))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}
