//! Every statement ever made about a service.

use crate::db::Conn;
use crate::db::schema::{capacity_lines, capacity_statements};
use crate::error::Result;
use diesel::prelude::*;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A statement or a confirmation, as it was made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Past {
    /// The location it is about; null where the service has none.
    pub location_id: Option<String>,
    /// The version that it made.
    pub version: i64,
    /// `statement`, `confirmation`, `report` (somebody found otherwise) or `undo`, which brought
    /// back what was said before.
    pub kind: String,
    /// What was said.
    pub state: String,
    /// Places not taken.
    pub places_free: Option<i32>,
    /// Places in all.
    pub places_total: Option<i32>,
    /// What a place is.
    pub unit: Option<String>,
    /// People on the waiting list.
    pub waiting: Option<i32>,
    /// Weeks that somebody joining then would have waited.
    pub wait_weeks: Option<i32>,
    /// The day on which it was to open again.
    pub opens_on: Option<String>,
    /// When it was to end.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// The provider's words.
    pub note: Option<String>,
    /// When it was true.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// When it was last confirmed.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    pub confirmed_at: Timestamp,
    /// When it was written down.
    #[serde(with = "crate::domain::time::required")]
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// Who said it: `provider`, `steward`, `feed` or `navigator`.
    pub source: String,
    /// The name of the key or account that said it.
    pub author: String,
    /// Who had made the statement that was in force from then on.
    pub stated_by: String,
    /// Whether it was in dispute from then on.
    pub disputed: bool,
    /// Places that people had come for by then since they were counted.
    pub taken: i32,
    /// How long a word was believed then without another, in days; twice this is the end of belief.
    pub confirm_every_days: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = capacity_statements)]
struct Row {
    version: i64,
    kind: String,
    state: String,
    places_free: Option<i32>,
    places_total: Option<i32>,
    unit: Option<String>,
    waiting: Option<i32>,
    wait_weeks: Option<i32>,
    opens_on: Option<String>,
    until: Option<i64>,
    note: Option<String>,
    as_of: i64,
    confirmed_at: i64,
    recorded_at: i64,
    source: String,
    author: String,
    stated_by: String,
    disputed: bool,
    taken: i32,
    confirm_every_days: i32,
}

/// One page of the history of a service, newest first, and how long the whole is.
///
/// # Errors
/// The database fails.
pub fn page(
    conn: &mut Conn,
    service_id: &str,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Past>, i64)> {
    let lines: Vec<(i64, String)> = capacity_lines::table
        .filter(capacity_lines::service_id.eq(service_id))
        .select((capacity_lines::slot, capacity_lines::location_id))
        .load(conn)?;
    let slots: Vec<i64> = lines.iter().map(|(slot, _)| *slot).collect();
    let total = capacity_statements::table
        .filter(capacity_statements::slot.eq_any(&slots))
        .count()
        .get_result(conn)?;
    let rows: Vec<(i64, Row)> = capacity_statements::table
        .filter(capacity_statements::slot.eq_any(&slots))
        .order(capacity_statements::id.desc())
        .offset(offset)
        .limit(limit)
        .select((capacity_statements::slot, Row::as_select()))
        .load(conn)?;
    let place = |slot: i64| {
        lines
            .iter()
            .find(|line| line.0 == slot)
            .map(|line| line.1.clone())
    };
    let pasts = rows.into_iter().map(|(slot, row)| past(place(slot), row));
    Ok((pasts.collect(), total))
}

/// The last thing that was said of a line until a moment.
///
/// # Errors
/// The database fails.
pub(super) fn last_until(
    conn: &mut Conn,
    slot: i64,
    location_id: &str,
    then: Timestamp,
) -> Result<Option<Past>> {
    let row: Option<Row> = capacity_statements::table
        .filter(capacity_statements::slot.eq(slot))
        .filter(capacity_statements::recorded_at.le(then.as_millisecond()))
        .order(capacity_statements::version.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(|row| past(Some(location_id.to_owned()), row)))
}

/// The last thing that was said of each line until a moment, by slot, without words; of a line of which nothing
/// was, none.
///
/// # Errors
/// The database fails.
pub(super) fn last_of_all(conn: &mut Conn, then: Timestamp) -> Result<Vec<(i64, Past)>> {
    let then = then.as_millisecond();
    let later = diesel::alias!(capacity_statements as later);
    let newer = later
        .filter(
            later
                .field(capacity_statements::slot)
                .eq(capacity_statements::slot),
        )
        .filter(
            later
                .field(capacity_statements::version)
                .gt(capacity_statements::version),
        )
        .filter(later.field(capacity_statements::recorded_at).le(then))
        .select(later.field(capacity_statements::id));
    let rows: Vec<(i64, Row)> = capacity_statements::table
        .filter(capacity_statements::recorded_at.le(then))
        .filter(diesel::dsl::not(diesel::dsl::exists(newer)))
        .select((capacity_statements::slot, Row::as_select()))
        .load(conn)?;
    let bare = |row: Row| Row {
        note: None,
        unit: None,
        author: String::new(),
        ..row
    };
    let all = rows
        .into_iter()
        .map(|(slot, row)| (slot, past(None, bare(row))));
    Ok(all.collect())
}

/// Something that was said, with the service that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Ids are in the order in which things were said.
    pub id: i64,
    /// The service.
    pub service_id: String,
    /// What was said.
    pub past: Past,
}

/// Up to `limit` things that were said before this one, of any service, the latest first.
///
/// # Errors
/// The database fails.
pub fn said_before(conn: &mut Conn, before: Option<i64>, limit: i64) -> Result<Vec<Said>> {
    let rows: Vec<(i64, String, String, Row)> = capacity_statements::table
        .inner_join(capacity_lines::table.on(capacity_lines::slot.eq(capacity_statements::slot)))
        .filter(capacity_statements::id.lt(before.unwrap_or(i64::MAX)))
        .order(capacity_statements::id.desc())
        .limit(limit)
        .select((
            capacity_statements::id,
            capacity_lines::service_id,
            capacity_lines::location_id,
            Row::as_select(),
        ))
        .load(conn)?;
    let said = rows.into_iter().map(|(id, service_id, at, row)| Said {
        id,
        service_id,
        past: past(Some(at), row),
    });
    Ok(said.collect())
}

/// Who last said something about a line, or confirmed it, and when; none where nobody ever did.
///
/// # Errors
/// The database fails.
pub fn last_word(conn: &mut Conn, slot: u32) -> Result<Option<(String, Timestamp)>> {
    let last: Option<(String, i64)> = capacity_statements::table
        .filter(capacity_statements::slot.eq(i64::from(slot)))
        .order(capacity_statements::id.desc())
        .select((
            capacity_statements::author,
            capacity_statements::recorded_at,
        ))
        .first(conn)
        .optional()?;
    Ok(last.map(|(author, at)| (author, crate::domain::time::from_millis(at))))
}

fn past(location_id: Option<String>, row: Row) -> Past {
    use crate::domain::time::from_millis;
    Past {
        location_id: location_id.filter(|id| !id.is_empty()),
        version: row.version,
        kind: row.kind,
        state: row.state,
        places_free: row.places_free,
        places_total: row.places_total,
        unit: row.unit,
        waiting: row.waiting,
        wait_weeks: row.wait_weeks,
        opens_on: row.opens_on,
        until: row.until.map(from_millis),
        note: row.note,
        as_of: from_millis(row.as_of),
        confirmed_at: from_millis(row.confirmed_at),
        recorded_at: from_millis(row.recorded_at),
        source: row.source,
        author: row.author,
        stated_by: row.stated_by,
        disputed: row.disputed,
        taken: row.taken,
        confirm_every_days: row.confirm_every_days,
    }
}
