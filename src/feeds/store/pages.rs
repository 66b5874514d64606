//! The pages of a run: what tells whether one has changed, and what it listed.

use super::super::fetch::Validators;
use crate::db::schema::feed_pages;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use diesel::prelude::*;

/// A page that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its number.
    pub number: u64,
    /// Its address.
    pub address: String,
    /// What tells whether it has changed.
    pub validators: Validators,
    /// Whether it was the last.
    pub last: bool,
    /// How many records it said that there are.
    pub total: Option<u64>,
    /// The ids that it listed.
    pub ids: Vec<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = feed_pages)]
struct Row {
    run_id: String,
    page: i64,
    address: String,
    etag: Option<String>,
    modified: Option<String>,
    last: bool,
    total: Option<i64>,
    ids: String,
}

/// Adds a page of a run.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, run_id: &str, page: &Page) -> Result<()> {
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let row = Row {
        run_id: run_id.to_owned(),
        page: signed(page.number),
        address: page.address.clone(),
        etag: page.validators.etag.clone(),
        modified: page.validators.modified.clone(),
        last: page.last,
        total: page.total.map(signed),
        ids: serde_json::to_string(&page.ids).map_err(Error::internal)?,
    };
    diesel::insert_into(feed_pages::table)
        .values(row)
        .execute(tx as &mut Conn)?;
    Ok(())
}

/// The page of a run with this number.
///
/// # Errors
/// The database fails.
pub fn find(conn: &mut Conn, run_id: &str, number: u64) -> Result<Option<Page>> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let row: Option<Row> = feed_pages::table
        .find((run_id, number))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(|row| Page {
        number: u64::try_from(row.page).unwrap_or_default(),
        address: row.address,
        validators: Validators {
            etag: row.etag,
            modified: row.modified,
        },
        last: row.last,
        total: row.total.and_then(|total| u64::try_from(total).ok()),
        ids: serde_json::from_str(&row.ids).unwrap_or_default(),
    }))
}
