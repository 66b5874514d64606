//! How long one stays signed in, and what the cookie is like.

use crate::support::person::{account, cookie_of};
use crate::support::{Exchange, Person, TestDatabase, on_both_databases};
use reqwest::Method;

use super::*;

on_both_databases! {
    /// Looking at a link changes nothing; its button signs in, once.
    fn a_link_signs_in_once(db: &TestDatabase) {
        let town = town(db);
        let path = account(&town.database, "navigator", "nasreen@practice.example", &[]);
        for _ in 0..3 {
            let page = town.anyone().get(&path).expect(200);
            assert!(page.text.contains("Hello Somebody") && cookie_of(&page).is_none());
        }
        let person = Person::by_link(&town.anyone(), &path, String::new());
        let page = person.get("/account").expect(200).text;
        assert!(page.contains("nasreen@practice.example") && page.contains("Care navigator"), "{page}");
        for _ in 0..2 {
            let again = town.anyone().post_form(&path, "").expect(410);
            assert!(again.text.contains("This link works no longer") && cookie_of(&again).is_none());
        }
        town.anyone().get(&path).expect(410);
    }

    /// A session ends when it is not used for two hours, and after twelve hours in any case.
    fn a_session_ends_by_itself(db: &TestDatabase) {
        let town = town(db);
        let person = Person::new(&town, "navigator");
        let_time_pass(db, 119);
        person.get("/account").expect(200);
        let_time_pass(db, 121);
        let page = person.get("/account").expect(401).text;
        assert!(page.contains("/sign-in?to=%2Faccount"), "{page}");
        let diligent = Person::new(&town, "navigator");
        for _ in 0..7 {
            let_time_pass(db, 100);
            diligent.get("/account").expect(200);
        }
        let_time_pass(db, 30);
        diligent.get("/account").expect(401);
    }

    /// The token is changed as it is used; the one before it works for a moment longer, and no more.
    fn the_token_is_changed_as_it_is_used(db: &TestDatabase) {
        let town = town(db);
        let person = Person::new(&town, "navigator");
        let first = person.cookie();
        person.get("/account").expect(200);
        assert_eq!(person.cookie(), first, "it is new");
        let_time_pass(db, 16);
        person.get("/account").expect(200);
        let second = person.cookie();
        assert_ne!(second, first);
        let with = |cookie: &str| {
            let request = town.anyone().request(Method::GET, "/account");
            request.header("cookie", cookie.to_owned()).send_and_read()
        };
        with(&first).expect(200);
        let_time_pass(db, 2);
        with(&first).expect(401);
        with(&second).expect(200);
        // A form of a page that was loaded before the change is still taken.
        person.post("/account/elsewhere", "").expect(303);
    }

    /// Whoever signs out is out, here or everywhere else.
    fn signing_out_ends_it(db: &TestDatabase) {
        let town = town(db);
        let path = account(&town.database, "steward", "stella@directory.example", &[]);
        let desk = Person::by_link(&town.anyone(), &path, String::new());
        let printed = run(&town, &["account", "link", "Stella@Directory.example", "--public-url", "https://room.example"]);
        let path = printed.trim().trim_start_matches("https://room.example");
        let telephone = Person::by_link(&town.anyone(), path, String::new());
        assert!(desk.get("/account").text.contains("one other device"));
        desk.post("/account/elsewhere", "").expect(303);
        telephone.get("/account").expect(401);
        let gone = desk.post("/sign-out", "").expect(303);
        assert!(gone.header("set-cookie").is_some_and(|cookie| cookie.contains("Max-Age=0")));
        desk.get("/account").expect(401);
    }

    /// An account that is closed is out at once, and gets in no more.
    fn a_closed_account_is_out(db: &TestDatabase) {
        let town = town(db);
        let person = Person::new(&town, "steward");
        person.get("/api/v1/tasks").expect(200);
        run(&town, &["account", "close", &person.email]);
        person.get("/account").expect(401);
        person.get("/api/v1/tasks").expect(401);
        let refused = command(&town.database, &["account", "link", &person.email]);
        assert_eq!(refused.status.code(), Some(1));
        assert_eq!(audit(db)[..2], ["console account.closed", "console account.created"]);
    }
}

/// Where people come by TLS, the cookie goes by TLS only; elsewhere it works too. No script can read it.
#[test]
fn the_cookie_is_as_strict_as_the_address_allows() {
    let db = TestDatabase::sqlite();
    let plain = town(&db);
    let path = account(&plain.database, "navigator", "a@practice.example", &[]);
    let reply = plain.anyone().post_form(&path, "").expect(303);
    let cookie = reply.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        cookie.starts_with("headroom=") && !cookie.contains("Secure"),
        "{cookie}"
    );
    let secure = Town::with(&db, &[], |launch| {
        launch.argument("--public-url=https://room.example")
    });
    let path = account(&secure.database, "navigator", "b@practice.example", &[]);
    let reply = secure.anyone().post_form(&path, "").expect(303);
    let cookie = reply.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        cookie.starts_with("__Host-headroom=") && cookie.contains("Secure"),
        "{cookie}"
    );
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}
