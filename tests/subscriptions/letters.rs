//! Letters go only to those who said yes, through a real mail server, and end with one request.

use diesel::prelude::*;
use headroom::db::Conn;
use headroom::db::schema::messages;
use serde_json::json;

use super::{full, hours_pass, lunch, open, roomy, seen_full, subscribe, town_with_mail, walks};
use crate::support::town::soon;
use crate::support::{Fault, Letter, Smtp, TestDatabase, Town, on_both_databases};

/// The letters so far, once there are so many.
#[track_caller]
fn letters(smtp: &Smtp, count: usize) -> Vec<Letter> {
    let letters = soon("letters", || {
        Some(smtp.letters()).filter(|letters| letters.len() >= count)
    });
    assert_eq!(letters.len(), count, "{letters:?}");
    letters
}

/// The path of the link in a letter.
#[track_caller]
fn link(letter: &Letter) -> String {
    // Long lines are broken in a letter, with a sign for it.
    let text = letter.data.replace("=\n", "").replace("=\r\n", "");
    let start =
        text.find("https://room.example/s/").expect("a link") + "https://room.example".len();
    let end = text[start..].find(|c: char| !c.is_ascii_alphanumeric() && c != '/');
    text[start..start + end.expect("more text")].to_owned()
}

/// Two full services that one address is to be told of; the second tells when it is its turn.
fn asked(db: &TestDatabase, smtp: &Smtp) -> Town {
    let town = town_with_mail(db, &[lunch(), walks()], smtp);
    let steward = town.steward();
    for listing in [lunch(), walks()] {
        full(&steward, &listing);
        let wish = json!({ "kind": "room_again", "service_id": listing.id(), "channel": "email", "address": "Desk@quay.example" });
        let made = subscribe(&steward, &wish);
        assert!(made["secret"].is_null() && made["confirmed_at"].is_null());
        assert_eq!(made["address"], "desk@quay.example");
    }
    town
}

on_both_databases! {
    /// Nothing is told before somebody there has said yes, with a button: to follow the link is not
    /// enough, for programs do.
    fn only_who_says_yes_is_told(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = asked(db, &smtp);
        let questions = letters(&smtp, 2);
        let about = |name: &str| questions.iter().find(|letter| letter.data.contains(name)).expect("a question");
        let (first, second) = (link(about("Lunch club")), link(about("Walks")));
        let page = town.anyone().get(&first).expect(200);
        assert!(page.text.contains("Lunch club has room again") && page.text.contains("value=\"confirm\""), "{}", page.text);
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        let page = town.anyone().post_form(&second, "say=confirm").expect(200);
        assert!(page.text.contains("value=\"end\""), "{}", page.text);
        town.anyone().post_form(&second, "say=confirm").expect(200);
        seen_full(&open(db), &walks());
        roomy(&town.steward(), &lunch());
        roomy(&town.steward(), &walks());
        let told = letters(&smtp, 3).pop().expect("a letter");
        assert_eq!(told.header("Subject"), "Room again: Walks");
        assert_eq!(told.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert!(told.data.contains("Content-Type: text/html") && told.data.contains("Content-Type: text/plain"));
        let database = open(db);
        soon("nothing is kept of what was sent", || {
            let load = |conn: &mut Conn| {
                let kept = messages::table.filter(messages::state.ne("queued")).filter(messages::unsubscribe.is_not_null());
                Ok(kept.count().get_result::<i64>(conn)?)
            };
            (database.read(load).expect("the outbox") == 0).then_some(())
        });
    }

    /// A mail program ends it with one request, and nothing is told after that.
    fn one_request_ends_it(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = asked(db, &smtp);
        for question in letters(&smtp, 2) {
            town.anyone().post_form(&link(&question), "say=confirm").expect(200);
        }
        let steward = town.steward();
        for listing in [lunch(), walks()] {
            seen_full(&open(db), &listing);
        }
        roomy(&steward, &lunch());
        let told = letters(&smtp, 3).pop().expect("a letter");
        let header = told.header("List-Unsubscribe");
        let path = header.trim_matches(['<', '>']).strip_prefix("https://room.example").expect("our address").to_owned();
        assert_eq!(path, link(&told));
        town.anyone().get(&path).expect(200);
        town.anyone().post_form(&path, "List-Unsubscribe=One-Click").expect(200);
        let page = town.anyone().post_form(&path, "say=confirm").expect(200);
        assert!(page.text.contains("That has ended"), "{}", page.text);
        full(&steward, &lunch());
        hours_pass(&open(db), 7);
        roomy(&steward, &lunch());
        roomy(&steward, &walks());
        assert_eq!(letters(&smtp, 4)[3].header("Subject"), "Room again: Walks");
    }

    /// Links that were never made, and forms that are none, change nothing and say so.
    fn what_is_no_link_is_said(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        for path in ["/s/x", "/s/abcdefghjkmnpqrstuvwxyz023", "/s/%00"] {
            town.anyone().get(path).expect(404);
            town.anyone().post_form(path, "say=end").expect(404);
            town.anyone().post_form(path, "say=nonsense").expect(400);
        }
    }

    /// An address that does not answer is not asked again and again.
    fn an_address_is_not_asked_again_and_again(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let navigator = town.with_role("navigator");
        let wish = json!({ "kind": "room_again", "service_id": lunch().id(), "channel": "email", "address": "desk@quay.example" });
        for _ in 0..3 {
            subscribe(&navigator, &wish);
        }
        navigator.post("/api/v1/subscriptions", &wish).expect(409);
    }
}
