//! When something about a service last changed here: the service itself, whoever runs it, where it is, or what
//! was said about its room. It is the clock of `last_modified` and of `modified_after` alike.

use crate::db::Conn;
use crate::db::schema::{capacity_lines, capacity_statements, locations, organizations, services};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// When something about each of these services last changed, in milliseconds since 1970, by id.
///
/// # Errors
/// The database fails.
pub fn latest(conn: &mut Conn, ids: &[String]) -> Result<HashMap<String, i64>> {
    let own: Vec<(String, Option<String>, i64)> = services::table
        .filter(services::id.eq_any(ids))
        .select((
            services::id,
            services::organization_id,
            services::modified_at,
        ))
        .load(conn)?;
    let places: Vec<(String, String)> = capacity_lines::table
        .filter(capacity_lines::service_id.eq_any(ids))
        .filter(capacity_lines::listed.eq(true))
        .select((capacity_lines::service_id, capacity_lines::location_id))
        .load(conn)?;
    let of_organizations =
        organizations_at(conn, own.iter().filter_map(|(_, id, _)| id.as_deref()))?;
    let of_places = places_at(conn, places.iter().map(|(_, id)| id.as_str()))?;
    let mut latest = HashMap::with_capacity(own.len());
    for (id, organization, at) in own {
        let by = organization.and_then(|id| of_organizations.get(&id).copied());
        latest.insert(id, at.max(by.unwrap_or(at)));
    }
    let at_places = places
        .into_iter()
        .filter_map(|(service, id)| Some((service, *of_places.get(&id)?)));
    for (service, at) in at_places.chain(said(conn, ids)?) {
        latest
            .entry(service)
            .and_modify(|known| *known = at.max(*known));
    }
    Ok(latest)
}

fn organizations_at<'a>(
    conn: &mut Conn,
    ids: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, i64>> {
    let ids: BTreeSet<&str> = ids.collect();
    let rows: Vec<(String, i64)> = organizations::table
        .filter(organizations::id.eq_any(ids))
        .select((organizations::id, organizations::modified_at))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

fn places_at<'a>(
    conn: &mut Conn,
    ids: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, i64>> {
    let ids: BTreeSet<&str> = ids.collect();
    let rows: Vec<(String, i64)> = locations::table
        .filter(locations::id.eq_any(ids))
        .select((locations::id, locations::modified_at))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// When what is now known of room was written down, line by line.
fn said(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, i64)>> {
    let in_force = capacity_statements::slot
        .eq(capacity_lines::slot)
        .and(capacity_statements::version.eq(capacity_lines::version));
    Ok(capacity_lines::table
        .inner_join(capacity_statements::table.on(in_force))
        .filter(capacity_lines::service_id.eq_any(ids))
        .filter(capacity_lines::listed.eq(true))
        .select((capacity_lines::service_id, capacity_statements::recorded_at))
        .load(conn)?)
}

/// The services about which something changed at this time, in milliseconds since 1970, or after it.
///
/// # Errors
/// The database fails.
pub fn since(conn: &mut Conn, time: i64) -> Result<BTreeSet<String>> {
    let own: Vec<String> = services::table
        .filter(services::modified_at.ge(time))
        .select(services::id)
        .load(conn)?;
    let run_by = organizations::table
        .filter(organizations::modified_at.ge(time))
        .select(organizations::id.nullable());
    let run: Vec<String> = services::table
        .filter(services::organization_id.eq_any(run_by))
        .select(services::id)
        .load(conn)?;
    let moved = locations::table
        .filter(locations::modified_at.ge(time))
        .select(locations::id);
    let at: Vec<String> = capacity_lines::table
        .filter(capacity_lines::location_id.eq_any(moved))
        .filter(capacity_lines::listed.eq(true))
        .select(capacity_lines::service_id)
        .load(conn)?;
    let in_force = capacity_statements::slot
        .eq(capacity_lines::slot)
        .and(capacity_statements::version.eq(capacity_lines::version));
    let told: Vec<String> = capacity_lines::table
        .inner_join(capacity_statements::table.on(in_force))
        .filter(capacity_statements::recorded_at.ge(time))
        .filter(capacity_lines::listed.eq(true))
        .select(capacity_lines::service_id)
        .load(conn)?;
    Ok([own, run, at, told].into_iter().flatten().collect())
}
