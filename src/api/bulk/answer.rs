//! The answer to one line.

use super::super::problem::ProblemDocument;
use super::line::Line;
use crate::domain::availability::Availability;
use crate::error::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// What became of one line. What has no value is left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineAnswer {
    /// Which line, from 1; blank lines count.
    line: usize,
    /// As of a `PUT`: 200, or what is wrong.
    status: u16,
    /// The service that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    service_id: Option<String>,
    /// The location that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    location_id: Option<String>,
    /// Its room as it now is.
    #[serde(skip_serializing_if = "Option::is_none")]
    availability: Option<Availability>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemDocument>,
}

impl LineAnswer {
    /// What is answered to a line.
    pub fn new(line: &Line, outcome: Result<Availability, ProblemDocument>) -> Self {
        Self {
            line: line.number,
            status: outcome
                .as_ref()
                .map_or_else(|problem| problem.status, |_| 200),
            service_id: line.service_id.clone(),
            location_id: line.location_id.clone(),
            problem: outcome.as_ref().err().cloned(),
            availability: outcome.ok(),
        }
    }

    /// The same for a line of a batch that could not be written.
    pub fn failed(line: &Line, error: &Error) -> Self {
        Self::new(line, Err(ProblemDocument::of(error)))
    }

    /// Appends it, as a line.
    pub fn write(&self, to: &mut Vec<u8>) {
        // Writing to memory cannot fail, and there is nothing in it that JSON does not have.
        if serde_json::to_writer(&mut *to, self).is_ok() {
            to.push(b'\n');
        }
    }
}
