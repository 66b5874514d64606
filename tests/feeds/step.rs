//! What a feed lists, and what becomes of it as it changes.

use std::sync::Mutex;

use headroom::directory::store::put_service;
use headroom::feeds::missing::GRACE_MS;
use headroom::feeds::shape::ids::{Named, derived};
use headroom::feeds::store::records::{self as given, Given};
use headroom::reminders::service::Stop;

use super::*;

/// A feed whose list a test can change.
pub struct Changing {
    pub feed: Feed,
    list: Arc<Mutex<Vec<Value>>>,
}

impl Changing {
    pub fn start(list: Vec<Value>) -> Self {
        let list = Arc::new(Mutex::new(list));
        let shown = Arc::clone(&list);
        let feed = Feed::with_bodies(move |request, _| {
            let query = actix_web::web::Query::<HashMap<String, String>>::from_query(
                request.query_string(),
            );
            let query = query.unwrap().into_inner();
            if !request.path().ends_with("/services") {
                return HttpResponse::Ok().json(json!({ "version": "HSDS-UK-3.0" }));
            }
            let list = shown.lock().unwrap();
            let since = query.get("modified_after").cloned().unwrap_or_default();
            let newer =
                |one: &&Value| one["last_modified"].as_str().unwrap_or("9") >= since.as_str();
            let some: Vec<Value> = list.iter().filter(newer).cloned().collect();
            let asked = Asked {
                path: request.path().to_owned(),
                query,
            };
            let body = paged(&asked, &some).to_string();
            let etag = format!("\"{}\"", headroom::edits::made_id(&[&body]));
            let known = request.headers().get("if-none-match");
            if known.is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
                return HttpResponse::NotModified().finish();
            }
            HttpResponse::Ok()
                .insert_header(("etag", etag))
                .content_type("application/json")
                .body(body)
        });
        Self { feed, list }
    }

    pub fn lists(&self, list: Vec<Value>) {
        *self.list.lock().unwrap() = list;
    }
}

fn counted(run: &Run) -> (u64, u64, u64) {
    (run.report.added, run.report.changed, run.report.unchanged)
}

/// As if a service had been missing for this long.
pub fn miss_for(db: &Database, feed: &str, their_id: &str, ms: i64) {
    let (feed, id) = (feed.to_owned(), their_id.to_owned());
    db.write(move |tx| {
        let known = given::of(tx, &feed, Named::Service, std::slice::from_ref(&id))?;
        let known = known.into_values().map(|known| Given {
            missing_since: known
                .missing_since
                .map(|_| Timestamp::now().as_millisecond() - ms),
            ..known
        });
        given::replace(tx, &known.collect::<Vec<_>>())
    })
    .unwrap();
}

fn status(db: &Database, number: u32) -> Value {
    held(db, &service_id(number)).unwrap()["status"].clone()
}

on_both_databases! {
    /// The list is found under the address of the API; the second time nothing is fetched that has not
    /// changed, and then only what did is asked for.
    fn a_feed_comes_in_and_stays_in_step(db: &TestDatabase) {
        let db = open(db);
        let changing = Changing::start(records(1..7));
        let id = register(&db, &format!("{}/v3", changing.feed.address), false);
        let first = ask(&db, &id);
        assert_eq!((first.state, counted(&first), first.why.clone()), (State::Done, (6, 0, 0), None));
        assert!(first.report.complete);
        assert_eq!(held(&db, &service_id(3)).unwrap()["name"], "Service 3");
        forget_when(&db, &id);
        let again = ask(&db, &id);
        assert_eq!((again.state, counted(&again), again.report.same_pages), (State::Done, (0, 0, 0), 3));
        assert!(again.report.complete && again.report.missing == 0);
        let mut list = records(1..7);
        list[4]["name"] = json!("Renamed");
        list[4]["last_modified"] = json!("2026-02-01T00:00:00.000Z");
        changing.lists(list);
        let partial = ask(&db, &id);
        assert_eq!((partial.whole, partial.report.listed), (false, 6));
        assert_eq!(counted(&partial), (0, 1, 5));
        let last = ask(&db, &id);
        assert_eq!((last.whole, last.report.listed, counted(&last)), (false, 1, (0, 0, 1)));
        assert_eq!(held(&db, &service_id(5)).unwrap()["name"], "Renamed");
        assert!(changing.feed.asked().last().unwrap().contains("modified_after=2026-02-01"));
    }

    /// What is listed no longer is missed, then withdrawn, never deleted, and comes back.
    fn what_is_listed_no_longer_is_withdrawn_after_the_grace(db: &TestDatabase) {
        let db = open(db);
        let changing = Changing::start(records(1..11));
        let id = register(&db, &format!("{}/services", changing.feed.address), false);
        ask(&db, &id);
        changing.lists(records(1..10));
        forget_when(&db, &id);
        let missed = ask(&db, &id);
        assert_eq!((missed.state, missed.report.missing, missed.report.withdrawn), (State::Done, 1, 0));
        assert_eq!(status(&db, 10), "active");
        miss_for(&db, &id, &service_id(10), GRACE_MS);
        forget_when(&db, &id);
        assert_eq!(ask(&db, &id).report.withdrawn, 1);
        assert_eq!(status(&db, 10), "inactive");
        assert_eq!(counts(&db).services, 10);
        changing.lists(records(1..11));
        forget_when(&db, &id);
        assert_eq!(ask(&db, &id).report.returned, 1);
        assert_eq!(status(&db, 10), "active");
    }

    /// A feed that loses over a fifth waits for a steward; whoever says so has it taken all the same.
    fn a_feed_that_loses_much_waits(db: &TestDatabase) {
        let db = open(db);
        let changing = Changing::start(records(1..11));
        let id = register(&db, &format!("{}/services", changing.feed.address), false);
        ask(&db, &id);
        let mut fewer = records(1..8);
        fewer[0]["name"] = json!("Not yet");
        changing.lists(fewer);
        forget_when(&db, &id);
        let waits = ask(&db, &id);
        assert_eq!(waits.state, State::Waiting);
        assert!(says(&db, &waits, "lists 3 of its 10 services no longer"), "{:?}", wrong(&db, &waits));
        assert_eq!(held(&db, &service_id(1)).unwrap()["name"], "Service 1");
        let (feed, run_id) = (id.clone(), waits.id.clone());
        db.write(move |tx| desks::accept(tx, &feed, &run_id, &Actor::console(), Timestamp::now())).unwrap();
        let taken = ask(&db, &id);
        assert_eq!((taken.id, taken.state, taken.report.missing), (waits.id, State::Done, 3));
        assert_eq!(held(&db, &service_id(1)).unwrap()["name"], "Not yet");
    }

    /// What somebody edits here stays against what the feed says again, and gives way to what is newer.
    fn an_edit_stays_until_the_feed_has_something_newer(db: &TestDatabase) {
        let db = open(db);
        let changing = Changing::start(records(1..3));
        let id = register(&db, &format!("{}/services", changing.feed.address), false);
        ask(&db, &id);
        let edit = |name: &'static str| {
            db.write(move |tx| {
                let kept = store::document(tx, store::Shelf::Services, &service_id(1))?;
                let mut kept = kept.unwrap();
                kept.insert("name".into(), name.into());
                put_service(tx, &kept).map(drop)
            })
            .unwrap();
        };
        edit("By hand");
        let mut list = records(1..3);
        list[0]["description"] = json!("New");
        list[0]["last_modified"] = json!("2026-01-02T00:00:00.000Z");
        changing.lists(list.clone());
        let kept = ask(&db, &id);
        assert_eq!((counted(&kept), kept.report.kept), ((0, 1, 1), 1));
        let now = held(&db, &service_id(1)).unwrap();
        assert_eq!((&now["name"], &now["description"]), (&json!("By hand"), &json!("New")));
        assert!(says(&db, &kept, "stays as it was edited here"));
        list[0]["name"] = json!("Newest");
        list[0]["last_modified"] = json!(Timestamp::now().to_string());
        changing.lists(list);
        assert_eq!(ask(&db, &id).report.kept, 0);
        assert_eq!(held(&db, &service_id(1)).unwrap()["name"], "Newest");
    }

    /// Two feeds with the same id have each their own listing, and one that adopts takes what is here.
    fn nobody_takes_the_listings_of_others(db: &TestDatabase) {
        let db = open(db);
        let (one, other) = (Changing::start(records(1..2)), Changing::start(records(1..2)));
        let first = register(&db, &format!("{}/services", one.feed.address), false);
        assert_eq!(counted(&ask(&db, &first)), (1, 0, 0));
        let second = register(&db, &format!("{}/services", other.feed.address), true);
        assert_eq!(counted(&ask(&db, &second)), (1, 0, 0));
        let theirs = derived(&second, Named::Service, &service_id(1));
        assert_eq!(held(&db, &theirs).unwrap()["name"], "Service 1");
        assert_eq!(counts(&db).services, 2);
        let before = everything(&db);
        forget_when(&db, &second);
        ask(&db, &second);
        assert_eq!(everything(&db), before);
    }

    /// A server that is told to end leaves its run where it is; the next goes on from there. Whoever has
    /// lost a feed to another node writes nothing.
    fn a_run_that_was_broken_off_goes_on(db: &TestDatabase) {
        let db = open(db);
        let stop = Arc::new(Stop::default());
        let bell = Arc::clone(&stop);
        let feed = Feed::start(move |asked| {
            if asked.page() == 3 {
                bell.stop();
            }
            HttpResponse::Ok().json(paged(&asked, &records(1..9)))
        });
        let id = register(&db, &format!("{}/services", feed.address), false);
        let take = |id: &str| {
            let (id, now) = (id.to_owned(), Timestamp::now().as_millisecond());
            db.write(move |tx| turns::take(tx, &id, now)).unwrap()
        };
        let taken = take(&id).unwrap();
        assert_eq!(take(&id), None, "one at a time");
        let lost = feeds::Feed { lease_until: taken.lease_until - 1, ..taken.clone() };
        let how = (&Arc::default(), &Progress::quiet());
        assert!(run::run(&db, lost, limits(), how).is_err(), "another has it");
        let broken = run::run(&db, taken, limits(), (&stop, &Progress::quiet())).unwrap();
        assert_eq!((broken.state, counts(&db).services), (State::Fetching, 0));
        let before = feed.asked().len();
        let done = ask(&db, &id);
        assert_eq!((&done.id, done.state, counted(&done)), (&broken.id, State::Done, (8, 0, 0)));
        let since = feed.asked().split_off(before);
        assert!(!since.iter().any(|asked| asked.ends_with("page=1")), "{since:?}");
    }
}
