//! Where: from what somebody writes to what is near, and what serves them wherever it is.

use serde_json::json;

use super::*;
use crate::support::listing::location_id;

/// A kilometre to the north of the first postcode, more or less.
const NORTH: (f64, f64) = (53.949, -3.75);

on_both_databases! {
    /// A postcode, an outcode, a place name and a position are all understood, and the distance
    /// from them is right within one in a hundred.
    fn somebody_is_found_however_they_say_where_they_are(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch").at(1, NORTH.0, NORTH.1)]);
        for (near, precision) in [
            ("QH1 1AA", "postcode"), ("qh11aa", "postcode"), ("QH1", "outcode"),
            ("Tansyfield", "place"), ("53.94,-3.75", "point"),
        ] {
            let answer = town.search(&format!("near={near}"));
            let place = &answer["interpretation"]["place"];
            assert_eq!(place["precision"], precision, "{near}");
            let from = (place["latitude"].as_f64().unwrap(), place["longitude"].as_f64().unwrap());
            assert!(metres(from, HOME) < 700.0, "{near} is at {from:?}");
            let right = metres(from, NORTH);
            let said = answer["contents"][0]["distance_m"].as_f64().unwrap();
            assert!((said - right).abs() <= right / 100.0, "{near}: {said} m, and not {right}");
        }
    }

    /// A place that is not known is told so, in words.
    fn a_place_that_is_not_known_is_told_so(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch")]);
        for near in ["Nowhereton", "ZZ99 9ZZ", "91,0", "53.9,-3.7,8"] {
            let refused = town.anyone().get(&format!("/api/v1/search?near={near}")).expect(400);
            assert_eq!(refused.body["errors"][0]["field"], "near", "{near}");
        }
    }

    /// A service without a position is where its postcode is.
    fn a_service_is_where_its_postcode_is(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch").at_postcode(1, "QH2 2BB")]);
        let answer = town.search("near=53.94,-3.75");
        let right = metres(HOME, (53.99, -3.75));
        let said = answer["contents"][0]["distance_m"].as_f64().unwrap();
        assert!((said - right).abs() <= right / 100.0, "{said} m, and not {right}");
        assert_eq!(answer["contents"][0]["location"]["postcode"], "QH2 2BB");
    }

    /// What is farther than asked for is left out; what has no address may be near.
    fn what_is_too_far_is_left_out(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Near").at(1, 53.943, -3.75),
            service(2, "Far").at(2, 53.99, -3.75),
            service(3, "Somewhere"),
        ]);
        let near = town.search("near=QH1+1AA&within_km=2&sort=name");
        assert_eq!(names(&near), ["Near", "Somewhere"]);
        assert!(reasons(&near, "Somewhere").contains("its address is not known"));
        assert_eq!(town.names("near=QH1+1AA&within_km=6&sort=name"), ["Far", "Near", "Somewhere"]);
    }

    /// A service with a drawn area is for those who live in it, however far away it is, and for
    /// nobody else.
    fn a_drawn_area_says_whom_a_service_is_for(db: &TestDatabase) {
        let around = |place: (f64, f64)| Some(square(place.0, place.1, 0.01));
        let town = Town::start(db, &[
            service(1, "For us, from afar").at(1, 54.9, -3.75).for_area("Tansyfield", around(HOME)),
            service(2, "For others, next door").at(2, 53.941, -3.75).for_area("Elsewhere", around((54.9, -3.75))),
            service(3, "For all, from afar").at(3, 54.9, -3.75),
        ]);
        let answer = town.search("near=QH1+1AA&within_km=5&sort=name");
        assert_eq!(names(&answer), ["For us, from afar"]);
        assert!(reasons(&answer, "For us, from afar").contains("serves Tansyfield"));
        assert_eq!(town.names("sort=name").len(), 3);
        assert_eq!(town.names("near=54.9,-3.75&within_km=5&sort=name"), ["For all, from afar", "For others, next door"]);
    }

    /// An area that is only named hides nothing: nobody can say who lives in it.
    fn an_area_without_a_shape_hides_nothing(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Lunch").at(1, 53.941, -3.75).for_area("Far Away", None),
            service(2, "Supper").at(2, 53.941, -3.75).for_area("Broken", Some(json!({ "type": "Polygon" }))),
        ]);
        assert_eq!(town.names("near=QH1+1AA&within_km=5&sort=name"), ["Lunch", "Supper"]);
    }

    /// By telephone or online, a service is as near as any.
    fn a_helpline_is_never_too_far(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Helpline").delivered("phone"),
            service(2, "Webchat").at_place(2, json!({ "location_type": "virtual", "latitude": 51.5, "longitude": 0.1 })),
            service(3, "Office by phone").delivered("phone").at(3, 51.5, 0.1),
            service(4, "Office").at(4, 51.5, 0.1),
        ]);
        let answer = town.search("near=QH1+1AA&within_km=2&sort=name");
        assert_eq!(names(&answer), ["Helpline", "Office by phone", "Webchat"]);
        assert!(reasons(&answer, "Helpline").contains("by telephone or online"));
    }

    /// A service at several places is one answer, at the place that serves best: the nearest, or
    /// the one that has room.
    fn a_service_is_found_once_at_its_best_place(db: &TestDatabase) {
        let lunch = service(1, "Lunch").at(1, 53.99, -3.75).at(2, 53.941, -3.75).at(3, 53.97, -3.75);
        let town = Town::start(db, std::slice::from_ref(&lunch));
        let best = |answer: &Value| {
            assert_eq!(answer["total_items"], 1);
            answer["contents"][0]["location"]["id"].as_str().unwrap().to_owned()
        };
        assert_eq!(best(&town.search("near=QH1+1AA")), location_id(2));
        let at = |number| format!("{}?location_id={}", crate::support::town::room_of(&lunch), location_id(number));
        let steward = town.steward();
        steward.put(&at(2), &json!({ "state": "full" })).expect(200);
        steward.put(&at(3), &json!({ "state": "open" })).expect(200);
        assert_eq!(best(&town.search("near=QH1+1AA")), location_id(3));
        // Within 2 km there is only the place that is full.
        assert_eq!(town.search("near=QH1+1AA&within_km=2")["hidden"]["full"], 1);
    }
}
