//! However the server fails, a search is answered as it would be without it, and the server is left
//! in peace for a while.

use super::*;
use std::time::Instant;

/// What is said of postcodes that nobody could be asked for.
const NEARBY: [(&str, &str); 2] = [
    ("QH1 1ZZ", "QH1 1ZZ is not known; using QH1 1"),
    ("QH1 9ZZ", "QH1 9ZZ is not known; using QH1"),
];

/// The first search asks once and is answered without; the second asks nothing.
#[track_caller]
fn pauses(asking: &Asking) {
    for ((near, label), questions) in NEARBY.into_iter().zip([1, 0]) {
        assert_eq!(asking.asked_for(near), (label.to_owned(), questions));
    }
}

on_both_databases! {
    /// Unless it is told to, the server asks nobody.
    fn nobody_is_asked_by_default(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        let server = Server::start(db);
        for (near, label) in NEARBY {
            assert_eq!(place(&server, near)["label"], label);
        }
        server.client().get("/api/v1/search?near=QH3+3CC").expect(400);
        server.client().get("/?q=lunch&near=QH3+3CC").expect(400);
        assert_eq!(asking.feed.asked(), Vec::<String>::new());
    }

    /// A server that does not answer in time holds nobody up for long, and the next one not at all.
    fn a_slow_server_holds_nobody_up(db: &TestDatabase) {
        let asking = Asking::of(db, |_| slow());
        let begun = Instant::now();
        pauses(&asking);
        assert!(begun.elapsed() < BOUNDED, "it took {:?}", begun.elapsed());
    }

    /// So with one that answers the first question in time and the second one not.
    fn a_server_that_becomes_slow_holds_nobody_up(db: &TestDatabase) {
        let asking = Asking::of(db, |path| match path.starts_with("/postcodes/") {
            true => knows(path),
            false => slow(),
        });
        let begun = Instant::now();
        assert_eq!(asking.asked_for(NEARBY[0].0), (NEARBY[0].1.to_owned(), 2));
        assert_eq!(asking.asked_for(NEARBY[1].0), (NEARBY[1].1.to_owned(), 0));
        assert!(begun.elapsed() < BOUNDED, "it took {:?}", begun.elapsed());
    }

    /// What is no answer is a failure: errors, other pages, other postcodes, ways to elsewhere, and
    /// what goes on for too long.
    fn what_is_no_answer_is_a_failure(db: &TestDatabase) {
        let answers: [fn() -> HttpResponse; 8] = [
            || HttpResponse::InternalServerError().json(json!({ "status": 500, "error": "oh" })),
            || HttpResponse::ServiceUnavailable().finish(),
            || HttpResponse::Ok().body("<html>welcome</html>"),
            || HttpResponse::Ok().json(json!({ "status": 200, "result": null })),
            || HttpResponse::NotFound().body("<html>no such page</html>"),
            || found(json!({ "postcode": "QH3 3CC", "latitude": 53.95, "longitude": -3.7 })),
            || HttpResponse::Found().insert_header(("location", "/postcodes/QH33CC")).finish(),
            || HttpResponse::Ok().json(json!({ "status": 200, "padding": "x".repeat(70_000),
                "result": { "postcode": NEARBY[0].0, "latitude": 53.95, "longitude": -3.7 } })),
        ];
        let town = Town::start(db, &[service(1, "Lunch")]);
        for (number, answer) in answers.into_iter().enumerate() {
            let feed = Feed::start(move |_| answer());
            let server = asking(&town.database, &feed.address);
            for (near, label) in NEARBY {
                assert_eq!(place(&server, near)["label"], label, "answer {number}");
            }
            assert_eq!(feed.asked().len(), 1, "answer {number}");
        }
    }

    /// Many searches at once for many postcodes do not become as many questions.
    fn a_flood_of_searches_is_no_flood_of_questions(db: &TestDatabase) {
        let asking = Asking::of(db, |_| slow());
        std::thread::scope(|scope| {
            for letter in 'A'..='Z' {
                let asking = &asking;
                scope.spawn(move || {
                    let label = format!("QH1 1Z{letter} is not known; using QH1 1");
                    assert_eq!(asking.label(&format!("QH1 1Z{letter}")), label);
                });
            }
        });
        let questions = asking.feed.asked().len();
        assert!((1..=16).contains(&questions), "{questions}");
    }

    /// One that is not there at all is asked no more often.
    fn no_server_is_no_fault(db: &TestDatabase) {
        let asking = Asking::of(db, knows);
        let Asking { server, feed, .. } = asking;
        drop(feed);
        for (near, label) in NEARBY {
            assert_eq!(place(&server, near)["label"], label);
        }
        server.client().get("/api/v1/search?near=QH3+3CC").expect(400);
    }

    /// The log tells of it once, by the outcode and never by the postcode.
    fn the_log_tells_of_a_failure_once(db: &TestDatabase) {
        let asking = Asking::of(db, |_| HttpResponse::InternalServerError().finish());
        pauses(&asking);
        asking.label(NEARBY[0].0);
        let told = soon("the log tells of it", || {
            let said = asking.server.said();
            said.contains("looking up postcodes failed").then_some(said)
        });
        assert_eq!(told.matches("looking up postcodes failed").count(), 1, "{told}");
        assert!(told.contains("QH1") && told.contains("the answer was 500"), "{told}");
        assert!(!told.contains("1ZZ") && !told.contains("9ZZ"), "{told}");
    }

    /// A server that is asked too often says when to come again, and is asked again then.
    fn a_server_that_names_a_time_is_asked_again_then(db: &TestDatabase) {
        let asking = Asking::of(db, |path| match path {
            "/postcodes/QH11ZZ" => HttpResponse::TooManyRequests().insert_header(("retry-after", "2")).finish(),
            other => knows(other),
        });
        assert_eq!(asking.asked_for(NEARBY[0].0), (NEARBY[0].1.to_owned(), 1));
        let found = soon("the server is asked again", || {
            let label = asking.label("QH1 9ZZ");
            (label == "QH1 9ZZ").then_some(label)
        });
        assert_eq!(found, "QH1 9ZZ");
        assert_eq!(asking.feed.asked().len(), 2);
    }
}
