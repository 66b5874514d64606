//! Whose room each line means, and whether the key speaks for it.

use super::super::auth::owners;
use super::super::capacity::{at, only};
use super::super::problem::{ProblemDocument, code};
use super::line::Line;
use crate::accounts::Principal;
use crate::capacity::store;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use std::collections::HashMap;

/// What becomes of a line.
pub type Outcome<T> = Result<T, ProblemDocument>;

/// What is wrong with the line is its answer; a fault of ours ends the batch.
///
/// # Errors
/// The fault is ours.
pub fn ours_or_theirs<T>(result: Result<T>) -> Result<Outcome<T>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(error) if code(&error).0.is_server_error() => Err(error),
        Err(error) => Ok(Err(ProblemDocument::of(&error))),
    }
}

/// The lines of the services of a batch, each read once.
#[derive(Default)]
pub struct Services(HashMap<String, Outcome<Vec<LineRow>>>);

impl Services {
    /// The capacity line that is meant, if the key speaks for its service.
    ///
    /// # Errors
    /// The database fails.
    pub fn target(
        &mut self,
        conn: &mut Conn,
        who: &Principal,
        line: &Line,
    ) -> Result<Outcome<LineRow>> {
        let Some(service) = line.service_id.as_deref() else {
            return Ok(Err(ProblemDocument::of(&Error::invalid(
                "service_id",
                "is missing",
            ))));
        };
        if !self.0.contains_key(service) {
            let rows = ours_or_theirs(rows(conn, who, service))?;
            self.0.insert(service.to_owned(), rows);
        }
        let rows = match &self.0[service] {
            Ok(rows) => rows,
            Err(problem) => return Ok(Err(problem.clone())),
        };
        let rows = rows.clone();
        ours_or_theirs(match &line.location_id {
            Some(location) => at(rows, service, location),
            None => only(rows, service),
        })
    }
}

fn rows(conn: &mut Conn, who: &Principal, service: &str) -> Result<Vec<LineRow>> {
    let owners = owners(conn, service)?;
    who.must_speak_for(&owners)?;
    store::lines_of(conn, service)
}
