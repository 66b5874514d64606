//! What is held back cannot be had: whoever may ask for any table, for any areas and needs, learns nothing of a
//! number below five, for nothing that is offered changes with it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use headroom::coverage::blocks::{self, BLOCKS};
use headroom::db::schema::{searched, searched_why};
use headroom::db::{Conn, Database, Tx};
use headroom::domain::schedule::local_day;
use jiff::Timestamp;
use serde_json::json;

use crate::support::chance::Chance;
use crate::support::listing::square;
use crate::support::town::{command, done, say};
use crate::support::{Listing, Person, Town, on_both_databases, service};

const NEEDS: [&str; 3] = ["choir", "debt", ""];
const OUTCODES: [&str; 3] = ["QH1", "QH2", ""];
/// What is told together: room, not confirmed, nothing with room.
const CLASSES: [&[&str]; 3] = [&["room"], &["unsure"], &["full", "nothing"]];
const WHYS: [&str; 3] = ["only_full", "only_distance", "asked_access"];
/// Below this a number is held back.
const FEWEST: usize = 5;

/// One cell: its block, need, outcode and class.
type Cell = (usize, usize, usize, usize);

/// How often was searched, and how often each of [`WHYS`] was so.
type Searches = BTreeMap<Cell, (usize, [usize; 3])>;

fn cells() -> impl Iterator<Item = Cell> {
    let pairs = (0..BLOCKS as usize).flat_map(|block| (0..3).map(move |need| (block, need)));
    pairs.flat_map(|(block, need)| (0..9).map(move |rest| (block, need, rest / 3, rest % 3)))
}

/// Searches of which many cells are held back.
fn some_searches(chance: &mut Chance) -> Searches {
    let number = |chance: &mut Chance| match chance.below(2) {
        0 => chance.below(FEWEST),
        _ => chance.below(30),
    };
    let cell = |cell: Cell| {
        let times = number(chance);
        let whys = [0; 3].map(|_| number(chance).min(times));
        (cell, (times, whys))
    };
    cells().map(cell).collect()
}

/// The same, but for every number that is held back.
fn with_other_secrets(searches: &Searches, chance: &mut Chance) -> Searches {
    let other = |(cell, (times, whys)): (&Cell, &(usize, [usize; 3]))| {
        let is_secret = *times < FEWEST;
        let times = if is_secret {
            chance.below(FEWEST)
        } else {
            *times
        };
        let whys = whys.map(|why| match why < FEWEST {
            true => chance.below(FEWEST).min(times),
            false => why,
        });
        (*cell, (times, whys))
    };
    searches.iter().map(other).collect()
}

/// Writes them as if they had been made.
fn write(database: &str, searches: &Searches, chance: &mut Chance) {
    let blocks = blocks::passed(local_day(Timestamp::now(), 0), BLOCKS);
    let mut rows = Vec::new();
    let mut labels = Vec::new();
    for ((block, need, outcode, class), (times, whys)) in searches {
        let found = *chance.of(CLASSES[*class]);
        let week = blocks[*block].0.to_string();
        let place = (NEEDS[*need], OUTCODES[*outcode], found);
        rows.push((week.clone(), place, *times as i64));
        let whys = WHYS.iter().zip(whys);
        labels.extend(whys.map(|(why, times)| (week.clone(), place, *why, *times as i64)));
    }
    let db = Database::open(&database.parse().expect("its URL")).expect("the database");
    let done = db.write(move |tx: &mut Tx| {
        let conn: &mut Conn = tx;
        diesel::delete(searched::table).execute(conn)?;
        diesel::delete(searched_why::table).execute(conn)?;
        for (week, (need, outcode, found), times) in rows.iter().filter(|row| row.2 > 0) {
            diesel::insert_into(searched::table)
                .values((
                    searched::week.eq(week),
                    searched::need.eq(need),
                    searched::outcode.eq(outcode),
                    searched::found.eq(found),
                    searched::times.eq(times),
                ))
                .execute(conn)?;
        }
        for (week, (need, outcode, found), why, times) in labels.iter().filter(|row| row.3 > 0) {
            diesel::insert_into(searched_why::table)
                .values((
                    searched_why::week.eq(week),
                    searched_why::need.eq(need),
                    searched_why::outcode.eq(outcode),
                    searched_why::found.eq(found),
                    searched_why::why.eq(why),
                    searched_why::times.eq(times),
                ))
                .execute(conn)?;
        }
        Ok(())
    });
    done.expect("rows");
}

/// Two wards with people, around the outcodes of the town.
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
    let (shapes, people) = (town.file("wards.geojson"), town.file("people.csv"));
    std::fs::write(&shapes, all.to_string()).expect("a file");
    std::fs::write(
        &people,
        "code,0-15,16-64,65+\nQ1,1000,3000,1000\nQ2,500,1000,500\n",
    )
    .expect("a file");
    let import = |arguments: &[&str]| done(&command(&town.database, arguments));
    import(&["import", "areas", &shapes, "--kind", "ward"]);
    import(&["import", "population", &people, "--year", "2024"]);
}

fn listings() -> [Listing; 2] {
    [
        service(1, "Quay choir").at_postcode(1, "QH1 1AA"),
        service(2, "Debt advice")
            .by(2, "Advice")
            .at_postcode(2, "QH2 2BB"),
    ]
}

/// Every address at which anything is told that searches have a part in.
fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    let needs = ["", "&need=choir", "&need=debt"];
    for need in needs {
        for area in ["", "&area=ward%2FQ1", "&area=ward%2FQ2"] {
            for by in ["", "&by=outcode"] {
                let query = format!("{area}{need}{by}");
                all.push(format!("/overview?{query}"));
                for table in ["searches", "unmet", "needs", "areas", "signposts"] {
                    all.push(format!("/overview/{table}.csv?{query}"));
                }
            }
            all.push(format!("/overview/report?{area}{need}"));
        }
        for km in ["&within_km=2", "&within_km=9"] {
            all.push(format!("/overview/gaps?{need}{km}"));
            all.push(format!(
                "/api/v1/coverage/gaps?areas=ward&per_page=100{need}{km}"
            ));
            all.push(format!("/api/v1/coverage/gaps.csv?areas=ward{need}{km}"));
        }
    }
    all
}

/// What somebody reads there: the page without what is of the moment or of this visit alone.
fn read(person: &Person, address: &str) -> String {
    let reply = person.get(address);
    let lines = reply.text.lines().map(|line| {
        let is_of_now = line.contains("name=\"form\"") || line.contains("class=\"lead\"");
        if is_of_now { "" } else { line }
    });
    let text: Vec<&str> = lines.collect();
    format!("{} {}", reply.status, text.join("\n"))
}

/// All that everybody can get to know.
fn all_that_is_told(people: &[(&str, Person)], provider: &Person) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for (who, person) in people {
        for address in addresses() {
            told.insert(format!("{who} {address}"), read(person, &address));
        }
    }
    told.insert("provider /my".into(), read(provider, "/my"));
    told
}

on_both_databases! {
    /// Every number below five is another one, and nobody can tell.
    fn nothing_that_is_offered_changes_with_what_is_held_back(db: &TestDatabase) {
        let mut chance = Chance::of_this_run();
        let town = Town::start(db, &listings());
        wards(&town);
        say(&town.steward(), &listings()[0], &json!({ "state": "open", "places_free": 3, "places_total": 9 })).expect(200);
        let people = [
            ("commissioner", Person::new(&town, "commissioner")),
            ("commissioner of one ward", Person::with(&town, "commissioner", &["--area", "ward/Q2"])),
            ("steward", Person::new(&town, "steward")),
        ];
        let provider = Person::with(&town, "provider", &["--organization", &crate::support::listing::organization_id(1)]);
        let searches = some_searches(&mut chance);
        write(&town.database, &searches, &mut chance);
        let told = all_that_is_told(&people, &provider);
        assert!(told.values().any(|text| text.contains("found_no_room") && text.contains("choir")));
        assert!(told.values().all(|text| !text.starts_with('5')));
        for _ in 0..2 {
            write(&town.database, &with_other_secrets(&searches, &mut chance), &mut chance);
            for (address, text) in all_that_is_told(&people, &provider) {
                assert_eq!(told[&address], text, "{address}");
            }
        }
        // What is not held back does change what is told: the attacker is not blind.
        let more = searches.iter().map(|(cell, (times, whys))| (*cell, (times + 10, *whys)));
        write(&town.database, &more.collect(), &mut chance);
        assert!(all_that_is_told(&people, &provider) != told);
    }
}
