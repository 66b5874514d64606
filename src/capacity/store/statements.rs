//! Making statements: each takes the next version of its line and is appended to its history.

use super::{Backend, LineRecord, columns, key, lines_of, rows};
use crate::capacity::{Author, Report};
use crate::db::schema::{capacity_lines, capacity_statements};
use crate::db::{Conn, Kind, Tx, prepared};
use crate::domain::availability::Source;
use crate::domain::time::{from_millis, rfc3339, to_millisecond};
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use jiff::{SignedDuration, Timestamp};

/// How far a client's clock may be ahead of ours.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Records what somebody says about a line at `now`, and returns the line as it then is.
///
/// # Errors
/// The version is another than `expected`; what is said is older than what is held, or lies in the
/// future.
pub fn state(
    tx: &mut Tx,
    slot: u32,
    report: &Report,
    author: &Author,
    expected: Option<i64>,
    now: Timestamp,
) -> Result<LineRow> {
    let (latest, at) = times(report.as_of, now);
    if report.as_of.is_some_and(|said| is_ahead(said, now)) {
        return Err(refusal(tx, slot, report.as_of, expected, now)?);
    }
    // Time never runs backwards for a line, even where the clock does.
    let as_of =
        || case_when(capacity_lines::as_of.gt(at), capacity_lines::as_of).otherwise(Some(at));
    let is_other = capacity_lines::state.is_null().or(capacity_lines::state
        .ne(report.state.as_str())
        .assume_not_null());
    let is_expected = capacity_lines::version
        .eq(expected.unwrap_or(0))
        .or(expected.is_none().into_sql::<Bool>());
    let is_news = capacity_lines::as_of
        .is_null()
        .or(capacity_lines::as_of.le(latest).assume_not_null());
    let line = capacity_lines::table.find(i64::from(slot));
    struct State;
    let said = diesel::update(line.filter(is_expected).filter(is_news))
        .set((
            (
                capacity_lines::version.eq(capacity_lines::version + 1),
                capacity_lines::revision.eq(capacity_lines::revision + 1),
                capacity_lines::changed_at
                    .eq(case_when(is_other, as_of()).otherwise(capacity_lines::changed_at)),
                capacity_lines::as_of.eq(as_of()),
                capacity_lines::confirmed_at.eq(as_of()),
            ),
            capacity_lines::state.eq(report.state.as_str()),
            capacity_lines::places_free.eq(report.places_free),
            capacity_lines::places_total.eq(report.places_total),
            capacity_lines::unit.eq(report.unit_or_usual()),
            capacity_lines::waiting.eq(report.waiting),
            capacity_lines::wait_weeks.eq(report.wait_weeks),
            capacity_lines::opens_on.eq(report.opens_on.map(|day| day.to_string())),
            capacity_lines::until.eq(report.until.map(|until| until.as_millisecond())),
            capacity_lines::note.eq(&report.note),
            capacity_lines::source.eq(author.source.as_str()),
            capacity_lines::disputed.eq(false),
            capacity_lines::taken.eq(0),
            capacity_lines::sent.eq(0),
        ))
        .returning(columns());
    let held = prepared::<State, _>(said).get_result(tx as &mut Conn);
    match held.optional()? {
        Some(held) => keep(tx, held, "statement", author, now),
        None => Err(refusal(tx, slot, report.as_of, expected, now)?),
    }
}

/// Records that what was said still held at `now`, and returns the line as it then is.
///
/// # Errors
/// The version is another than `expected`; nothing was ever said, or it has ended by its own words.
pub fn confirm(
    tx: &mut Tx,
    slot: u32,
    author: &Author,
    expected: Option<i64>,
    now: Timestamp,
) -> Result<LineRow> {
    let held = lock(tx, slot, expected)?;
    if held.state.is_none() {
        return Err(Error::Conflict(
            "nothing has been said about room yet, so there is nothing to confirm: say how much room there is".into(),
        ));
    }
    if held.until.is_some_and(|until| from_millis(until) <= now) {
        return Err(Error::Conflict(
            "what was said has ended by its own \"until\", so it cannot be confirmed: say how much room there is now".into(),
        ));
    }
    let at = now.as_millisecond().max(held.confirmed_at.unwrap_or(0));
    struct Confirm;
    let confirmed = diesel::update(capacity_lines::table.find(i64::from(slot)))
        .set((
            capacity_lines::confirmed_at.eq(at),
            capacity_lines::disputed.eq(false),
            capacity_lines::sent.eq(0),
        ))
        .returning(columns());
    let held = prepared::<Confirm, _>(confirmed).get_result(tx as &mut Conn)?;
    keep(tx, held, "confirmation", author, now)
}

/// What of a line decides whether it can be changed, and how.
#[derive(Queryable, Selectable)]
#[diesel(table_name = capacity_lines)]
pub(super) struct Held {
    version: i64,
    state: Option<String>,
    until: Option<i64>,
    as_of: Option<i64>,
    confirmed_at: Option<i64>,
}

/// Takes the next version of a line, which also keeps others from changing it until this
/// transaction ends, and returns what it holds.
pub(super) fn lock(tx: &mut Tx, slot: u32, expected: Option<i64>) -> Result<Held> {
    struct Lock;
    let next = diesel::update(capacity_lines::table.find(i64::from(slot)))
        .set((
            capacity_lines::version.eq(capacity_lines::version + 1),
            capacity_lines::revision.eq(capacity_lines::revision + 1),
        ))
        .returning(<Held as Selectable<Backend>>::construct_selection());
    let held: Held = prepared::<Lock, _>(next).get_result(tx as &mut Conn)?;
    let current = held.version - 1;
    match expected {
        Some(expected) if expected != current => {
            let expected = expected.to_string();
            Err(Error::VersionMismatch { expected, current })
        }
        _ => Ok(held),
    }
}

/// The latest time that what is held may be of, so that a report is news, and when that was true; in
/// milliseconds since 1970. What is true now is always news.
fn times(said: Option<Timestamp>, now: Timestamp) -> (i64, i64) {
    let at = to_millisecond(said.unwrap_or(now)).as_millisecond();
    (said.map_or(i64::MAX, |_| at), at)
}

fn is_ahead(said: Timestamp, now: Timestamp) -> bool {
    to_millisecond(said) > to_millisecond(now) + CLOCK_SKEW
}

/// Why a report is not taken.
fn refusal(
    conn: &mut Conn,
    slot: u32,
    said: Option<Timestamp>,
    expected: Option<i64>,
    now: Timestamp,
) -> Result<Error> {
    let line = capacity_lines::table.find(i64::from(slot));
    let held: Held = line.select(Held::as_select()).first(conn)?;
    let current = held.version;
    if let Some(expected) = expected.filter(|expected| *expected != current) {
        let expected = expected.to_string();
        return Ok(Error::VersionMismatch { expected, current });
    }
    Ok(match (said, held.as_of.map(from_millis)) {
        (Some(said), _) if is_ahead(said, now) => Error::invalid(
            "as_of",
            "lies in the future: leave it out to say that it is true now",
        ),
        (Some(said), Some(latest)) => Error::Conflict(format!(
            "as_of {} is older than what is held, which was true at {}: read the capacity again before changing it",
            rfc3339(to_millisecond(said)),
            rfc3339(latest),
        )),
        _ => Error::Busy("somebody else changed the line at this moment: try again".into()),
    })
}

/// Appends the line as it now is to its history.
pub(super) fn keep(
    tx: &mut Tx,
    held: LineRecord,
    kind: &str,
    author: &Author,
    now: Timestamp,
) -> Result<LineRow> {
    let (conn, at): (&mut Conn, _) = (tx, now.as_millisecond());
    struct Keep;
    let kept = diesel::insert_into(capacity_statements::table).values((
        capacity_statements::slot.eq(held.slot),
        capacity_statements::version.eq(held.version),
        capacity_statements::kind.eq(kind),
        capacity_statements::state.eq(held.state.as_deref().unwrap_or("unconfirmed")),
        capacity_statements::places_free.eq(held.places_free),
        capacity_statements::places_total.eq(held.places_total),
        capacity_statements::unit.eq(&held.unit),
        capacity_statements::waiting.eq(held.waiting),
        capacity_statements::wait_weeks.eq(held.wait_weeks),
        capacity_statements::opens_on.eq(&held.opens_on),
        capacity_statements::until.eq(held.until),
        capacity_statements::note.eq(&held.note),
        capacity_statements::as_of.eq(held.as_of.unwrap_or(at)),
        capacity_statements::confirmed_at.eq(held.confirmed_at.unwrap_or(at)),
        capacity_statements::recorded_at.eq(at),
        capacity_statements::source.eq(author.source.as_str()),
        capacity_statements::author.eq(&author.name),
        capacity_statements::stated_by.eq(held.source.as_deref().unwrap_or("none")),
        capacity_statements::disputed.eq(held.disputed),
        capacity_statements::taken.eq(held.taken),
        capacity_statements::confirm_every_days.eq(held.confirm_every_days),
    ));
    prepared::<Keep, _>(kept).execute(conn)?;
    tx.changed(Kind::Capacity, key(&held.service_id, &held.location_id));
    let row = rows(tx, vec![held])?.pop();
    row.ok_or_else(|| Error::internal("a line was lost"))
}

/// Records what a feed says about a service that has one line, unless what is held is as new.
///
/// # Errors
/// The database fails.
pub fn observe_feed(tx: &mut Tx, service_id: &str, report: &Report) -> Result<()> {
    let lines = lines_of(tx, service_id)?;
    // A service at several locations: the feed does not say where its room is.
    let [line] = lines.as_slice() else {
        return Ok(());
    };
    let held = line.known.statement.as_ref().map(|held| held.as_of);
    let (Some(said), now) = (report.as_of.map(to_millisecond), Timestamp::now()) else {
        return Ok(());
    };
    if said > now || held.is_some_and(|held| held >= said) {
        return Ok(());
    }
    let author = Author {
        source: Source::Feed,
        name: "feed".into(),
    };
    state(tx, line.slot, report, &author, None, now).map(drop)
}
