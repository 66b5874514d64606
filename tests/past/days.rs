//! Days that have ended are kept once, and shown with what they were.

use super::*;
use diesel::dsl::count_star;
use headroom::app::App;
use headroom::coverage::past::keep::turn;
use headroom::db::schema::coverage_days;
use serde_json::{Value, json};

use crate::support::listing::square;
use crate::support::town::{command, done, say, soon};
use crate::support::{
    Client, Listing, Person, TestDatabase, Town, on_both_databases, service, temporary_folder,
};

fn listings() -> [Listing; 2] {
    [
        service(1, "Quay choir").at_postcode(1, "QH1 1AA"),
        service(2, "Hill choir")
            .by(2, "Hill")
            .at_postcode(2, "QH2 2BB"),
    ]
}

fn wards(town: &Town) {
    let ward = |code: &str, name: &str, latitude: f64| {
        json!({ "type": "Feature", "properties": { "code": code, "name": name },
            "geometry": square(latitude, -3.75, 0.02) })
    };
    let all = json!({ "type": "FeatureCollection", "features": [ward("Q1", "Tansyfield", 53.94), ward("Q2", "Sorrelgate", 53.99)] });
    let file = town.file("wards.geojson");
    std::fs::write(&file, all.to_string()).expect("a file");
    let areas = ["import", "areas", &file, "--kind", "ward"];
    done(&command(&town.database, &areas));
}

/// A town in which the choir by the quay had room and the one on the hill had none, three days ago; today it is the
/// other way round.
fn changed(db: &TestDatabase) -> Town {
    let town = Town::start(db, &listings());
    let [quay, hill] = listings();
    let steward = town.steward();
    say(
        &steward,
        &quay,
        &json!({ "state": "open", "places_free": 4, "places_total": 12 }),
    )
    .expect(200);
    say(
        &steward,
        &hill,
        &json!({ "state": "full", "places_total": 5, "waiting": 3 }),
    )
    .expect(200);
    age(&town.database, 3);
    say(
        &steward,
        &quay,
        &json!({ "state": "full", "places_total": 12 }),
    )
    .expect(200);
    say(
        &steward,
        &hill,
        &json!({ "state": "open", "places_free": 2, "places_total": 5 }),
    )
    .expect(200);
    wards(&town);
    town
}

/// Everything on a day, as the API has it.
fn trend(client: &Client, query: &str) -> Vec<Value> {
    let reply = client
        .get(&format!("/api/v1/coverage/trend?{query}"))
        .expect(200);
    reply.body["contents"].as_array().expect("days").clone()
}

fn rows(database: &str) -> i64 {
    let rows = open(database)
        .read(|conn: &mut Conn| Ok(coverage_days::table.select(count_star()).first(conn)?));
    rows.expect("rows")
}

on_both_databases! {
    /// A page, a list and a table of a day that has ended; no other day has one.
    fn a_day_is_shown_as_it_was(db: &TestDatabase) {
        let town = changed(db);
        let callum = Person::new(&town, "commissioner");
        let ward = |on: &str, code: &str| {
            let asked = town.with_role("commissioner").get(&format!("/api/v1/coverage?areas=ward{on}")).expect(200).body;
            let all = asked["contents"].as_array().expect("areas").clone();
            let one = all.into_iter().find(|row| row["area"]["code"] == code).expect("a ward");
            (one["places_free"].clone(), one["availability"]["full"].clone())
        };
        soon("the wards", || (ward("", "Q1") == (json!(0), json!(1))).then_some(()));
        assert_eq!(ward("", "Q2"), (json!(2), json!(0)));
        let then = format!("&on={}", day(2));
        assert_eq!((ward(&then, "Q1"), ward(&then, "Q2")), ((json!(4), json!(0)), (json!(0), json!(1))));
        let table = callum.get(&format!("/overview/areas.csv?by=ward&on={}", day(2))).expect(200).text;
        assert!(table.contains("ward,Q1,Tansyfield,1,1,1,12,4,1,"), "{table}");
        let page = callum.get(&format!("/overview?on={}", day(2))).expect(200).text;
        for words in ["As it was at the end of", "had said so", "<b>4</b> of 17, where counted", "As it is now"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Money that ends") && !page.contains("What people searched for"), "{page}");
        let api = town.with_role("commissioner");
        for (on, says) in [(day(0), "must be a day that has ended"), (day(-9), "must be a day that has ended"), (day(4), "nothing is known of the time before"), ("2026-02-30".into(), "must be a day such as"), ("2026-1-1".into(), "must be a day such as")] {
            for address in ["/api/v1/coverage?areas=ward&", "/api/v1/coverage.csv?areas=ward&"] {
                let refused = api.get(&format!("{address}on={on}")).expect(400).text;
                assert!(refused.contains(says), "{on}: {refused}");
            }
            assert!(callum.get(&format!("/overview?on={on}")).expect(400).text.contains(says), "{on}");
        }
        callum.get(&format!("/overview/money.csv?on={}", day(2))).expect(400);
    }

    /// Days that were missed are counted when a server runs again, each once, however many nodes there are.
    fn days_are_kept_once(db: &TestDatabase) {
        let town = changed(db);
        let nodes = [temporary_folder(), temporary_folder()];
        let nodes = nodes.each_ref().map(|folder| App::over(open(&town.database), folder.path()).expect("a node"));
        let api = town.with_role("commissioner");
        std::thread::scope(|scope| {
            for node in &nodes {
                scope.spawn(|| for _ in 0..5 {
                    turn(node, 2, Timestamp::now()).expect("counted");
                });
            }
        });
        // The server of the town may be at it, too.
        let days = soon("all days", || Some(trend(&api, "")).filter(|days| days.len() == 3));
        assert_eq!(days.iter().map(|day| day["day"].as_str().unwrap()).collect::<Vec<_>>(), [day(3), day(2), day(1)]);
        assert_eq!(days[0]["measures"]["places_free"], 4);
        assert_eq!((&days[0]["measures"]["full_percent"], &days[0]["measures"]["median_wait_weeks"]), (&json!(50), &Value::Null));
        let kept = rows(&town.database);
        for node in &nodes {
            assert_eq!(turn(node, 9, Timestamp::now()).expect("nothing to count"), []);
        }
        assert_eq!(rows(&town.database), kept);

        let of = |query: &str| trend(&api, query)[0]["measures"].clone();
        assert_eq!(of("area=ward%2FQ2&measure=services"), json!({ "services": 1 }));
        assert_eq!(of("area=outcode%2FQH1")["places"], 12);
        assert_eq!(of("need=choir")["services"], 2);
        assert_eq!(trend(&api, "days=1").len(), 1);
        let table = api.get("/api/v1/coverage/trend.csv?measure=waiting").expect(200).text;
        assert!(table.starts_with("day,waiting\r\n") && table.lines().count() == 4, "{table}");
        for (wrong, says) in [("measure=people", "must be one of"), ("days=0", "from 1 to 400"), ("area=ward%2FQ9", "no area"), ("need=choir&area=ward%2FQ1", "local authorities")] {
            let refused = api.get(&format!("/api/v1/coverage/trend?{wrong}")).expect(400).text;
            assert!(refused.contains(says), "{wrong}: {refused}");
        }
        town.with_role("navigator").get("/api/v1/coverage/trend").expect(403);
        let page = Person::new(&town, "commissioner").get("/overview").expect(200).text;
        assert!(page.contains("class=\"trend-line\"") && page.contains("Every day as a table"), "{page}");
        limited_accounts_see_their_own(&town);
    }
}

fn limited_accounts_see_their_own(town: &Town) {
    let one = Person::with(town, "commissioner", &["--area", "ward/Q1"]);
    let own = one
        .get("/api/v1/coverage/trend.csv?measure=services")
        .expect(200)
        .text;
    assert!(
        own.lines().nth(1).is_some_and(|row| row.ends_with(",1")),
        "{own}"
    );
    one.get("/api/v1/coverage/trend?area=ward%2FQ2").expect(403);
    let both = ["--area", "ward/Q1", "--area", "ward/Q2"];
    let two = Person::with(town, "commissioner", &both);
    let page = two.get("/overview").expect(200).text;
    assert!(
        page.contains("Days are kept of each area by itself"),
        "{page}"
    );
    two.get("/api/v1/coverage/trend").expect(400);
    two.get("/api/v1/coverage/trend?area=ward%2FQ2").expect(200);
}
