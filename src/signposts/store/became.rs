//! How many were sent where and for what, and what became of them: counts, and nothing else.

use crate::db::Conn;
use crate::db::schema::signposts;
use crate::error::Result;
use crate::signposts::Outcome;
use diesel::dsl::count_star;
use diesel::prelude::*;
use jiff::Timestamp;

/// Those who were sent to one line for one need and of whom one thing became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The line.
    pub slot: u32,
    /// The need, if it was said.
    pub need: Option<String>,
    /// What became of them, if it was told.
    pub outcome: Option<Outcome>,
    /// How many.
    pub times: i64,
}

/// Those who were sent from one moment to before another.
///
/// # Errors
/// The database fails.
pub fn became_between(conn: &mut Conn, from: Timestamp, to: Timestamp) -> Result<Vec<Counted>> {
    type Row = (i64, Option<String>, Option<String>, i64);
    let rows: Vec<Row> = signposts::table
        .filter(signposts::created_at.ge(from.as_millisecond()))
        .filter(signposts::created_at.lt(to.as_millisecond()))
        .group_by((signposts::slot, signposts::need, signposts::outcome))
        .select((
            signposts::slot,
            signposts::need,
            signposts::outcome,
            count_star(),
        ))
        .load(conn)?;
    let counted = rows.into_iter().filter_map(|(slot, need, outcome, times)| {
        Some(Counted {
            slot: u32::try_from(slot).ok()?,
            need,
            outcome: outcome.as_deref().and_then(Outcome::parse),
            times,
        })
    });
    Ok(counted.collect())
}
