//! What is taken and what is refused.

use super::*;
use serde_json::{Value, json};

fn checked(body: Value) -> Result<NewSubscription, Vec<String>> {
    let wish: Wish = serde_json::from_value(body).unwrap();
    let middle = |_| Point::new(53.94, -3.75);
    wish.checked(middle, false)
        .map_err(|faults| faults.into_iter().map(|fault| fault.field).collect())
}

fn need() -> String {
    vocabulary().needs()[0].id.clone()
}

#[test]
fn each_kind_has_its_own_fields() {
    let id = "0000005e-0000-4000-8000-000000000001";
    let hook = "https://quay.example/hook";
    let room =
        json!({ "kind": "room_again", "service_id": id, "channel": "webhook", "address": hook });
    assert_eq!(checked(room).unwrap().service_id.as_deref(), Some(id));
    let new = json!({ "kind": "new_service", "need": need(), "near": "qh1", "channel": "email", "address": "Desk@Quay.example" });
    let new = checked(new).unwrap();
    assert_eq!(
        (new.address.as_str(), new.around.unwrap().near.as_str()),
        ("desk@quay.example", "QH1")
    );
    let all = json!({ "kind": "funding_ends", "channel": "webhook", "address": hook });
    assert_eq!(checked(all).unwrap().service_id, None);
    let wrong = json!({ "kind": "room_again", "need": "x", "within_km": 0.1, "channel": "webhook", "address": "ftp://x" });
    let mut faults = checked(wrong).unwrap_err();
    faults.sort();
    faults.dedup();
    assert_eq!(faults, ["address", "need", "service_id", "within_km"]);
}

#[test]
fn no_home_is_kept() {
    let near = |text: &str| {
        let body = json!({ "kind": "new_service", "need": need(), "near": text, "channel": "email", "address": "a@b.example" });
        checked(body).map(|new| new.around.unwrap().near)
    };
    assert_eq!(near("53.94321, -3.75987").unwrap(), "53.94,-3.76");
    for text in ["QH1 1AA", "Wythmere", "91,0", "NaN,1", "inf,1", "", ","] {
        assert_eq!(near(text), Err(vec!["near".to_owned()]), "{text}");
    }
}

#[test]
fn a_webhook_may_not_lead_behind_the_wall() {
    for text in [
        "http://localhost/x",
        "http://10.0.0.1",
        "https://u:p@quay.example",
        "http://",
        "quay.example",
    ] {
        assert!(webhook(text, false).is_err(), "{text}");
    }
    assert!(webhook("http://127.0.0.1:1/x", true).is_ok());
}
