//! Who may send, what may be said, and requests that come twice.

use super::*;
use crate::support::Exchange;
use reqwest::Method;

fn with_token(client: &Client, token: &str, body: &Value) -> Reply {
    let request = client.request(Method::POST, "/api/v1/signposts");
    request
        .header("idempotency-key", token)
        .json_body(body)
        .send_and_read()
}

on_both_databases! {
    /// A request that comes again is answered again, and nothing is done twice.
    fn a_request_that_comes_again_is_done_once(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 5);
        let navigator = town.with_role("navigator");
        let body = json!({ "service_id": lunch().id(), "hold": true });
        let first = with_token(&navigator, "one", &body).expect(201);
        for _ in 0..3 {
            let again = with_token(&navigator, "one", &body).expect(201);
            assert_eq!(again.body, first.body);
            assert_eq!(again.header("idempotency-replayed"), Some("true"));
        }
        assert_eq!(room(&town, &lunch())["held"], 1);
        assert_ne!(with_token(&navigator, "two", &body).expect(201).body["code"], first.body["code"]);
        assert_ne!(with_token(&town.with_role("navigator"), "one", &body).expect(201).body["code"], first.body["code"]);
        assert_eq!(room(&town, &lunch())["held"], 3);
    }

    /// Many that come at once under one key are one.
    fn many_at_once_under_one_key_are_one(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 20);
        let navigator = town.with_role("navigator");
        let body = json!({ "service_id": lunch().id(), "hold": true });
        let codes: Vec<String> = std::thread::scope(|scope| {
            let many: Vec<_> = (0..12).map(|_| scope.spawn(|| code(with_token(&navigator, "one", &body)))).collect();
            many.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
        assert_eq!(room(&town, &lunch())["held"], 1);
    }

    /// A key that was used for something else is refused, and one refused for want of room can be
    /// used again.
    fn a_key_is_for_one_request(db: &TestDatabase) {
        let supper = service(2, "Supper club");
        let town = Town::start(db, &[lunch(), supper.clone()]);
        free(&town, &lunch(), 1);
        let navigator = town.with_role("navigator");
        let body = |listing: &Listing| json!({ "service_id": listing.id(), "hold": true });
        with_token(&navigator, "one", &body(&lunch())).expect(201);
        let refused = with_token(&navigator, "one", &body(&supper)).expect(422);
        assert_eq!(refused.body["errors"][0]["field"], "Idempotency-Key");
        with_token(&navigator, "two", &body(&lunch())).expect(409);
        free(&town, &lunch(), 2);
        with_token(&navigator, "two", &body(&lunch())).expect(201);
        with_token(&navigator, "", &body(&lunch())).expect(400);
        with_token(&navigator, &"x".repeat(201), &body(&lunch())).expect(400);
    }

    /// Navigators and stewards send; whoever has no key, or another, does not.
    fn only_navigators_and_stewards_send(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 5);
        hold(&town.anyone(), &lunch()).expect(401);
        hold(&town.provider(1), &lunch()).expect(403);
        hold(&town.with_role("commissioner"), &lunch()).expect(403);
        hold(&town.with_role("navigator"), &lunch()).expect(201);
        hold(&town.steward(), &lunch()).expect(201);
        assert_eq!(room(&town, &lunch())["held"], 2);
    }

    /// Nothing about a person gets in: no other fields, no whole postcode, no need in free words.
    fn nothing_about_a_person_gets_in(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let navigator = town.with_role("navigator");
        let send = |field: &str, value: Value| {
            let mut body = json!({ "service_id": lunch().id() });
            body[field] = value;
            navigator.post("/api/v1/signposts", &body)
        };
        for (field, value) in [("name", json!("Ada")), ("note", json!("x")), ("outcode", json!("QH1 1AA")), ("outcode", json!("")),
            ("need", json!("Ada Smith is lonely")), ("hold", json!("yes")), ("service_id", json!("lunch")), ("location_id", json!(7))] {
            send(field, value.clone()).expect(422);
        }
        send("need", json!("loneliness")).expect(201);
        let made = send("outcode", json!("qh1")).expect(201).body;
        let shown = navigator.get(&format!("/api/v1/signposts/{}", made["code"].as_str().unwrap())).expect(200).body;
        assert_eq!(shown["outcode"], "QH1");
        send("location_id", json!("00000010-0000-4000-8000-000000000009")).expect(404);
        send("service_id", json!("0000005e-0000-4000-8000-000000000009")).expect(404);
    }

    /// A code is worth nothing to a stranger, and is read however it is written.
    fn a_code_is_worth_nothing_to_a_stranger(db: &TestDatabase) {
        let town = Town::start(db, &[lunch().by(1, "Wythmere Together"), service(2, "Supper").by(2, "Harbour Kitchen")]);
        let code = code(send(&town.with_role("navigator"), &lunch()));
        let address = |code: &str| format!("/api/v1/signposts/{code}");
        town.anyone().get(&address(&code)).expect(401);
        tell(&town.anyone(), &code, "attended").expect(401);
        tell(&town.provider(2), &code, "attended").expect(403);
        tell(&town.with_role("commissioner"), &code, "attended").expect(403);
        town.provider(1).delete(&address(&code)).expect(403);
        for written in [code.clone(), code.to_lowercase(), code.replace('-', ""), code.replace('-', "%20")] {
            town.provider(1).get(&address(&written)).expect(200);
        }
        for slip in ["", "7", "AAAAAAAA", "ÄÄ", &code[1..], &format!("{code}2")] {
            assert!(matches!(town.steward().get(&address(slip)).status, 404 | 405), "{slip}");
        }
    }
}
