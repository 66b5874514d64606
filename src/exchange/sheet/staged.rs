//! Sheets that were sent up and wait to be taken in. They are kept in the database, so that any node can show
//! and take what another was sent, and for a day.

use crate::db::schema::staged_sheets;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;
use uuid::Uuid;

/// Sheets that are listed.
const MOST_LISTED: i64 = 50;

/// A sheet as it was sent up.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = staged_sheets)]
pub struct Staged {
    /// Its id.
    pub id: String,
    /// What the file was called.
    pub name: String,
    /// By what its rows are known again.
    pub source: String,
    /// What was said of its columns, as a JSON list of `Heading=field`.
    pub told: String,
    /// When it was taken in, if it was.
    pub taken_at: Option<i64>,
    /// What came of it, as JSON.
    pub report: Option<String>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A sheet in the list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = staged_sheets)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// What the file was called.
    pub name: String,
    /// Who sent it.
    pub made_by: String,
    /// When, in milliseconds since 1970.
    pub made_at: i64,
    /// When it was taken in, if it was.
    pub taken_at: Option<i64>,
}

/// Keeps a sheet; its id.
///
/// # Errors
/// The database fails.
pub fn add(
    tx: &mut Tx,
    (name, source, by): (&str, &str, &str),
    bytes: &[u8],
    now: i64,
) -> Result<String> {
    let id = Uuid::new_v4().to_string();
    diesel::insert_into(staged_sheets::table)
        .values((
            staged_sheets::id.eq(&id),
            staged_sheets::name.eq(name),
            staged_sheets::source.eq(source),
            staged_sheets::told.eq("[]"),
            staged_sheets::made_by.eq(by),
            staged_sheets::made_at.eq(now),
            staged_sheets::bytes.eq(bytes),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// A sheet with all that is known of it.
///
/// # Errors
/// There is none, or none any more.
pub fn find(conn: &mut Conn, id: &str) -> Result<Staged> {
    let found: Option<Staged> = staged_sheets::table
        .find(id)
        .select(Staged::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(|| {
        Error::NotFound(
            "there is no such sheet: one that was sent up is kept for a day. Send it again".into(),
        )
    })
}

/// The sheets that were sent up lately, the latest first.
///
/// # Errors
/// The database fails.
pub fn list(conn: &mut Conn) -> Result<Vec<Listed>> {
    Ok(staged_sheets::table
        .order(staged_sheets::made_at.desc())
        .limit(MOST_LISTED)
        .select(Listed::as_select())
        .load(conn)?)
}

/// Keeps what somebody says of a sheet that was not taken in yet.
///
/// # Errors
/// It was taken in.
pub fn tell(tx: &mut Tx, id: &str, told: &str, source: &str) -> Result<()> {
    let open = staged_sheets::table
        .find(id)
        .filter(staged_sheets::taken_at.is_null());
    let said = (
        staged_sheets::told.eq(told),
        staged_sheets::source.eq(source),
    );
    match diesel::update(open).set(said).execute(&mut **tx)? {
        0 => Err(taken()),
        _ => Ok(()),
    }
}

/// Notes that a sheet is taken in, for which whoever does the same meanwhile waits.
///
/// # Errors
/// It was taken in, or somebody said something else of its columns.
pub fn begin(tx: &mut Tx, staged: &Staged, now: i64) -> Result<()> {
    let open = staged_sheets::table
        .find(&staged.id)
        .filter(staged_sheets::taken_at.is_null())
        .filter(staged_sheets::told.eq(&staged.told))
        .filter(staged_sheets::source.eq(&staged.source));
    match diesel::update(open)
        .set(staged_sheets::taken_at.eq(now))
        .execute(&mut **tx)?
    {
        0 => Err(taken()),
        _ => Ok(()),
    }
}

/// Keeps what came of a sheet.
///
/// # Errors
/// The database fails.
pub fn report(tx: &mut Tx, id: &str, report: &str) -> Result<()> {
    diesel::update(staged_sheets::table.find(id))
        .set(staged_sheets::report.eq(report))
        .execute(&mut **tx)?;
    Ok(())
}

fn taken() -> Error {
    Error::Conflict("somebody has taken this sheet in meanwhile, or said something else of its columns: look at it again".into())
}
