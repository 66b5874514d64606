//! Who lives where comes in from tables, and says how well areas can get at places, and whether that is fair.

use serde_json::{Value, json};

use crate::support::listing::square;
use crate::support::town::{command, done, say};
use crate::support::{Listing, Person, Reply, Town, on_both_databases, service};

/// Two wards, 5.5 km apart.
fn wards(town: &Town) {
    let ward = |code: &str, name: &str, latitude: f64| {
        json!({ "type": "Feature", "properties": { "code": code, "name": name },
            "geometry": square(latitude, -3.75, 0.02) })
    };
    let all = json!({ "type": "FeatureCollection", "features": [ward("Q1", "Tansyfield", 53.94), ward("Q2", "Sorrelgate", 53.99)] });
    let file = town.file("wards.geojson");
    std::fs::write(&file, all.to_string()).expect("a file");
    done(&command(
        &town.database,
        &["import", "areas", &file, "--kind", "ward"],
    ));
}

/// Imports a table, and what the command says.
fn people(town: &Town, table: &str, more: &[&str]) -> String {
    let file = town.file("people.csv");
    std::fs::write(&file, table).expect("a file");
    let arguments = [&["import", "population", &file], more].concat();
    done(&command(&town.database, &arguments))
}

const PEOPLE: &str =
    "code,0-15,16-64,65+,IMD decile\nQ1,\"1,000\",3000,1000,1\nQ2,500,1000,500,10\n";

fn choir() -> Listing {
    service(1, "Quay choir").at(1, 53.94, -3.75)
}

fn rows(town: &Town, query: &str) -> Vec<Value> {
    let address = format!("/api/v1/coverage/access?areas=ward{query}");
    let body = town.steward().get(&address).expect(200).body;
    body["contents"].as_array().expect("a list").clone()
}

fn refused(town: &Town, query: &str) -> Reply {
    town.steward()
        .get(&format!("/api/v1/coverage/access?{query}"))
        .expect(400)
}

on_both_databases! {
    /// What was told once is not written again, what differs is, and a row that is wrong costs no other.
    fn tables_of_people_come_in_as_offices_publish_them(db: &TestDatabase) {
        let town = Town::start(db, &[choir()]);
        wards(&town);
        assert!(people(&town, PEOPLE, &["--year", "2024", "--dry-run"]).contains("added 2"));
        assert!(people(&town, PEOPLE, &["--year", "2024"]).contains("added 2, changed 0, unchanged 0"));
        assert!(people(&town, PEOPLE, &["--year", "2024"]).contains("added 0, changed 0, unchanged 2"));
        let grown = PEOPLE.replace("3000", "3100") + "Q3,few,1,1,1\n";
        assert!(people(&town, &grown, &["--year", "2024"]).contains("changed 1, unchanged 1, withdrawn 0, rejected 1"));
        // Deprivation in a table of its own leaves the people as they are.
        people(&town, "lsoa_code,imd_decile\nQ2,9\n", &["--year", "2024"]);
        let all = rows(&town, "");
        let told = |at: usize| (all[at]["people"].as_f64(), all[at]["deprivation_decile"].as_i64());
        assert_eq!((told(1), told(0)), ((Some(5100.0), Some(1)), (Some(2000.0), Some(9))));
        // The latest year counts.
        people(&town, "area code,year,age,population\nQ1,2025,all,6000\n", &[]);
        assert_eq!(rows(&town, "")[1]["people"], 6000.0);
        let file = town.file("people.csv");
        for (table, more, says) in [
            ("name,people\nx,1\n", vec!["--year", "2024"], "call it \"code\""),
            ("code,people\nQ1,1\n", vec![], "add --year"),
            ("code,people\nQ1,1\n", vec!["--year", "24"], "is no year"),
        ] {
            std::fs::write(&file, table).expect("a file");
            let output = command(&town.database, &[&["import", "population", &file], &more[..]].concat());
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success() && told.contains(says), "{told}");
        }
    }

    /// The places of a service are for those who can reach it: worked by hand.
    fn areas_get_at_what_is_within_reach(db: &TestDatabase) {
        let town = Town::start(db, &[choir()]);
        wards(&town);
        people(&town, PEOPLE, &["--year", "2024"]);
        say(&town.steward(), &choir(), &json!({ "state": "open", "places_free": 10, "places_total": 50 })).expect(200);
        let all = rows(&town, "&within_km=4&decay=even");
        let (near, far) = (&all[1], &all[0]);
        assert_eq!((&near["area"]["name"], &far["area"]["name"]), (&json!("Tansyfield"), &json!("Sorrelgate")));
        let about = |value: &Value, number: f64| (value.as_f64().expect("a number") - number).abs() < 1e-9;
        assert!(about(&near["places_per_1000"], 10.0) && about(&near["places_free_per_1000"], 2.0), "{near}");
        assert!(about(&far["places_per_1000"], 0.0) && about(&far["services_with_room_per_1000"], 0.0), "{far}");
        let metres = far["nearest_with_room_m"].as_f64().expect("a distance");
        assert!((5500.0..5620.0).contains(&metres), "{metres}");
        // As far as both: 50 places for 7,000 people; of those of 65 and over, for 1,500.
        assert!(rows(&town, "&within_km=9&decay=even").iter().all(|row| about(&row["places_per_1000"], 50.0 / 7.0)));
        assert!(rows(&town, "&within_km=9&decay=even&ages=65%2B").iter().all(|row| about(&row["places_per_1000"], 50.0 / 1.5)));
        // In the far zone somebody counts for 0.22: 50 / (5000 + 0.22 · 2000).
        let zoned = rows(&town, "&within_km=6&decay=slow");
        assert!(about(&zoned[0]["places_per_1000"], 0.22 * 50_000.0 / 5440.0), "{zoned:?}");
        let fair = town.steward().get("/api/v1/coverage/fairness?areas=ward&within_km=4&decay=even").expect(200).body;
        let places = &fair["measures"][0];
        // All is with the five in seven who are the most deprived: 5/7 − 1.
        assert!(about(&places["concentration_index"], 5.0 / 7.0 - 1.0), "{places}");
        assert_eq!(fair["people_of_years"], json!([2024, 2024]));
        let table = town.steward().get("/api/v1/coverage/access.csv?areas=ward").expect(200).text;
        assert!(table.starts_with("kind,code,area,people,deprivation_decile,places_per_1000") && table.lines().count() == 3, "{table}");
    }

    /// What is wrong is said with what to write.
    fn questions_that_cannot_be_answered_are_refused(db: &TestDatabase) {
        let town = Town::start(db, &[choir()]);
        wards(&town);
        assert!(refused(&town, "areas=ward").text.contains("headroom import population"));
        people(&town, PEOPLE, &["--year", "2024"]);
        for (query, field) in [("need=x", "areas"), ("areas=ward&ages=old", "ages"), ("areas=ward&within_km=0", "within_km"), ("areas=ward&decay=x", "decay"), ("areas=ward&need=nothing", "need")] {
            assert!(refused(&town, query).text.contains(field), "{query}");
        }
        town.provider(1).get("/api/v1/coverage/access?areas=ward").expect(403);
    }

    /// Commissioners see it on a page, with what is wrong beside the form.
    fn the_page_says_who_can_get_at_places(db: &TestDatabase) {
        let town = Town::start(db, &[choir()]);
        wards(&town);
        let commissioner = Person::new(&town, "commissioner");
        assert!(commissioner.get("/overview/access").expect(200).text.contains("not known yet how many people live where"));
        people(&town, PEOPLE, &["--year", "2024"]);
        say(&town.steward(), &choir(), &json!({ "state": "open", "places_free": 10, "places_total": 50 })).expect(200);
        let page = commissioner.get("/overview/access").expect(200).text;
        assert!(page.contains("People in more deprived areas can get at more") && page.contains("7,000"), "{page}");
        let wrong = commissioner.get("/overview/access?ages=old").expect(400).text;
        assert!(wrong.contains("names no ages") && wrong.contains("value=\"old\""), "{wrong}");
    }
}
