//! Asking to be told: who may, what is refused, and seeing and ending what one asked for.

use serde_json::{Value, json};

use super::{lunch, room_again, subscribe, town};
use crate::support::{Receiver, on_both_databases};

/// The fields that are said to be wrong.
fn wrong(body: &Value) -> Vec<String> {
    let errors = body["errors"].as_array().expect("errors");
    errors
        .iter()
        .map(|error| error["field"].as_str().expect("a field").to_owned())
        .collect()
}

on_both_databases! {
    /// Each key sees and ends its own, and the secret is shown once.
    fn each_key_has_its_own(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = town(db, &[lunch()]);
        let (navigator, other) = (town.with_role("navigator"), town.provider(1));
        let made = subscribe(&navigator, &room_again(&lunch(), &receiver));
        assert!(made["secret"].as_str().is_some_and(|secret| secret.starts_with("whsec_")));
        let own = navigator.get("/api/v1/subscriptions").expect(200);
        assert_eq!((&own.body["total_items"], &own.body["contents"][0]["id"]), (&json!(1), &made["id"]));
        assert!(!own.text.contains("whsec_"));
        let path = format!("/api/v1/subscriptions/{}", made["id"].as_str().unwrap());
        assert_eq!(other.get("/api/v1/subscriptions").expect(200).body["empty"], true);
        other.delete(&path).expect(404);
        other.get(&format!("{path}/deliveries")).expect(404);
        navigator.get(&format!("{path}/deliveries?state=lost")).expect(400);
        navigator.delete(&path).expect(204);
        navigator.delete(&path).expect(204);
        assert_eq!(navigator.get("/api/v1/subscriptions").expect(200).body["empty"], true);
        town.anyone().get("/api/v1/subscriptions").expect(401);
    }

    /// What cannot be told is refused, with what is wrong.
    fn what_cannot_be_told_is_refused(db: &TestDatabase) {
        let town = town(db, &[lunch()]);
        let navigator = town.with_role("navigator");
        let hook = "https://quay.example/hook";
        let post = |body: Value| navigator.post("/api/v1/subscriptions", &body);
        let funding = json!({ "kind": "funding_ends", "channel": "webhook", "address": hook });
        for client in [&navigator, &town.provider(1)] {
            client.post("/api/v1/subscriptions", &funding).expect(403);
        }
        town.with_role("commissioner").post("/api/v1/subscriptions", &funding).expect(201);
        let unknown = "0000005e-0000-4000-8000-ffffffffffff";
        for (body, field) in [
            (json!({ "kind": "room_again", "service_id": unknown, "channel": "webhook", "address": hook }), "service_id"),
            (json!({ "kind": "room_again", "channel": "webhook", "address": hook }), "service_id"),
            (json!({ "kind": "new_service", "need": "nonsense", "channel": "webhook", "address": hook }), "need"),
            (json!({ "kind": "new_service", "need": "food", "near": "QH1 1AA", "channel": "webhook", "address": hook }), "near"),
            (json!({ "kind": "new_service", "need": "food", "near": "ZZ1", "channel": "webhook", "address": hook }), "near"),
            (json!({ "kind": "new_service", "need": "food", "channel": "email", "address": "desk" }), "address"),
            (json!({ "kind": "new_service", "need": "food", "channel": "webhook", "address": "ftp://quay.example" }), "address"),
            (json!({ "kind": "new_service", "need": "food", "channel": "webhook", "address": hook, "person": "Sam" }), "person"),
        ] {
            let reply = post(body.clone()).expect(422);
            assert!(wrong(&reply.body).iter().any(|one| one == field), "{body}: {}", reply.text);
        }
    }
}
