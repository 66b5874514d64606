//! What is imported while the server runs is found soon after.

use serde_json::json;

use super::*;
use crate::support::listing::location_id;
use crate::support::town::{command, done, in_seconds, room_of};

on_both_databases! {
    /// A new listing, a changed one and one that no longer says a word.
    fn edits_are_found_soon(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch").described("Soup and bread.")]);
        town.import(&[service(1, "Supper").described("Stew and bread."), service(2, "Breakfast")]);
        soon("both are found", || (town.names("sort=name") == ["Breakfast", "Supper"]).then_some(()));
        assert_eq!(town.names("q=stew"), ["Supper"]);
        assert!(town.names("q=soup").is_empty());
        assert!(town.names("q=lunch").is_empty());
    }

    /// The new name of an organisation is found at all of its services, also at those that the
    /// import did not name.
    fn the_new_name_of_an_organisation_reaches_its_services(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Lunch").by(1, "Old Hall"),
            service(2, "Supper").by(1, "Old Hall"),
        ]);
        town.import(&[service(1, "Lunch").by(1, "Bright Hall")]);
        soon("both are found by the new name", || (town.names("q=bright&sort=name") == ["Lunch", "Supper"]).then_some(()));
        assert!(town.names("q=old").is_empty());
        let answer = town.search("");
        assert_eq!(found(&answer, "Supper")["organization"]["name"], "Bright Hall");
    }

    /// A location that has moved is found where it is now, for every service there.
    fn a_location_that_moved_is_found_where_it_is(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Lunch").at(1, 53.94, -3.75),
            service(2, "Supper").at(1, 53.94, -3.75),
        ]);
        assert_eq!(town.names("near=QH1+1AA&within_km=2&sort=name"), ["Lunch", "Supper"]);
        town.import(&[service(1, "Lunch").at(1, 53.99, -3.75)]);
        let far = "near=QH1+1AA&within_km=2&sort=name";
        let is_further = |answer: &Value| answer["interpretation"]["relaxed"].to_string().contains("near enough");
        soon("both have moved", || is_further(&town.search(far)).then_some(()));
        let answer = town.search("near=QH2+2BB&within_km=1&sort=name");
        assert_eq!(names(&answer), ["Lunch", "Supper"]);
        assert!(!is_further(&answer));
    }

    /// What was said about room stays with a listing that changes, and a new place begins with
    /// nothing said.
    fn room_stays_with_a_listing_that_changes(db: &TestDatabase) {
        let lunch = service(1, "Lunch").at(1, 53.94, -3.75);
        let town = Town::start(db, std::slice::from_ref(&lunch));
        say(&town.steward(), &lunch, &json!({ "state": "open" })).expect(200);
        town.import(&[service(1, "Big lunch").at(1, 53.94, -3.75).at(2, 53.99, -3.75)]);
        soon("the new name is found", || (town.names("") == ["Big lunch"]).then_some(()));
        let listing = town.anyone().get(&format!("/api/v1/services/{}", lunch.id())).expect(200).body;
        let states: Vec<_> = listing["availability"].as_array().unwrap().iter().map(|room| room["state"].clone()).collect();
        assert_eq!(states, ["open", "unconfirmed"]);
    }

    /// A place that is given up and taken up again has the room that was last said of it.
    fn a_place_that_comes_back_has_its_room(db: &TestDatabase) {
        let (here, there) = ((1, 53.94, -3.75), (2, 53.99, -3.75));
        let both = service(1, "Lunch").at(here.0, here.1, here.2).at(there.0, there.1, there.2);
        let town = Town::start(db, std::slice::from_ref(&both));
        let at = format!("{}?location_id={}", room_of(&both), location_id(2));
        town.steward().put(&at, &json!({ "state": "full" })).expect(200);
        let only_here = service(1, "Lunch here").at(here.0, here.1, here.2);
        town.import(std::slice::from_ref(&only_here));
        soon("one place is left", || (town.names("") == ["Lunch here"]).then_some(()));
        town.anyone().get(&at).expect(404);
        town.import(std::slice::from_ref(&both));
        soon("the place is back", || (town.names("") == ["Lunch"]).then_some(()));
        assert_eq!(town.anyone().get(&at).expect(200).body["state"], "full");
        assert_eq!(town.search("near=QH2+2BB&within_km=1")["hidden"]["full"], 1);
    }

    /// What a feed says about room is shown soon, as the feed's word; what a provider says later
    /// stands, however often the feed repeats itself.
    fn a_feed_says_room_until_the_provider_does(db: &TestDatabase) {
        let beds = |free: u32, seconds: i64| service(1, "Hostel").with("capacities", json!([{
            "unit": { "name": "bed" }, "available": free, "maximum": 10, "updated": in_seconds(seconds),
        }]));
        let town = Town::start(db, &[service(1, "Hostel")]);
        let feed = beds(3, -3600);
        town.import(std::slice::from_ref(&feed));
        let room = soon("the room is shown", || {
            let room = town.search("availability=any")["contents"][0]["availability"].clone();
            (room["state"] == "open").then_some(room)
        });
        assert_eq!((&room["places_free"], &room["unit"], &room["source"]), (&json!(3), &json!("bed"), &json!("feed")));
        say(&town.provider(1), &feed, &json!({ "state": "full" })).expect(200);
        town.import(std::slice::from_ref(&feed));
        town.import(&[beds(5, -1800)]);
        assert_eq!(town.anyone().get(&room_of(&feed)).body["source"], "provider");
        assert_eq!(town.search("")["hidden"]["full"], 1);
    }

    /// A postcode that comes to be known puts those who are there on the map.
    fn a_new_postcode_is_known_soon(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch").at(1, 53.9, -3.7)]);
        town.anyone().get("/api/v1/search?near=QH9+9ZZ").expect(400);
        let file = town.file("more.csv");
        std::fs::write(&file, "postcode,lat,lon\nQH9 9ZZ,53.9,-3.7\n").unwrap();
        done(&command(&town.database, &["import", "postcodes", &file]));
        soon("the postcode is known", || (town.anyone().get("/api/v1/search?near=QH9+9ZZ").status == 200).then_some(()));
    }
}
