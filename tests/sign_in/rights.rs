//! What somebody who is signed in may do, and what another site cannot make their browser do.

use crate::support::{Exchange, Person, on_both_databases};
use reqwest::Method;
use serde_json::json;

use super::*;

on_both_databases! {
    /// The API takes a session as it takes a key, with the rights of the account.
    fn a_session_has_the_rights_of_its_account(db: &TestDatabase) {
        let town = town(db);
        let path = format!("/api/v1/services/{}/capacity/history", lunch().id());
        Person::new(&town, "commissioner").get(&path).expect(200);
        Person::provider(&town, 1).get(&path).expect(200);
        Person::new(&town, "navigator").get(&path).expect(403);
        town.anyone().get(&path).expect(401);
    }

    /// What changes something takes what our own pages carry; a cookie alone, which a browser sends for
    /// any site, is not enough.
    fn a_cookie_alone_changes_nothing(db: &TestDatabase) {
        let town = town(db);
        let person = Person::provider(&town, 1);
        let path = format!("/api/v1/services/{}/capacity", lunch().id());
        let put = |form: Option<&str>| {
            let request = town.anyone().request(Method::PUT, &path).header("cookie", person.cookie());
            let request = match form {
                Some(form) => request.header("X-Headroom-Form", form.to_owned()),
                None => request,
            };
            request.json_body(&json!({ "state": "full" })).send_and_read()
        };
        put(None).expect(403);
        put(Some("0123456789abcdef0123456789abcdef")).expect(403);
        assert_eq!(town.anyone().get(&path).body["state"], "unconfirmed");
        assert_eq!(put(Some(&person.form)).expect(200).body["state"], "full");
        person.post_from_elsewhere("/sign-out", "").expect(403);
        person.post_from_elsewhere("/sign-out", "form=00").expect(403);
        person.get("/account").expect(200);
    }

    /// A key that is sent is the one that counts, whatever cookie comes with it.
    fn a_wrong_key_is_not_helped_by_a_cookie(db: &TestDatabase) {
        let town = town(db);
        let person = Person::new(&town, "steward");
        let request = town.anyone().with_key("hr_wrong").request(Method::GET, "/api/v1/tasks");
        request.header("cookie", person.cookie()).send_and_read().expect(401);
    }

    /// A volunteer may say how much room there is, and nothing else; by a key or signed in.
    fn who_may_only_speak_of_room_does_nothing_else(db: &TestDatabase) {
        let town = town(db);
        let organization = crate::support::listing::organization_id(1);
        let key = run(&town, &[
            "key", "create", "--role", "provider", "--name", "a volunteer",
            "--organization", &organization, "--room-only",
        ]);
        let volunteer = town.anyone().with_key(key.trim());
        let at = |what: &str| format!("/api/v1/services/{}/{what}", lunch().id());
        volunteer.put(&at("capacity"), &json!({ "state": "limited" })).expect(200);
        volunteer.post(&at("capacity/confirm"), &json!({})).expect(200);
        for (what, body) in [("contacts", json!({ "contacts": [] })), ("funding", json!({ "status": "secured" }))] {
            let refused = volunteer.put(&at(what), &body).expect(403);
            assert!(refused.text.contains("how much room there is, and do nothing else"), "{}", refused.text);
        }
        volunteer.post(&at("links"), &json!({})).expect(403);
        volunteer.get(&at("capacity/history")).expect(403);
    }

    /// A key that was made for some days works no longer than that.
    fn a_key_ends_on_its_day(db: &TestDatabase) {
        use headroom::accounts::Role;
        use headroom::accounts::keys::{self, NewKey};
        let town = town(db);
        let end = now() + SignedDuration::from_secs(3);
        let made = open(db).write(move |tx| {
            let new = NewKey { expires_at: Some(end), ..NewKey::new(Role::Steward, "short", None) };
            keys::create(tx, &new, now())
        });
        let key = made.expect("a key").1;
        let steward = town.anyone().with_key(&key);
        steward.get("/api/v1/tasks").expect(200);
        crate::support::town::soon("the key ends", || (steward.get("/api/v1/tasks").status == 401).then_some(()));
    }

    /// What somebody asked to be told ends with their account, and with a key that has expired.
    fn what_was_asked_for_ends_with_the_account(db: &TestDatabase) {
        use headroom::subscriptions::store::live;
        let receiver = crate::support::Receiver::start(|_| 200);
        let town = Town::with(db, &[lunch().at(1, 53.949, -3.75)], |launch| launch.argument("--allow-private-webhooks"));
        let person = Person::new(&town, "navigator");
        let wish = json!({
            "kind": "room_again", "service_id": lunch().id(), "channel": "webhook", "address": receiver.url(),
        });
        person.ask(Method::POST, "/api/v1/subscriptions", &wish).expect(201);
        let told = || open(db).read(|conn| live(conn, now().as_millisecond())).expect("subscriptions").len();
        assert_eq!(told(), 1);
        run(&town, &["account", "close", &person.email]);
        assert_eq!(told(), 0);
    }

    /// The audit is only ever added to: the database itself refuses anything else.
    fn the_audit_cannot_be_changed(db: &TestDatabase) {
        use headroom::db::schema::audit as rows;
        let town = town(db);
        Person::new(&town, "steward");
        let changed = open(db).write(|tx| {
            Ok(diesel::update(rows::table).set(rows::actor_name.eq("nobody")).execute(tx as &mut Conn)?)
        });
        assert!(changed.is_err_and(|error| error.to_string().contains("only ever added to")));
        let deleted = open(db).write(|tx| Ok(diesel::delete(rows::table).execute(tx as &mut Conn)?));
        assert!(deleted.is_err_and(|error| error.to_string().contains("only ever added to")));
        assert_eq!(audit(db), ["console account.created"]);
    }
}
