//! Rows of searches: how often was searched for what in which week.

use crate::db::schema::{searched, searched_why};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::gathered::searches::{Counts, Key};
use crate::needs::vocabulary;
use crate::search::asked::Found;
use crate::search::why::Label;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use jiff::civil::Date;
use std::collections::BTreeMap;

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
    /// How often it was narrowed by something, or something was in the way.
    pub why: BTreeMap<Label, i64>,
}

const SQLITE: &str = "INSERT INTO searched (week, need, outcode, found, times) \
     SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true \
     ON CONFLICT (week, need, outcode, found) DO UPDATE SET times = searched.times + excluded.times";
const POSTGRES: &str = "INSERT INTO searched (week, need, outcode, found, times) \
     SELECT $1, value ->> 0, value ->> 1, value ->> 2, (value ->> 3)::bigint FROM jsonb_array_elements($2::jsonb) \
     ON CONFLICT (week, need, outcode, found) DO UPDATE SET times = searched.times + excluded.times";

const WHY_SQLITE: &str = "INSERT INTO searched_why (week, need, outcode, found, why, times) \
     SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?) WHERE true \
     ON CONFLICT (week, need, outcode, found, why) DO UPDATE SET times = searched_why.times + excluded.times";
const WHY_POSTGRES: &str = "INSERT INTO searched_why (week, need, outcode, found, why, times) \
     SELECT $1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, (value ->> 4)::bigint \
     FROM jsonb_array_elements($2::jsonb) \
     ON CONFLICT (week, need, outcode, found, why) DO UPDATE SET times = searched_why.times + excluded.times";

/// Adds searches to those of a week.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, week: Date, counts: &Counts) -> Result<()> {
    // In one order on every node, so that no two wait for each other.
    let mut rows: Vec<_> = counts
        .times
        .iter()
        .map(|(key, times)| {
            let (need, outcode, found) = words(key);
            (need, outcode, found, *times)
        })
        .collect();
    rows.sort_unstable();
    put(tx, week, [SQLITE, POSTGRES], &rows)?;
    let mut whys: Vec<_> = counts
        .why
        .iter()
        .map(|((key, label), times)| {
            let (need, outcode, found) = words(key);
            (need, outcode, found, label.word(), *times)
        })
        .collect();
    whys.sort_unstable();
    put(tx, week, [WHY_SQLITE, WHY_POSTGRES], &whys)
}

fn words(key: &Key) -> (String, String, &'static str) {
    let need = key.need.map(|need| vocabulary().need(need).id.clone());
    let outcode = key.outcode.map(|outcode| outcode.to_string());
    let found = key.found.as_str();
    (need.unwrap_or_default(), outcode.unwrap_or_default(), found)
}

/// Writes rows in one statement.
fn put(
    tx: &mut Tx,
    week: Date,
    [sqlite, postgres]: [&str; 2],
    rows: &impl serde::Serialize,
) -> Result<()> {
    let rows = serde_json::to_string(rows).map_err(Error::internal)?;
    let conn: &mut Conn = tx;
    let statement = match conn {
        Conn::Postgres(_) => postgres,
        Conn::Sqlite(_) => sqlite,
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
    let mut whys = whys(conn, from, to)?;
    let known = rows
        .into_iter()
        .filter_map(|(need, outcode, found, times)| {
            let found = Found::parse(&found)?;
            let key = (need, outcode, found);
            let why = whys.remove(&key).unwrap_or_default();
            let (need, outcode, found) = key;
            Some(Searched {
                need,
                outcode,
                found,
                times,
                why,
            })
        });
    Ok(known.collect())
}

type Whys = BTreeMap<(String, String, Found), BTreeMap<Label, i64>>;

fn whys(conn: &mut Conn, from: Date, to: Date) -> Result<Whys> {
    type Row = (String, String, String, String, i64);
    let rows: Vec<Row> = searched_why::table
        .filter(searched_why::week.ge(from.to_string()))
        .filter(searched_why::week.lt(to.to_string()))
        .group_by((
            searched_why::need,
            searched_why::outcode,
            searched_why::found,
            searched_why::why,
        ))
        .select((
            searched_why::need,
            searched_why::outcode,
            searched_why::found,
            searched_why::why,
            sql::<BigInt>("CAST(SUM(times) AS BIGINT)"),
        ))
        .load(conn)?;
    let mut all = Whys::new();
    for (need, outcode, found, why, times) in rows {
        if let (Some(found), Some(label)) = (Found::parse(&found), Label::parse(&why)) {
            let known = all.entry((need, outcode, found)).or_default();
            known.insert(label, times);
        }
    }
    Ok(all)
}
