//! The main loop, over HTTP: somebody looks for room, a provider says that there is none, and the
//! very next search knows.

use reqwest::Method;
use serde_json::json;

use crate::support::listing::{location_id, service_id};
use crate::support::town::{found, in_seconds, room_of, say, soon};
use crate::support::{Client, Exchange, Listing, Reply, Town, on_both_databases, service};

fn lunch() -> Listing {
    service(1, "Lunch club").by(1, "Wythmere Together")
}

fn supper() -> Listing {
    service(2, "Supper club").by(2, "Harbour Kitchen")
}

/// Says that it is full, if its version is still this one.
fn say_full_if(client: &Client, listing: &Listing, version: &str) -> Reply {
    let request = client.request(Method::PUT, &room_of(listing));
    let request = request.header("if-match", version);
    request
        .json_body(&json!({ "state": "full" }))
        .send_and_read()
}

on_both_databases! {
    /// The whole loop: offered, full, not offered, counted as hidden, shown to whoever asks.
    fn the_very_next_search_knows_what_is_full(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), supper()]);
        assert_eq!(town.names("q=club&sort=name"), ["Lunch club", "Supper club"]);
        let provider = town.provider(1);
        let said = say(&provider, &lunch(), &json!({ "state": "full" })).expect(200).body;
        let after = town.search("q=club");
        assert_eq!((&said["state"], &said["version"]), (&json!("full"), &json!(1)));
        assert_eq!(after["contents"].as_array().unwrap().len(), 1);
        assert_eq!(after["contents"][0]["name"], "Supper club");
        assert_eq!(after["hidden"]["full"], 1);
        let all = town.search("q=club&availability=any");
        assert_eq!(found(&all, "Lunch club")["availability"]["state"], "full");
    }

    /// Room that comes back is seen by the very next search too.
    fn the_very_next_search_knows_what_has_room_again(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let provider = town.provider(1);
        for round in 1..=10 {
            say(&provider, &lunch(), &json!({ "state": "full" })).expect(200);
            assert_eq!(town.search("")["total_items"], 0, "round {round}");
            say(&provider, &lunch(), &json!({ "state": "open", "places_free": round })).expect(200);
            let answer = town.search("");
            assert_eq!(answer["contents"][0]["availability"]["places_free"], round);
        }
    }

    /// What is counted is called a place, unless it was called something else.
    fn what_is_counted_is_called_a_place(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let provider = town.provider(1);
        let said = |body| say(&provider, &lunch(), &body).expect(200).body["unit"].clone();
        assert_eq!(said(json!({ "state": "open", "places_free": 2 })), "place");
        assert_eq!(said(json!({ "state": "open", "places_free": 2, "unit": "seat" })), "seat");
        assert_eq!(said(json!({ "state": "open" })), json!(null));
    }

    /// What is said comes back as it was said, from every place that shows it.
    fn what_is_said_is_shown_everywhere(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let body = json!({ "state": "limited", "places_free": 3, "places_total": 12, "unit": "seat",
            "note": "ring first", "until": in_seconds(86_400) });
        let said = say(&town.provider(1), &lunch(), &body).expect(200).body;
        for (field, value) in body.as_object().unwrap() {
            assert_eq!(&said[field], value, "{field}");
        }
        assert_eq!((&said["source"], &said["freshness"]), (&json!("provider"), &json!("fresh")));
        assert_eq!(town.anyone().get(&room_of(&lunch())).body, said);
        assert_eq!(town.search("")["contents"][0]["availability"], said);
        let listing = town.anyone().get(&format!("/api/v1/services/{}", service_id(1))).expect(200);
        assert_eq!(listing.body["availability"][0]["note"], "ring first");
    }

    /// A confirmation moves the time of confirmation, and nothing else that was said.
    fn a_confirmation_changes_nothing_but_its_time(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let provider = town.provider(1);
        let body = json!({ "state": "open", "places_free": 3, "as_of": in_seconds(-3600) });
        let said = say(&provider, &lunch(), &body).expect(200).body;
        let confirm = format!("{}/confirm", room_of(&lunch()));
        let confirmed = provider.post(&confirm, &json!({})).expect(200).body;
        assert!(confirmed["confirmed_at"].as_str() > said["confirmed_at"].as_str());
        assert_eq!(confirmed["version"], 2);
        for field in ["state", "places_free", "as_of", "source"] {
            assert_eq!(confirmed[field], said[field], "{field}");
        }
        assert_eq!(town.search("")["contents"][0]["availability"], confirmed);
    }

    /// There is nothing to confirm where nobody has said anything.
    fn silence_cannot_be_confirmed(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let confirm = format!("{}/confirm", room_of(&lunch()));
        town.provider(1).post(&confirm, &json!({})).expect(409);
        assert_eq!(town.search("")["contents"][0]["availability"]["state"], "unconfirmed");
    }

    /// Every statement and confirmation is in the history, newest first, and only for those who
    /// may see it.
    fn the_history_has_everything_newest_first(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), supper()]);
        let provider = town.provider(1);
        for state in ["open", "limited", "full"] {
            say(&provider, &lunch(), &json!({ "state": state })).expect(200);
        }
        provider.post(&format!("{}/confirm", room_of(&lunch())), &json!({})).expect(200);
        let path = format!("{}/history", room_of(&lunch()));
        let history = provider.get(&path).expect(200).body;
        let made = history["contents"].as_array().unwrap().iter();
        let made: Vec<_> = made.map(|past| (past["version"].as_i64().unwrap(),
            past["state"].as_str().unwrap(), past["kind"].as_str().unwrap())).collect();
        assert_eq!(made, [(4, "full", "confirmation"), (3, "full", "statement"),
            (2, "limited", "statement"), (1, "open", "statement")]);
        let second = provider.get(&format!("{path}?page=2&per_page=3")).expect(200).body;
        assert_eq!((&second["total_items"], &second["contents"][0]["version"]), (&json!(4), &json!(1)));
        town.with_role("commissioner").get(&path).expect(200);
        town.with_role("navigator").get(&path).expect(403);
        town.provider(2).get(&path).expect(403);
        town.anyone().get(&path).expect(401);
    }

    /// `If-Match` with the version that is held changes it; with another one, nothing happens.
    fn a_change_of_another_version_is_refused(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let provider = town.provider(1);
        let said = say(&provider, &lunch(), &json!({ "state": "open" })).expect(200);
        assert_eq!(said.header("etag"), Some("\"1\""));
        assert_eq!(say_full_if(&provider, &lunch(), "\"1\"").expect(200).body["version"], 2);
        let refused = say_full_if(&provider, &lunch(), "\"1\"").expect(412);
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        say_full_if(&provider, &lunch(), "\"7\"").expect(412);
        say_full_if(&provider, &lunch(), "seven").expect(400);
        assert_eq!(town.anyone().get(&room_of(&lunch())).body["version"], 2);
    }

    /// What was true earlier than what is held does not replace it; nor does what will be true.
    fn the_past_and_the_future_are_refused(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let provider = town.provider(1);
        let at = |seconds| json!({ "state": "full", "as_of": in_seconds(seconds) });
        say(&provider, &lunch(), &at(-7200)).expect(200);
        say(&provider, &lunch(), &at(-3600)).expect(200);
        say(&provider, &lunch(), &at(-5400)).expect(409);
        let refused = say(&provider, &lunch(), &at(86_400)).expect(422);
        assert_eq!(refused.body["errors"][0]["field"], "as_of");
        assert_eq!(town.anyone().get(&room_of(&lunch())).body["version"], 2);
    }

    /// A provider speaks for its own organisation and for those below it, and for no other.
    fn a_provider_speaks_for_its_own_organisations(db: &TestDatabase) {
        let branch = service(3, "Branch lunch").by_child_of(1, 3, "Wythmere Together, east");
        let town = Town::start(db, &[lunch(), supper(), branch.clone()]);
        let full = json!({ "state": "full" });
        say(&town.provider(1), &supper(), &full).expect(403);
        say(&town.provider(1), &branch, &full).expect(200);
        say(&town.provider(3), &branch, &full).expect(200);
        say(&town.provider(3), &lunch(), &full).expect(403);
        say(&town.steward(), &supper(), &full).expect(200);
    }

    /// Whoever has no key, a key nobody made, or a key of another role, changes nothing.
    fn only_providers_and_stewards_say_how_much_room_there_is(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let full = json!({ "state": "full" });
        say(&town.anyone(), &lunch(), &full).expect(401);
        say(&town.anyone().with_key("hr_nobodys"), &lunch(), &full).expect(401);
        say(&town.with_role("navigator"), &lunch(), &full).expect(403);
        say(&town.with_role("commissioner"), &lunch(), &full).expect(403);
        assert_eq!(town.anyone().get(&room_of(&lunch())).body["version"], 0);
    }

    /// What contradicts itself, and what is not known, is refused and not stored.
    fn what_cannot_be_is_refused(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let steward = town.steward();
        for (body, field) in [
            (json!({ "state": "open", "places_free": 0 }), "places_free"),
            (json!({ "state": "full", "places_free": 2 }), "places_free"),
            (json!({ "state": "open", "places_free": 5, "places_total": 4 }), "places_free"),
            (json!({ "state": "open", "waiting": -1 }), "waiting"),
            (json!({ "state": "full", "until": in_seconds(-60) }), "until"),
            (json!({ "state": "open", "client_name": "Ann" }), "client_name"),
            (json!({ "state": "roomy" }), "state"),
            (json!(["open", 4, 12, null, null, null, null, null, null, null]), "body"),
        ] {
            let refused = say(&steward, &lunch(), &body).expect(422);
            assert_eq!(refused.body["errors"][0]["field"], field, "{body}");
        }
        assert_eq!(town.anyone().get(&room_of(&lunch())).body["version"], 0);
    }

    /// A service at two places has room at each of them: which one is meant must be said.
    fn each_location_has_its_own_room(db: &TestDatabase) {
        let both = lunch().at(1, 53.94, -3.75).at(2, 53.99, -3.75);
        let town = Town::start(db, std::slice::from_ref(&both));
        let provider = town.provider(1);
        let refused = say(&provider, &both, &json!({ "state": "full" })).expect(422);
        assert_eq!(refused.body["errors"][0]["field"], "location_id");
        let at = |number| format!("{}?location_id={}", room_of(&both), location_id(number));
        provider.put(&at(1), &json!({ "state": "full" })).expect(200);
        provider.put(&at(2), &json!({ "state": "open" })).expect(200);
        provider.put(&at(3), &json!({ "state": "open" })).expect(404);
        assert_eq!(town.anyone().get(&at(1)).body["state"], "full");
        assert_eq!(town.anyone().get(&at(2)).body["state"], "open");
        let answer = town.search("near=QH1+1AA");
        assert_eq!(answer["contents"][0]["location"]["id"], json!(location_id(2)));
        provider.put(&at(2), &json!({ "state": "full" })).expect(200);
        assert_eq!(town.search("near=QH1+1AA")["hidden"]["full"], 1);
    }

    /// A statement that says when it ends is no longer believed from then on.
    fn a_statement_ends_when_it_said_it_would(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "full", "until": in_seconds(3) })).expect(200);
        assert_eq!(town.search("")["hidden"]["full"], 1);
        let after = soon("the statement has ended", || {
            let answer = town.search("");
            (answer["total_items"] == 1).then_some(answer)
        });
        let room = &after["contents"][0]["availability"];
        assert_eq!((&room["state"], &room["freshness"]), (&json!("unconfirmed"), &json!("stale")));
        assert_eq!(after["hidden"]["full"], 0);
    }

    /// What was true long ago is not believed now, though it is the last that was said.
    fn what_was_true_long_ago_is_not_believed(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let steward = town.steward();
        let day = 86_400;
        for (days, state, freshness) in [(40, "unconfirmed", "stale"), (20, "full", "ageing"), (3, "full", "fresh")] {
            let said = json!({ "state": "full", "as_of": in_seconds(-days * day) });
            let room = say(&steward, &lunch(), &said).expect(200).body;
            assert_eq!((&room["state"], &room["freshness"]), (&json!(state), &json!(freshness)), "{days} days");
            assert_eq!(town.search("availability=any")["contents"][0]["availability"], room);
        }
    }

    /// A service that does not run is closed, whatever was said about its room.
    fn a_service_that_does_not_run_is_closed(db: &TestDatabase) {
        let town = Town::start(db, &[lunch().with("status", "inactive"), supper()]);
        let said = say(&town.provider(1), &lunch(), &json!({ "state": "open" })).expect(200).body;
        assert_eq!((&said["state"], &said["signpostable"]), (&json!("closed"), &json!(false)));
        let answer = town.search("");
        assert_eq!((&answer["total_items"], &answer["hidden"]["closed"]), (&json!(1), &json!(1)));
        assert_eq!(town.anyone().get(&room_of(&lunch())).body["state"], "closed");
    }

    /// A service, or a location, that is not known is told so.
    fn what_is_not_there_is_not_found(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let nowhere = service(99, "Nowhere");
        town.anyone().get(&room_of(&nowhere)).expect(404);
        say(&town.steward(), &nowhere, &json!({ "state": "open" })).expect(404);
        town.anyone().get(&format!("/api/v1/services/{}", nowhere.id())).expect(404);
    }
}
