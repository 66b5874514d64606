//! In which order, and page by page.

use serde_json::json;

use super::*;
use crate::support::Listing;

fn many() -> Vec<Listing> {
    let each = (1..=57).map(|number| {
        // Names that repeat, so that the order must be settled by something else.
        service(number, &format!("Service {:02}", number / 3)).at(
            number,
            53.94 + f64::from(number % 7) * 0.002,
            -3.75,
        )
    });
    each.collect()
}

/// The ids of all pages, in order.
fn ids_of_all_pages(town: &Town, query: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for page in 1.. {
        let answer = town.search(&format!("{query}&page={page}"));
        let contents = answer["contents"].as_array().expect("contents");
        assert_eq!(answer["size"], contents.len());
        assert_eq!(answer["page_number"], page);
        assert_eq!(answer["first_page"], page == 1);
        ids.extend(
            contents
                .iter()
                .map(|found| found["id"].as_str().expect("an id").to_owned()),
        );
        if answer["last_page"] == true {
            break;
        }
    }
    ids
}

on_both_databases! {
    /// Page after page shows each answer once, in whatever order.
    fn pages_have_no_gaps_and_no_repeats(db: &TestDatabase) {
        let town = Town::start(db, &many());
        for query in ["sort=name", "sort=distance&near=QH1+1AA", "q=service", "sort=best&near=QH1+1AA"] {
            let whole = ids_of_all_pages(&town, &format!("{query}&per_page=100"));
            let paged = ids_of_all_pages(&town, &format!("{query}&per_page=10"));
            assert_eq!(paged, whole, "{query}");
            let once: std::collections::BTreeSet<_> = paged.iter().collect();
            assert_eq!(once.len(), 57, "{query}");
        }
    }

    /// A page after the last is empty, and says how many there are.
    fn a_page_after_the_last_is_empty(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch")]);
        let answer = town.search("page=5");
        assert_eq!((&answer["empty"], &answer["total_items"]), (&json!(true), &json!(1)));
        let nothing = town.search("q=nothing");
        assert_eq!((&nothing["total_items"], &nothing["total_pages"]), (&json!(0), &json!(0)));
        assert_eq!((&nothing["first_page"], &nothing["last_page"]), (&json!(true), &json!(true)));
    }

    /// By name, whatever the case.
    fn names_are_in_the_order_of_the_alphabet(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "cherry"), service(2, "Banana"), service(3, "apple")]);
        assert_eq!(town.names("sort=name"), ["apple", "Banana", "cherry"]);
    }

    /// By distance, the nearest first; what is nowhere comes last.
    fn the_nearest_comes_first(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Third").at(1, 53.96, -3.75),
            service(2, "First").at(2, 53.941, -3.75),
            service(3, "Nowhere"),
            service(4, "Second").at(4, 53.95, -3.75),
        ]);
        assert_eq!(town.names("near=QH1+1AA&sort=distance"), ["First", "Second", "Third", "Nowhere"]);
        let distances = town.search("near=QH1+1AA&sort=distance");
        assert_eq!(distances["contents"][3]["distance_m"], Value::Null);
    }

    /// What has said that it has room comes before what has not, however well it fits.
    fn room_comes_before_silence(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch"), service(2, "A place").described("Also lunch.")]);
        assert_eq!(town.names("q=lunch"), ["Lunch", "A place"]);
        say(&town.steward(), &service(2, "A place"), &json!({ "state": "limited" })).expect(200);
        assert_eq!(town.names("q=lunch"), ["A place", "Lunch"]);
        assert_eq!(town.names("q=lunch&availability=confirmed"), ["A place"]);
        assert_eq!(town.search("q=lunch&availability=confirmed")["hidden"]["unconfirmed"], 1);
    }
}
