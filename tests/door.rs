//! How often one may ask, and the headers that every answer carries.

use reqwest::Method;

use crate::support::{Exchange, Person, Reply, TestDatabase, Town, service};

fn town(db: &TestDatabase, more: &[&str]) -> Town {
    Town::with(db, &[service(1, "Lunch").at(1, 53.949, -3.75)], |launch| {
        more.iter()
            .fold(launch, |launch, option| launch.argument(option))
    })
}

fn from(town: &Town, address: &str, path: &str) -> Reply {
    let request = town.anyone().request(Method::GET, path);
    request
        .header("X-Forwarded-For", address.to_owned())
        .send_and_read()
}

/// Whoever asks too often is told for how long to wait, in the words of a program or of a page; others
/// go on.
#[test]
fn whoever_asks_too_often_has_to_wait() {
    let db = TestDatabase::sqlite();
    let town = town(&db, &["--behind-proxy", "--requests-a-minute", "20"]);
    for _ in 0..20 {
        from(&town, "192.0.2.1", "/api/v1/search").expect(200);
    }
    let refused = from(&town, "192.0.2.1", "/api/v1/search").expect(429);
    assert_eq!(refused.body["type"], "/problems/too-often");
    let wait: u64 = refused
        .header("retry-after")
        .expect("a time")
        .parse()
        .expect("seconds");
    assert!((1..=4).contains(&wait), "{wait}");
    let page = from(&town, "192.0.2.1", "/?q=lunch").expect(429);
    assert!(page.text.contains("One moment, please") && page.header("retry-after").is_some());
    from(&town, "192.0.2.2", "/?q=lunch").expect(200);
    // What stands before the proxy's own word anybody may have written.
    from(&town, "192.0.2.99, 192.0.2.1", "/api/v1/search").expect(429);
    from(&town, "192.0.2.1", "/health/live").expect(200);
    std::thread::sleep(std::time::Duration::from_secs(wait));
    from(&town, "192.0.2.1", "/api/v1/search").expect(200);
}

/// A key has a pace of its own, from however many addresses it is used.
#[test]
fn a_key_has_a_pace_of_its_own() {
    let db = TestDatabase::sqlite();
    let town = town(&db, &["--behind-proxy", "--requests-a-minute", "10"]);
    let steward = town.steward();
    let ask = |number: usize| {
        let request = steward.request(Method::GET, "/api/v1/tasks");
        request
            .header("X-Forwarded-For", format!("192.0.2.{number}"))
            .send_and_read()
    };
    for number in 0..10 {
        ask(number).expect(200);
    }
    ask(99).expect(429);
    from(&town, "192.0.2.99", "/api/v1/search").expect(200);
}

/// This machine itself may ask as often as it likes, and without a proxy nobody says who else asks.
#[test]
fn this_machine_may_ask_as_often_as_it_likes() {
    let db = TestDatabase::sqlite();
    let town = town(&db, &["--requests-a-minute", "1"]);
    for _ in 0..5 {
        from(&town, "192.0.2.1", "/api/v1/search").expect(200);
    }
}

/// Answers of every kind carry what browsers are to heed; where people come by TLS, that they keep to it.
#[test]
fn every_answer_carries_what_browsers_are_to_heed() {
    let db = TestDatabase::sqlite();
    let town = town(&db, &["--public-url", "https://room.example"]);
    let steward = Person::new(&town, "steward");
    let paths = [
        "/",
        "/api/v1/search",
        "/api/v1/tasks",
        "/nowhere",
        "/assets/headroom.css",
        "/health/live",
        "/sign-in",
    ];
    for path in paths {
        for reply in [town.anyone().get(path), steward.get(path)] {
            let header = |name: &str| reply.header(name).unwrap_or_default().to_owned();
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("x-frame-options"), "DENY", "{path}");
            assert!(
                header("strict-transport-security").starts_with("max-age=31536000"),
                "{path}"
            );
            if header("content-type").starts_with("text/html") {
                let policy = header("content-security-policy");
                assert!(
                    policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
                    "{path}"
                );
                assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
                assert_eq!(header("cache-control"), "no-store", "{path}");
            }
        }
    }
    let plain = Town::start(&db, &[]);
    assert_eq!(
        plain.anyone().get("/").header("strict-transport-security"),
        None
    );
}
