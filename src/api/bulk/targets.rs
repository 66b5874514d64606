//! Whose room each line means, and whether the key speaks for it.

use super::super::problem::{ProblemDocument, code};
use super::super::services::missing;
use super::line::Line;
use crate::accounts::Principal;
use crate::capacity::store::{Lines, lines_of_all, lines_of_one};
use crate::capacity::which::{at, only};
use crate::db::Conn;
use crate::directory::store::{merged_into, organization_and_parents};
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

/// The services of a batch, read at once.
pub struct Services<'a> {
    who: &'a Principal,
    known: HashMap<String, Lines>,
    /// The organisations that run them, each with those above it.
    owners: HashMap<String, Vec<String>>,
}

impl<'a> Services<'a> {
    /// Those that the lines name.
    ///
    /// # Errors
    /// The database fails.
    pub fn of(conn: &mut Conn, who: &'a Principal, batch: &[Line]) -> Result<Self> {
        let ids = batch.iter().filter_map(|line| line.service_id.clone());
        let mut ids: Vec<String> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let mut known = lines_of_all(conn, &ids)?;
        for (id, to) in merged(conn, &known)? {
            // A feed that knows the old listing speaks of the one that stands for it.
            if let Some(lines) = lines_of_one(conn, &to)? {
                known.insert(id, lines);
            }
        }
        let mut owners = HashMap::new();
        for id in known
            .values()
            .filter_map(|service| service.organization_id.as_ref())
        {
            if !owners.contains_key(id) {
                owners.insert(id.clone(), organization_and_parents(conn, id)?);
            }
        }
        Ok(Self { who, known, owners })
    }

    /// The capacity line that is meant, if the key speaks for its service.
    ///
    /// # Errors
    /// It does not; there is no such service or location, or several could be meant.
    pub fn target(&self, line: &Line) -> Result<LineRow> {
        let unnamed = || Error::invalid("service_id", "is missing: name the service");
        let id = line.service_id.as_deref().ok_or_else(unnamed)?;
        let service = self.known.get(id).ok_or_else(|| missing(id))?;
        let run_by = service.organization_id.as_ref();
        let owners = run_by.and_then(|run_by| self.owners.get(run_by));
        self.who.must_speak_for(owners.map_or(&[], Vec::as_slice))?;
        let lines = service.lines.clone();
        match &line.location_id {
            Some(location) => at(lines, id, location),
            None => only(lines, id),
        }
    }
}

/// Which of these were merged, and into which.
fn merged(conn: &mut Conn, known: &HashMap<String, Lines>) -> Result<Vec<(String, String)>> {
    let mut merged = Vec::new();
    for (id, _) in known.iter().filter(|(_, service)| service.lines.is_empty()) {
        merged.extend(merged_into(conn, id)?.map(|to| (id.clone(), to)));
    }
    Ok(merged)
}
