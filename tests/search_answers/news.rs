//! What is imported while the server runs is found soon after.

use super::*;

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
        soon("both have moved", || town.names("near=QH1+1AA&within_km=2").is_empty().then_some(()));
        assert_eq!(town.names("near=QH2+2BB&within_km=1&sort=name"), ["Lunch", "Supper"]);
    }

    /// What was said about room stays with a listing that changes, and a new place begins with
    /// nothing said.
    fn room_stays_with_a_listing_that_changes(db: &TestDatabase) {
        let lunch = service(1, "Lunch").at(1, 53.94, -3.75);
        let town = Town::start(db, std::slice::from_ref(&lunch));
        say(&town.steward(), &lunch, &serde_json::json!({ "state": "open" })).expect(200);
        town.import(&[service(1, "Big lunch").at(1, 53.94, -3.75).at(2, 53.99, -3.75)]);
        soon("the new name is found", || (town.names("") == ["Big lunch"]).then_some(()));
        let listing = town.anyone().get(&format!("/api/v1/services/{}", lunch.id())).expect(200).body;
        let states: Vec<_> = listing["availability"].as_array().unwrap().iter().map(|room| room["state"].clone()).collect();
        assert_eq!(states, ["open", "unconfirmed"]);
    }

    /// A postcode that comes to be known puts those who are there on the map.
    fn a_new_postcode_is_known_soon(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch").at(1, 53.9, -3.7)]);
        town.anyone().get("/api/v1/search?near=QH9+9ZZ").expect(400);
        let file = town.file("more.csv");
        std::fs::write(&file, "postcode,lat,lon\nQH9 9ZZ,53.9,-3.7\n").unwrap();
        crate::support::town::done(&crate::support::town::command(&town.database, &["import", "postcodes", &file]));
        soon("the postcode is known", || (town.anyone().get("/api/v1/search?near=QH9+9ZZ").status == 200).then_some(()));
    }
}
