//! Rows of what was found wrong in a run.

use super::super::report::{Note, Problem};
use crate::db::schema::feed_problems;
use crate::db::{Conn, Tx};
use crate::error::Result;
use diesel::prelude::*;

/// Problems that are kept of one run; more are only counted.
pub const MOST: u64 = 1000;
/// Letters of each text that is kept.
const LONGEST: usize = 300;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = feed_problems)]
struct Row {
    run_id: String,
    number: i64,
    kind: String,
    record: String,
    field: String,
    message: String,
}

/// Adds problems of a run; `noted` were there before.
///
/// # Errors
/// The database fails.
pub fn add(tx: &mut Tx, run_id: &str, noted: u64, new: &[Problem]) -> Result<()> {
    let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let rows = (noted..MOST).zip(new).map(|(number, problem)| Row {
        run_id: run_id.to_owned(),
        number: i64::try_from(number).unwrap_or(i64::MAX),
        kind: problem.note.as_str().to_owned(),
        record: short(&problem.record),
        field: short(&problem.field),
        message: short(&problem.message),
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let insert = diesel::insert_into(feed_problems::table);
    match tx as &mut Conn {
        Conn::Postgres(conn) => insert.values(&rows).execute(conn)?,
        Conn::Sqlite(conn) => insert.values(&rows).execute(conn)?,
    };
    Ok(())
}

/// The problems of a run, in the order in which they were found.
///
/// # Errors
/// The database fails.
pub fn of_run(conn: &mut Conn, run_id: &str, limit: i64) -> Result<Vec<Problem>> {
    let rows: Vec<Row> = feed_problems::table
        .filter(feed_problems::run_id.eq(run_id))
        .order(feed_problems::number)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    let problems = rows.into_iter().map(|row| Problem {
        note: Note::parse(&row.kind).unwrap_or(Note::Run),
        record: row.record,
        field: row.field,
        message: row.message,
    });
    Ok(problems.collect())
}
