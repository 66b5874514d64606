//! People sign in by a link that is sent to them, stay signed in for as long as they work, and nobody
//! else can act in their name.

mod letters;
mod limits;
mod rights;
mod sessions;

use diesel::prelude::*;
use headroom::db::schema::sessions as rows;
use headroom::db::{Conn, Database};
use jiff::{SignedDuration, Timestamp};

use crate::support::town::{command, done};
use crate::support::{Listing, TestDatabase, Town, service};

fn lunch() -> Listing {
    service(1, "Lunch")
}

fn town(db: &TestDatabase) -> Town {
    Town::start(db, &[lunch().at(1, 53.949, -3.75)])
}

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().expect("its URL")).expect("the database")
}

/// Lets time pass for everybody who is signed in: since they signed in, and since they were last seen.
fn let_time_pass(db: &TestDatabase, minutes: i64) {
    let span = SignedDuration::from_mins(minutes).as_millis() as i64;
    let passed = open(db).write(move |tx| {
        let conn: &mut Conn = tx;
        Ok(diesel::update(rows::table)
            .set((
                rows::begun_at.eq(rows::begun_at - span),
                rows::changed_at.eq(rows::changed_at - span),
                rows::seen_at.eq(rows::seen_at - span),
            ))
            .execute(conn)?)
    });
    passed.expect("time passes");
}

/// The latest entries of the audit, as `actor action`.
fn audit(db: &TestDatabase) -> Vec<String> {
    use headroom::accounts::audit::{Filter, latest};
    let entries = open(db).read(|conn| latest(conn, &Filter::default(), 100));
    let words =
        |entry: headroom::accounts::audit::Entry| format!("{} {}", entry.actor.kind, entry.action);
    entries.expect("the audit").into_iter().map(words).collect()
}

fn now() -> Timestamp {
    Timestamp::now()
}

/// Runs a command of the program over the database of a town.
fn run(town: &Town, arguments: &[&str]) -> String {
    done(&command(&town.database, arguments))
}
