//! Which line of which service is meant, where somebody names a service and perhaps one of its places.

use super::store;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;

/// Which line of which service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// The service.
    pub service: String,
    /// The location, where it was named; empty for a line without one.
    pub location: Option<String>,
}

impl Which {
    /// The lines that are meant: one, or all that are listed.
    ///
    /// # Errors
    /// There is no such service, or it is not given there.
    pub fn lines(&self, conn: &mut Conn) -> Result<Vec<LineRow>> {
        let known = store::lines_of_one(conn, &self.service)?;
        let lines = known.ok_or_else(|| missing(&self.service))?.lines;
        match &self.location {
            None => Ok(lines),
            Some(location) => Ok(vec![at(lines, &self.service, location)?]),
        }
    }

    /// The one line that is meant.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn line(&self, conn: &mut Conn) -> Result<LineRow> {
        only(self.lines(conn)?, &self.service)
    }
}

/// The line of a service at a location.
///
/// # Errors
/// There is none.
pub fn at(lines: Vec<LineRow>, service: &str, location: &str) -> Result<LineRow> {
    let line = lines.into_iter().find(|line| line.location_id == location);
    line.ok_or_else(|| {
        Error::NotFound(format!(
            "service {service} is not given at location {location}"
        ))
    })
}

/// The one line that a service has.
///
/// # Errors
/// It has none, or several: then a location must be named.
pub fn only(mut lines: Vec<LineRow>, service: &str) -> Result<LineRow> {
    match (lines.pop(), lines.is_empty()) {
        (Some(line), true) => Ok(line),
        (None, _) => Err(missing(service)),
        (Some(last), false) => {
            let ids = lines
                .iter()
                .chain([&last])
                .map(|line| line.location_id.as_str());
            let ids: Vec<&str> = ids.collect();
            Err(Error::invalid(
                "location_id",
                format!(
                    "is needed, for this service is given at several locations: {}",
                    ids.join(", ")
                ),
            ))
        }
    }
}

/// There is no such service.
pub fn missing(service: &str) -> Error {
    Error::NotFound(format!("there is no service {service}"))
}
