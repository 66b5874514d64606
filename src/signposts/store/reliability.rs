//! How far a listing is to be believed, from what became of those who were sent there.

use crate::db::Conn;
use crate::db::schema::signposts;
use crate::domain::availability::Source;
use crate::error::Result;
use crate::signposts::Outcome;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// Below this many observations chance says more than the service, and one person could be guessed.
const FEWEST: usize = 5;
/// What is older than this many days tells about another time.
const DAYS: i64 = 365;

/// What became of those who were sent to a service within a year. Only from five observations on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Reliability {
    /// How many it is known of.
    pub observations: usize,
    /// The share of them that was turned away: no room, closed, or nobody answered. From 0 to 1.
    pub turned_away: f64,
    /// The usual time, in hours, until the provider told what became of somebody: the median. Null
    /// where it told too few times.
    pub answers_within_hours: Option<f64>,
}

type Seen = (Option<String>, Option<i64>, i64, Option<String>);

/// The reliability of a service at `now`; none where too little is known.
///
/// # Errors
/// The database fails.
pub fn reliability(
    conn: &mut Conn,
    service_id: &str,
    now: Timestamp,
) -> Result<Option<Reliability>> {
    let since = now - SignedDuration::from_hours(24 * DAYS);
    let rows: Vec<Seen> = signposts::table
        .filter(signposts::service_id.eq(service_id))
        .filter(signposts::outcome.is_not_null())
        .filter(signposts::created_at.ge(since.as_millisecond()))
        .select((
            signposts::outcome,
            signposts::outcome_at,
            signposts::created_at,
            signposts::outcome_source,
        ))
        .load(conn)?;
    Ok(observed(&rows))
}

fn observed(rows: &[Seen]) -> Option<Reliability> {
    // Who did not want to go says nothing about the service.
    let told = rows
        .iter()
        .filter_map(|row| Outcome::parse(row.0.as_deref()?));
    let told: Vec<Outcome> = told
        .filter(|outcome| *outcome != Outcome::Declined)
        .collect();
    if told.len() < FEWEST {
        return None;
    }
    let failures = told.iter().filter(|outcome| outcome.is_failure()).count();
    Some(Reliability {
        observations: told.len(),
        turned_away: failures as f64 / told.len() as f64,
        answers_within_hours: usual_hours(rows),
    })
}

fn usual_hours(rows: &[Seen]) -> Option<f64> {
    let by_provider = rows
        .iter()
        .filter(|row| row.3.as_deref() == Some(Source::Provider.as_str()));
    let mut hours: Vec<f64> = by_provider
        .filter_map(|row| Some((row.1? - row.2) as f64 / 3_600_000.0))
        .collect();
    if hours.len() < FEWEST {
        return None;
    }
    hours.sort_by(f64::total_cmp);
    Some((hours[hours.len() / 2] * 10.0).round() / 10.0)
}
