//! Being told: by webhooks and letters, through real servers on loopback, each once, whoever fails and
//! whenever the program dies.

mod asking;
mod funding;
mod kills;
mod letters;
mod news;
mod secrets;
mod webhooks;

use diesel::prelude::*;
use headroom::db::schema::{deliveries, messages, subscriptions};
use headroom::db::{Conn, Database};
use serde_json::{Value, json};

use crate::support::town::{say, soon};
use crate::support::{Client, Launch, Listing, Post, Receiver, Smtp, TestDatabase, Town, service};

/// Lets webhooks lead to this machine.
fn private(launch: Launch) -> Launch {
    launch.argument("--allow-private-webhooks")
}

fn town(db: &TestDatabase, listings: &[Listing]) -> Town {
    Town::with(db, listings, private)
}

/// A town that sends mail.
fn town_with_mail(db: &TestDatabase, listings: &[Listing], smtp: &Smtp) -> Town {
    let options = [
        "--smtp",
        &smtp.url(),
        "--smtp-ca",
        &smtp.authority(),
        "--mail-from",
        "Headroom <headroom@quay.example>",
        "--public-url",
        "https://room.example",
        "--nudges",
        "off",
        "--nudge-pace",
        "1000000",
    ];
    Town::with(db, listings, |launch| {
        let launch = private(launch);
        options
            .iter()
            .fold(launch, |launch, one| launch.argument(one))
    })
}

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().expect("its URL")).expect("the database")
}

/// Asks to be told, and gives what is answered.
#[track_caller]
fn subscribe(client: &Client, wish: &Value) -> Value {
    client.post("/api/v1/subscriptions", wish).expect(201).body
}

/// Wants to be told when this service has room again.
fn room_again(listing: &Listing, receiver: &Receiver) -> Value {
    json!({ "kind": "room_again", "service_id": listing.id(), "channel": "webhook", "address": receiver.url() })
}

#[track_caller]
fn full(client: &Client, listing: &Listing) {
    say(client, listing, &json!({ "state": "full" })).expect(200);
}

#[track_caller]
fn roomy(client: &Client, listing: &Listing) {
    say(client, listing, &json!({ "state": "open" })).expect(200);
}

/// What the receiver has taken, once there is so much.
#[track_caller]
fn taken(receiver: &Receiver, count: usize) -> Vec<Post> {
    let posts = soon("messages", || {
        Some(receiver.taken()).filter(|taken| taken.len() >= count)
    });
    assert_eq!(posts.len(), count, "{posts:?}");
    posts
}

/// Lets time pass for deliveries and letters that wait for their next attempt.
fn be_tried_again(db: &Database) {
    let done = db.write(|tx| {
        let conn: &mut Conn = tx;
        diesel::update(deliveries::table.filter(deliveries::state.eq("queued")))
            .set(deliveries::next_try_at.eq(0))
            .execute(conn)?;
        diesel::update(messages::table.filter(messages::state.eq("queued")))
            .set(messages::next_try_at.eq(0))
            .execute(conn)?;
        Ok(())
    });
    done.expect("the tables");
}

/// Lets so many hours pass since each subscription was told something.
fn hours_pass(db: &Database, hours: i64) {
    let passed = hours * 3_600_000;
    let done = db.write(move |tx| {
        Ok(diesel::update(subscriptions::table)
            .set((
                subscriptions::told_at.eq(subscriptions::told_at - passed),
                subscriptions::look_at.eq(subscriptions::look_at - passed),
            ))
            .execute(tx as &mut Conn)?)
    });
    done.expect("the table");
}

/// Waits until it was seen that this service has no room: what lasts for less than a moment is not.
#[track_caller]
fn seen_full(db: &Database, listing: &Listing) {
    soon("no room is seen", || {
        let load = |conn: &mut Conn| {
            let mine = subscriptions::table.filter(subscriptions::service_id.eq(listing.id()));
            Ok(mine.select(subscriptions::waiting).first::<bool>(conn)?)
        };
        db.read(load).expect("the table").then_some(())
    });
}

fn lunch() -> Listing {
    service(1, "Lunch club").at(1, 53.94, -3.75)
}

fn walks() -> Listing {
    service(2, "Walks").at(2, 53.94, -3.75)
}
