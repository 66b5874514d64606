//! Two listings of one service.

use super::*;

/// The same lunch club, told by somebody else.
fn twin() -> Listing {
    service(2, "The Lunch Club")
        .by(2, "Sorrelgate Trust")
        .with("phones", json!([{ "number": "0161 496 0000" }]))
        .with("email", "lunch@quay.example")
        .at_place(2, json!({ "latitude": 53.94, "longitude": -3.75, "addresses": [{ "postal_code": "QH1 1AA" }] }))
}

on_both_databases! {
    /// Two become one, whatever knew the other follows, and they become two again as they were.
    fn two_become_one_and_two_again(db: &TestDatabase) {
        let third = service(3, "Lunch club").by(3, "Far Away").at(3, 53.99, -3.75);
        let town = Town::start(db, &[lunch(), twin(), third.clone()]);
        let steward = Person::new(&town, "steward");
        say(&town.steward(), &twin(), &json!({ "state": "open", "places_free": 2 })).expect(200);
        let link = format!("/api/v1/services/{}/links", twin().id());
        let link = town.steward().post(&link, &json!({})).expect(201).body;
        steward.post("/duplicates/look", "").expect(303);
        let list = steward.get("/duplicates").expect(200).text;
        assert!(list.contains("the same telephone number") && list.contains("1 pair"), "{list}");
        let before = (listing(&town, &lunch()), listing(&town, &twin()));
        let pair = format!("/duplicates/{}/{}", lunch().id(), twin().id());
        let page = steward.get(&pair).expect(200).text;
        assert!(page.contains("value=\"email\" checked") && !page.contains("value=\"name\" checked"), "{page}");
        let other = Person::provider(&town, 2);
        press(&other, &twin(), &form(&other, &twin()).with("name", "Lunch for all"), "send").expect(303);
        assert!(steward.get("/tasks").expect(200).text.contains("One change of a listing waits"));
        steward.post(&pair, "take=email").expect(303);
        assert!(!steward.get("/tasks").expect(200).text.contains("One change of a listing waits"), "nobody is asked about what has gone");
        let kept = listing(&town, &lunch());
        assert_eq!((&kept["name"], &kept["email"]), (&json!("Lunch club"), &json!("lunch@quay.example")));
        assert_eq!(kept["availability"][0]["state"], "open", "what was said of its room follows");
        for (start, end) in [("/services/", "?at=1"), ("/api/v1/services/", "/capacity")] {
            let moved = town.anyone().get(&format!("{start}{}{end}", twin().id())).expect(308);
            assert_eq!(moved.header("location"), Some(format!("{start}{}{end}", lunch().id()).as_str()));
        }
        let wish = json!({ "service_id": twin().id(), "location_id": location_id(2), "hold": true });
        let sent = town.steward().post("/api/v1/signposts", &wish).expect(201).body;
        assert_eq!(sent["service_id"], lunch().id());
        let token = link["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token").to_owned();
        assert!(town.anyone().get(&format!("/u/{token}")).expect(200).text.contains("Lunch club"));
        soon("it is found no longer", || (!town.names("q=lunch&availability=any").contains(&"The Lunch Club".to_owned())).then_some(()));
        town.import(&[twin().described("Told again by its feed.")]);
        assert_eq!(town.anyone().get(&format!("/services/{}", twin().id())).status, 308);
        town.import(&[twin()]);
        let list = steward.get("/duplicates").expect(200).text;
        let (_, rest) = list.split_once("/duplicates/merges/").expect("a merge");
        let undo = format!("/duplicates/merges/{}", rest.split('"').next().expect("its address"));
        steward.post(&undo, "").expect(303);
        steward.post(&undo, "").expect(409);
        let strip = |mut one: Value| {
            for field in ["availability", "reliability"] {
                one.as_object_mut().expect("a listing").remove(field);
            }
            one
        };
        let after = (strip(listing(&town, &lunch())), strip(listing(&town, &twin())));
        assert_eq!(after, (strip(before.0), strip(before.1)));
        assert_eq!(listing(&town, &twin())["availability"][0]["places_free"], 2);
        soon("both are found", || town.names("q=lunch&availability=any").contains(&"The Lunch Club".to_owned()).then_some(()));
        steward.post(&format!("{pair}/apart"), "").expect(303);
        steward.post("/duplicates/look", "").expect(303);
        assert!(steward.get("/duplicates").expect(200).text.contains("No pair is known that may be one service"));
        steward.get(&format!("/duplicates/{0}/{0}", lunch().id())).expect(404);
    }
}
