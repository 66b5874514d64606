//! Facets: what there is to choose from, and how many answers each choice would leave.

use serde_json::json;

use super::*;
use crate::support::Listing;

fn listings() -> [Listing; 4] {
    [
        service(1, "Parcels")
            .for_need("food", "Food")
            .costs(0.0)
            .speaks("pl", "Polish"),
        service(2, "Lunch")
            .for_need("food", "Food")
            .for_need("company", "Company"),
        service(3, "Chat")
            .for_need("company", "Company")
            .route("drop_in")
            .delivered("phone"),
        service(4, "Kitchen").for_need("food", "Food"),
    ]
}

on_both_databases! {
    /// Each choice counts the answers that have it.
    fn choices_count_the_answers(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        let answer = town.search("");
        assert_eq!(choices(&answer, "need"), ["food 3", "company 2"]);
        assert_eq!(choices(&answer, "cost"), ["free 1"]);
        assert_eq!(choices(&answer, "language"), ["pl 1"]);
        assert_eq!(choices(&answer, "route"), ["drop_in 1"]);
        assert_eq!(choices(&answer, "delivery"), ["phone 1"]);
        assert_eq!(choices(&answer, "access"), [""; 0]);
        assert_eq!(choices(&answer, "availability"), ["unconfirmed 4"]);
    }

    /// Days, parts of the day and ages are choices too: each counts those that say so.
    fn days_times_and_ages_are_choices(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Youth").weekly("MO", "18:30", "20:00").with("minimum_age", 11).with("maximum_age", 18),
            service(2, "Elders").weekly("MO", "09:00", "14:00").weekly("FR", "09:00", "11:00").with("minimum_age", 65),
            service(3, "Silent"),
        ]);
        let answer = town.search("");
        assert_eq!(choices(&answer, "day"), ["MO 2", "FR 1"]);
        assert_eq!(choices(&answer, "time"), ["morning 1", "afternoon 1", "evening 1"]);
        assert_eq!(choices(&answer, "age"), ["14 1", "70 1"]);
    }

    /// A count is what the choice then leaves, also among answers on other pages.
    fn a_count_is_what_the_choice_leaves(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        let answer = town.search("q=&per_page=1");
        for facet in answer["facets"]["need"].as_array().unwrap() {
            let chosen = town.search(&format!("need={}", facet["id"].as_str().unwrap()));
            assert_eq!(chosen["total_items"], facet["count"], "{facet}");
        }
    }

    /// What has no room is not counted among the choices, but is among the states.
    fn what_is_hidden_is_counted_by_its_state_alone(db: &TestDatabase) {
        let [parcels, lunch, chat, _] = listings();
        let town = Town::start(db, &listings());
        let steward = town.steward();
        say(&steward, &parcels, &json!({ "state": "full" })).expect(200);
        say(&steward, &lunch, &json!({ "state": "open" })).expect(200);
        say(&steward, &chat, &json!({ "state": "waiting_list", "waiting": 4 })).expect(200);
        let answer = town.search("");
        assert_eq!(choices(&answer, "need"), ["food 2", "company 1"]);
        assert_eq!(choices(&answer, "availability"), ["open 1", "unconfirmed 1", "waiting_list 1", "full 1"]);
        let hidden = &answer["hidden"];
        assert_eq!((&hidden["full"], &hidden["waiting_list"], &hidden["paused"]), (&json!(1), &json!(1), &json!(0)));
        assert_eq!(choices(&town.search("availability=any"), "need"), ["food 3", "company 2"]);
    }
}
