//! In which outcode the place of a line is, listed or not, as its location says in public.

use crate::db::Conn;
use crate::db::schema::{capacity_lines, locations};
use crate::directory::record::{Document, objects, text};
use crate::error::{Error, Result};
use crate::geography::Postcode;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Ids that one query names.
const AT_ONCE: usize = 5_000;

/// The first half of the postcode of each of these lines; one whose place has none is left out. A line without
/// a location is where its service is, if that is given at one place only.
///
/// # Errors
/// The database fails, or a document in it is damaged.
pub fn outcodes_of(conn: &mut Conn, slots: &[i64]) -> Result<HashMap<i64, String>> {
    let mut lines = Vec::new();
    for some in slots.chunks(AT_ONCE) {
        let rows: Vec<(i64, String, String)> = capacity_lines::table
            .filter(capacity_lines::slot.eq_any(some))
            .select((
                capacity_lines::slot,
                capacity_lines::service_id,
                capacity_lines::location_id,
            ))
            .load(conn)?;
        lines.extend(rows);
    }
    let bare = lines.iter().filter(|line| line.2.is_empty());
    let bare: Vec<String> = bare.map(|line| line.1.clone()).collect();
    let only = only_places(conn, &bare)?;
    for line in lines.iter_mut().filter(|line| line.2.is_empty()) {
        line.2 = only.get(&line.1).cloned().unwrap_or_default();
    }
    let places: BTreeSet<&str> = lines.iter().map(|line| line.2.as_str()).collect();
    let places: Vec<&str> = places.into_iter().filter(|id| !id.is_empty()).collect();
    let outcodes = outcodes(conn, &places)?;
    let of = lines
        .into_iter()
        .filter_map(|(slot, _, place)| Some((slot, outcodes.get(&place)?.clone())));
    Ok(of.collect())
}

/// The place of each of these services that is given at one now.
fn only_places(conn: &mut Conn, services: &[String]) -> Result<HashMap<String, String>> {
    let mut places: HashMap<String, Vec<String>> = HashMap::new();
    for some in services.chunks(AT_ONCE) {
        let rows: Vec<(String, String)> = capacity_lines::table
            .filter(capacity_lines::service_id.eq_any(some))
            .filter(capacity_lines::listed)
            .select((capacity_lines::service_id, capacity_lines::location_id))
            .load(conn)?;
        for (service, place) in rows {
            places.entry(service).or_default().push(place);
        }
    }
    let only = places.into_iter().filter_map(|(service, mut places)| {
        let place = places.pop().filter(|_| places.is_empty())?;
        Some((service, place))
    });
    Ok(only.collect())
}

fn outcodes(conn: &mut Conn, places: &[&str]) -> Result<HashMap<String, String>> {
    let mut outcodes = HashMap::new();
    for some in places.chunks(AT_ONCE) {
        let rows: Vec<(String, String)> = locations::table
            .filter(locations::id.eq_any(some))
            .select((locations::id, locations::document))
            .load(conn)?;
        for (id, document) in rows {
            let document: Document = serde_json::from_str(&document).map_err(Error::internal)?;
            let address = objects(&document, "addresses").next();
            let postcode = address.and_then(|address| text(address, "postal_code"));
            let outcode = postcode.and_then(|postcode| postcode.parse::<Postcode>().ok());
            outcodes.extend(outcode.map(|code| (id, code.outcode.as_str().to_owned())));
        }
    }
    Ok(outcodes)
}
