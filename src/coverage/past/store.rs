//! Days as they were counted.

use crate::coverage::count::Count;
use crate::db::schema::{coverage_days, settings};
use crate::db::{Conn, Tx};
use crate::domain::availability::State;
use crate::error::Result;
use diesel::prelude::*;
use jiff::civil::Date;
use std::collections::HashMap;

/// What a row is of: the kind and the code of an area (empty for everything), and a need (empty for all).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Subject<'a> {
    /// The kind of the area.
    pub kind: &'a str,
    /// Its code.
    pub code: &'a str,
    /// The id of the need.
    pub need: &'a str,
}

/// The numbers of one day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Queryable, Selectable, Insertable)]
#[diesel(table_name = coverage_days)]
pub struct Counted {
    /// Services.
    pub services: i32,
    /// Those that are given there.
    pub given: i32,
    /// Organisations that run them.
    pub organizations: i32,
    /// Services that count their places.
    pub counting: i32,
    /// Those places.
    pub places: i64,
    /// Places free.
    pub free: i64,
    /// Services with room.
    pub open: i32,
    /// Services with a little room.
    pub limited: i32,
    /// Services of which nobody had said lately.
    pub unconfirmed: i32,
    /// Services with a waiting list.
    pub waiting_list: i32,
    /// Services that were paused.
    pub paused: i32,
    /// Services without room.
    pub full_up: i32,
    /// Services that did not run.
    pub closed: i32,
    /// People on waiting lists.
    pub waiting: i64,
    /// Services that said how long one waits.
    pub saying_how_long: i32,
    /// The wait in weeks that half of those do not exceed.
    pub median_weeks: Option<i32>,
}

impl From<&Count> for Counted {
    fn from(count: &Count) -> Self {
        let small = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let large = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let of = |state| small(count.of(state));
        Self {
            services: small(count.services),
            given: small(count.given),
            organizations: small(count.organizations),
            counting: small(count.counting),
            places: large(count.places),
            free: large(count.free),
            open: of(State::Open),
            limited: of(State::Limited),
            unconfirmed: of(State::Unconfirmed),
            waiting_list: of(State::WaitingList),
            paused: of(State::Paused),
            full_up: of(State::Full),
            closed: of(State::Closed),
            waiting: large(count.waiting),
            saying_how_long: small(count.saying_how_long),
            median_weeks: count.median_weeks.map(small),
        }
    }
}

/// A row to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The kind of the area; empty for everything.
    pub kind: String,
    /// Its code.
    pub code: String,
    /// The id of the need; empty for all.
    pub need: String,
    /// The numbers.
    pub counted: Counted,
}

/// The name of the row of settings that says until when somebody counts.
const TURN: &str = "coverage_turn";

/// The days from `first` to `last` that are kept.
///
/// # Errors
/// The database fails.
pub fn kept(conn: &mut Conn, first: Date, last: Date) -> Result<Vec<Date>> {
    let days: Vec<String> = days_of(Subject::default(), first, last)
        .select(coverage_days::day)
        .load(conn)?;
    Ok(days.iter().filter_map(|day| day.parse().ok()).collect())
}

#[diesel::dsl::auto_type]
fn days_of<'a>(of: Subject<'a>, first: Date, last: Date) -> _ {
    let (kind, code, need): (&'a str, &'a str, &'a str) = (of.kind, of.code, of.need);
    let (first, last): (String, String) = (first.to_string(), last.to_string());
    coverage_days::table
        .filter(coverage_days::kind.eq(kind))
        .filter(coverage_days::code.eq(code))
        .filter(coverage_days::need.eq(need))
        .filter(coverage_days::day.ge(first))
        .filter(coverage_days::day.le(last))
        .order(coverage_days::day)
}

/// The numbers of each day from `first` to `last` that is kept, the first first.
///
/// # Errors
/// The database fails.
pub fn between(
    conn: &mut Conn,
    of: Subject,
    first: Date,
    last: Date,
) -> Result<Vec<(Date, Counted)>> {
    let rows: Vec<(String, Counted)> = days_of(of, first, last)
        .select((coverage_days::day, Counted::as_select()))
        .load(conn)?;
    let rows = rows.into_iter();
    Ok(rows
        .filter_map(|(day, counted)| Some((day.parse().ok()?, counted)))
        .collect())
}

/// The wait in weeks that half of the services which named one did not exceed at the end of these days, by need
/// (empty for all) and day, in everything or in one area.
///
/// # Errors
/// The database fails.
pub fn wait_weeks(
    conn: &mut Conn,
    (kind, code): (&str, &str),
    days: &[Date],
) -> Result<HashMap<(String, Date), u32>> {
    let days: Vec<String> = days.iter().map(Date::to_string).collect();
    let rows: Vec<(String, String, Option<i32>)> = coverage_days::table
        .filter(coverage_days::kind.eq(kind))
        .filter(coverage_days::code.eq(code))
        .filter(coverage_days::day.eq_any(days))
        .select((
            coverage_days::need,
            coverage_days::day,
            coverage_days::median_weeks,
        ))
        .load(conn)?;
    let weeks = rows.into_iter().filter_map(|(need, day, weeks)| {
        let weeks = u32::try_from(weeks?).ok()?;
        Some(((need, day.parse().ok()?), weeks))
    });
    Ok(weeks.collect())
}

/// Keeps a day, unless it is kept already; whether it was not.
///
/// # Errors
/// The database fails.
pub fn keep(tx: &mut Tx, day: Date, rows: &[Row]) -> Result<bool> {
    let conn: &mut Conn = tx;
    if !kept(conn, day, day)?.is_empty() {
        return Ok(false);
    }
    let day = day.to_string();
    for row in rows {
        diesel::insert_into(coverage_days::table)
            .values((
                coverage_days::day.eq(&day),
                coverage_days::kind.eq(&row.kind),
                coverage_days::code.eq(&row.code),
                coverage_days::need.eq(&row.need),
                &row.counted,
            ))
            .execute(conn)?;
    }
    Ok(true)
}

/// Whether nobody counts at `now`, in milliseconds since 1970. Asked first, so that nothing is written for nothing.
///
/// # Errors
/// The database fails.
pub fn is_free(conn: &mut Conn, now: i64) -> Result<bool> {
    let until: Option<String> = settings::table
        .find(TURN)
        .select(settings::value)
        .first(conn)
        .optional()?;
    Ok(until.is_none_or(|until| until <= written(now)))
}

/// Takes the turn to count until a moment; false if another has it.
///
/// # Errors
/// The database fails.
pub fn take(conn: &mut Conn, now: i64, until: i64) -> Result<bool> {
    let free = settings::table
        .find(TURN)
        .filter(settings::value.le(written(now)));
    let taken = diesel::update(free)
        .set(settings::value.eq(written(until)))
        .execute(conn)?;
    Ok(taken > 0)
}

/// Gives the turn back that was taken until that moment.
///
/// # Errors
/// The database fails.
pub fn give_back(conn: &mut Conn, until: i64) -> Result<()> {
    let mine = settings::table
        .find(TURN)
        .filter(settings::value.eq(written(until)));
    diesel::update(mine)
        .set(settings::value.eq(written(0)))
        .execute(conn)?;
    Ok(())
}

/// A moment as text that is in order.
fn written(millis: i64) -> String {
    format!("{millis:013}")
}
