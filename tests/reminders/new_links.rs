//! Whoever opens a link that works no longer asks for a new one, which goes to where the old one went,
//! and to nobody else.

use diesel::prelude::*;
use headroom::db::Conn;
use headroom::db::schema::{messages, update_links};
use headroom::links::{NewLink, store as links};
use headroom::reminders::contact::Contact;
use headroom::reminders::renewal::mark;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::json;

use super::{Launch, asked_at, asking, open, outbox};
use crate::support::town::soon;
use crate::support::{
    Browser, Exchange, Fault, Letter, Listing, Reply, Screen, Smtp, TestDatabase, Town,
    on_both_databases,
};

const SAM: &str = "sam@quay.example";
const BUTTON: &str = "Send me a new link";
const WORDS: &str = "If this link was ours, a new one is on its way";

fn lunch() -> Listing {
    asked_at(1, "Lunch", SAM)
}

/// A server with mail, and the path of the link in the digest that Sam got.
fn asked(db: &TestDatabase, smtp: &Smtp) -> (Town, String) {
    let town = Town::with(db, &[lunch()], |_| asking(db, smtp));
    let letter = nth_letter(smtp, 1);
    (town, path_in(&letter))
}

fn nth_letter(smtp: &Smtp, number: usize) -> Letter {
    soon("a letter", || smtp.letters().get(number - 1).cloned())
}

fn path_in(letter: &Letter) -> String {
    let text = letter.data.replace("=\r\n", "").replace("=\n", "");
    let start =
        text.find("https://room.example/u/").expect("a link") + "https://room.example".len();
    text[start..start + "/u/".len() + 26].to_owned()
}

/// Lets three weeks pass for all links, and ten minutes for all messages.
fn let_time_pass(db: &TestDatabase) {
    let done = open(db).write(|tx| {
        let conn: &mut Conn = tx;
        let now = Timestamp::now().as_millisecond();
        let then = now - 11 * 60_000;
        diesel::update(update_links::table)
            .set(update_links::expires_at.eq(now - 1))
            .execute(conn)?;
        diesel::update(messages::table.filter(messages::state.eq("sent")))
            .set((messages::created_at.eq(then), messages::sent_at.eq(then)))
            .execute(conn)?;
        Ok(())
    });
    done.expect("time passes");
}

fn wish_for_one(town: &Town, path: &str) -> Reply {
    let reply = town.anyone().post_form(&format!("{path}/new"), "");
    let reply = reply.expect(200);
    assert!(reply.text.contains(WORDS), "{}", reply.text);
    reply
}

/// Nothing is under way any more, and so many letters have gone in all.
#[track_caller]
fn letters_in_all(db: &TestDatabase, number: usize) {
    let database = open(db);
    soon("the outbox is empty", || {
        let waits = |state: &str| state == "queued" || state == "sending";
        let waiting = outbox(&database)
            .iter()
            .any(|message| waits(&message.state));
        (!waiting).then_some(())
    });
    assert_eq!(outbox(&database).len(), number);
}

on_both_databases! {
    /// One tap on the page of an old link, and a new one is in the post.
    fn a_link_that_is_too_old_is_replaced_by_post(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let (town, path) = asked(db, &smtp);
        letters_in_all(db, 1);
        assert!(!town.anyone().get(&path).expect(200).text.contains(BUTTON));
        let_time_pass(db);
        let page = town.anyone().get(&path).expect(410).text;
        assert!(page.contains(BUTTON) && page.contains(&format!("action=\"{path}/new\"")), "{page}");
        for method in [Method::GET, Method::HEAD, Method::PUT] {
            let looked = town.anyone().request(method, &format!("{path}/new")).send_and_read();
            assert!([404, 405].contains(&looked.status), "{}", looked.status);
        }
        letters_in_all(db, 1);
        wish_for_one(&town, &path);
        let letter = nth_letter(&smtp, 2);
        assert_eq!((letter.to.as_str(), letter.header("Subject")), (SAM, "Your new link: Lunch".to_owned()));
        let fresh = path_in(&letter);
        assert_ne!(fresh, path);
        assert!(town.anyone().get(&fresh).expect(200).text.contains("Lunch"));
        town.anyone().post_form(&fresh, "say=full").expect(303);
        // Not again within ten minutes, and again after that.
        wish_for_one(&town, &path);
        letters_in_all(db, 2);
        let_time_pass(db);
        wish_for_one(&town, &path);
        letters_in_all(db, 3);
        assert!(!town.server.said().contains("quay.example"), "{}", town.server.said());
    }

    /// Whoever asks is told the same, whatever there is behind the link.
    fn strangers_learn_nothing(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let (town, path) = asked(db, &smtp);
        letters_in_all(db, 1);
        let works = wish_for_one(&town, &path).text;
        let never = wish_for_one(&town, "/u/abcdefghjkmnpqrstuvwxyz023").text;
        let nonsense = wish_for_one(&town, "/u/%00").text;
        let_time_pass(db);
        let other = json!({ "contacts": [{ "channel": "email", "address": "kit@quay.example" }] });
        let contacts = format!("/api/v1/services/{}/contacts", lunch().id());
        town.steward().put(&contacts, &other).expect(200);
        let gone = wish_for_one(&town, &path).text;
        town.steward().put(&contacts, &json!({ "contacts": [] })).expect(200);
        town.steward().delete(&format!("/api/v1/services/{}/links", lunch().id())).expect(204);
        let page = town.anyone().get(&path).expect(410).text;
        assert!(page.contains("taken back") && !page.contains(BUTTON), "{page}");
        let taken_back = wish_for_one(&town, &path).text;
        assert!([never, nonsense, gone, taken_back].iter().all(|text| *text == works));
        letters_in_all(db, 1);
    }

    /// A link that newer ones replaced is sent anew as well; one that no message brought is not.
    fn a_link_that_was_replaced_is_sent_anew(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let (town, _) = asked(db, &smtp);
        letters_in_all(db, 1);
        let issue = |sent_to: Option<String>| {
            let new = NewLink {
                service_id: lunch().id(),
                location_id: String::new(),
                issued_to: if sent_to.is_some() { "Sam" } else { "the office" }.into(),
                sent_to,
            };
            let tokens = open(db).write(move |tx| {
                let lines = headroom::capacity::store::lines_of(tx, &new.service_id)?;
                let new = NewLink { location_id: lines[0].location_id.clone(), ..new };
                (0..6).map(|second| {
                    let at = Timestamp::now() + jiff::SignedDuration::from_secs(second);
                    links::issue(tx, &new, at)
                }).collect::<Result<Vec<_>, _>>()
            });
            headroom::links::path(&tokens.expect("links")[0])
        };
        let by_hand = issue(None);
        let page = town.anyone().get(&by_hand).expect(410).text;
        assert!(page.contains("There is a newer link") && !page.contains(BUTTON), "{page}");
        wish_for_one(&town, &by_hand);
        letters_in_all(db, 1);
        let sent = issue(Contact::email(SAM).as_ref().map(mark));
        assert!(town.anyone().get(&sent).expect(410).text.contains(BUTTON));
        wish_for_one(&town, &sent);
        assert_eq!(nth_letter(&smtp, 2).to, SAM);
    }

    /// Many taps at once on two servers send one letter.
    fn many_taps_at_once_send_one_letter(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let (town, path) = asked(db, &smtp);
        let other = asking(db, &smtp).start();
        letters_in_all(db, 1);
        let_time_pass(db);
        std::thread::scope(|scope| {
            for number in 0..12 {
                let client = if number % 2 == 0 { town.anyone() } else { other.client() };
                let path = format!("{path}/new");
                scope.spawn(move || client.post_form(&path, "").expect(200));
            }
        });
        letters_in_all(db, 2);
    }
}

/// Where nothing can be sent, nothing is offered.
#[test]
fn without_a_gateway_no_new_link_is_offered() {
    let db = TestDatabase::sqlite();
    let smtp = Smtp::start(|_| Fault::None);
    let (town, path) = asked(&db, &smtp);
    letters_in_all(&db, 1);
    drop(town);
    let_time_pass(&db);
    let server = Launch::new(db.url()).start();
    let page = server.client().get(&path).expect(410).text;
    assert!(page.contains("too old") && !page.contains(BUTTON), "{page}");
    let answer = server
        .client()
        .post_form(&format!("{path}/new"), "")
        .expect(200);
    assert!(answer.text.contains(WORDS), "{}", answer.text);
    letters_in_all(&db, 1);
}

/// On a telephone: the old link, one tap, and the words.
#[test]
fn one_tap_on_a_telephone_sends_a_new_link() {
    let db = TestDatabase::sqlite();
    let smtp = Smtp::start(|_| Fault::None);
    let (town, path) = asked(&db, &smtp);
    letters_in_all(&db, 1);
    let_time_pass(&db);
    let browser = Browser::open(Screen::Telephone);
    browser.goto(&format!("{}{path}", town.server.url()));
    assert!(browser.text("button").starts_with(BUTTON));
    browser.click("button");
    soon("the words", || {
        browser.text("main").contains(WORDS).then_some(())
    });
    assert_eq!(nth_letter(&smtp, 2).to, SAM);
}
