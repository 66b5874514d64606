//! Where room is missing and why, what would be lost with somebody, and the report on some areas.

use serde_json::{Value, json};

use crate::support::listing::organization_id;
use crate::support::listing::square;
use crate::support::town::{command, done, say};
use crate::support::{Listing, Person, Reply, Town, on_both_databases, service};

/// Two wards, 5.5 km apart, with 5,000 and 2,000 people.
fn wards(town: &Town) {
    let ward = |code: &str, name: &str, latitude: f64| {
        json!({ "type": "Feature", "properties": { "code": code, "name": name },
            "geometry": square(latitude, -3.75, 0.02) })
    };
    let wards = [
        ward("Q1", "Tansyfield", 53.94),
        ward("Q2", "Sorrelgate", 53.99),
    ];
    let all = json!({ "type": "FeatureCollection", "features": wards });
    let shapes = town.file("wards.geojson");
    std::fs::write(&shapes, all.to_string()).expect("a file");
    let import = |arguments: &[&str]| done(&command(&town.database, arguments));
    import(&["import", "areas", &shapes, "--kind", "ward"]);
    let people = town.file("people.csv");
    let rows = "code,0-15,16-64,65+,IMD decile\nQ1,1000,3000,1000,1\nQ2,500,1000,500,10\n";
    std::fs::write(&people, rows).expect("a file");
    import(&["import", "population", &people, "--year", "2024"]);
}

/// A choir in the first ward, and a helpline for those who live in the second.
fn listings() -> [Listing; 2] {
    let second = square(53.99, -3.75, 0.02);
    [
        service(1, "Quay choir").at(1, 53.94, -3.75),
        service(2, "Debt advice")
            .by(2, "Advice")
            .at(2, 53.99, -3.75)
            .for_area("Sorrelgate", Some(second)),
    ]
}

fn gaps(town: &Town, query: &str) -> Vec<Value> {
    let address = format!("/api/v1/coverage/gaps?areas=ward&per_page=100{query}");
    let body = town.steward().get(&address).expect(200).body;
    body["contents"].as_array().expect("a list").clone()
}

/// The one row of a need.
#[track_caller]
fn gap(town: &Town, need: &str, query: &str) -> Value {
    let rows = gaps(town, &format!("&need={need}{query}"));
    assert_eq!(rows.len(), 1, "{rows:#?}");
    rows[0].clone()
}

/// The people without room, and those for whom it is for this reason.
fn without(gap: &Value, reason: &str) -> (f64, f64) {
    let number = |value: &Value| value.as_f64().expect("a number");
    (
        number(&gap["people_without_room"]),
        number(&gap["reasons"][reason]["people"]),
    )
}

fn what_if(town: &Town, query: &str) -> Reply {
    let address = format!("/api/v1/coverage/what-if?areas=ward&{query}");
    town.steward().get(&address)
}

fn funding(listing: &Listing) -> String {
    format!("/api/v1/services/{}/funding", listing.id())
}

fn award(funder: &str) -> Value {
    json!({ "funder": funder, "ends_on": "2099-12-31" })
}

on_both_databases! {
    /// Each reason stands for those whom it keeps from room, and goes when there is some: worked by hand.
    fn people_without_room_are_counted_with_the_reason(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        wards(&town);
        let [choir, debt] = listings();
        let near = "&within_km=2";
        // Nobody has said anything: unknown in the first ward, too far from the second.
        let told = gap(&town, "choir", near);
        assert_eq!((without(&told, "unknown"), without(&told, "too_far").1), ((7000.0, 5000.0), 2000.0), "{told}");
        say(&town.steward(), &choir, &json!({ "state": "full" })).expect(200);
        assert_eq!(without(&gap(&town, "choir", near), "full"), (7000.0, 5000.0));
        say(&town.steward(), &choir, &json!({ "state": "open" })).expect(200);
        assert_eq!(without(&gap(&town, "choir", near), "too_far"), (2000.0, 2000.0));
        assert_eq!(without(&gap(&town, "choir", "&within_km=9"), "too_far"), (0.0, 0.0));
        // As many of 65 and over.
        assert_eq!(without(&gap(&town, "choir", "&within_km=2&ages=65%2B"), "too_far"), (500.0, 500.0));
        // What is for those who live in the second ward is nothing for the first, however near.
        say(&town.steward(), &debt, &json!({ "state": "open" })).expect(200);
        let told = gap(&town, "debt", "&within_km=9");
        assert_eq!(without(&told, "catchment"), (5000.0, 5000.0), "{told}");
        assert_eq!(without(&gap(&town, "debt", near), "none"), (5000.0, 5000.0));
        // The most first; what nobody offers and nobody looked for is no gap.
        let all = gaps(&town, near);
        let people: Vec<f64> = all.iter().map(|gap| without(gap, "none").0).collect();
        assert!(people.is_sorted_by(|a, b| a >= b) && people.len() < 20, "{people:?}");
        let areas = town.steward().get("/api/v1/coverage/gaps/areas?areas=ward&need=debt&within_km=9").expect(200).body;
        assert_eq!(areas["contents"][0]["area"]["name"], "Tansyfield");
        assert_eq!((&areas["contents"][0]["reason"], &areas["total_items"]), (&json!("catchment"), &json!(1)));
    }

    /// What is wrong is said with what to write; and who may look at some areas is told of those only.
    fn gaps_keep_to_the_areas_of_an_account(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        wards(&town);
        for (query, field) in [("need=debt", "areas"), ("areas=ward&need=nothing", "need"), ("areas=ward&access=nothing", "access"), ("areas=ward&within_km=x", "within_km")] {
            let refused = town.steward().get(&format!("/api/v1/coverage/gaps?{query}")).expect(400);
            assert!(refused.text.contains(field), "{query}: {}", refused.text);
        }
        town.steward().get("/api/v1/coverage/gaps/areas?areas=ward").expect(400);
        town.provider(1).get("/api/v1/coverage/gaps?areas=ward").expect(403);
        let nora = Person::with(&town, "commissioner", &["--area", "ward/Q2"]);
        let rows = nora.get("/api/v1/coverage/gaps?areas=ward&need=choir&within_km=2").expect(200).body;
        assert_eq!(without(&rows["contents"][0], "too_far"), (2000.0, 2000.0), "{rows}");
        nora.get("/overview/report?area=ward%2FQ1").expect(403);
        let page = nora.get("/overview/gaps?within_km=2&need=choir").expect(200).text;
        assert!(page.contains("Sorrelgate") && !page.contains("Tansyfield") && page.contains("too far"), "{page}");
        let table = town.steward().get("/api/v1/coverage/gaps.csv?areas=ward&need=choir").expect(200).text;
        assert!(table.starts_with("need_id,need,people_without,areas_without,people_not_accessible"), "{table}");
    }

    /// What goes with a funder is what nobody else pays for; with an organisation, all that it runs.
    fn what_would_be_lost_is_told_in_people_and_places(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        wards(&town);
        let [choir, debt] = listings();
        let steward = town.steward();
        say(&steward, &choir, &json!({ "state": "open", "places_free": 4, "places_total": 20 })).expect(200);
        say(&steward, &debt, &json!({ "state": "open" })).expect(200);
        steward.put(&funding(&choir), &json!({ "awards": [award("Quay Trust")] })).expect(200);
        steward.put(&funding(&debt), &json!({ "awards": [award("Quay Trust"), award("Borough")] })).expect(200);
        let lost = what_if(&town, "funder=quay+trust&within_km=2").expect(200).body;
        assert_eq!((&lost["name"], &lost["places_lost"], &lost["places_free_lost"]), (&json!("Quay Trust"), &json!(20), &json!(4)), "{lost}");
        assert_eq!((&lost["services_lost"][0]["name"], &lost["services_weakened"][0]["name"]), (&json!("Quay choir"), &json!("Debt advice")));
        let needs = lost["needs"].as_array().expect("a list");
        let choirs = needs.iter().find(|need| need["need_id"] == "choir").expect("choirs");
        assert_eq!((&choirs["people_losing_room"], &choirs["areas_losing_room"]), (&json!(5000.0), &json!(1)), "{lost}");
        assert!(needs.iter().all(|need| need["need_id"] != "debt"), "{lost}");
        // Nobody loses what a neighbour still has.
        let advice = organization_id(2);
        let lost = what_if(&town, &format!("organization={advice}&within_km=9")).expect(200).body;
        assert_eq!((lost["needs"][0]["people_losing_room"].as_f64(), &lost["places_lost"]), (Some(2000.0), &json!(0)), "{lost}");
        what_if(&town, "funder=Nobody").expect(404);
        what_if(&town, "award=12345").expect(404);
        what_if(&town, "").expect(400);
        what_if(&town, &format!("funder=x&organization={advice}")).expect(400);
        what_if(&town, "award=x").expect(400);
        let commissioner = Person::new(&town, "commissioner");
        let page = commissioner.get("/overview/what-if?who=quay&within_km=2").expect(200).text;
        assert!(page.contains("What would be lost without Quay Trust") && page.contains("5,000"), "{page}");
        let several = commissioner.get("/overview/what-if?who=a").expect(200).text;
        assert!(several.contains("Who is meant?") && several.contains("runs services"), "{several}");
        assert!(commissioner.get("/overview/what-if?who=zzz").expect(200).text.contains("Nobody is called so"));
        assert!(commissioner.get("/overview/what-if?award=x").expect(400).text.contains("must be the number of an award"));
    }

    /// One page has each of the areas that were chosen, and what they lack together.
    fn a_report_is_made_of_the_areas_that_are_chosen(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        wards(&town);
        let commissioner = Person::new(&town, "commissioner");
        let empty = commissioner.get("/overview/report").expect(200).text;
        assert!(empty.contains("value=\"ward/Q1\"") && !empty.contains("side by side"), "{empty}");
        let both = commissioner.get("/overview/report?area=ward%2FQ1&area=ward%2FQ2&within_km=2").expect(200).text;
        for words in ["The areas side by side", "id=\"area-2\"", "Tansyfield", "Sorrelgate", "Is it fair?", "Who is without, and why", "7,000", "data-print"] {
            assert!(both.contains(words), "{words}: {both}");
        }
        let debt = commissioner.get("/overview/report?area=ward%2FQ2&need=debt").expect(200).text;
        assert!(!debt.contains("Choirs and singing</a>") && debt.contains("2,000"), "{debt}");
        for wrong in ["area=ward%2FQ9", "area=ward%2FQ1&need=nothing", "area=ward%2FQ1&within_km=0"] {
            commissioner.get(&format!("/overview/report?{wrong}")).expect(400);
        }
        let many: Vec<String> = (0..51).map(|number| format!("area=ward%2FX{number}")).collect();
        commissioner.get(&format!("/overview/report?{}", many.join("&"))).expect(400);
    }
}
