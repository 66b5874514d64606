//! How sure the money of a service is: stated, derived from awards, and read on any day.

use headroom::app::App;
use headroom::db::Database;
use headroom::domain::funding::FundingStatus;
use headroom::funding::store::{lapsed, put};
use headroom::funding::{Award, FundingReport};
use headroom::search::request::Request;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::support::town::{found, import, soon};
use crate::support::{Listing, TestDatabase, Town, on_both_databases, service, temporary_folder};

fn club() -> Listing {
    service(1, "Lunch club").at(1, 53.94, -3.75)
}

fn address(listing: &Listing) -> String {
    format!("/api/v1/services/{}/funding", listing.id())
}

fn today() -> Date {
    let london = jiff::tz::TimeZone::get("Europe/London").expect("the zone is known");
    Timestamp::now().to_zoned(london).date()
}

/// The day so many days from today, as it is sent.
fn day(days: i32) -> String {
    today().saturating_add(days.days()).to_string()
}

fn award(first: i32, last: i32) -> Value {
    json!({ "funder": "Wythmere Fund", "amount": "12500.00", "currency": "GBP",
        "starts_on": day(first), "ends_on": day(last), "source": null })
}

/// Says it as of so many days ago, by another node.
fn said_before(db: &TestDatabase, days: i64, status: Option<FundingStatus>, ends: i32) {
    let award = Award {
        funder: "Wythmere Fund".into(),
        amount: None,
        currency: None,
        starts_on: None,
        ends_on: Some(day(ends)),
        source: None,
    };
    let awards = Some(vec![award]);
    let report = FundingReport { status, awards };
    let now = Timestamp::now() - SignedDuration::from_hours(24 * days);
    let said = open(db).write(move |tx| put(tx, &club().id(), &report, now));
    said.expect("it is written");
}

fn open(db: &TestDatabase) -> Database {
    let url = db.url().parse().expect("a test database has a sound URL");
    Database::open(&url).expect("a test database opens")
}

/// What the search shows of the money, once it is this.
#[track_caller]
fn soon_shown(town: &Town, status: &str, ends_on: Option<String>) {
    let expected = json!({ "status": status, "ends_on": ends_on });
    soon(status, || {
        let answer = town.search("q=lunch");
        (found(&answer, "Lunch club")["funding"] == expected).then_some(())
    });
    let path = format!("/api/v1/services/{}", club().id());
    let whole = town.anyone().get(&path).expect(200).body;
    assert_eq!(
        (&whole["funding_status"], &whole["funding_ends_on"]),
        (&expected["status"], &expected["ends_on"])
    );
}

on_both_databases! {
    /// Where nobody states anything, the awards tell, in the answer and in the search.
    fn the_awards_tell_where_nobody_states(db: &TestDatabase) {
        let town = Town::start(db, &[club()]);
        let steward = town.steward();
        for (awards, status, ends) in [
            (vec![award(-10, 400)], "secured", Some(day(400))),
            (vec![award(-10, 90)], "ending", Some(day(90))),
            (vec![award(-10, 90), award(100, 400)], "at_risk", Some(day(400))),
            (vec![award(-90, -10)], "ended", Some(day(-10))),
            (vec![], "unknown", None),
        ] {
            let sent = json!({ "awards": awards });
            let put = steward.put(&address(&club()), &sent).expect(200).body;
            let expected = json!({ "status": status, "stated": null, "derived": status, "ends_on": ends, "awards": awards });
            assert_eq!(put, expected);
            assert_eq!(steward.get(&address(&club())).expect(200).body, expected);
            soon_shown(&town, status, ends);
        }
    }

    /// What is stated counts, and awards that are not sent stay.
    fn what_is_stated_counts(db: &TestDatabase) {
        let town = Town::start(db, &[club()]);
        let provider = town.provider(1);
        provider.put(&address(&club()), &json!({ "status": null, "awards": [award(-10, 400)] })).expect(200);
        let stated = provider.put(&address(&club()), &json!({ "status": "at_risk" })).expect(200).body;
        assert_eq!((&stated["status"], &stated["stated"], &stated["derived"]), (&json!("at_risk"), &json!("at_risk"), &json!("secured")));
        assert_eq!(stated["awards"].as_array().map(Vec::len), Some(1));
        soon_shown(&town, "at_risk", Some(day(400)));
        provider.put(&address(&club()), &json!({})).expect(422);
        provider.put(&address(&club()), &json!({ "status": "at_risk", "stated": "secured" })).expect(422);
        let withdrawn = provider.put(&address(&club()), &json!({ "awards": [award(-10, 400)] })).expect(200).body;
        assert_eq!((&withdrawn["status"], &withdrawn["stated"]), (&json!("secured"), &Value::Null));
        town.with_role("navigator").put(&address(&club()), &json!({ "status": "ended" })).expect(403);
        town.provider(1).get(&address(&club())).expect(200);
    }

    /// Stated as secured, but the last award has ended and nobody has said a word since.
    fn time_contradicts_what_was_stated(db: &TestDatabase) {
        let town = Town::start(db, &[club()]);
        said_before(db, 40, Some(FundingStatus::Secured), -10);
        soon_shown(&town, "ended", Some(day(-10)));
        let steward = town.steward();
        let read = steward.get(&address(&club())).expect(200).body;
        assert_eq!((&read["status"], &read["stated"], &read["derived"]), (&json!("ended"), &json!("secured"), &json!("ended")));
        let page = town.anyone().get(&format!("/services/{}", club().id())).expect(200).text;
        assert!(page.contains("Its last known funding ended on") && page.contains("ring before you send somebody"));
        assert_eq!(open(db).read(|conn| lapsed(conn, today())).unwrap(), [(club().id(), today().saturating_add((-10).days()))]);
        steward.put(&address(&club()), &json!({ "status": "secured" })).expect(200);
        soon_shown(&town, "secured", Some(day(-10)));
        assert_eq!(open(db).read(|conn| lapsed(conn, today())).unwrap(), []);
    }

    /// The last day of an award is not lapsed, the day after is; what does not run is nobody's work.
    fn what_lapses_is_listed_for_the_stewards(db: &TestDatabase) {
        import(db.url(), &[club(), service(2, "Closed club").with("status", "defunct")]);
        let ended = json!([award(-90, 0)]);
        let ended: Vec<Award> = serde_json::from_value(ended).expect("awards");
        for listing in [club(), service(2, "")] {
            let report = FundingReport { status: None, awards: Some(ended.clone()) };
            open(db).write(move |tx| put(tx, &listing.id(), &report, Timestamp::now())).expect("written");
        }
        let lapsed_on = |day: Date| open(db).read(move |conn| lapsed(conn, day)).expect("read");
        assert_eq!(lapsed_on(today()), []);
        assert_eq!(lapsed_on(today().tomorrow().unwrap()), [(club().id(), today())]);
    }

    /// Nothing has to run for money to end: an index made today answers for any day.
    fn the_status_is_of_the_day_of_the_question(db: &TestDatabase) {
        import(db.url(), &[club()]);
        said_before(db, 0, None, 200);
        let folder = temporary_folder();
        let app = App::over(open(db), folder.path()).expect("the engine starts");
        let on = |days: i64| {
            let request = Request { page: 1, per_page: 10, ..Request::default() };
            let now = Timestamp::now() + SignedDuration::from_hours(24 * days);
            let answer = app.engine.search(&request, now).expect("an answer");
            answer.contents[0].funding.status
        };
        assert_eq!([0, 30, 199, 201].map(on), [FundingStatus::Secured, FundingStatus::Ending, FundingStatus::Ending, FundingStatus::Ended]);
    }
}
