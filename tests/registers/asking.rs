//! The register is asked about charities of the directory, and behaves as servers do.

use super::extract::{self, DAY, as_json, removed};
use super::*;
use crate::support::feed::Feed;
use crate::support::town::{import, soon};
use crate::support::{Launch, temporary_folder};
use actix_web::{HttpRequest, HttpResponse};
use headroom::config::RegisterApi;
use headroom::feeds::fetch::Limits;
use headroom::registers::asking::{Asked, Manner, round};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const KEY: &str = "quillonzz-key";

/// So many organisations, each with a charity number and a service.
fn listings(count: u32) -> Vec<Listing> {
    let listing = |number: u32| {
        let numbers = json!([{ "id": format!("00000099-0000-4000-8000-{number:012}"), "identifier_scheme": "GB-CHC", "identifier": extract::number(number).to_string() }]);
        let organization = json!({ "id": organization_id(number), "name": "A trust", "description": "A trust.", "organization_identifiers": numbers });
        service(number, "Lunch club").with("organization", organization)
    };
    (1..=count).map(listing).collect()
}

fn quick() -> Manner {
    let usual = Manner::usual();
    Manner {
        pause: Duration::ZERO,
        limits: Limits {
            piece: Duration::from_millis(300),
            answer: Duration::from_millis(300),
            tries: 1,
            ..usual.limits.clone()
        },
        ..usual
    }
}

fn ask(db: &Database, feed: &Feed) -> Asked {
    let api = RegisterApi::new(&feed.address, Some(KEY)).unwrap();
    round(db, &api, &quick(), &Arc::default()).expect("the database is well")
}

/// What the register answers about a charity that has been removed.
fn gone(path: &str) -> HttpResponse {
    let number: u32 = path.split('/').nth(2).unwrap().parse().unwrap();
    HttpResponse::Ok().json(json!([{ "organisation_number": number - 1_100_000, "reg_charity_number": number, "group_subsid_suffix": 0,
        "charity_name": "MILL TRUST", "reg_status": "RM", "date_of_removal": "2026-11-20T00:00:00", "removal_reason": "Ceased to exist" }]))
}

/// A register that answers this about every charity.
fn register(answer: impl Fn(&HttpRequest) -> HttpResponse + Send + Sync + 'static) -> Feed {
    Feed::with_bodies(move |request, _| answer(request))
}

on_both_databases! {
    /// With the key, below the address, each charity once; nobody is asked again within the week.
    fn each_charity_is_asked_about_once(db: &TestDatabase) {
        import(db.url(), &listings(3));
        let feed = register(|request| {
            assert_eq!(request.headers().get("ocp-apim-subscription-key").unwrap(), KEY);
            gone(request.path())
        });
        let db = open(db);
        let asked = ask(&db, &feed);
        assert_eq!(asked, Asked { told: 3, changed: 3, ..Asked::default() });
        assert_eq!(ask(&db, &feed), Asked::default());
        let paths: Vec<String> = (1..=3).map(|one| format!("/allcharitydetailsV2/{}/0", extract::number(one))).collect();
        assert_eq!(feed.asked(), paths);
        let kept = held(&db);
        assert!(kept.iter().all(|one| one.is_removed() && one.removal_reason.as_deref() == Some("Ceased to exist")));
    }

    /// What it answered today stands against an extract of last week, and what it leaves out stays.
    fn an_answer_is_newer_than_an_extract(db: &TestDatabase) {
        import(db.url(), &listings(1));
        let (db, folder) = (open(db), temporary_folder());
        let file = folder.path().join("charity.json");
        std::fs::write(&file, as_json(&[charity(1, DAY)])).unwrap();
        bring(&db, &file);
        let feed = register(|request| gone(request.path()));
        assert_eq!(ask(&db, &feed).changed, 1);
        assert_eq!(bring(&db, &file).older, 1);
        let kept = held(&db).remove(0);
        assert_eq!((kept.is_removed(), kept.income), (true, Some(12_500)));
        std::fs::write(&file, as_json(&[removed(charity(2, DAY), "2026-01-01")])).unwrap();
        assert_eq!(bring(&db, &file).kept, 1);
    }

    /// 429 with a time, 500, slowness, nonsense, a key that is not taken: it is left in peace, and nothing is
    /// lost; what it does not know is no fault.
    fn a_register_that_misbehaves_is_left_in_peace(db: &TestDatabase) {
        import(db.url(), &listings(3));
        let db = open(db);
        let turn = Arc::new(AtomicUsize::new(0));
        let case = Arc::clone(&turn);
        let feed = register(move |request| match case.load(Ordering::SeqCst) {
            0 => HttpResponse::TooManyRequests().insert_header(("Retry-After", "7200")).finish(),
            1 => HttpResponse::InternalServerError().finish(),
            2 => HttpResponse::Ok().streaming(futures_util::stream::once(async {
                actix_web::rt::time::sleep(Duration::from_secs(60)).await;
                Ok::<_, std::io::Error>(actix_web::web::Bytes::new())
            })),
            3 => HttpResponse::Ok().body("<html>Sorry</html>"),
            4 => HttpResponse::Unauthorized().finish(),
            5 => HttpResponse::NotFound().finish(),
            _ => gone(request.path()),
        });
        for (number, words, rest_s) in [(0, "429", 7200), (1, "500", 30), (2, "too long", 60), (3, "not JSON", 120), (4, "key", 3600)] {
            turn.store(number, Ordering::SeqCst);
            let before = feed.asked().len();
            let why = ask(&db, &feed).failed.expect("it failed");
            assert!(why.contains(words), "{number}: {why}");
            assert!(!why.contains(KEY), "{why}");
            assert!(rest(&db) >= rest_s * 1000 - 10_000, "{number}: {}", rest(&db));
            assert_eq!(ask(&db, &feed), Asked::default(), "{number}: it rests");
            assert_eq!(feed.asked().len() - before, 1, "{number}");
            let_rest_end(&db);
        }
        assert!(held(&db).is_empty());
        turn.store(5, Ordering::SeqCst);
        assert_eq!(ask(&db, &feed).unknown, 3);
        let_rest_end(&db);
        turn.store(6, Ordering::SeqCst);
        assert_eq!(ask(&db, &feed).told, 3);
    }

    /// Whatever number of nodes there are.
    fn two_nodes_do_not_ask_twice(db: &TestDatabase) {
        import(db.url(), &listings(8));
        let feed = register(|request| {
            std::thread::sleep(Duration::from_millis(20));
            gone(request.path())
        });
        let nodes = [open(db), open(db), open(db)];
        std::thread::scope(|scope| {
            for node in &nodes {
                scope.spawn(|| ask(node, &feed));
            }
        });
        let mut asked = feed.asked();
        assert_eq!(asked.len(), 8, "{asked:?}");
        asked.dedup();
        assert_eq!(asked.len(), 8, "{asked:?}");
    }

    /// As it is set up by an operator, with the key from the environment.
    fn a_server_asks_by_itself(db: &TestDatabase) {
        import(db.url(), &listings(1));
        let feed = register(|request| match request.headers().get("ocp-apim-subscription-key") {
            Some(key) if key == KEY => gone(request.path()),
            _ => HttpResponse::Unauthorized().finish(),
        });
        let server = Launch::new(db.url())
            .argument("--register-api")
            .argument(&feed.address)
            .variable("HEADROOM_REGISTER_KEY", KEY)
            .start();
        let db = open(db);
        let kept = soon("the register has answered", || held(&db).pop());
        assert!(kept.is_removed());
        assert!(!server.said().contains(KEY), "{}", server.said());
    }
}

/// Milliseconds from now for which the register is left in peace.
fn rest(db: &Database) -> i64 {
    use headroom::db::schema::register_turns;
    let until: i64 = db
        .read(|conn| {
            Ok(register_turns::table
                .select(register_turns::rest_until)
                .first(conn)?)
        })
        .unwrap();
    until - jiff::Timestamp::now().as_millisecond()
}

/// As time would: the register may be asked again, about everybody.
fn let_rest_end(db: &Database) {
    use headroom::db::schema::{register_asks, register_turns};
    let done = db.write(|tx| {
        let conn: &mut headroom::db::Conn = tx;
        diesel::update(register_turns::table)
            .set(register_turns::rest_until.eq(0))
            .execute(conn)?;
        Ok(diesel::update(register_asks::table)
            .set(register_asks::next_at.eq(0))
            .execute(conn)?)
    });
    done.expect("time passes");
}
