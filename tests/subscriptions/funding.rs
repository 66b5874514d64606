//! Commissioners are told that money ends, each threshold once.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::{lunch, subscribe, taken, town, walks};
use crate::support::{Client, Listing, Receiver, on_both_databases};

/// The day in so many days.
fn day(days: i64) -> String {
    let zone = TimeZone::get("Europe/London").expect("a zone");
    let today = Timestamp::now().to_zoned(zone).date();
    today.saturating_add(days.days()).to_string()
}

#[track_caller]
fn paid_until(client: &Client, listing: &Listing, days: i64) {
    let path = format!("/api/v1/services/{}/funding", listing.id());
    let award = json!({ "funder": "Wythmere Fund", "ends_on": day(days) });
    client.put(&path, &json!({ "awards": [award] })).expect(200);
}

/// What was told, as names with thresholds.
fn told(event: &Value) -> Vec<(String, i64)> {
    let services = event["data"]["services"].as_array().expect("services");
    let one = |service: &Value| {
        let name = service["name"].as_str().expect("a name").to_owned();
        (name, service["days"].as_i64().expect("days"))
    };
    services.iter().map(one).collect()
}

on_both_databases! {
    /// What runs out already is told at once, soonest first; what comes nearer is told anew, once.
    fn each_threshold_is_told_once(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = town(db, &[lunch(), walks()]);
        let steward = town.steward();
        paid_until(&steward, &lunch(), 100);
        paid_until(&steward, &walks(), 20);
        let wish = json!({ "kind": "funding_ends", "channel": "webhook", "address": receiver.url() });
        subscribe(&town.with_role("commissioner"), &wish);
        let first = taken(&receiver, 1)[0].event();
        assert_eq!(first["type"], "service.funding_ends");
        assert_eq!(told(&first), [("Walks".to_owned(), 30), ("Lunch club".to_owned(), 180)]);
        assert_eq!(first["data"]["services"][0]["ends_on"], day(20));
        // Said again, it is no news; a new end is.
        paid_until(&steward, &walks(), 20);
        paid_until(&steward, &lunch(), 80);
        assert_eq!(told(&taken(&receiver, 2)[1].event()), [("Lunch club".to_owned(), 90)]);
    }

    /// Of one service only, where that was asked for.
    fn one_service_alone_can_be_watched(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = town(db, &[lunch(), walks()]);
        let steward = town.steward();
        let wish = json!({ "kind": "funding_ends", "service_id": walks().id(), "channel": "webhook", "address": receiver.url() });
        subscribe(&steward, &wish);
        paid_until(&steward, &lunch(), 10);
        paid_until(&steward, &walks(), 10);
        assert_eq!(told(&taken(&receiver, 1)[0].event()), [("Walks".to_owned(), 30)]);
    }
}
