//! Those who were sent to services of the sample borough, and what became of them.

use super::SOUGHT;
use crate::coverage::WEEKS;
use crate::coverage::flow::Month;
use crate::db::schema::{capacity_lines, signposts};
use crate::db::{Conn, Tx};
use crate::domain::schedule::london;
use crate::error::{Error, Result};
use crate::signposts::{Code, Outcome};
use diesel::prelude::*;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

/// How many were sent.
const MANY: i64 = 760;
/// Needs that many were sent for, to how many places each, and for how many months.
const NEEDS: usize = 8;
const PLACES: i64 = 2;
const MONTHS: i32 = 12;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
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
    let lines = lines(conn)?;
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
        send(
            conn,
            (*slot, service),
            need,
            made,
            outcome.map(|outcome| (outcome, 2)),
        )?;
    }
    Ok(())
}

/// Sends people for the needs that are asked for most, each to the same few places, in the months before this one:
/// there are enough of them to be told of.
///
/// # Errors
/// The database fails.
pub fn by_month(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let conn: &mut Conn = tx;
    let lines = lines(conn)?;
    for (number, (need, _, [_, _, full, _])) in (0..).zip(SOUGHT).take(NEEDS) {
        for place in 0..PLACES {
            let at = usize::try_from(number * 29 + place * 113).unwrap_or(0);
            let Some((slot, service)) = lines.get(at % lines.len().max(1)) else {
                return Ok(());
            };
            for ago in 1..=MONTHS {
                let month = Month::of(now).plus(-ago);
                let people = 26 - number - i64::from(ago) / 2 + (number + i64::from(ago)) % 4;
                for one in 0..people {
                    let made = month.begins()?.as_millisecond() + (one % 27) * DAY_MS + 36_000_000;
                    let outcome = match (one * 7 + number) % 20 < full {
                        true => Some(Outcome::TurnedAwayFull),
                        false => BECAME[usize::try_from(one).unwrap_or(0) % BECAME.len()],
                    };
                    let told = outcome.map(|outcome| (outcome, 1 + (one + place) % 3 * 4));
                    send(conn, (*slot, service), need, made, told)?;
                }
            }
        }
    }
    Ok(())
}

/// All places where somebody may be sent.
fn lines(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    let lines = capacity_lines::table
        .filter(capacity_lines::listed)
        .order(capacity_lines::slot)
        .select((capacity_lines::slot, capacity_lines::service_id));
    Ok(lines.load(conn)?)
}

/// Sends somebody, at a time in milliseconds since 1970; what became of them was told so many days later.
fn send(
    conn: &mut Conn,
    (slot, service): (i64, &str),
    need: &str,
    made: i64,
    told: Option<(Outcome, i64)>,
) -> Result<()> {
    diesel::insert_into(signposts::table)
        .values((
            signposts::id.eq(Uuid::now_v7().to_string()),
            signposts::code.eq(Code::random()?.as_str()),
            signposts::slot.eq(slot),
            signposts::service_id.eq(service),
            signposts::need.eq(Some(need).filter(|need| !need.is_empty())),
            signposts::made_by.eq("the sample borough"),
            signposts::created_at.eq(made),
            signposts::outcome.eq(told.map(|(outcome, _)| outcome.as_str())),
            signposts::outcome_at.eq(told.map(|(_, days)| made + days * DAY_MS)),
            signposts::outcome_source.eq(told.map(|_| "provider")),
        ))
        .execute(conn)?;
    Ok(())
}
