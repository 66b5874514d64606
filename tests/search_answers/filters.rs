//! Filters: what fits stays, what does not goes, and what does not say stays with a word about it.

use serde_json::json;

use super::*;

on_both_databases! {
    /// Free of charge: what costs something goes, what does not say is asked about.
    fn what_costs_something_is_not_free(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Free").costs(0.0),
            service(2, "Dear").costs(12.5),
            service(3, "Silent"),
        ]);
        let answer = town.search("cost=free");
        assert_eq!(names(&answer), ["Free", "Silent"]);
        assert!(reasons(&answer, "Silent").contains("the cost is not described"));
        assert!(!reasons(&answer, "Free").contains("not described"));
    }

    /// The age of the person: within both ends, or where only one end is given.
    fn a_service_is_for_those_of_its_age(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Youth").with("minimum_age", 11).with("maximum_age", 18),
            service(2, "Elders").with("minimum_age", 65),
            service(3, "Silent"),
        ]);
        assert_eq!(town.names("age=11&sort=name"), ["Silent", "Youth"]);
        assert_eq!(town.names("age=18&sort=name"), ["Silent", "Youth"]);
        assert_eq!(town.names("age=40&sort=name"), ["Silent"]);
        let old = town.search("age=65&sort=name");
        assert_eq!(names(&old), ["Elders", "Silent"]);
        assert!(reasons(&old, "Silent").contains("ages are not described"));
    }

    /// A day, several days, and a part of the day.
    fn a_service_is_open_when_somebody_can_go(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Monday morning").weekly("MO", "09:00", "11:00"),
            service(2, "Tuesday evening").weekly("TU", "18:30", "20:00"),
            service(3, "Silent"),
        ]);
        assert_eq!(town.names("day=MO&sort=name"), ["Monday morning", "Silent"]);
        assert_eq!(town.names("day=MO&day=TU&sort=name"), ["Monday morning", "Silent", "Tuesday evening"]);
        assert_eq!(town.names("time=evening&sort=name"), ["Silent", "Tuesday evening"]);
        assert_eq!(town.names("day=MO&time=evening&sort=name"), ["Silent"]);
        let sunday = town.search("day=SU");
        assert!(reasons(&sunday, "Silent").contains("days and times are not described"));
        let monday = town.search("day=MO");
        assert!(found(&monday, "Monday morning")["next_session"].is_string());
    }

    /// What the place offers to those who need it.
    fn a_place_says_who_can_get_in(db: &TestDatabase) {
        let access = |text: &str| json!({ "accessibility": [{ "description": text }] });
        let town = Town::start(db, &[
            service(1, "Ramp").at_place(1, access("Wheelchair accessible")),
            service(2, "Loop").at_place(2, access("Hearing loop")),
            service(3, "Silent").at(3, 53.94, -3.75),
        ]);
        let answer = town.search("access=wheelchair_accessible&sort=name");
        assert_eq!(names(&answer), ["Ramp", "Silent"]);
        assert!(reasons(&answer, "Ramp").contains("Wheelchair accessible"));
        assert!(reasons(&answer, "Silent").contains("access is not described"));
        let either = town.names("access=wheelchair_accessible&access=hearing_loop&sort=name");
        assert_eq!(either, ["Loop", "Ramp", "Silent"]);
    }

    /// The language, the way in, and how it is given.
    fn language_route_and_delivery_are_asked_for_alike(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Right").speaks("pl", "Polish").route("drop_in").delivered("home_visit"),
            service(2, "Other").speaks("ur", "Urdu").route("professional").delivered("phone"),
            service(3, "Silent"),
        ]);
        for (query, reason) in [
            ("language=pl", "languages are not described"),
            ("route=drop_in", "how to get in is not described"),
            ("delivery=home_visit", "how it is given is not described"),
        ] {
            let answer = town.search(query);
            assert_eq!(names(&answer), ["Right", "Silent"], "{query}");
            assert!(reasons(&answer, "Silent").contains(reason), "{query}");
        }
    }

    /// What a service is for is never guessed: one that does not say is not an answer.
    fn a_need_is_never_guessed(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Pantry").for_need("food", "Food"),
            service(2, "Lunch").for_need("food", "Food").for_need("company", "Company"),
            service(3, "Silent"),
        ]);
        assert_eq!(town.names("need=food&sort=name"), ["Lunch", "Pantry"]);
        assert_eq!(town.names("need=company"), ["Lunch"]);
        assert_eq!(town.names("need=food&need=company&sort=name"), ["Lunch", "Pantry"]);
        assert!(town.names("need=unheard-of").is_empty());
    }

    /// Kinds must all hold.
    fn filters_of_several_kinds_must_all_hold(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Both").for_need("food", "Food").costs(0.0),
            service(2, "Dear food").for_need("food", "Food").costs(5.0),
            service(3, "Free talk").for_need("company", "Company").costs(0.0),
        ]);
        assert_eq!(town.names("need=food&cost=free"), ["Both"]);
    }

    /// What the filters do not have is refused by name, and so is a filter that there is not.
    fn a_filter_that_is_misspelt_is_refused(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch")]);
        for (query, field) in [
            ("cost=cheap", "cost"), ("age=old", "age"), ("age=-1", "age"), ("day=someday", "day"),
            ("time=noon", "time"), ("availability=yes", "availability"), ("sort=best,name", "sort"),
            ("page=0", "page"), ("per_page=101", "per_page"), ("within_km=NaN", "within_km"),
            ("nead=food", "nead"),
        ] {
            let refused = town.anyone().get(&format!("/api/v1/search?{query}")).expect(400);
            assert_eq!(refused.body["errors"][0]["field"], field, "{query}");
        }
    }
}
