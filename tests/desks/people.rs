//! Accounts and keys: made, let in, closed, revoked; and who did so is written down.

use super::*;

/// The link or key that a page shows this one time.
#[track_caller]
fn shown(page: &Reply) -> String {
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let (_, rest) = page
        .text
        .split_once("class=\"once\"")
        .expect("something is shown once");
    let (_, rest) = rest.split_once("<code>").expect("as code");
    rest.split('<').next().expect("a text").to_owned()
}

/// The id of the account in the row of a page in which this stands.
#[track_caller]
fn id_beside(page: &str, text: &str, begin: &str) -> String {
    let (_, rest) = page
        .split_once(text)
        .unwrap_or_else(|| panic!("{text}: {page}"));
    let (_, rest) = rest.split_once(begin).expect("a form");
    rest.split('/').next().expect("an id").to_owned()
}

/// The actions in the audit, the latest first.
fn actions(steward: &Person) -> Vec<String> {
    let table = steward.get("/audit.csv").expect(200).text;
    let lines = table.lines().skip(1);
    lines
        .map(|line| line.split(',').nth(4).unwrap_or_default().to_owned())
        .collect()
}

on_both_databases! {
    /// Somebody is added, comes in by the link that is shown, is closed out, and let in again.
    fn somebody_is_added_closed_and_let_in_again(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), service(2, "Choir").by(2, "Quay Voices")]);
        let stella = sign_in(&town, "steward", None, &[]);
        let form = "name=Pat+Whelan&email=Pat@quay.example&role=provider&organization=voices&areas=";
        let made = stella.post("/people", form).expect(200);
        let pat = enter(&town, &shown(&made));
        assert!(pat.get("/my").expect(200).text.contains("Choir"));
        let page = stella.get("/people?q=whelan").expect(200).text;
        assert!(page.contains("pat@quay.example") && page.contains("Quay Voices") && page.contains("today"), "{page}");
        let id = id_beside(&page, "Pat Whelan", "/people/");
        stella.post(&format!("/people/{id}/close"), "").expect(303);
        pat.get("/my").expect(401);
        stella.post(&format!("/people/{id}/link"), "").expect(409);
        stella.post(&format!("/people/{id}/open"), "").expect(303);
        let again = shown(&stella.post(&format!("/people/{id}/link"), "").expect(200));
        enter(&town, &again).get("/my").expect(200);
        let expected = ["account.link_made", "account.opened", "account.closed", "account.link_made", "account.created"];
        assert_eq!(actions(&stella)[..5], expected);
        let audit = stella.get(&format!("/audit?kind=account&id={id}")).expect(200).text;
        assert!(audit.contains("closed_at") && audit.contains("Ada Desk"), "{audit}");
    }

    /// What is wrong is said beside its field, with what was typed; nothing is made.
    fn what_is_wrong_with_an_account_is_said(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), service(2, "Choir").by(2, "Wythmere Voices")]);
        let stella = sign_in(&town, "steward", None, &[]);
        let before = actions(&stella);
        let several = stella.post("/people", "name=Pat&email=p@q.example&role=provider&organization=wythmere").expect(422).text;
        assert!(several.contains("choose one") && several.contains("Wythmere Voices</option>") && several.contains("value=\"Pat\""), "{several}");
        for (form, words) in [
            ("name=&email=nobody&role=navigator", "e-mail address"),
            ("name=Pat&email=p@q.example&role=king", "one of those"),
            ("name=Pat&email=p@q.example&role=provider", "organisation"),
            ("name=Pat&email=p@q.example&role=provider&organization=nowhere", "no part of the name"),
            ("name=Pat&email=p@q.example&role=provider&organization=%00%25", "no part of the name"),
            ("name=Pat%00&email=p@q.example&role=navigator", "letters"),
            ("name=Pat&email=p@q.example&role=commissioner&areas=here", "kind/code"),
        ] {
            let page = stella.post("/people", form).expect(422).text;
            assert!(page.contains(words), "{form}: {page}");
        }
        stella.post("/people", "name=Pat&email=p@q.example&role=navigator&subject=x").expect(422);
        assert_eq!(actions(&stella), before);
    }

    /// Nobody closes the door behind themselves, and what is not there cannot be closed.
    fn a_steward_does_not_close_their_own_account(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let stella = sign_in(&town, "steward", None, &[]);
        let page = stella.get("/people").expect(200).text;
        let id = id_beside(&page, "Ada Desk</th>".trim_end_matches("</th>"), "/people/");
        stella.post(&format!("/people/{id}/close"), "").expect(409);
        stella.get("/people").expect(200);
        stella.post(&format!("/people/{}/close", uuid::Uuid::new_v4()), "").expect(404);
        stella.post("/people/x/close", "").expect(404);
    }

    /// A provider lets volunteers in for its own organisation, and nobody else.
    fn a_provider_lets_volunteers_in(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), service(2, "Choir").by(2, "Quay Voices")]);
        let (pat, other) = (sign_in(&town, "provider", Some(1), &[]), sign_in(&town, "provider", Some(2), &[]));
        let made = pat.post("/my/people", "name=Vera+Volunteer&email=vera@quay.example").expect(200);
        let vera = enter(&town, &shown(&made));
        vera.get("/my").expect(200);
        vera.get("/my/people").expect(403);
        vera.post("/my/people", "name=Eve&email=eve@quay.example").expect(403);
        pat.post("/my/people", "name=Eve&email=vera@quay.example").expect(422);
        let page = pat.get("/my/people").expect(200).text;
        let id = id_beside(&page, "Vera Volunteer", "/my/people/");
        assert!(!other.get("/my/people").expect(200).text.contains("Vera"));
        for what in ["close", "open", "link"] {
            other.post(&format!("/my/people/{id}/{what}"), "").expect(403);
            pat.post_from_elsewhere(&format!("/my/people/{id}/{what}"), "").expect(403);
        }
        vera.get("/my").expect(200);
        let stella = sign_in(&town, "steward", None, &[]);
        let own = stella.get("/people?q=ada").expect(200).text;
        let colleague = id_beside(&own, "Ada Desk", "/people/");
        pat.post(&format!("/my/people/{colleague}/close"), "").expect(403);
        pat.post(&format!("/my/people/{id}/close"), "").expect(303);
        vera.get("/my").expect(401);
    }

    /// A key is shown once, works, tells that it was used, and works no longer once it is revoked.
    fn a_key_is_made_used_and_revoked(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let stella = sign_in(&town, "steward", None, &[]);
        let form = "name=Feed+of+Quay&role=provider&organization=together&expires=2999-01-01&room_only=yes";
        let key = shown(&stella.post("/keys", form).expect(200));
        let feed = town.anyone().with_key(&key);
        say(&feed, &lunch(), &json!({ "state": "full" })).expect(200);
        feed.get("/api/v1/tasks").expect(403);
        let page = stella.get("/keys").expect(200).text;
        assert!(page.contains("Feed of Quay") && page.contains("1 January 2999") && !page.contains(&key), "{page}");
        let id = id_beside(&page, "Feed of Quay", "/keys/");
        stella.post(&format!("/keys/{id}/revoke"), "").expect(303);
        say(&feed, &lunch(), &json!({ "state": "open" })).expect(401);
        stella.post(&format!("/keys/{id}/revoke"), "").expect(303);
        assert_eq!(actions(&stella)[..2], ["key.revoked", "key.created"], "revoked once");
        for form in ["name=&role=navigator", "name=x&role=provider", "name=x&role=navigator&expires=2001-01-01", "name=x&role=navigator&expires=soon"] {
            stella.post("/keys", form).expect(422);
        }
        stella.post(&format!("/keys/{}/revoke", uuid::Uuid::new_v4()), "").expect(404);
        assert_eq!(actions(&stella)[..2], ["key.revoked", "key.created"]);
    }
}

/// What was noted in memory is written down when the server ends, at the latest.
#[test]
fn when_a_key_was_used_outlives_the_server() {
    let db = TestDatabase::sqlite();
    let mut town = Town::start(&db, &[lunch()]);
    let key = crate::support::town::key(&town.database, "navigator", None);
    town.anyone()
        .with_key(&key)
        .get("/api/v1/tasks")
        .expect(403);
    assert!(town.server.stop().success());
    let town = Town::start(&db, &[]);
    let stella = sign_in(&town, "steward", None, &[]);
    let page = stella.get("/keys").expect(200).text;
    assert!(page.contains("\"Last used\">today</td>"), "{page}");
}
