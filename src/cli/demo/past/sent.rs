//! Those who were sent to services of the sample borough, and what became of them.

use super::SOUGHT;
use crate::coverage::WEEKS;
use crate::db::schema::{capacity_lines, signposts};
use crate::db::{Conn, Tx};
use crate::domain::schedule::london;
use crate::error::{Error, Result};
use crate::signposts::{Code, Outcome};
use diesel::prelude::*;
use jiff::ToSpan;
use jiff::civil::Date;
use uuid::Uuid;

/// How many were sent.
const MANY: i64 = 760;
/// What became of them, one after another: most came, of some nobody heard.
const BECAME: [Option<Outcome>; 10] = [
    Some(Outcome::Attended),
    Some(Outcome::Attended),
    None,
    Some(Outcome::Attended),
    Some(Outcome::Attended),
    None,
    Some(Outcome::DidNotAttend),
    Some(Outcome::Attended),
    Some(Outcome::CouldNotContact),
    Some(Outcome::Attended),
];

/// Sends them, in the weeks before this Monday.
///
/// # Errors
/// The database fails.
pub fn remember(tx: &mut Tx, monday: Date) -> Result<()> {
    let conn: &mut Conn = tx;
    let lines: Vec<(i64, String)> = capacity_lines::table
        .filter(capacity_lines::listed)
        .order(capacity_lines::slot)
        .select((capacity_lines::slot, capacity_lines::service_id))
        .load(conn)?;
    for number in 0..MANY {
        let place = usize::try_from(number * 37).unwrap_or(0);
        let Some((slot, service)) = lines.get(place % lines.len().max(1)) else {
            return Ok(());
        };
        let days = 1 + number % (7 * WEEKS - 2);
        let day = monday.saturating_sub(days.days());
        let at = day.to_zoned(london().clone()).map_err(Error::internal)?;
        let made = at.timestamp().as_millisecond() + 36_000_000 + number * 1_000;
        // Needs that are asked for often come up often, and where much is full more are turned away.
        let (one, other) = (place % SOUGHT.len(), (place / 5 + 3) % SOUGHT.len());
        let (need, _, [_, _, full, _]) = SOUGHT[one.min(other)];
        let outcome = match number * 7 % 20 < full {
            true => Some(Outcome::TurnedAwayFull),
            false => BECAME[place / 3 % BECAME.len()],
        };
        diesel::insert_into(signposts::table)
            .values((
                signposts::id.eq(Uuid::now_v7().to_string()),
                signposts::code.eq(Code::random()?.as_str()),
                signposts::slot.eq(slot),
                signposts::service_id.eq(service),
                signposts::need.eq(Some(need).filter(|need| !need.is_empty())),
                signposts::made_by.eq("the sample borough"),
                signposts::created_at.eq(made),
                signposts::outcome.eq(outcome.map(Outcome::as_str)),
                signposts::outcome_at.eq(outcome.map(|_| made + 172_800_000)),
                signposts::outcome_source.eq(outcome.map(|_| "provider")),
            ))
            .execute(conn)?;
    }
    Ok(())
}
