//! One service in two feeds.

use headroom::db::Conn;
use headroom::feeds::missing::GRACE_MS;
use headroom::matching::{self, is_by_itself, store as pairs};

use super::step::{Changing, miss_for};
use super::*;

/// A lunch club as the directory of this number lists it.
fn lunch(number: u32, name: &str, about: &[(&str, Value)]) -> Value {
    let charity = json!({ "id": service_id(900 + number), "identifier_scheme": "GB-CHC", "identifier": "9900101" });
    let mut record = service(number, name)
        .by(number, "Quayside Community Trust")
        .with("phones", json!([{ "number": "0161 496 0101" }]))
        .with("last_modified", "2026-01-01T00:00:00.000Z")
        .at_place(number, json!({ "latitude": 53.94, "longitude": -3.75, "addresses": [{ "postal_code": "QH1 1AA" }] }))
        .record();
    record["organization"]["organization_identifiers"] = json!([charity]);
    for (field, value) in about {
        record[*field] = value.clone();
    }
    record
}

/// Which listing stands for this one.
fn leads_to(db: &Database, number: u32) -> Option<String> {
    let moves = db.read(matching::moves).unwrap();
    moves.get(&service_id(number)).cloned()
}

fn offered(db: &Database) -> i64 {
    db.read(|conn: &mut Conn| pairs::count(conn)).unwrap()
}

/// Two directories that list one club, of which the first says more.
struct Both {
    first: Changing,
    first_id: String,
    second: Changing,
    second_id: String,
}

impl Both {
    fn ask(db: &Database, first: Vec<Value>, second: Vec<Value>) -> Self {
        let (first, second) = (Changing::start(first), Changing::start(second));
        let address = |changing: &Changing| format!("{}/services", changing.feed.address);
        let first_id = register(db, &address(&first), false);
        let second_id = register(db, &address(&second), false);
        ask(db, &first_id);
        ask(db, &second_id);
        Self {
            first,
            first_id,
            second,
            second_id,
        }
    }
}

on_both_databases! {
    /// It is one listing, which takes what it lacks from the other; the old address leads to it.
    fn a_service_that_two_feeds_list_is_one_listing(db: &TestDatabase) {
        let db = open(db);
        let full = lunch(1, "Quayside Lunch Club", &[("description", json!("Soup and company.")), ("url", json!("https://quayside.example.org"))]);
        let short = lunch(2, "Lunch Club (Quayside)", &[("email", json!("lunch@quayside.example.org"))]);
        let both = Both::ask(&db, vec![full], vec![short.clone()]);
        assert_eq!(leads_to(&db, 2), Some(service_id(1)));
        let kept = held(&db, &service_id(1)).unwrap();
        assert_eq!((&kept["name"], &kept["email"]), (&json!("Quayside Lunch Club"), &json!("lunch@quayside.example.org")));
        assert_eq!(offered(&db), 0);
        let merges = db.read(|conn| pairs::merged(conn, 10)).unwrap();
        assert!(merges.len() == 1 && is_by_itself(&merges[0].made_by));

        // Somebody says that they are two: they stay two, however often the feeds are asked.
        let id = merges[0].id.clone();
        db.write(move |tx| matching::undo(tx, &id, &Actor::console(), Timestamp::now())).unwrap();
        assert_eq!(leads_to(&db, 2), None);
        let other = lunch(3, "Something else", &[]);
        both.second.lists(vec![short, other]);
        anew(&db, &both.second_id);
        assert_eq!(ask(&db, &both.second_id).report.added, 1);
        assert_eq!((leads_to(&db, 2), offered(&db)), (None, 0));
    }

    /// Whoever lists two of a kind themselves may mean two: that is for a steward to say.
    fn two_listings_of_one_feed_are_only_offered(db: &TestDatabase) {
        let db = open(db);
        let changing = Changing::start(vec![lunch(1, "Quayside Lunch Club", &[]), lunch(2, "Lunch Club (Quayside)", &[])]);
        let id = register(&db, &format!("{}/services", changing.feed.address), false);
        ask(&db, &id);
        assert_eq!((leads_to(&db, 1), leads_to(&db, 2), offered(&db)), (None, None, 1));
    }

    /// What speaks against it keeps two apart, whatever else is the same.
    fn another_day_is_another_service(db: &TestDatabase) {
        let db = open(db);
        let on = |day: &str| [("schedules", json!([{ "freq": "WEEKLY", "byday": day, "opens_at": "12:00" }]))];
        Both::ask(&db, vec![lunch(1, "Lunch Club", &on("MO"))], vec![lunch(2, "Lunch Club", &on("TH"))]);
        assert_eq!((leads_to(&db, 1), leads_to(&db, 2)), (None, None));
    }

    /// One feed lists it no longer, the other still does: it runs.
    fn what_another_feed_lists_is_not_withdrawn(db: &TestDatabase) {
        let db = open(db);
        let rest = records(11..20);
        let full = lunch(1, "Quayside Lunch Club", &[("description", json!("Soup and company."))]);
        let mut first = rest.clone();
        first.push(full);
        let both = Both::ask(&db, first, vec![lunch(2, "Quayside Lunch Club", &[])]);
        assert_eq!(leads_to(&db, 2), Some(service_id(1)));
        both.first.lists(rest);
        forget_when(&db, &both.first_id);
        assert_eq!(ask(&db, &both.first_id).report.missing, 1);
        miss_for(&db, &both.first_id, &service_id(1), GRACE_MS);
        forget_when(&db, &both.first_id);
        let run = ask(&db, &both.first_id);
        assert_eq!((run.report.withdrawn, run.report.kept), (0, 1));
        assert!(says(&db, &run, "another feed lists it too"), "{:?}", wrong(&db, &run));
        assert_eq!(held(&db, &service_id(1)).unwrap()["status"], "active");
    }
}
