//! Webhooks arrive once, signed, however often the receiver fails; what never arrives is kept.

use diesel::prelude::*;
use headroom::db::Conn;
use headroom::db::schema::deliveries;
use serde_json::{Value, json};

use super::{
    be_tried_again, full, lunch, open, private, room_again, roomy, subscribe, taken, town,
};
use crate::support::town::soon;
use crate::support::{Launch, Receiver, TestDatabase, Town, on_both_databases};

/// The deliveries of a subscription in a state.
#[track_caller]
fn deliveries_of(client: &crate::support::Client, made: &Value, state: &str) -> Vec<Value> {
    let id = made["id"].as_str().expect("an id");
    let path = format!("/api/v1/subscriptions/{id}/deliveries?state={state}");
    let page = client.get(&path).expect(200).body;
    page["contents"].as_array().expect("contents").clone()
}

/// Lets the deliveries have been tried so often already.
fn tried(db: &TestDatabase, attempts: i32) {
    let done = open(db).write(move |tx| {
        Ok(diesel::update(deliveries::table)
            .set(deliveries::attempts.eq(attempts))
            .execute(tx as &mut Conn)?)
    });
    done.expect("the table");
}

on_both_databases! {
    /// The receiver fails twice, then takes it: one message, the same each time, and each time signed.
    fn it_is_delivered_once_though_the_receiver_fails_twice(db: &TestDatabase) {
        let receiver = Receiver::start(|attempt| if attempt <= 2 { 503 } else { 200 });
        let town = town(db, &[lunch()]);
        let steward = town.steward();
        full(&steward, &lunch());
        let made = subscribe(&town.with_role("navigator"), &room_again(&lunch(), &receiver));
        roomy(&steward, &lunch());
        let database = open(db);
        soon("three attempts", || {
            be_tried_again(&database);
            (receiver.posts().len() >= 3).then_some(())
        });
        let posts = receiver.posts();
        let secret = made["secret"].as_str().expect("a secret");
        assert!(posts.iter().all(|post| post.is_signed_with(secret)), "{posts:?}");
        assert!(!posts[0].is_signed_with("whsec_bm90IHRoZSBzZWNyZXQ="));
        assert!(posts.iter().all(|post| post.id == posts[0].id && post.body == posts[0].body));
        let event = posts[0].event();
        assert_eq!(event["type"], "service.room_again");
        assert_eq!(event["data"]["subscription_id"], made["id"]);
        assert_eq!(event["data"]["services"][0]["state"], "open");
        assert_eq!(posts[0].names(), ["Lunch club"]);
        be_tried_again(&database);
        assert_eq!(taken(&receiver, 1).len(), 1);
    }

    /// After the last attempt it is dead, and stands in a list; whoever mends the receiver has it
    /// tried again.
    fn it_is_dead_after_the_last_attempt_and_can_be_tried_again(db: &TestDatabase) {
        let receiver = Receiver::start(|attempt| if attempt <= 2 { 500 } else { 200 });
        let town = town(db, &[lunch()]);
        let (steward, navigator) = (town.steward(), town.with_role("navigator"));
        full(&steward, &lunch());
        let made = subscribe(&navigator, &room_again(&lunch(), &receiver));
        roomy(&steward, &lunch());
        let delayed = || deliveries_of(&navigator, &made, "queued").pop().filter(|one| one["attempts"] == 1);
        soon("a first attempt", delayed);
        tried(db, 11);
        be_tried_again(&open(db));
        let dead = soon("a dead delivery", || deliveries_of(&navigator, &made, "dead").pop());
        assert_eq!(dead["attempts"], 12);
        assert_eq!(dead["last_error"], "the answer was 500");
        assert_eq!(dead["event"]["type"], "service.room_again");
        let (id, delivery) = (made["id"].as_str().unwrap(), dead["id"].as_str().unwrap());
        let path = format!("/api/v1/subscriptions/{id}/deliveries/{delivery}/retry");
        town.with_role("navigator").post(&path, &json!({})).expect(404);
        navigator.post(&path, &json!({})).expect(200);
        assert_eq!(taken(&receiver, 1)[0].id, delivery);
        soon("its state", || deliveries_of(&navigator, &made, "delivered").pop());
        navigator.post(&path, &json!({})).expect(409);
    }

    /// A redirect is a failure: it could lead anywhere. A receiver that is gone is not asked again.
    fn redirects_are_not_followed_and_gone_is_gone(db: &TestDatabase) {
        let receiver = Receiver::start(|attempt| if attempt == 1 { 307 } else { 410 });
        let town = town(db, &[lunch()]);
        let steward = town.steward();
        full(&steward, &lunch());
        let made = subscribe(&steward, &room_again(&lunch(), &receiver));
        roomy(&steward, &lunch());
        let delayed = soon("a failure", || deliveries_of(&steward, &made, "queued").pop().filter(|one| one["attempts"] == 1));
        let why = delayed["last_error"].as_str().expect("a reason");
        assert!(why.contains("307") && why.contains("redirects"), "{why}");
        be_tried_again(&open(db));
        soon("a refusal", || deliveries_of(&steward, &made, "dead").pop());
        assert_eq!(receiver.posts().len(), 2);
    }

    /// Two nodes read one feed: each message goes out once.
    fn two_nodes_deliver_once(db: &TestDatabase) {
        const SERVICES: u32 = 12;
        let receiver = Receiver::start(|_| 200);
        let listings: Vec<_> = (1..=SERVICES).map(|number| crate::support::service(number, &format!("Club {number}"))).collect();
        let town = town(db, &listings);
        let other = private(Launch::new(db.url())).start();
        let steward = town.steward();
        let key = crate::support::town::key(db.url(), "steward", None);
        let there = other.client().with_key(&key);
        for listing in &listings {
            full(&steward, listing);
            subscribe(&steward, &room_again(listing, &receiver));
        }
        for (number, listing) in listings.iter().enumerate() {
            roomy(if number % 2 == 0 { &steward } else { &there }, listing);
        }
        let posts = taken(&receiver, SERVICES as usize);
        let mut names: Vec<String> = posts.iter().flat_map(|post| post.names()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), SERVICES as usize);
    }

    /// Without leave, a webhook reaches nothing on this machine, also where the address was taken
    /// while it had leave.
    fn a_webhook_reaches_nothing_behind_the_wall(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let mut with_leave = town(db, &[lunch()]);
        let steward = with_leave.steward();
        full(&steward, &lunch());
        let made = subscribe(&steward, &room_again(&lunch(), &receiver));
        with_leave.server.stop();
        let town = Town::start(db, &[lunch()]);
        let again = town.server.client().with_key(&crate::support::town::key(db.url(), "steward", None));
        let refused = again.post("/api/v1/subscriptions", &room_again(&lunch(), &receiver)).expect(422);
        assert_eq!(refused.body["errors"][0]["field"], "address");
        roomy(&again, &lunch());
        let database = open(db);
        let why = soon("a failure", || {
            let load = |conn: &mut Conn| {
                let first: Option<Option<String>> = deliveries::table.select(deliveries::last_error).first(conn).optional()?;
                Ok(first.flatten())
            };
            database.read(load).expect("the table")
        });
        assert!(why.contains("open internet"), "{why}");
        assert!(receiver.posts().is_empty() && made["secret"].is_string());
    }
}
