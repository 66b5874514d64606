//! What commissioners see of an area, and what providers see of what people looked for: counted from what
//! really happened, limited to what each may see, and never about anybody.

use diesel::prelude::*;
use headroom::coverage::flow::Month;
use headroom::coverage::{WEEKS, blocks, told};
use headroom::db::schema::{accounts, searched, signposts};
use headroom::db::{Conn, Database};
use headroom::domain::schedule::local_day;
use headroom::gathered::searches::week_of;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::support::listing::{location_id, square};
use crate::support::town::{command, done, say, soon};
use crate::support::{
    Browser, Listing, Person, Screen, TestDatabase, Town, on_both_databases, service,
};

/// Two wards beside each other, one around each outcode of the town.
fn wards(town: &Town) {
    let ward = |code: &str, name: &str, latitude: f64| {
        json!({ "type": "Feature", "properties": { "code": code, "name": name },
            "geometry": square(latitude, -3.75, 0.02) })
    };
    let wards = [
        ward("Q1", "Tansyfield", 53.94),
        ward("Q2", "Sorrelgate", 53.99),
    ];
    let file = town.file("wards.geojson");
    let all = json!({ "type": "FeatureCollection", "features": wards });
    std::fs::write(&file, all.to_string()).expect("a file");
    done(&command(
        &town.database,
        &["import", "areas", &file, "--kind", "ward"],
    ));
}

/// A choir in one ward, another in the other, and a helpline for the whole town.
fn listings() -> [Listing; 3] {
    let town = square(53.96, -3.75, 0.1);
    [
        service(1, "Quay choir").at_postcode(1, "QH1 1AA"),
        service(2, "Hill choir")
            .by(2, "Hill")
            .at_postcode(2, "QH2 2BB"),
        service(3, "Debt advice line")
            .by(3, "Advice")
            .for_area("Wythmere", Some(town)),
    ]
}

fn open(database: &str) -> Database {
    Database::open(&database.parse().expect("its URL")).expect("the database")
}

/// What is counted of searches: need, outcode, what was found, how often.
fn counted(database: &str) -> Vec<(String, String, String, i64)> {
    let rows = open(database).read(|conn: &mut Conn| {
        let all = searched::table.order((searched::need, searched::outcode, searched::found));
        let columns = (
            searched::need,
            searched::outcode,
            searched::found,
            searched::times,
        );
        Ok(all.select(columns).load(conn)?)
    });
    rows.expect("rows")
}

/// Searches of last week, as if they had been made.
fn were_searched(database: &str, rows: &'static [(&str, &str, &str, i64)]) {
    let week = blocks::passed(local_day(Timestamp::now(), 0), 1)[0].0;
    let done = open(database).write(move |tx| {
        for (need, outcode, found, times) in rows {
            let row = (
                searched::week.eq(week.to_string()),
                searched::need.eq(need),
                searched::outcode.eq(outcode),
                searched::found.eq(found),
                searched::times.eq(times),
            );
            let conn: &mut Conn = tx;
            diesel::insert_into(searched::table)
                .values(row)
                .execute(conn)?;
        }
        Ok(())
    });
    done.expect("rows");
}

/// The rows of a table that is downloaded, each by its heads.
fn table(person: &Person, address: &str) -> Vec<Value> {
    let reply = person.get(address).expect(200);
    assert!(
        reply
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/csv"))
    );
    let mut reader = csv::Reader::from_reader(reply.text.as_bytes());
    let rows = reader.deserialize::<std::collections::BTreeMap<String, String>>();
    rows.map(|row| json!(row.expect("a row"))).collect()
}

/// The row that has this in its column.
#[track_caller]
fn row<'a>(rows: &'a [Value], column: &str, value: &str) -> &'a Value {
    let found = rows.iter().find(|row| row[column] == value);
    found.unwrap_or_else(|| panic!("no {value} in {rows:#?}"))
}

on_both_databases! {
    /// Searches leave needs, outcodes and whether there was room; not their words, and not each page.
    fn a_search_leaves_a_count_and_nothing_else(db: &TestDatabase) {
        let mut town = Town::start(db, &listings());
        say(&town.steward(), &listings()[0], &json!({ "state": "open" })).expect(200);
        say(&town.steward(), &listings()[2], &json!({ "state": "full" })).expect(200);
        for _ in 0..3 {
            town.search("q=choir&near=QH1+1AB&within_km=3");
        }
        town.search("q=choir&near=QH1+1AB&within_km=3&page=2");
        town.search("q=choir+with+a+secret+word+in+QH2");
        town.search("q=debt&near=QH1");
        town.anyone().get("/?q=debt&near=QH1").expect(200);
        town.anyone().get("/?q=xyzzy").expect(200);
        town.search("");
        town.anyone().get("/").expect(200);
        // What is gathered is written when the server ends, at the latest.
        assert!(town.server.stop().success());
        let database = &town.database;
        let of = |need: &str, outcode: &str| -> Vec<(String, i64)> {
            let all = counted(database).into_iter();
            let own = all.filter(|row| row.0 == need && row.1 == outcode);
            own.map(|row| (row.2, row.3)).collect()
        };
        assert_eq!(of("choir", "QH1"), [("room".into(), 3)], "{:?}", counted(database));
        assert_eq!(of("choir", "QH2"), [("room".into(), 1)], "{:?}", counted(database));
        assert_eq!(of("debt", "QH1"), [("full".into(), 2)], "{:?}", counted(database));
        assert_eq!(of("", ""), [("nothing".into(), 1)], "{:?}", counted(database));
        let week = week_of(local_day(Timestamp::now(), 0)).to_string();
        let weeks = open(database).read(|conn: &mut Conn| {
            Ok(searched::table.select(searched::week).distinct().load::<String>(conn)?)
        });
        assert_eq!(weeks.expect("rows"), [week]);
    }

    /// Everything on the page and in its tables, for everybody who may see it, and within their areas.
    fn the_overview_counts_what_there_is_and_keeps_to_the_areas_of_an_account(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        wards(&town);
        let [quay, hill, line] = listings();
        let steward = town.steward();
        say(&steward, &quay, &json!({ "state": "open", "places_free": 4, "places_total": 12 })).expect(200);
        say(&steward, &hill, &json!({ "state": "waiting_list", "waiting": 7, "wait_weeks": 5 })).expect(200);
        let today = local_day(Timestamp::now(), 0);
        let day = |days: i64| today.saturating_add(days.days()).to_string();
        let award = |funder: &str, days: i64| json!({ "funder": funder, "ends_on": day(days) });
        let funding = |listing: &Listing| format!("/api/v1/services/{}/funding", listing.id());
        steward.put(&funding(&quay), &json!({ "awards": [award("=Trust", 30)] })).expect(200);
        steward.put(&funding(&line), &json!({ "awards": [award("A", 20), award("B", 2000)] })).expect(200);
        were_searched(&town.database, &[
            ("choir", "QH1", "full", 9), ("choir", "QH1", "nothing", 3), ("choir", "QH1", "room", 3),
            ("choir", "QH2", "room", 21), ("debt", "QH2", "nothing", 4), ("choir", "", "nothing", 30),
        ]);
        send_some(&town, &quay, 8);

        let callum = Person::new(&town, "commissioner");
        let needs = soon("the wards", || {
            let areas = table(&callum, "/overview/areas.csv");
            (areas.len() == 2 && areas[0]["kind"] == "ward").then(|| table(&callum, "/overview/needs.csv"))
        });
        let choirs = row(&needs, "need_id", "choir");
        assert_eq!((&choirs["services"], &choirs["organizations"]), (&json!("2"), &json!("2")));
        assert_eq!((&choirs["places"], &choirs["places_free"], &choirs["open"]), (&json!("12"), &json!("4"), &json!("1")));
        assert_eq!((&choirs["people_waiting"], &choirs["median_wait_weeks"]), (&json!("7"), &json!("5")));
        let areas = table(&callum, "/overview/areas.csv");
        let tansy = row(&areas, "area", "Tansyfield");
        assert_eq!((&tansy["services"], &tansy["given_there"], &tansy["never_said"]), (&json!("2"), &json!("1"), &json!("1")), "{tansy}");
        let money = table(&callum, "/overview/money.csv");
        assert_eq!(money.len(), 12);
        let lost: Vec<&Value> = money.iter().filter(|month| month["services_without_money_after"] == "1").collect();
        assert_eq!((lost.len(), &lost[0]["places_of_these"]), (1, &json!("12")));
        let ending = table(&callum, "/overview/ending.csv");
        assert_eq!((ending.len(), &ending[0]["service"]), (1, &json!("Quay choir")));
        let unmet = table(&callum, "/overview/unmet.csv");
        let outcodes: Vec<&str> = unmet.iter().filter_map(|row| row["outcode"].as_str()).collect();
        assert_eq!(outcodes, ["", "QH1"], "{unmet:#?}");
        assert_eq!(row(&unmet, "outcode", "QH1")["found_no_room"], "10", "twelve, rounded");
        let sent = table(&callum, "/overview/signposts.csv");
        assert_eq!((&sent[0]["sent"], &sent[0]["not_taken"], &sent[0]["turned_away"]), (&json!("5"), &json!("5"), &json!("")));
        let page = callum.get("/overview").expect(200).text;
        for words in ["Tansyfield", "Quay choir", "role=\"img\"", "<title>Choirs", "of 60 searches found no room"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("style=\"") && !page.contains("Debt: found"), "{page}");

        let debt = table(&callum, "/overview/needs.csv?need=debt");
        assert_eq!((debt.len(), &debt[0]["services"]), (1, &json!("1")));
        let narrow = table(&callum, "/overview/searches.csv?area=ward%2FQ2&need=choir");
        assert_eq!((narrow.len(), &narrow[0]["searches"]), (1, &json!("20")), "{narrow:#?}");
        for wrong in ["area=ward%2FQ9", "area=nonsense", "need=nonsense", "by=nonsense", "area=%00x&by=%FF"] {
            let status = callum.get(&format!("/overview?{wrong}")).status;
            assert!((200..500).contains(&status) && (status == 400 || wrong.contains("%00")), "{wrong}: {status}");
        }
        callum.get("/overview/people.csv").expect(404);
        let chosen = callum.get("/overview?area=ward%2FQ2").expect(200).text;
        assert!(chosen.contains("value=\"ward/Q2\" selected") && chosen.contains("value=\"ward/Q1\">"), "{chosen}");

        let nora = Person::with(&town, "commissioner", &["--area", "ward/Q1"]);
        let own = table(&nora, "/overview/areas.csv?by=ward");
        assert_eq!((own.len(), &own[0]["area"]), (1, &json!("Tansyfield")));
        let needs = table(&nora, "/overview/needs.csv");
        assert_eq!((&row(&needs, "need_id", "choir")["services"], &row(&needs, "need_id", "debt")["services"]), (&json!("1"), &json!("1")));
        assert_eq!(table(&nora, "/overview/unmet.csv").len(), 1);
        assert_eq!(table(&nora, "/overview/ending.csv?area=ward%2FQ1").len(), 1);
        nora.get("/overview?area=ward%2FQ2").expect(403);
        let page = nora.get("/overview").expect(200).text;
        assert!(!page.contains("Sorrelgate") && page.contains("All my areas"), "{page}");
        let lost = Person::with(&town, "commissioner", &["--area", "ward/Q77"]);
        let page = lost.get("/overview").expect(200).text;
        assert!(page.contains("ward/Q77") && page.contains("No service is listed here"), "{page}");
        assert!(table(&lost, "/overview/needs.csv").is_empty());
        Person::new(&town, "steward").get("/overview").expect(200);
        Person::new(&town, "navigator").get("/overview").expect(403);
        Person::provider(&town, 1).get("/overview/needs.csv").expect(403);
        town.anyone().get("/overview").expect(401);

        // The same numbers in the API, and as its table.
        let asked = town.with_role("commissioner").get("/api/v1/coverage?areas=ward&need=choir&per_page=1").expect(200).body;
        assert_eq!((&asked["total_items"], &asked["contents"][0]["area"]["name"]), (&json!(2), &json!("Sorrelgate")));
        assert_eq!((&asked["contents"][0]["availability"]["waiting_list"], &asked["contents"][0]["waiting"]), (&json!(1), &json!(7)));
        let own = table(&nora, "/api/v1/coverage.csv?areas=ward");
        assert_eq!((own.len(), &own[0]["services"]), (1, &json!("2")));
        town.with_role("commissioner").get("/api/v1/coverage").expect(400);
        town.with_role("commissioner").get("/api/v1/coverage?areas=parish").expect(400);
        town.with_role("navigator").get("/api/v1/coverage?areas=ward").expect(403);

        // Those who run the choir by the quay hear what people near them looked for.
        let mine = Person::provider(&town, 1).get("/my").expect(200).text;
        assert!(mine.contains("What people looked for near you"), "{mine}");
        assert!(mine.contains("<td>30</td><td>10</td>"), "{mine}");
        let advice = Person::provider(&town, 3).get("/my").expect(200).text;
        assert!(advice.contains("too few people near you"), "{advice}");
        assert_eq!(areas_of_accounts(&town.database), 2);
    }
}

/// As many are sent there as if it had been last month; of six of them it was not what they needed.
fn send_some(town: &Town, listing: &Listing, many: usize) {
    let navigator = town.with_role("navigator");
    for number in 0..many {
        let wish =
            json!({ "service_id": listing.id(), "location_id": location_id(1), "need": "choir" });
        let made = navigator.post("/api/v1/signposts", &wish).expect(201).body;
        if number < 6 {
            let code = made["code"].as_str().expect("a code");
            let outcome = json!({ "outcome": "not_suitable" });
            navigator
                .post(&format!("/api/v1/signposts/{code}/outcome"), &outcome)
                .expect(200);
        }
    }
    let last_month = Month::of(Timestamp::now()).plus(-1);
    let then = last_month.begins().expect("a time");
    let moved = open(&town.database).write(move |tx| {
        let conn: &mut Conn = tx;
        let all = diesel::update(signposts::table);
        let told_at = signposts::outcome_at - Timestamp::now().as_millisecond();
        Ok(all
            .set((
                signposts::created_at.eq(then.as_millisecond()),
                signposts::outcome_at.eq(told_at + then.as_millisecond()),
            ))
            .execute(conn)?)
    });
    assert_eq!(moved.expect("rows"), many);
}

fn areas_of_accounts(database: &str) -> i64 {
    let limited = open(database).read(|conn: &mut Conn| {
        let some = accounts::table.filter(accounts::areas.ne("[]"));
        Ok(some.count().get_result(conn)?)
    });
    limited.expect("rows")
}

/// A commissioner begins at the overview, sees charts that are as wide as the screen, and chooses.
#[test]
fn a_commissioner_looks_and_chooses() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &listings());
    wards(&town);
    were_searched(
        &town.database,
        &[("choir", "QH1", "nothing", 12), ("debt", "QH2", "room", 8)],
    );
    let url = town.server.url();
    let made = [
        "account",
        "create",
        "--role",
        "commissioner",
        "--name",
        "Callum",
        "--email",
    ];
    let to = ["callum@board.example", "--public-url", url];
    let link = done(&command(&town.database, &[&made[..], &to].concat()));
    let browser = Browser::open(Screen::Telephone);
    browser.goto(link.trim());
    browser.click("button.go");
    browser.find("#searches");
    assert!(browser.url().ends_with("/overview"), "{}", browser.url());
    assert!(browser.overhang() <= 0);
    let drawn = "return document.querySelector('.bar rect').getBoundingClientRect().width";
    assert!(browser.script(drawn).as_f64() > Some(5.0));
    browser.script("document.getElementById('need').value = 'choir'");
    browser.click("form.filter button");
    browser.find("a.go-link[href='/overview']");
    assert!(browser.url().contains("need=choir"), "{}", browser.url());
    assert_eq!(browser.text("h1"), "Everywhere: Choirs and singing");
    assert_eq!(browser.console_errors(), [""; 0]);
    assert_eq!((told(4), WEEKS), (None, 12));
}
