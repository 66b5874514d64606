//! Which task comes first.

use super::*;
use headroom::gathered::store::looks;
use jiff::tz::TimeZone;

fn names(tasks: &[Value]) -> Vec<&str> {
    let names = tasks.iter().map(|task| task["service_name"].as_str());
    names.map(|name| name.expect("a name")).collect()
}

on_both_databases! {
    /// Reports before all else; then what is looked at and nobody speaks of; and it is said why.
    fn what_is_reported_and_asked_for_comes_first(db: &TestDatabase) {
        let listings = ["Calm", "Looked at", "Reported"].into_iter().zip(1..);
        let listings: Vec<Listing> = listings.map(|(name, number)| service(number, name)).collect();
        let [calm, looked_at, reported] = &listings[..] else { unreachable!("three were named") };
        let town = Town::start(db, &listings);
        let (steward, database) = (town.steward(), open(db));
        for listing in &listings {
            let_money_end(&steward, listing);
        }
        speak(&database, calm, Source::Provider);
        let counts = [(looked_at.id(), 40)].into();
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        database.write(move |tx| looks::add(tx, today, &counts)).expect("looks");
        let listed = list(&steward, "");
        assert_eq!(names(&listed), ["Looked at", "Reported", "Calm"]);
        dispute(&town, reported);
        let listed = list(&steward, "");
        assert_eq!(names(&listed), ["Reported", "Looked at", "Calm"]);
        let because = |number: usize| listed[number]["because"].clone();
        assert_eq!(because(0)[0], "somebody found it otherwise than it is shown");
        assert_eq!(because(1), json!(["nobody has ever said how much room there is", "looked at 40 times in 28 days", "its last known funding has ended"]));
        assert_eq!(because(2), json!(["its last known funding has ended"]));
        let priorities: Vec<f64> = listed.iter().map(|task| task["priority"].as_f64().expect("a number")).collect();
        assert!(priorities.is_sorted_by(|one, other| one > other), "{priorities:?}");
    }

    /// A page at a time, each task on one page.
    fn the_list_comes_in_pages(db: &TestDatabase) {
        let listings: Vec<Listing> = (1..=5).map(|number| service(number, "Lunch")).collect();
        let town = Town::start(db, &listings);
        let steward = town.steward();
        for listing in &listings {
            let_money_end(&steward, listing);
        }
        let page = |number: usize| steward.get(&format!("/api/v1/tasks?per_page=2&page={number}")).expect(200).body;
        let sizes: Vec<Value> = (1..=4).map(|number| page(number)["size"].clone()).collect();
        assert_eq!(sizes, [2, 2, 1, 0]);
        let first = page(1);
        assert_eq!((&first["total_items"], &first["total_pages"], &first["first_page"], &first["last_page"]), (&json!(5), &json!(3), &json!(true), &json!(false)));
        let mut ids: Vec<String> = (1..=3).flat_map(|number| page(number)["contents"].as_array().unwrap().clone()).map(|task| task["id"].to_string()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 5);
        assert_eq!(page(9)["empty"], true);
    }
}
