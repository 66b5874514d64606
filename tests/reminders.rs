//! Providers are asked whether their room is still right: by mail and by text, through real servers
//! on loopback, each once, however the gateways fail and whenever the program dies.

mod contacts;
mod kills;
mod mail;
mod moments;
mod new_links;
mod texts;

use diesel::prelude::*;
use headroom::capacity::{Author, Report, store};
use headroom::db::schema::messages;
use headroom::db::{Conn, Database};
use headroom::domain::availability::{Source, StatedState};
use jiff::{SignedDuration, Timestamp};

use crate::support::{Launch, Listing, Smtp, TestDatabase, service};

/// What is about as long ago as anybody remembers.
const LONG_AGO: i64 = 400;

/// A service whose listing says whom to ask.
fn asked_at(number: u32, name: &str, email: &str) -> Listing {
    service(number, name).with("email", email)
}

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().expect("its URL")).expect("the database")
}

fn days_ago(days: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_hours(24 * days)
}

/// Says something about the room of a service at its only place, at another time than now.
fn say_at(db: &Database, listing: &Listing, state: StatedState, source: Source, at: Timestamp) {
    let id = listing.id();
    let said = db.write(move |tx| {
        let line = store::lines_of(tx, &id)?.remove(0);
        let author = Author {
            source,
            name: "a test".into(),
        };
        store::state(tx, line.slot, &Report::of(state), &author, None, at)
    });
    said.expect("it can be said");
}

/// A row of the outbox, as far as tests look at it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Message {
    body: String,
    html: String,
    state: String,
    attempts: i32,
    last_error: Option<String>,
}

fn outbox(db: &Database) -> Vec<Message> {
    let load = |conn: &mut Conn| {
        let all = messages::table.order(messages::created_at);
        Ok(all.select(Message::as_select()).load(conn)?)
    };
    db.read(load).expect("the outbox")
}

/// Lets time pass for messages that wait for their next attempt.
fn be_tried_again(db: &Database) {
    let done = db.write(|tx| {
        let waiting = messages::table.filter(messages::state.eq("queued"));
        Ok(diesel::update(waiting)
            .set(messages::next_try_at.eq(0))
            .execute(tx as &mut Conn)?)
    });
    done.expect("the outbox");
}

/// A server that asks by mail, as fast as it can.
fn asking(db: &TestDatabase, smtp: &Smtp) -> Launch {
    mail_options(smtp)
        .iter()
        .fold(Launch::new(db.url()), |launch, option| {
            launch.argument(option)
        })
}

fn mail_options(smtp: &Smtp) -> Vec<String> {
    let options = [
        "--smtp",
        &smtp.url(),
        "--smtp-ca",
        &smtp.authority(),
        "--mail-from",
        "Headroom <headroom@quay.example>",
        "--public-url",
        "https://room.example",
        "--nudge-pace",
        "1000000",
    ];
    options.map(str::to_owned).into()
}

/// Runs `headroom nudge` and gives what it prints.
#[track_caller]
fn nudge(db: &TestDatabase, options: &[String]) -> String {
    let mut arguments = vec!["nudge"];
    arguments.extend(options.iter().map(String::as_str));
    crate::support::town::done(&crate::support::town::command(db.url(), &arguments))
}
