//! What a line is called in messages.

use crate::db::Conn;
use crate::directory::record::text;
use crate::directory::store::{Shelf, document};
use crate::error::Result;
use crate::search::truth::LineRow;

/// The name of the service of this line, with the place where it has several.
///
/// # Errors
/// The database fails.
pub fn called(conn: &mut Conn, name: &str, lines: &[LineRow], line: &LineRow) -> Result<String> {
    if lines.len() < 2 {
        return Ok(name.to_owned());
    }
    let location = document(conn, Shelf::Locations, &line.location_id)?;
    let place = location
        .as_ref()
        .and_then(|location| text(location, "name"));
    Ok(place.map_or(name.to_owned(), |place| format!("{name}, {place}")))
}
