//! The stewards' work list over HTTP: what is on it, in which order, whose it is, and how it ends.

mod calls;
mod claims;
mod opening;
mod order;

use diesel::prelude::*;
use headroom::capacity::{Author, Report, store};
use headroom::db::schema::tasks;
use headroom::db::{Conn, Database};
use headroom::domain::availability::{Source, StatedState};
use headroom::reminders::steps::Asked;
use headroom::reminders::store::hand_over;
use headroom::reminders::store::lines::{Memory, candidates};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::support::town::say;
use crate::support::{Client, Listing, Reply, TestDatabase, Town, on_both_databases, service};

fn lunch() -> Listing {
    service(1, "Lunch club").with("email", "lunch@quay.example")
}

fn open(db: &TestDatabase) -> Database {
    let url = db.url().parse().expect("a test database has a sound URL");
    Database::open(&url).expect("a test database opens")
}

/// The day so many days from today in the UK, as it is sent.
fn day(days: i32) -> String {
    let london = jiff::tz::TimeZone::get("Europe/London").expect("the zone is known");
    let today = Timestamp::now().to_zoned(london).date();
    today.saturating_add(days.days()).to_string()
}

/// Sends somebody to a service, who finds it so.
#[track_caller]
fn report(town: &Town, listing: &Listing, outcome: &str) {
    let navigator = town.with_role("navigator");
    let body = json!({ "service_id": listing.id() });
    let made = navigator.post("/api/v1/signposts", &body).expect(201).body;
    let code = made["code"].as_str().expect("a code");
    let address = format!("/api/v1/signposts/{code}/outcome");
    navigator
        .post(&address, &json!({ "outcome": outcome }))
        .expect(200);
}

/// Says that there is room, and then somebody finds otherwise.
#[track_caller]
fn dispute(town: &Town, listing: &Listing) {
    say(&town.steward(), listing, &json!({ "state": "open" })).expect(200);
    report(town, listing, "could_not_contact");
}

/// Somebody speaks about a service at its only place.
fn speak(db: &Database, listing: &Listing, source: Source) {
    let id = listing.id();
    let said = db.write(move |tx| {
        let line = store::lines_of(tx, &id)?.remove(0);
        let report = Report::of(StatedState::Open);
        let name = "a test".into();
        store::state(
            tx,
            line.slot,
            &report,
            &Author { source, name },
            None,
            Timestamp::now(),
        )
    });
    said.expect("it can be said");
}

/// Somebody was asked so often about a service, and did not answer.
fn leave_unanswered(db: &Database, listing: &Listing, times: i32) {
    let id = listing.id();
    let handed = db.write(move |tx| {
        let now = Timestamp::now().as_millisecond();
        let lines = candidates(tx, &mut Memory::default(), now)?;
        let line = lines.into_iter().find(|line| line.service_id == id);
        let asked = Asked {
            times,
            ..Asked::default()
        };
        hand_over(tx, &line.expect("it is due"), &asked, now)
    });
    handed.expect("it can be handed over");
}

/// The money of a service ended ten days ago, and nobody has said a word.
#[track_caller]
fn let_money_end(steward: &Client, listing: &Listing) {
    let award = json!({ "funder": "Wythmere Fund", "ends_on": day(-10) });
    let address = format!("/api/v1/services/{}/funding", listing.id());
    steward
        .put(&address, &json!({ "awards": [award] }))
        .expect(200);
}

/// What is on the list; `query` as after the question mark.
#[track_caller]
fn list(client: &Client, query: &str) -> Vec<Value> {
    let page = client
        .get(&format!("/api/v1/tasks?{query}"))
        .expect(200)
        .body;
    let tasks = page["contents"].as_array().expect("contents").clone();
    assert_eq!(page["total_items"], tasks.len(), "{page}");
    tasks
}

/// The one task on the list.
#[track_caller]
fn only_task(client: &Client) -> Value {
    let mut tasks = list(client, "");
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    tasks.remove(0)
}

/// What somebody does with a task.
fn act(client: &Client, task: &Value, what: &str, body: &Value) -> Reply {
    let id = task["id"].as_str().expect("an id");
    client.post(&format!("/api/v1/tasks/{id}/{what}"), body)
}

/// Changes all rows as the clock would in time, or another hand.
fn let_time_pass(db: &Database) {
    let passed = db.write(|tx| {
        let conn: &mut Conn = tx;
        let claimed = tasks::table.filter(tasks::claimed_until.is_not_null());
        diesel::update(claimed)
            .set(tasks::claimed_until.eq(Timestamp::now().as_millisecond()))
            .execute(conn)?;
        let put_off = tasks::table.filter(tasks::not_before.is_not_null());
        Ok(diesel::update(put_off)
            .set(tasks::not_before.eq(day(0)))
            .execute(conn)?)
    });
    passed.expect("time passes");
}

/// How many rows there are for tasks that are open.
fn open_rows(db: &Database) -> i64 {
    let count = |conn: &mut Conn| {
        let open = tasks::table.filter(tasks::done_at.is_null());
        Ok(open.count().get_result(conn)?)
    };
    db.read(count).expect("a number")
}
