//! Rows of capacity lines and their statements.

use crate::db::schema::capacity_lines;
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;

/// Sees to it that the service has a line for each of these locations (`""` stands for none at
/// all). Lines that are no longer listed stay, for their history does.
pub fn ensure_lines(tx: &mut Tx, service_id: &str, location_ids: &[String]) -> Result<()> {
    let conn: &mut Conn = tx;
    let known: Vec<String> = capacity_lines::table
        .filter(capacity_lines::service_id.eq(service_id))
        .select(capacity_lines::location_id)
        .load(conn)?;
    for location_id in location_ids {
        if !known.contains(location_id) {
            diesel::insert_into(capacity_lines::table)
                .values((
                    capacity_lines::service_id.eq(service_id),
                    capacity_lines::location_id.eq(location_id),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}
