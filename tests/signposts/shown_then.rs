//! What was shown at a moment in the past is what is told of it later.

use super::*;
use crate::support::town::in_seconds;
use jiff::Timestamp;

/// What is shown now, with the moment.
fn look(town: &Town) -> (String, Value) {
    let now = Timestamp::now();
    // Nothing else happens in the same millisecond.
    std::thread::sleep(std::time::Duration::from_millis(3));
    (format!("{now:.3}"), room(town, &lunch()))
}

fn then(client: &Client, at: &str) -> Reply {
    client.get(&format!("{}/shown?at={at}", room_of(&lunch())))
}

on_both_databases! {
    /// Whatever happened since: statements, confirmations, holds, arrivals, reports.
    fn what_was_shown_then_is_told_later(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let (navigator, provider) = (town.with_role("navigator"), town.provider(1));
        let mut seen = vec![look(&town)];
        let mut after = |_: Reply| {
            std::thread::sleep(std::time::Duration::from_millis(3));
            seen.push(look(&town));
        };
        after(say(&provider, &lunch(), &json!({ "state": "open", "places_free": 4, "note": "ring first" })).expect(200));
        let codes = [(); 3].map(|()| code(hold(&navigator, &lunch())));
        after(hold(&navigator, &lunch()).expect(201));
        after(tell(&navigator, &codes[0], "attended").expect(200));
        after(navigator.delete(&format!("/api/v1/signposts/{}", codes[1])).expect(204));
        after(tell(&navigator, &codes[2], "turned_away_full").expect(200));
        after(provider.post(&format!("{}/confirm", room_of(&lunch())), &json!({})).expect(200));
        after(say(&town.steward(), &lunch(), &json!({ "state": "paused", "until": in_seconds(3600) })).expect(200));
        let insider = town.with_role("commissioner");
        for (at, shown) in &seen {
            let told = then(&insider, at).expect(200).body;
            assert_eq!(told["lines"][0]["availability"], *shown, "{at}");
        }
        let (at, _) = seen.last().unwrap();
        let said = then(&provider, at).expect(200).body["lines"][0]["said"].clone();
        assert_eq!((&said["author"], &said["source"]), (&json!("a test"), &json!("steward")));
        assert_eq!(then(&provider, &seen[0].0).body["lines"][0]["said"], json!(null));
    }

    /// Only for those who may look behind a listing, and only of what has been.
    fn only_insiders_are_told_and_only_of_what_has_been(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let now = in_seconds(-1);
        then(&town.anyone(), &now).expect(401);
        then(&town.with_role("navigator"), &now).expect(403);
        for wrong in [in_seconds(60), String::new(), "yesterday".into()] {
            then(&town.steward(), &wrong).expect(400);
        }
    }
}
