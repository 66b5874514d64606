//! All services of an organisation at a glance, and one tap.

use super::*;

fn tap(listing: &Listing, more: &str) -> String {
    format!("service={}&location=&{more}", listing.id())
}

on_both_databases! {
    /// A tap is shown to the next search, can be undone once, and says who it was.
    fn one_tap_says_how_it_is_and_one_takes_it_back(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "open", "places_free": 3 })).expect(200);
        let pat = sign_in(&town, "provider", Some(1), &[]);
        let led = pat.post("/my/room", &tap(&lunch(), "say=full")).expect(303);
        assert!(led.header("location").is_some_and(|to| to.starts_with("/my#p")));
        assert_eq!(room(&town, &lunch())["state"], "full");
        let page = pat.get("/my").expect(200).text;
        assert!(page.contains("value=\"undo\""), "{page}");
        let history = town.steward().get(&format!("{}/history", room_of(&lunch()))).expect(200).body;
        assert_eq!(history["contents"][0]["author"], "Ada Desk");
        pat.post("/my/room", &tap(&lunch(), "say=undo")).expect(303);
        let back = room(&town, &lunch());
        assert_eq!((&back["state"], &back["places_free"]), (&json!("open"), &json!(3)));
        pat.post("/my/room", &tap(&lunch(), "say=undo")).expect(303);
        assert_eq!(room(&town, &lunch())["version"], back["version"], "twice is once");
        assert!(!pat.get("/my").expect(200).text.contains("value=\"undo\""));
    }

    /// Numbers that do not go with the button, a version that is old, and what can no longer be undone
    /// are said beside the place, and change nothing.
    fn what_cannot_be_taken_is_said_beside_the_place(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let pat = sign_in(&town, "provider", Some(1), &[]);
        pat.post("/my/room", &tap(&lunch(), "say=undo")).expect(409);
        pat.post("/my/room", &tap(&lunch(), "say=same&version=0")).expect(409);
        let page = pat.post("/my/room", &tap(&lunch(), "say=full&places_free=4")).expect(422).text;
        assert!(page.contains("Not sent yet") && page.contains("value=\"4\""), "{page}");
        pat.post("/my/room", &tap(&lunch(), "say=open&name=Ada")).expect(422);
        pat.post("/my/room", "service=x&location=&say=full").expect(404);
        assert_eq!(room(&town, &lunch())["version"], 0);
        pat.post("/my/room", &tap(&lunch(), "say=open&places_free=4")).expect(303);
        say(&town.steward(), &lunch(), &json!({ "state": "full" })).expect(200);
        let late = pat.post("/my/room", &tap(&lunch(), "say=undo")).expect(409).text;
        assert!(late.contains("somebody has changed this") || late.contains("too late"), "{late}");
        assert_eq!(room(&town, &lunch())["state"], "full");
    }

    /// Those on their way are shown by their codes, and what became of them is one tap.
    fn who_is_on_the_way_is_told_of(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        say(&town.provider(1), &lunch(), &json!({ "state": "open", "places_free": 3 })).expect(200);
        let code = send(&town, &lunch());
        let pat = sign_in(&town, "provider", Some(1), &[]);
        let page = pat.get("/my").expect(200).text;
        assert!(page.contains(&code) && page.contains("a place is kept until"), "{page}");
        pat.post("/my/told", &format!("code={code}&outcome=attended")).expect(303);
        assert_eq!(room(&town, &lunch())["held"], 0);
        pat.post("/my/told", &format!("code={code}&outcome=eaten")).expect(422);
        pat.post("/my/told", "code=nonsense&outcome=attended").expect(404);
    }

    /// What the listing does not say is named, and the poster leads to the public page.
    fn what_is_missing_is_named_and_a_poster_can_be_printed(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch club")]);
        let pat = sign_in(&town, "provider", Some(1), &[]);
        let award = json!({ "funder": "Wythmere Fund", "amount": "12000", "currency": "GBP", "ends_on": "2999-03-31" });
        let funding = format!("/api/v1/services/{}/funding", lunch().id());
        town.steward().put(&funding, &json!({ "awards": [award] })).expect(200);
        let page = pat.get("/my").expect(200).text;
        assert!(page.contains("Wythmere Fund, 12000 GBP, until 31 March 2999"), "{page}");
        for words in ["what it is", "when it is open", "who it is for", "ask about room"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let poster = pat.get(&format!("/my/poster/{}", lunch().id())).expect(200).text;
        let public = format!("{}/services/{}", town.server.url(), lunch().id());
        assert!(poster.contains(&public) && poster.contains("<path d=\"M"), "{poster}");
        pat.get("/my/poster/nonsense").expect(404);
        pat.get(&format!("/my/poster/{}", service(8, "").id())).expect(404);
    }
}
