//! The secret of a webhook can be changed, and nothing is lost while the receiver changes over.

use diesel::prelude::*;
use headroom::db::Conn;
use headroom::db::schema::old_secrets;
use serde_json::{Value, json};

use super::{
    full, hours_pass, lunch, open, room_again, roomy, seen_full, subscribe, taken, town,
    town_with_mail,
};
use crate::support::{Client, Fault, Receiver, Smtp, TestDatabase, on_both_databases};

fn path_of(made: &Value) -> String {
    let id = made["id"].as_str().expect("an id");
    format!("/api/v1/subscriptions/{id}/secret")
}

#[track_caller]
fn change(client: &Client, made: &Value) -> String {
    let changed = client.post(&path_of(made), &json!({})).expect(200).body;
    changed["secret"].as_str().expect("a secret").to_owned()
}

/// Lets a day pass for old secrets.
fn let_a_day_pass(db: &TestDatabase) {
    let done = open(db).write(|tx| {
        Ok(diesel::update(old_secrets::table)
            .set(old_secrets::until.eq(1))
            .execute(tx as &mut Conn)?)
    });
    done.expect("the table");
}

fn kept(db: &TestDatabase) -> i64 {
    let load = |conn: &mut Conn| Ok(old_secrets::table.count().get_result(conn)?);
    open(db).read(load).expect("the table")
}

on_both_databases! {
    /// For a day both secrets sign, then only the new one.
    fn both_secrets_sign_for_a_day(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = town(db, &[lunch()]);
        let (steward, navigator) = (town.steward(), town.with_role("navigator"));
        full(&steward, &lunch());
        let made = subscribe(&navigator, &room_again(&lunch(), &receiver));
        let old = made["secret"].as_str().expect("a secret").to_owned();
        let new = change(&navigator, &made);
        assert_ne!(old, new);
        roomy(&steward, &lunch());
        let post = taken(&receiver, 1).remove(0);
        assert!(post.is_signed_with(&old) && post.is_signed_with(&new), "{post:?}");
        assert!(post.signature.starts_with("v1,") && post.signature.contains(" v1,"));
        let_a_day_pass(db);
        full(&steward, &lunch());
        seen_full(&open(db), &lunch());
        hours_pass(&open(db), 7);
        roomy(&steward, &lunch());
        let post = taken(&receiver, 2).remove(1);
        assert!(!post.is_signed_with(&old) && post.is_signed_with(&new), "{post:?}");
        let listed = navigator.get("/api/v1/subscriptions").expect(200).text;
        assert!(!listed.contains("whsec_") && !town.server.said().contains("whsec_"));
    }

    /// An answer that was lost costs nothing: the secret that the receiver knows goes on signing.
    fn a_secret_that_was_changed_twice_still_signs(db: &TestDatabase) {
        let receiver = Receiver::start(|_| 200);
        let town = town(db, &[lunch()]);
        let steward = town.steward();
        full(&steward, &lunch());
        let made = subscribe(&steward, &room_again(&lunch(), &receiver));
        let mut secrets = vec![made["secret"].as_str().expect("a secret").to_owned()];
        for _ in 0..4 {
            secrets.push(change(&steward, &made));
        }
        let refused = steward.post(&path_of(&made), &json!({})).expect(409).body;
        assert!(refused["detail"].as_str().is_some_and(|why| why.contains("4 times")), "{refused}");
        roomy(&steward, &lunch());
        let post = taken(&receiver, 1).remove(0);
        assert!(secrets.iter().all(|secret| post.is_signed_with(secret)), "{post:?}");
    }

    /// Only who made it changes it, and only where there is one; the end of it forgets them all.
    fn only_who_made_it_changes_it(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let receiver = Receiver::start(|_| 200);
        let town = town_with_mail(db, &[lunch()], &smtp);
        let steward = town.steward();
        let made = subscribe(&steward, &room_again(&lunch(), &receiver));
        town.anyone().post(&path_of(&made), &json!({})).expect(401);
        town.with_role("navigator").post(&path_of(&made), &json!({})).expect(404);
        change(&steward, &made);
        assert_eq!(kept(db), 1);
        let id = made["id"].as_str().expect("an id");
        steward.delete(&format!("/api/v1/subscriptions/{id}")).expect(204);
        assert_eq!(kept(db), 0);
        steward.post(&path_of(&made), &json!({})).expect(409);
        let wish = json!({ "kind": "room_again", "service_id": lunch().id(), "channel": "email", "address": "kit@quay.example" });
        let by_mail = subscribe(&steward, &wish);
        steward.post(&path_of(&by_mail), &json!({})).expect(409);
    }
}
