//! The figures for Prometheus say what waits to be done.

use diesel::prelude::*;
use headroom::db::schema::{deliveries, messages};
use headroom::db::{Conn, Database};
use headroom::reminders::contact::Channel;
use headroom::reminders::outbox::{NewMessage, store as outbox};
use headroom::subscriptions::store::deliveries as posts;
use jiff::Timestamp;
use serde_json::json;

use crate::support::town::say;
use crate::support::{TestDatabase, Town, on_both_databases, service};

/// The value of a figure.
#[track_caller]
fn figure(town: &Town, name: &str) -> i64 {
    let text = town.anyone().get("/metrics").expect(200).text;
    let start = format!("headroom_{name} ");
    let line = text.lines().find_map(|line| line.strip_prefix(&start));
    let line = line.unwrap_or_else(|| panic!("no {name} in\n{text}"));
    line.parse().expect("a number")
}

fn message(number: i64) -> NewMessage {
    NewMessage {
        dedupe_key: format!("test/{number}"),
        channel: Channel::Email,
        address: "sam@quay.example".into(),
        subject: String::new(),
        body: String::new(),
        html: String::new(),
        unsubscribe: None,
        any_hour: false,
    }
}

/// Three messages, one of them given up; two deliveries, one of them dead.
fn leave_something_over(db: &TestDatabase, now: i64) {
    let database = Database::open(&db.url().parse().expect("its URL")).expect("the database");
    let done = database.write(move |tx| {
        for number in 1..=3 {
            outbox::queue(tx, &message(number), now - number * 100_000)?;
        }
        for _ in 0..2 {
            posts::queue(tx, "nobody's", "{}", now + 3_600_000)?;
        }
        let conn: &mut Conn = tx;
        diesel::update(messages::table.filter(messages::dedupe_key.eq("test/3")))
            .set(messages::state.eq("failed"))
            .execute(conn)?;
        let one: String = deliveries::table.select(deliveries::id).first(conn)?;
        diesel::update(deliveries::table.find(one))
            .set(deliveries::state.eq("dead"))
            .execute(conn)?;
        Ok(())
    });
    done.expect("rows");
}

on_both_databases! {
    /// What waits, what was given up, and since when.
    fn what_waits_is_told_in_figures(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch"), service(2, "Walks")]);
        for name in ["messages_waiting", "messages_given_up", "oldest_message_seconds",
            "deliveries_waiting", "deliveries_dead", "subscriptions_live", "tasks_open"] {
            assert_eq!(figure(&town, name), 0, "{name}");
        }
        leave_something_over(db, Timestamp::now().as_millisecond());
        let wish = json!({ "kind": "room_again", "service_id": service(1, "").id(),
            "channel": "webhook", "address": "https://quay.example/hook" });
        let navigator = town.with_role("navigator");
        navigator.post("/api/v1/subscriptions", &wish).expect(201);
        say(&town.steward(), &service(1, ""), &json!({ "state": "open" })).expect(200);
        let sent = navigator.post("/api/v1/signposts", &json!({ "service_id": service(1, "").id() })).expect(201).body;
        let outcome = format!("/api/v1/signposts/{}/outcome", sent["code"].as_str().expect("a code"));
        navigator.post(&outcome, &json!({ "outcome": "could_not_contact" })).expect(200);
        assert_eq!((figure(&town, "messages_waiting"), figure(&town, "messages_given_up")), (2, 1));
        let oldest = figure(&town, "oldest_message_seconds");
        assert!((200..260).contains(&oldest), "{oldest}");
        assert_eq!((figure(&town, "deliveries_waiting"), figure(&town, "deliveries_dead")), (1, 1));
        assert_eq!((figure(&town, "subscriptions_live"), figure(&town, "tasks_open")), (1, 1));
    }
}
