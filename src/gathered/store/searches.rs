//! Rows of searches: how often was searched for what in which week.

use crate::db::schema::searched;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::gathered::searches::Key;
use crate::needs::vocabulary;
use crate::search::asked::Found;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use jiff::civil::Date;
use std::collections::HashMap;

/// What was counted of one need, from one outcode, with one thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// The need; empty where none was understood.
    pub need: String,
    /// The outcode; empty where no postcode was given.
    pub outcode: String,
    /// What was found.
    pub found: Found,
    /// How often.
    pub times: i64,
}

const SQLITE: &str = "INSERT INTO searched (week, need, outcode, found, times) \
     SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true \
     ON CONFLICT (week, need, outcode, found) DO UPDATE SET times = searched.times + excluded.times";
const POSTGRES: &str = "INSERT INTO searched (week, need, outcode, found, times) \
     SELECT $1, value ->> 0, value ->> 1, value ->> 2, (value ->> 3)::bigint FROM jsonb_array_elements($2::jsonb) \
     ON CONFLICT (week, need, outcode, found) DO UPDATE SET times = searched.times + excluded.times";

/// Adds searches to those of a week, in one statement.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, week: Date, counts: &HashMap<Key, i64>) -> Result<()> {
    let words = |(key, times): (&Key, &i64)| {
        let need = key.need.map(|need| vocabulary().need(need).id.clone());
        let outcode = key.outcode.map(|outcode| outcode.to_string());
        (
            need.unwrap_or_default(),
            outcode.unwrap_or_default(),
            key.found.as_str(),
            *times,
        )
    };
    // In one order on every node, so that no two wait for each other.
    let mut rows: Vec<_> = counts.iter().map(words).collect();
    rows.sort_unstable();
    let rows = serde_json::to_string(&rows).map_err(Error::internal)?;
    let conn: &mut Conn = tx;
    let statement = match conn {
        Conn::Postgres(_) => POSTGRES,
        Conn::Sqlite(_) => SQLITE,
    };
    diesel::sql_query(statement)
        .bind::<Text, _>(week.to_string())
        .bind::<Text, _>(rows)
        .execute(conn)?;
    Ok(())
}

/// What was counted in the weeks from one Monday to before another.
///
/// # Errors
/// The database fails.
pub fn between(conn: &mut Conn, from: Date, to: Date) -> Result<Vec<Searched>> {
    type Row = (String, String, String, i64);
    let rows: Vec<Row> = searched::table
        .filter(searched::week.ge(from.to_string()))
        .filter(searched::week.lt(to.to_string()))
        .group_by((searched::need, searched::outcode, searched::found))
        .select((
            searched::need,
            searched::outcode,
            searched::found,
            sql::<BigInt>("CAST(SUM(times) AS BIGINT)"),
        ))
        .load(conn)?;
    let known = rows
        .into_iter()
        .filter_map(|(need, outcode, found, times)| {
            let found = Found::parse(&found)?;
            Some(Searched {
                need,
                outcode,
                found,
                times,
            })
        });
    Ok(known.collect())
}
