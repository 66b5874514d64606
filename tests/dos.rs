//! What suppliers of the NHS Directory of Services already send, and the answers that they expect.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::town::{found, key, room_of, soon};
use crate::support::{Client, Exchange, Listing, Reply, Town, on_both_databases, service};

/// One at two places, run by organisation 1.
fn club() -> Listing {
    service(1, "Lunch club")
        .at(1, 53.94, -3.75)
        .at(2, 53.99, -3.75)
}

/// One that somebody else runs.
fn other() -> Listing {
    service(2, "Walking club")
        .by(2, "Somebody else")
        .at(3, 53.95, -3.75)
}

fn status_of(listing: &Listing) -> String {
    format!(
        "/dos/api/v0.0.1/capacity/services/{}/capacitystatus/",
        listing.id()
    )
}

/// Asks as a supplier does: with `Token` before the key.
fn ask(town: &Town, key: &str, method: Method, listing: &Listing, body: &Value) -> Reply {
    town.anyone()
        .request(method, &status_of(listing))
        .header("authorization", format!("Token {key}"))
        .json_body(body)
        .send_and_read()
}

fn state(client: &Client, listing: &Listing) -> Value {
    client.get(&room_of(listing)).expect(200).body["state"].clone()
}

on_both_databases! {
    /// RED at every place at once, in the very next search, and with the fields of the contract.
    fn red_is_full_everywhere_at_once(db: &TestDatabase) {
        let town = Town::start(db, &[club(), other()]);
        let key = key(db.url(), "provider", Some(1));
        let red = json!({ "status": "ReD", "resetStatusIn": 30, "notes": 1234 });
        let said = ask(&town, &key, Method::PUT, &club(), &red).expect(200).body;
        assert_eq!(town.names("sort=name"), ["Walking club"]);
        assert_eq!((&said["id"], &said["name"]), (&json!(club().id()), &json!("Lunch club")));
        assert_eq!((&said["status"], &said["notes"]), (&json!("RED"), &json!("1234")));
        assert_eq!(said["modifiedBy"], "a test");
        for time in ["resetDateTime", "modifiedDate"] {
            let time = said[time].as_str().expect("a time");
            assert!(time.len() == 20 && time.ends_with('Z'), "{time}");
        }
        let read = ask(&town, &key, Method::GET, &club(), &Value::Null).expect(200).body;
        assert_eq!(read, said);
        for place in 1..=2 {
            let at = format!("{}?location_id={}", room_of(&club()), crate::support::listing::location_id(place));
            let room = town.anyone().get(&at).expect(200).body;
            assert_eq!((&room["state"], &room["source"]), (&json!("full"), &json!("provider")));
        }
    }

    /// The colours that are read for what was said in other ways, best place first.
    fn every_state_has_a_colour(db: &TestDatabase) {
        let town = Town::start(db, &[club(), other()]);
        let steward = town.steward();
        let colour = |listing: &Listing| {
            let path = status_of(listing);
            let read = steward.get(path.trim_end_matches('/')).expect(200).body;
            read["status"].as_str().expect("a colour").to_owned()
        };
        assert_eq!(colour(&other()), "AMBER", "nobody has ever said");
        for (state, expected) in [("open", "GREEN"), ("limited", "AMBER"), ("waiting_list", "AMBER"), ("full", "RED"), ("paused", "RED")] {
            steward.put(&room_of(&other()), &json!({ "state": state })).expect(200);
            assert_eq!(colour(&other()), expected, "{state}");
        }
        let second = format!("{}?location_id={}", room_of(&club()), crate::support::listing::location_id(2));
        steward.put(&status_of(&club()), &json!({ "status": "RED" })).expect(200);
        steward.put(&second, &json!({ "state": "open" })).expect(200);
        assert_eq!(colour(&club()), "GREEN");
    }

    /// What ends by itself is unconfirmed afterwards, and never green.
    fn what_is_reset_is_not_green(db: &TestDatabase) {
        let town = Town::start(db, &[club()]);
        let steward = town.steward();
        let path = status_of(&club());
        let said = steward.put(&path, &json!({ "status": "red", "resetStatusIn": 0 })).expect(200).body;
        assert_eq!(said["status"], "RED", "{said}");
        assert!(said["resetDateTime"].is_string(), "{said}");
        let read = steward.get(&path).expect(200).body;
        assert_eq!((&read["status"], &read["resetDateTime"]), (&json!("AMBER"), &Value::Null));
        assert_eq!(state(&steward, &club()), "unconfirmed");
        let green = steward.put(&path, &json!({ "status": "GREEN", "resetStatusIn": 0 })).expect(200).body;
        assert_eq!((&green["status"], &green["resetDateTime"]), (&json!("GREEN"), &Value::Null));
        assert_eq!(state(&steward, &club()), "open");
    }

    /// AMBER is a little room for as long as it was said, and then nobody knows.
    fn amber_ends_too(db: &TestDatabase) {
        let town = Town::start(db, &[other()]);
        let steward = town.steward();
        steward.put(&status_of(&other()), &json!({ "status": "AMBER" })).expect(200);
        let answer = town.search("q=walking");
        let room = &found(&answer, "Walking club")["availability"];
        assert_eq!((&room["state"], room["until"].is_string()), (&json!("limited"), true));
        let until = crate::support::town::in_seconds(1);
        steward.put(&room_of(&other()), &json!({ "state": "limited", "until": until })).expect(200);
        soon("a little room ends", || {
            let answer = town.search("q=walking");
            (found(&answer, "Walking club")["availability"]["state"] == "unconfirmed").then_some(())
        });
    }

    /// Who may not is told so, in the shapes of the contract, before anything else is looked at.
    fn refusals_have_the_shapes_of_the_contract(db: &TestDatabase) {
        let town = Town::start(db, &[club(), other()]);
        let path = status_of(&club());
        let nobody = town.anyone().put(&path, &Value::Null).expect(401);
        assert_eq!(nobody.text, r#"{"detail":"Authentication credentials were not provided."}"#);
        assert_eq!(nobody.header("www-authenticate"), Some("Token"));
        let unknown = ask(&town, "hr_unknown", Method::PUT, &club(), &Value::Null).expect(401);
        assert_eq!(unknown.text, r#"{"detail":"Invalid token."}"#);
        town.anyone().get(&path).expect(401);
        let provider = town.provider(1);
        assert!(provider.put(&status_of(&other()), &json!({})).expect(403).body.is_string());
        town.with_role("navigator").put(&path, &json!({ "status": "RED" })).expect(403);
        for id in ["0000005e-0000-4000-8000-ffffffffffff", "153455", "%ff"] {
            let path = path.replace(&club().id(), id);
            assert_eq!(provider.get(&path).status, 404, "{id}");
            assert_eq!(provider.put(&path, &json!({ "status": "RED" })).status, 404, "{id}");
        }
        let patched = provider.patch(&path, &json!({ "status": "RED" })).expect(405);
        assert!(patched.body["detail"].as_str().is_some_and(|text| text.contains("PATCH")));
    }

    /// Everything that is wrong is told at once, and nothing of it is done.
    fn what_is_wrong_is_told_by_code(db: &TestDatabase) {
        let town = Town::start(db, &[club()]);
        let provider = town.provider(1);
        let path = status_of(&club());
        let wrong = json!({ "status": "pink", "resetStatusIn": -1, "notes": "" });
        let told = provider.put(&path, &wrong).expect(400).body;
        for (field, code) in [("status", "VAL-0002"), ("resetStatusIn", "VAL-0004"), ("notes", "VAL-0006")] {
            assert!(told[field][0].as_str().is_some_and(|text| text.starts_with(code)), "{told}");
        }
        assert!(provider.put(&path, &json!({})).expect(400).text.contains("VAL-0001"));
        for body in [json!({ "status": "RED", "patient": "x" }), json!([]), json!("RED"), json!(null)] {
            assert!(provider.put(&path, &body).expect(400).body.is_object());
        }
        let broken = provider.request(Method::PUT, &path).body("{").send_and_read().expect(400);
        assert!(broken.body["detail"].is_string());
        let room = provider.get(&room_of(&club())).expect(200).body;
        assert_eq!((&room["state"], &room["version"]), (&json!("unconfirmed"), &json!(0)));
    }

    /// The name of who spoke is for those who may see the history.
    fn who_spoke_is_not_for_everybody(db: &TestDatabase) {
        let town = Town::start(db, &[club()]);
        let path = status_of(&club());
        town.provider(1).put(&path, &json!({ "status": "AMBER", "notes": "x".repeat(900) })).expect(200);
        let navigator = town.with_role("navigator").get(&path).expect(200).body;
        assert_eq!(navigator["modifiedBy"], Value::Null);
        assert_eq!(navigator["notes"].as_str().map(str::len), Some(900));
        assert_eq!(town.with_role("commissioner").get(&path).expect(200).body["modifiedBy"], "a test");
    }
}
