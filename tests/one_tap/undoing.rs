//! Second thoughts: what was tapped can be taken back.

use super::*;

/// What a person sees of room, without the number that counts changes.
fn seen(mut room: Value) -> Value {
    room["version"] = json!(null);
    room
}

on_both_databases! {
    /// What was in force before is in force again, from when it was said and confirmed.
    fn what_was_in_force_before_is_in_force_again(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let body = json!({ "state": "open", "places_free": 3, "places_total": 12, "unit": "seat",
            "note": "ring first", "as_of": in_seconds(-86_400), "until": in_seconds(86_400) });
        say(&town.steward(), &lunch(), &body).expect(200);
        let confirm = format!("{}/confirm", room_of(&lunch()));
        let before = town.provider(1).post(&confirm, &json!({})).expect(200).body;
        let link = Link::new(&town);
        let page = link.tap("say=full");
        assert!(page.contains("Thank you") && page.contains("value=\"undo\""), "{page}");
        assert_eq!(town.search("")["total_items"], 0);
        let page = link.tap("say=undo");
        assert!(page.contains("Undone") && !page.contains("value=\"undo\""), "{page}");
        assert_eq!(seen(room(&town)), seen(before.clone()));
        assert_eq!(seen(town.search("")["contents"][0]["availability"].clone()), seen(before));
        let (kind, state, author) = history(&town)[0].clone();
        assert_eq!((kind.as_str(), state.as_str()), ("undo", "open"));
        assert_eq!(author, "one-tap link: the office");
        assert_eq!(history(&town).len(), 4);
        // Tapped twice by a finger in a hurry.
        link.tap("say=undo");
        assert_eq!(history(&town).len(), 4);
    }

    /// A confirmation can be taken back as well.
    fn a_confirmation_can_be_taken_back(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let body = json!({ "state": "full", "as_of": in_seconds(-86_400) });
        let before = say(&town.provider(1), &lunch(), &body).expect(200).body;
        let link = Link::new(&town);
        link.tap("version=1&say=same");
        assert_ne!(room(&town)["confirmed_at"], before["confirmed_at"]);
        link.tap("say=undo");
        assert_eq!(seen(room(&town)), seen(before));
    }

    /// Where nobody had said anything, nothing is said again: in each search, on each node, and
    /// after a restart.
    fn where_nothing_was_said_nothing_is_said_again(db: &TestDatabase) {
        let mut town = Town::start(db, &[lunch()]);
        let other = Launch::new(&town.database).start();
        let silence = room(&town);
        let link = Link::new(&town);
        link.tap("say=full");
        let page = link.tap("say=undo");
        assert!(page.contains("Nobody has said yet"), "{page}");
        assert_eq!(seen(room(&town)), seen(silence.clone()));
        let shown = |client: &Client| {
            let answer = crate::support::town::search(client, "availability=any");
            answer["contents"][0]["availability"].clone()
        };
        assert_eq!(seen(shown(&town.anyone())), seen(silence.clone()));
        crate::support::town::soon("the other node has heard of it", || {
            (seen(shown(&other.client())) == seen(silence.clone())
                && shown(&other.client())["version"] == 2).then_some(())
        });
        assert_eq!(history(&town)[0].1, "unconfirmed");
        town.anyone().get("/metrics").expect(200);
        let data = town.server.data().to_owned();
        town.server.kill();
        let again = Launch::new(&town.database).data(&data).start();
        assert_eq!(seen(shown(&again.client())), seen(silence));
        let confirm = format!("{}/confirm", room_of(&lunch()));
        again.client().with_key(&crate::support::town::key(&town.database, "steward", None))
            .post(&confirm, &json!({})).expect(409);
    }

    /// Somebody else who has spoken since is not silenced.
    fn what_somebody_else_has_changed_since_stays(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "open" })).expect(200);
        let link = Link::new(&town);
        link.tap("say=full");
        say(&town.steward(), &lunch(), &json!({ "state": "paused" })).expect(200);
        assert!(!link.look().text.contains("value=\"undo\""));
        let refused = link.send("say=undo").expect(409).text;
        assert!(refused.contains("somebody has changed this in the meantime"), "{refused}");
        assert_eq!(room(&town)["state"], "paused");
        // Nor does a link undo what another did.
        let other = Link::make(&town, &json!({ "issued_to": "the treasurer" }));
        link.tap("say=full");
        other.send("say=undo").expect(409);
        assert_eq!(room(&town)["state"], "full");
    }

    /// A tap that comes twice is one; two different taps are two.
    fn a_tap_that_comes_twice_is_one(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "limited" })).expect(200);
        let link = Link::new(&town);
        for form in ["say=full", "say=full", "say=undo"] {
            link.tap(form);
        }
        assert_eq!(room(&town)["state"], "limited");
        for form in ["say=full", "say=paused", "say=undo"] {
            link.tap(form);
        }
        assert_eq!(room(&town)["state"], "full");
    }

    /// A confirmation that comes twice is one too; a tap on an old page is not taken for it.
    fn a_confirmation_that_comes_twice_is_one(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "limited" })).expect(200);
        let link = Link::new(&town);
        for _ in 0..2 {
            link.tap("version=1&say=same");
        }
        assert_eq!(history(&town).len(), 2);
        link.tap("say=full");
        link.send("version=2&say=same").expect(409);
        assert_eq!(room(&town)["state"], "full");
    }

    /// A link that did nothing has nothing to undo.
    fn a_link_that_did_nothing_has_nothing_to_undo(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "open" })).expect(200);
        let refused = Link::new(&town).send("say=undo").expect(409).text;
        assert!(refused.contains("too late"), "{refused}");
        assert_eq!(room(&town)["version"], 1);
    }
}
