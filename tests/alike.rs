//! Groups of services that are alike, for those who bring people together who run them.

use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};

use crate::support::town::{command, done, say, soon};
use crate::support::{Listing, Person, Town, on_both_databases, service, shared_folder};

/// Two choirs near each other, a third of the organisation of the first, and one far away.
fn choirs() -> [Listing; 4] {
    let choir = |number: u32, name: &str| service(number, name);
    [
        choir(1, "Quay choir").by(1, "Quay").at(1, 53.94, -3.75),
        choir(2, "Hill choir").by(2, "Hill").at(2, 53.947, -3.75),
        choir(3, "Quay evening choir")
            .by(1, "Quay")
            .at(3, 53.941, -3.75),
        choir(4, "Far choir").by(4, "Far").at(4, 54.4, -3.75),
    ]
}

fn groups(town: &Town, query: &str) -> Vec<Value> {
    let address = format!("/api/v1/coverage/overlap?need=choir{query}");
    let body = town.steward().get(&address).expect(200).body;
    body["contents"].as_array().expect("a list").clone()
}

fn names(group: &Value) -> BTreeSet<&str> {
    let services = group["services"].as_array().expect("services").iter();
    services.filter_map(|one| one["name"].as_str()).collect()
}

on_both_databases! {
    /// Alike and near each other, of several organisations, with what each has of room and what that suggests.
    fn services_that_are_alike_are_brought_together(db: &TestDatabase) {
        let all = choirs();
        let town = Town::start(db, &all);
        say(&town.steward(), &all[0], &json!({ "state": "full" })).expect(200);
        say(&town.steward(), &all[1], &json!({ "state": "open", "places_free": 4, "places_total": 9 })).expect(200);
        say(&town.steward(), &all[2], &json!({ "state": "waiting_list", "waiting": 6 })).expect(200);
        let found = soon("the choirs", || groups(&town, "&threshold=0.4").into_iter().next());
        assert_eq!(names(&found), BTreeSet::from(["Hill choir", "Quay choir", "Quay evening choir"]));
        assert_eq!((&found["organizations"], &found["ideas"][0]["kind"]), (&json!(2), &json!("send_on")));
        let said = found["ideas"][0]["text"].as_str().expect("words");
        assert!(said.contains("Without room: 2, with room: 1, 650 m away"), "{said}");
        assert!(found["shared"]["needs"].as_array().is_some_and(|needs| !needs.is_empty()), "{found}");
        assert!(groups(&town, "&threshold=0.95").is_empty());
        let table = town.steward().get("/api/v1/coverage/overlap.csv?threshold=0.4").expect(200).text;
        assert!(table.starts_with("group,likeness,needs,words,service_id") && table.lines().count() == 4, "{table}");
        for (query, field) in [("threshold=much", "threshold"), ("threshold=0.1", "threshold"), ("need=nothing", "need"), ("area=x", "area")] {
            let said = town.steward().get(&format!("/api/v1/coverage/overlap?{query}")).expect(400).text;
            assert!(said.contains(field), "{query}: {said}");
        }
        town.with_role("navigator").get("/api/v1/coverage/overlap").expect(403);
    }

    /// On a page with what it is for, and what is wrong beside the form.
    fn the_page_says_what_overlap_is_for(db: &TestDatabase) {
        let town = Town::start(db, &choirs());
        let commissioner = Person::new(&town, "commissioner");
        let page = soon("the choirs", || {
            let page = commissioner.get("/overview/overlap?threshold=0.4").expect(200).text;
            page.contains("Hill choir").then_some(page)
        });
        assert!(page.contains("Overlap is no waste") && !page.contains("/duplicates"), "{page}");
        assert!(!page.contains("Far choir") && page.contains("One call to the group"), "{page}");
        let wrong = commissioner.get("/overview/overlap?threshold=much").expect(400).text;
        assert!(wrong.contains("must be a number from 0.3 to 0.95") && wrong.contains("<form"), "{wrong}");
        assert!(commissioner.get("/overview").expect(200).text.contains("href=\"/overview/overlap\""));
        Person::new(&town, "navigator").get("/overview/overlap").expect(403);
        let nowhere = Person::with(&town, "commissioner", &["--area", "ward/Q77"]);
        assert!(nowhere.get("/overview/overlap").expect(200).text.contains("No services of different organisations"));
    }

    /// Of a real directory: groups that a person would make, no service in two of them.
    fn a_real_directory_has_groups_that_make_sense(db: &TestDatabase) {
        let Some(data) = shared_folder("data/directory") else {
            return;
        };
        let town = Town::start(db, &[]);
        let file = data.join("greater-manchester.json");
        done(&command(&town.database, &["import", "hsds", file.to_str().expect("a path in UTF-8")]));
        let all = soon("the directory", || {
            let body = town.steward().get("/api/v1/coverage/overlap?per_page=100").expect(200).body;
            let all = body["contents"].as_array().expect("a list").clone();
            (all.len() == 100).then_some(all)
        });
        let badminton = all.iter().find(|group| names(group).contains("Lostock Badminton Club")).expect("badminton");
        assert!(names(badminton).iter().all(|name| name.contains("Badminton")), "{badminton}");
        let mut seen = HashSet::new();
        for service in all.iter().flat_map(|group| group["services"].as_array().expect("services")) {
            assert!(seen.insert(service["id"].as_str().expect("an id").to_owned()), "{service}");
        }
        assert!(all.iter().all(|group| group["organizations"].as_u64() >= Some(2)));
    }
}
