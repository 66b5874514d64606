//! Places that are kept.

use super::*;
use crate::support::town::soon;
use crate::support::{Launch, Server};

/// A server that keeps places for a short time only.
fn hasty(town: &Town, time: &str) -> Server {
    Launch::new(&town.database)
        .argument("--hold-for")
        .argument(time)
        .start()
}

on_both_databases! {
    /// A place that is kept is taken off for everybody, in the very next search.
    fn a_hold_takes_one_place_at_once(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 2);
        let made = hold(&town.with_role("navigator"), &lunch()).expect(201).body;
        assert_eq!((&made["availability"]["held"], &made["availability"]["places_free"]), (&json!(1), &json!(1)));
        assert_eq!(made["service_id"], lunch().id());
        assert!(made["held_until"].is_string());
        let shown = town.search("q=lunch")["contents"][0]["availability"].clone();
        assert_eq!(shown, made["availability"]);
        assert_eq!(room(&town, &lunch()), shown);
    }

    /// When the last place is kept the service is full for everybody else.
    fn where_the_last_place_is_kept_nobody_else_is_sent(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 1);
        let navigator = town.with_role("navigator");
        hold(&navigator, &lunch()).expect(201);
        assert_eq!(town.search("q=lunch")["hidden"]["full"], 1);
        for reply in [hold(&navigator, &lunch()), send(&navigator, &lunch())] {
            let refused = reply.expect(409);
            assert_eq!(refused.body["type"], "/problems/no-room");
            assert_eq!(refused.body["alternatives"], json!([]));
        }
        assert_eq!((&room(&town, &lunch())["state"], &room(&town, &lunch())["held"]), (&json!("full"), &json!(1)));
    }

    /// A hold ends by itself: nothing has to run for it, and nobody is asked.
    fn a_hold_ends_by_itself(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 1);
        let server = hasty(&town, "1s");
        let navigator = server.client().with_key(&crate::support::town::key(&town.database, "navigator", None));
        hold(&navigator, &lunch()).expect(201);
        soon("the place is free again", || {
            let answer = crate::support::town::search(&server.client(), "q=lunch");
            (answer["contents"][0]["availability"]["places_free"] == 1).then_some(())
        });
        assert_eq!(room(&town, &lunch())["held"], 0);
        hold(&navigator, &lunch()).expect(201);
    }

    /// Whoever keeps a place can let go of it; twice does no harm.
    fn a_hold_can_be_let_go(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        free(&town, &lunch(), 1);
        let navigator = town.with_role("navigator");
        let code = code(hold(&navigator, &lunch()));
        for _ in 0..2 {
            navigator.delete(&format!("/api/v1/signposts/{code}")).expect(204);
            assert_eq!(town.search("q=lunch")["contents"][0]["availability"]["places_free"], 1);
        }
        assert_eq!(navigator.get(&format!("/api/v1/signposts/{code}")).expect(200).body["held_until"], json!(null));
    }

    /// Where nobody has counted places there is nothing that could run out: holds are counted, and
    /// nothing is taken off.
    fn where_nothing_is_counted_nothing_is_taken_off(db: &TestDatabase) {
        let supper = service(2, "Supper club");
        let town = Town::start(db, &[lunch(), supper.clone()]);
        say(&town.steward(), &lunch(), &json!({ "state": "open" })).expect(200);
        let navigator = town.with_role("navigator");
        for (listing, state) in [(lunch(), "open"), (supper, "unconfirmed")] {
            for held in 1..=3 {
                let room = hold(&navigator, &listing).expect(201).body["availability"].clone();
                assert_eq!((&room["held"], &room["places_free"]), (&json!(held), &json!(null)));
                assert_eq!(room["state"], state);
            }
            assert_eq!(room(&town, &listing)["held"], 3);
        }
    }

    /// A waiting list can be joined, but no place can be kept on it; what is full or paused refuses
    /// both.
    fn a_waiting_list_can_be_joined_and_not_held(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let navigator = town.with_role("navigator");
        for (state, sent, held) in [("waiting_list", 201, 409), ("full", 409, 409), ("paused", 409, 409), ("limited", 201, 201)] {
            say(&town.steward(), &lunch(), &json!({ "state": state })).expect(200);
            assert_eq!((send(&navigator, &lunch()).status, hold(&navigator, &lunch()).status), (sent, held), "{state}");
        }
    }

    /// Of several locations the one with most room is taken, unless one is named.
    fn of_several_locations_the_roomiest_is_taken(db: &TestDatabase) {
        let both = service(3, "Choir").at(1, 53.94, -3.75).at(2, 53.99, -3.75);
        let town = Town::start(db, std::slice::from_ref(&both));
        let place = |number| crate::support::listing::location_id(number);
        for (number, places) in [(1, 1), (2, 2)] {
            let path = format!("{}?location_id={}", room_of(&both), place(number));
            town.steward().put(&path, &json!({ "state": "open", "places_free": places })).expect(200);
        }
        let navigator = town.with_role("navigator");
        let there = hold(&navigator, &both).expect(201).body["location_id"].clone();
        assert_eq!(there, place(2));
        let named = json!({ "service_id": both.id(), "location_id": place(1), "hold": true });
        assert_eq!(navigator.post("/api/v1/signposts", &named).expect(201).body["location_id"], place(1));
        assert_eq!(navigator.post("/api/v1/signposts", &named).expect(409).body["alternatives"], json!([]));
        assert_eq!(hold(&navigator, &both).expect(201).body["location_id"], place(2));
        hold(&navigator, &both).expect(409);
    }

    /// Who finds no room is told of the nearest that have some for the same need, those that have said
    /// so lately first, and never of the one that is full.
    fn where_there_is_no_room_the_nearest_others_are_offered(db: &TestDatabase) {
        let about = |number, name: &str, latitude| service(number, name).at(number, latitude, -3.75).described("A befriending service for lonely people");
        let listings = [about(1, "Full friends", 53.94), about(2, "Far friends", 53.98), about(3, "Near friends", 53.95),
            about(4, "Quiet friends", 53.941), service(5, "Karate").at(5, 53.94, -3.75)];
        let town = Town::start(db, &listings);
        say(&town.steward(), &listings[0], &json!({ "state": "full" })).expect(200);
        for listing in [&listings[1], &listings[2], &listings[4]] {
            say(&town.steward(), listing, &json!({ "state": "open" })).expect(200);
        }
        let refused = hold(&town.with_role("navigator"), &listings[0]).expect(409).body;
        let names: Vec<&str> = refused["alternatives"].as_array().unwrap().iter()
            .map(|found| found["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Near friends", "Far friends", "Quiet friends"]);
        assert_eq!(refused["alternatives"][0]["availability"]["state"], "open");
        assert_eq!(refused["status"], 409);
    }
}
