//! What the server knows is used, and kept; what it does not know is not asked again.

use super::*;
use crate::support::town::{command, done};
use headroom::db::{Database, changes};
use headroom::geography::lookup::store;

on_both_databases! {
    /// Found once, it is held: nothing is asked the second time, nor by another server over the same
    /// database, which asks nobody.
    fn what_is_found_is_kept(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        let found = asking.place("qh33cc");
        assert_eq!((&found["label"], &found["precision"]), (&json!("QH3 3CC"), &json!("postcode")));
        assert_eq!((&found["latitude"], &found["longitude"]), (&json!(53.95), &json!(-3.7)));
        assert_eq!(asking.feed.asked(), ["/postcodes/QH3%203CC"]);
        assert_eq!(asking.place("QH3 3CC"), found);
        assert_eq!(asking.feed.asked().len(), 1);
        drop(asking.server);
        let alone = Server::start(db);
        assert_eq!(place(&alone, "QH3 3CC"), found);
        assert_eq!(asking.feed.asked().len(), 1);
    }

    /// The other servers that run hear of it by the change feed, which names the outcode only.
    fn other_servers_hear_of_it(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        asking.place("QH3 3CC");
        let found = soon("the postcode is known to the other server", || {
            let reply = asking.town.anyone().get("/api/v1/search?near=QH3+3CC");
            (reply.status == 200).then(|| reply.body["interpretation"]["place"]["label"].clone())
        });
        assert_eq!(found, "QH3 3CC");
        let last = open(db).read(|conn| {
            let latest = changes::latest(conn)?;
            changes::after(conn, latest - 1, 1)
        });
        let last = last.unwrap().remove(0);
        assert_eq!((last.kind.as_str(), last.id.as_str()), ("gazetteer", "QH3"));
    }

    /// A postcode that is no longer in use is found, says so, and is kept with the month of its end.
    fn what_is_no_longer_in_use_is_found(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        assert_eq!(asking.asked_for("QH3 4DD"), ("QH3 4DD (no longer in use)".into(), 2));
        assert_eq!(asking.asked_for("QH3 4DD"), ("QH3 4DD (no longer in use)".into(), 0));
        let kept = open(db).read(store::all).unwrap();
        let kept = &kept[&"QH3 4DD".parse().unwrap()];
        assert_eq!((kept.in_use, kept.terminated.as_deref()), (false, Some("2003-07")));
        let alone = Server::start(db);
        assert_eq!(place(&alone, "QH3 4DD")["label"], "QH3 4DD (no longer in use)");
    }

    /// One postcode does not tell where the middle of its outcode is: that is asked for by itself.
    fn one_postcode_is_not_its_outcode(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        asking.place("QH3 3CC");
        let outcode = asking.place("QH3");
        assert_eq!((&outcode["latitude"], &outcode["precision"]), (&json!(53.955), &json!("outcode")));
        assert_eq!(asking.feed.asked(), ["/postcodes/QH3%203CC", "/outcodes/QH3"]);
        assert_eq!(asking.asked_for("qh3"), ("QH3".into(), 0));
        let alone = Server::start(db);
        assert_eq!(place(&alone, "QH3"), outcode);
        assert_eq!(place(&alone, "QH3 9XX")["label"], "QH3 9XX is not known; using QH3");
    }

    /// What the server does not know either is what it was without it; it is asked once.
    fn what_is_not_known_is_not_asked_again(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        let sector = "QH1 1ZZ is not known; using QH1 1";
        assert_eq!(asking.asked_for("QH1 1ZZ"), (sector.into(), 2));
        assert_eq!(asking.asked_for("qh1 1zz"), (sector.into(), 0));
        for _ in 0..2 {
            let refused = asking.server.client().get("/api/v1/search?near=QH4").expect(400);
            assert_eq!(refused.body["errors"][0]["field"], "near");
        }
        assert_eq!(asking.feed.asked().last().map(String::as_str), Some("/outcodes/QH4"));
        assert_eq!(asking.feed.asked().len(), 3);
    }

    /// A postcode in use of which nobody knows where it is is as good as not known: its outcode does,
    /// which is asked for too where that is not held either.
    fn what_has_no_position_is_not_known(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        let outcode = "QH3 5NO is not known; using QH3";
        assert_eq!(asking.asked_for("QH3 5NO"), (outcode.into(), 2));
        assert_eq!(asking.asked_for("QH3 5NO"), (outcode.into(), 0));
        assert_eq!(asking.feed.asked(), ["/postcodes/QH3%205NO", "/outcodes/QH3"]);
        assert_eq!(asking.asked_for("QH3"), ("QH3".into(), 0));
        asking.server.client().get("/api/v1/search?near=QH4+9ZZ").expect(400);
    }

    /// What is held, what is no postcode and a part of one are nobody else's matter.
    fn only_postcodes_that_are_not_held_are_asked_for(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        for near in ["QH1 1AA", "qh1 laa", "QH1", "QH1 7", "Tansyfield", "Tansifield", "53.94,-3.75", "0.12 0.110"] {
            assert_eq!(asking.asked_for(near).1, 0, "{near}");
        }
        asking.server.client().get("/api/v1/search?near=Nowhereton").expect(400);
        asking.server.client().get("/api/v1/search?q=lunch+QH3+3CC").expect(200);
        assert_eq!(asking.feed.asked(), Vec::<String>::new());
    }

    /// The page asks as the API does, and shows what was found.
    fn the_page_asks_too(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        let page = asking.server.client().get("/?q=lunch&near=QH3+3CC").expect(200);
        assert!(page.text.contains("QH3 3CC"), "{}", page.text);
        assert_eq!(asking.feed.asked(), ["/postcodes/QH3%203CC"]);
        assert_eq!(asking.asked_for("QH3 3CC"), ("QH3 3CC".into(), 0));
        asking.server.client().get("/?q=lunch&near=QH1+9ZZ").expect(200);
        assert_eq!(asking.asked_for("QH1 9ZZ"), ("QH1 9ZZ".into(), 0));
    }

    /// An import counts before what was looked up.
    fn what_is_imported_counts_before(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        asking.place("QH3 3CC");
        let file = asking.town.file("more.csv");
        std::fs::write(&file, "postcode,lat,lon\nQH3 3CC,53.97,-3.72\n").unwrap();
        done(&command(db.url(), &["import", "postcodes", &file]));
        let alone = Server::start(db);
        assert_eq!(place(&alone, "QH3 3CC")["latitude"], 53.97);
    }

    /// Many who look at once for one postcode wait for one answer.
    fn many_wait_for_one_answer(db: &TestDatabase) {
        let asking = Asking::of(db, |path| {
            std::thread::sleep(Duration::from_millis(300));
            knows(path)
        });
        std::thread::scope(|scope| {
            let many: Vec<_> = (0..12).map(|_| scope.spawn(|| asking.label("QH3 3CC"))).collect();
            for one in many {
                assert_eq!(one.join().unwrap(), "QH3 3CC");
            }
        });
        assert_eq!(asking.feed.asked().len(), 1);
    }
}

fn open(db: &TestDatabase) -> Database {
    let url = db.url().parse().expect("a test database has a sound URL");
    Database::open(&url).expect("a test database opens")
}
