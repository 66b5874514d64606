//! What there was: put together again from the histories, kept day by day, and shown to commissioners.

mod days;
mod moments;

use diesel::prelude::*;
use headroom::db::schema::{capacity_statements, services, signposts};
use headroom::db::{Conn, Database};
use headroom::domain::schedule::local_day;
use jiff::Timestamp;

const DAY_MS: i64 = 86_400_000;

fn open(database: &str) -> Database {
    Database::open(&database.parse().expect("its URL")).expect("the database")
}

/// The day so many days ago.
fn day(ago: i64) -> String {
    local_day(Timestamp::now(), -ago).to_string()
}

/// Makes all that has happened so many days older.
fn age(database: &str, days: i64) {
    let back = days * DAY_MS;
    let done = open(database).write(move |tx| {
        let conn: &mut Conn = tx;
        diesel::update(services::table)
            .set(services::listed_at.eq(services::listed_at - back))
            .execute(conn)?;
        diesel::update(capacity_statements::table)
            .set((
                capacity_statements::recorded_at.eq(capacity_statements::recorded_at - back),
                capacity_statements::as_of.eq(capacity_statements::as_of - back),
                capacity_statements::confirmed_at.eq(capacity_statements::confirmed_at - back),
            ))
            .execute(conn)?;
        diesel::update(signposts::table)
            .set(signposts::created_at.eq(signposts::created_at - back))
            .execute(conn)?;
        Ok(())
    });
    done.expect("rows");
}
