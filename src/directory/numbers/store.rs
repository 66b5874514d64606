//! Rows of the numbers of organisations: by them grants and registers find the directory. They are written
//! together with the organisation, so that they are never out of step.

use super::of;
use crate::db::schema::{organization_numbers, organizations};
use crate::db::{Conn, Database, Tx};
use crate::directory::record::Document;
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Organisations that are looked at in one statement.
const AT_ONCE: i64 = 500;

/// Numbers as org-id.guide writes them.
type Numbers = BTreeSet<String>;

/// Writes down the numbers that an organisation now has. It must be held by this transaction already.
///
/// # Errors
/// The database fails.
pub fn follow(tx: &mut Tx, id: &str, organization: &Document) -> Result<()> {
    let said = numbers_in(organization);
    let conn: &mut Conn = tx;
    let mut known = numbers_of(conn, &[id.to_owned()])?;
    let known = known.remove(id).unwrap_or_default();
    let of_it = organization_numbers::table.filter(organization_numbers::organization_id.eq(id));
    let gone: Vec<&String> = known.difference(&said).collect();
    if !gone.is_empty() {
        let gone = of_it.filter(organization_numbers::number.eq_any(gone));
        diesel::delete(gone).execute(conn)?;
    }
    for number in said.difference(&known) {
        let row = (
            organization_numbers::organization_id.eq(id),
            organization_numbers::number.eq(number),
        );
        diesel::insert_into(organization_numbers::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

/// Brings the numbers of all organisations in step with what they say: those that were written by an older
/// program, or restored. Where all are right, which is usual, nothing is written.
///
/// # Errors
/// The database fails.
pub fn bring_up(db: &Database) -> Result<()> {
    let mut after = String::new();
    loop {
        let (last, wrong) = db.read(|conn| out_of_step(conn, &after))?;
        for id in wrong {
            db.write(move |tx| follow_again(tx, &id))?;
        }
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

/// The last of the next organisations after this id, and which of them have other numbers than are known.
fn out_of_step(conn: &mut Conn, after: &str) -> Result<(Option<String>, Vec<String>)> {
    let some: Vec<(String, String)> = organizations::table
        .filter(organizations::id.gt(after))
        .order(organizations::id)
        .limit(AT_ONCE)
        .select((organizations::id, organizations::document))
        .load(conn)?;
    let ids: Vec<String> = some.iter().map(|(id, _)| id.clone()).collect();
    let mut known = numbers_of(conn, &ids)?;
    let wrong = some.into_iter().filter_map(|(id, document)| {
        let document: Document = serde_json::from_str(&document).unwrap_or_default();
        let same = known.remove(&id).unwrap_or_default() == numbers_in(&document);
        (!same).then_some(id)
    });
    Ok((ids.last().cloned(), wrong.collect()))
}

fn follow_again(tx: &mut Tx, id: &str) -> Result<()> {
    let row = organizations::table.find(id);
    // Whoever changes the organisation meanwhile waits.
    diesel::update(row)
        .set(organizations::modified_at.eq(organizations::modified_at))
        .execute(tx as &mut Conn)?;
    let document: Option<String> = row
        .select(organizations::document)
        .first(tx as &mut Conn)
        .optional()?;
    match document {
        Some(text) => follow(tx, id, &serde_json::from_str(&text).unwrap_or_default()),
        None => Ok(()),
    }
}

/// The numbers of these organisations.
///
/// # Errors
/// The database fails.
pub fn numbers_of(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Numbers>> {
    let rows: Vec<(String, String)> = organization_numbers::table
        .filter(organization_numbers::organization_id.eq_any(ids))
        .select(organization_numbers::all_columns)
        .load(conn)?;
    let mut numbers: BTreeMap<String, Numbers> = BTreeMap::new();
    for (id, number) in rows {
        numbers.entry(id).or_default().insert(number);
    }
    Ok(numbers)
}

fn numbers_in(organization: &Document) -> Numbers {
    of(organization)
        .filter_map(|(_, number)| Some(number?.to_string()))
        .collect()
}
