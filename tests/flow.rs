//! Who was sent where and what became of them, told by month so that nobody can be found in it.

use diesel::prelude::*;
use headroom::coverage::flow::Month;
use headroom::db::schema::{capacity_lines, signposts};
use headroom::db::{Conn, Database};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::listing::square;
use crate::support::town::{command, done, soon};
use crate::support::{Client, Listing, Person, Town, on_both_databases, service};

const DAY_MS: i64 = 86_400_000;

/// A choir in one ward, another in the other, and a helpline that is nowhere.
fn listings() -> [Listing; 3] {
    [
        service(1, "Quay choir").at_postcode(1, "QH1 1AA"),
        service(2, "Hill choir")
            .by(2, "Hill")
            .at_postcode(2, "QH2 2BB"),
        service(3, "Debt advice line").by(3, "Advice"),
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

/// The month so many months ago.
fn month(ago: i32) -> Month {
    Month::of(Timestamp::now()).plus(-ago)
}

/// So many people were sent to a service for a need, as many months ago; of all the same became, after as many days.
fn were_sent(
    town: &Town,
    listing: &Listing,
    (need, people, ago): (&'static str, i64, i32),
    became: Option<(&'static str, i64)>,
) {
    let db = Database::open(&town.database.parse().expect("its URL")).expect("the database");
    let service = listing.id();
    let begins = month(ago).begins().expect("a time").as_millisecond();
    let done = db.write(move |tx| {
        let conn: &mut Conn = tx;
        let slot: i64 = capacity_lines::table
            .filter(capacity_lines::service_id.eq(&service))
            .select(capacity_lines::slot)
            .first(conn)?;
        for person in 0..people {
            let (id, at) = (Uuid::new_v4().to_string(), begins + person * DAY_MS / 4);
            diesel::insert_into(signposts::table)
                .values((
                    signposts::id.eq(&id),
                    signposts::code.eq(&id),
                    signposts::slot.eq(slot),
                    signposts::service_id.eq(&service),
                    signposts::need.eq(Some(need).filter(|need| !need.is_empty())),
                    signposts::made_by.eq("a test"),
                    signposts::created_at.eq(at),
                    signposts::outcome.eq(became.map(|(outcome, _)| outcome)),
                    signposts::outcome_at.eq(became.map(|(_, days)| at + days * DAY_MS)),
                ))
                .execute(conn)?;
        }
        Ok(())
    });
    done.expect("rows");
}

/// The rows of the flow, as the API has them.
fn flow(client: &Client, query: &str) -> Vec<Value> {
    let reply = client
        .get(&format!("/api/v1/coverage/flow?{query}"))
        .expect(200);
    reply.body["contents"].as_array().expect("rows").clone()
}

fn told(town: &Town) {
    let [quay, hill, line] = listings();
    were_sent(town, &quay, ("choir", 12, 1), Some(("attended", 2)));
    were_sent(town, &quay, ("choir", 8, 1), Some(("turned_away_full", 20)));
    were_sent(town, &quay, ("choir", 4, 1), Some(("declined", 1)));
    were_sent(town, &quay, ("choir", 6, 3), None);
    were_sent(town, &hill, ("choir", 6, 1), Some(("attended", 10)));
    // Of these it was told this month, which has not passed.
    were_sent(town, &hill, ("choir", 7, 1), Some(("attended", 31)));
    were_sent(town, &hill, ("loneliness", 4, 1), Some(("attended", 1)));
    were_sent(town, &line, ("", 9, 2), Some(("attended", 1)));
    were_sent(town, &line, ("debt", 50, 0), Some(("attended", 0)));
}

on_both_databases! {
    /// By need and month, of whole months, rounded before it is put together.
    fn those_who_were_sent_are_told_by_need_and_month(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        told(&town);
        let api = town.with_role("commissioner");
        let all = flow(&api, "");
        let rows: Vec<String> = all.iter().map(|row| {
            let number = |name: &str| row[name].as_i64().expect("a number");
            format!("{}/{}: {} {} {} {} {}", row["need"]["id"].as_str().unwrap(), row["month"].as_str().unwrap(), number("sent"), number("taken_in"), number("turned_away"), number("not_taken"), number("not_told"))
        }).collect();
        assert_eq!(rows, [
            // Twelve and six, each rounded; four who declined are not told, and who was sent this month is not yet.
            format!("/{}: 10 10 0 0 0", month(2)),
            format!("choir/{}: 5 0 0 0 5", month(3)),
            format!("choir/{}: 30 15 10 0 5", month(1)),
        ]);
        let last = &all[2];
        assert_eq!((&last["turned_away_percent"], &last["half_heard_within_days"]), (&json!(40), &json!("14")));
        assert_eq!(last["appointments_saved"], json!({ "low": 7, "assumed": 15, "high": 30 }));
        let more = flow(&api, "saved_per=2.5&need=choir&per_page=1&page=2");
        assert_eq!((more.len(), &more[0]["appointments_saved"]["assumed"]), (1, &json!(37)));
        assert_eq!(flow(&api, &format!("from={}&to={}", month(3), month(2))).len(), 2);
        let table = api.get("/api/v1/coverage/flow.csv?need=choir").expect(200).text;
        assert!(table.starts_with("need_id,need,month,sent,taken_in") && table.lines().count() == 3, "{table}");
        let this = month(0);
        for (wrong, says) in [(format!("to={this}"), "must have passed"), ("from=2026-13".into(), "must be a month"), ("saved_per=lots".into(), "from 0 to 12"), ("saved_per=13".into(), "from 0 to 12"), ("need=nonsense".into(), "no need"), ("area=ward%2FQ9".into(), "no area"), ("need=%00".into(), "")] {
            let refused = api.get(&format!("/api/v1/coverage/flow?{wrong}"));
            assert!(refused.status == if says.is_empty() { 200 } else { 400 } && refused.text.contains(says), "{wrong}: {}", refused.text);
        }
        town.with_role("navigator").get("/api/v1/coverage/flow").expect(403);
        town.anyone().get("/api/v1/coverage/flow.csv").expect(401);
    }

    /// By the place that they were sent to: what an account may not look at is not in it.
    fn areas_have_what_was_sent_to_their_outcodes(db: &TestDatabase) {
        let town = Town::start(db, &listings());
        wards(&town);
        told(&town);
        let api = town.with_role("commissioner");
        soon("the wards", || (api.get("/api/v1/coverage/flow?area=ward%2FQ1").status == 200).then_some(()));
        let sent = |query: &str| flow(&api, query).iter().map(|row| row["sent"].as_i64().unwrap()).sum::<i64>();
        assert_eq!((sent("area=ward%2FQ1"), sent("area=ward%2FQ2"), sent("area=outcode%2FQH2")), (25, 10, 10));
        let nora = Person::with(&town, "commissioner", &["--area", "ward/Q2"]);
        let page = nora.get("/overview/flow").expect(200).text;
        assert!(page.contains("QH2") && !page.contains("QH1"), "{page}");
        nora.get("/overview/flow?area=ward%2FQ1").expect(403);
        let callum = Person::new(&town, "commissioner");
        let page = callum.get("/overview/flow?saved_per=0.5").expect(200).text;
        for words in ["<b>45</b> people", "<b>25</b> people", "places without a postcode", "value=\"0.5\"", "BMC Primary Care 23:66", "If half of that is right, 6"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(callum.get("/overview/flow?from=soon").expect(400).text.contains("must be a month"));
        let overview = callum.get("/overview/signposts.csv").expect(200).text;
        assert!(overview.contains("choir,Choirs and singing,35,15,10,,10"), "{overview}");
        Person::new(&town, "navigator").get("/overview/flow").expect(403);
    }
}
