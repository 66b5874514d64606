//! What came of a call: recorded with what was said of room, all or nothing.

use super::*;
use crate::support::listing::location_id;
use crate::support::town::room_of;

fn room(town: &Town, listing: &Listing) -> Value {
    town.anyone().get(&room_of(listing)).expect(200).body
}

on_both_databases! {
    /// The next search shows what was said on the telephone, and the history knows who said so.
    fn who_was_reached_says_how_much_room_there_is(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = town.steward();
        let task = only_task(&steward);
        let body = json!({ "result": "reached", "capacity": { "state": "limited", "places_free": 3, "note": "ring first" } });
        let done = act(&steward, &task, "done", &body).expect(200).body;
        assert_eq!((&done["result"], &done["done_by"]), (&json!("reached"), &json!("a test")));
        let found = town.search("q=lunch");
        let shown = &found["contents"][0]["availability"];
        assert_eq!((&shown["state"], &shown["places_free"], &shown["source"]), (&json!("limited"), &json!(3), &json!("steward")));
        let history = format!("{}/history", room_of(&lunch()));
        let said = steward.get(&history).expect(200).body["contents"][0].clone();
        assert_eq!((&said["kind"], &said["author"], &said["note"]), (&json!("statement"), &json!("a test"), &json!("ring first")));
        assert!(list(&steward, "").is_empty());
        act(&steward, &task, "done", &body).expect(409);
        report(&town, &lunch(), "turned_away_full");
        assert_ne!(only_task(&steward)["id"], task["id"]);
    }

    /// What is shown is right after all.
    fn who_was_reached_confirms(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = town.steward();
        let task = only_task(&steward);
        act(&steward, &task, "done", &json!({ "result": "confirmed" })).expect(200);
        let room = room(&town, &lunch());
        assert_eq!((&room["state"], &room["disputed"]), (&json!("open"), &json!(false)));
        assert!(list(&steward, "").is_empty());
    }

    /// Where nothing was ever said there is nothing to confirm; and nothing is half done.
    fn what_cannot_be_recorded_leaves_the_task_as_it_was(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        report(&town, &lunch(), "service_closed");
        let (ann, ben) = (town.steward(), town.steward());
        let task = only_task(&ann);
        act(&ann, &task, "done", &json!({ "result": "confirmed" })).expect(409);
        assert_eq!(only_task(&ann), task);
        act(&ben, &task, "claim", &json!({})).expect(200);
        let before = room(&town, &lunch());
        act(&ann, &task, "done", &json!({ "result": "reached", "capacity": { "state": "open" } })).expect(409);
        assert_eq!(room(&town, &lunch()), before, "what was said is not recorded either");
    }

    /// Tomorrow, tomorrow and tomorrow; then in a week. It stays open.
    fn where_nobody_answers_it_is_tried_again(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = town.steward();
        let task = only_task(&steward);
        for (attempt, days) in [(1, 1), (2, 1), (3, 1), (4, 7), (5, 7)] {
            act(&steward, &task, "claim", &json!({})).expect(200);
            let left = act(&steward, &task, "done", &json!({ "result": "no_answer" })).expect(200).body;
            assert_eq!((&left["attempts"], &left["not_before"]), (&json!(attempt), &json!(day(days))));
            assert_eq!((&left["done_at"], &left["claimed_by"]), (&Value::Null, &Value::Null));
            assert!(list(&steward, "").is_empty());
            let_time_pass(&open(db));
            assert_eq!(only_task(&steward)["id"], task["id"]);
        }
        assert_eq!(room(&town, &lunch())["disputed"], true);
    }

    /// It is told to those who look after the listing, and not brought up again without news.
    fn what_was_found_closed_rests_until_there_is_news(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = town.steward();
        let task = only_task(&steward);
        let done = act(&steward, &task, "done", &json!({ "result": "closed", "note": "moved away in May" })).expect(200).body;
        assert_eq!((&done["result"], &done["note"]), (&json!("closed"), &json!("moved away in May")));
        assert_eq!(room(&town, &lunch())["disputed"], true);
        assert!(list(&steward, "").is_empty());
        assert_eq!(list(&steward, "closed=true"), [steward.get(&format!("/api/v1/tasks/{}", task["id"].as_str().unwrap())).expect(200).body]);
        report(&town, &lunch(), "service_closed");
        assert_ne!(only_task(&steward)["id"], task["id"]);
        town.import(&[lunch().with("status", "defunct")]);
        assert!(list(&steward, "closed=true").is_empty(), "the listing says so now");
    }

    /// Money is no matter of room: who was reached about it is not rung again the next minute.
    fn money_that_has_ended_rests_after_a_call(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let steward = town.steward();
        let_money_end(&steward, &lunch());
        let task = only_task(&steward);
        act(&steward, &task, "done", &json!({ "result": "reached", "capacity": { "state": "open" } })).expect(200);
        assert!(list(&steward, "").is_empty());
    }

    /// Of a service at several places, one is spoken of; what is the matter at the other stays.
    fn of_several_places_one_is_named(db: &TestDatabase) {
        let club = lunch().at(1, 53.94, -3.75).at(2, 53.99, -3.75);
        let town = Town::start(db, std::slice::from_ref(&club));
        let steward = town.steward();
        let navigator = town.with_role("navigator");
        for place in [1, 2] {
            let body = json!({ "service_id": club.id(), "location_id": location_id(place) });
            let code = navigator.post("/api/v1/signposts", &body).expect(201).body["code"].clone();
            let address = format!("/api/v1/signposts/{}/outcome", code.as_str().unwrap());
            navigator.post(&address, &json!({ "outcome": "service_closed" })).expect(200);
        }
        let task = only_task(&steward);
        let capacity = json!({ "state": "full" });
        let refused = act(&steward, &task, "done", &json!({ "result": "reached", "capacity": capacity })).expect(422).body;
        assert_eq!(refused["errors"][0]["field"], "location_id");
        act(&steward, &task, "done", &json!({ "result": "reached", "capacity": capacity, "location_id": location_id(9) })).expect(404);
        act(&steward, &task, "done", &json!({ "result": "reached", "capacity": capacity, "location_id": location_id(2) })).expect(200);
        let rest = only_task(&steward);
        assert_ne!(rest["id"], task["id"]);
        assert_eq!(rest["reasons"], json!(["disputed"]));
    }

    /// What does not belong together is refused, field by field.
    fn what_is_no_result_is_refused(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        dispute(&town, &lunch());
        let steward = town.steward();
        let task = only_task(&steward);
        for (body, field) in [
            (json!({ "result": "reached" }), "capacity"),
            (json!({ "result": "confirmed", "capacity": { "state": "open" } }), "capacity"),
            (json!({ "result": "no_answer", "location_id": location_id(1) }), "location_id"),
            (json!({ "result": "reached", "capacity": { "state": "open" }, "location_id": "here" }), "location_id"),
            (json!({ "result": "reached", "capacity": { "state": "open", "places_free": 0 } }), "capacity.places_free"),
            (json!({ "result": "reached", "capacity": { "state": "open", "who": "Ann" } }), "capacity"),
            (json!({ "result": "confirmed", "note": "all well" }), "note"),
            (json!({ "result": "closed", "note": "a\u{0}b" }), "note"),
            (json!({ "result": "closed", "note": "x".repeat(901) }), "note"),
            (json!({ "result": "resolved" }), "result"),
            (json!({}), "body"),
            (json!({ "result": "closed", "person": "Ann Example" }), ""),
        ] {
            let refused = act(&steward, &task, "done", &body).expect(422).body;
            let told = refused["errors"][0]["field"].as_str().expect("a field");
            assert!(told.starts_with(field), "{body}: {refused}");
        }
        for (query, field) in [("reason=flood", "reason"), ("mine=perhaps", "mine"), ("put_off=1", "put_off"), ("who=ann", "who"), ("page=0", "page"), ("per_page=101", "per_page")] {
            let refused = steward.get(&format!("/api/v1/tasks?{query}")).expect(400).body;
            assert_eq!(refused["errors"][0]["field"], field);
        }
        steward.get("/api/v1/tasks/7").expect(400);
        steward.get(&format!("/api/v1/tasks/{}", lunch().id())).expect(404);
        act(&steward, &json!({ "id": lunch().id() }), "done", &json!({ "result": "closed" })).expect(404);
        act(&steward, &task, "claim", &json!({ "for": "Ann" })).expect(422);
        assert_eq!(only_task(&steward), task);
    }
}
