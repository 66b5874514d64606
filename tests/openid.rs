//! Signing in with one's own organisation, by a real provider of OpenID Connect.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headroom::accounts::openid::store::{Entered, enter};
use headroom::accounts::openid::{Grant, Identity};
use headroom::accounts::{Role, people};
use headroom::db::Database;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::listing::organization_id;
use crate::support::oidc::{Provider, Walker};
use crate::support::town::{command, done};
use crate::support::{Person, Reply, TestDatabase, Town, on_both_databases, service};

const SECRET: &str = "a secret+with/letters that are escaped";

fn town(db: &TestDatabase, provider: &Provider) -> Town {
    let roles = format!(
        "boss=steward;staff=provider:{};nurse=navigator;ghost=provider:{}",
        organization_id(1),
        organization_id(77)
    );
    Town::with(db, &[service(1, "Lunch")], |launch| {
        launch
            .variable("HEADROOM_OIDC_ISSUER", &provider.issuer)
            .variable("HEADROOM_OIDC_CLIENT_ID", "headroom")
            .variable("HEADROOM_OIDC_CLIENT_SECRET", SECRET)
            .variable("HEADROOM_OIDC_ROLES", &roles)
            .variable("HEADROOM_OIDC_SCOPES", "headroom")
            .variable("HEADROOM_OIDC_NAME", "Quay Practice")
    })
}

/// Comes back signed in, and sees the page of their account.
#[track_caller]
fn comes_in(town: &Town, person: &str) -> (Walker, String) {
    let mut walker = Walker::default();
    let here = town.server.url().to_owned();
    let back = walker.there(&here, person);
    let reply = walker.ask(&back, None).expect(303);
    assert_eq!(reply.header("location"), Some("/account"), "{person}");
    let page = walker
        .ask(&format!("{here}/account"), None)
        .expect(200)
        .text;
    (walker, page)
}

/// Comes back and is not let in: no session is begun.
#[track_caller]
fn stays_out(walker: &mut Walker, back: &str, status: u16) -> String {
    let reply = walker.ask(back, None).expect(status);
    assert!(!has_session(&reply), "{:?}", reply.headers);
    reply.text
}

fn has_session(reply: &Reply) -> bool {
    let mut cookies = reply.headers.get_all("set-cookie").iter();
    cookies.any(|cookie| {
        cookie
            .to_str()
            .is_ok_and(|text| text.starts_with("headroom="))
    })
}

fn accounts(town: &Town) -> String {
    done(&command(&town.database, &["account", "list"]))
}

/// One provider for all of it: what goes well, and each way in which nobody is let in.
#[test]
fn people_sign_in_with_their_own_organisation() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let db = TestDatabase::sqlite();
    provider.wish("down");
    let town = town(&db, &provider);
    let here = town.server.url().to_owned();
    while_it_is_down(&town, &here);
    provider.wish("up");
    roles_follow_the_claims(&town, &here);
    what_does_not_fit_is_refused(&town, &here);
    whoever_has_no_role_is_told_whom_to_ask(&town, &here);
    provider.wish("tamper");
    let mut walker = Walker::default();
    let back = walker.there(&here, "mallory.nurse");
    stays_out(&mut walker, &back, 400);
    assert!(
        !accounts(&town).contains("mallory"),
        "a role that was written in afterwards"
    );
    // The provider signs with other keys from now on.
    provider.wish("rotate");
    comes_in(&town, "late.nurse");
    drop(provider);
    let mut walker = Walker::default();
    let begun = walker.ask(&format!("{here}/sign-in/openid"), None);
    assert_eq!(
        begun.status, 303,
        "what is known of the provider is still known"
    );
    let state = state_of(begun.header("location").expect("where to"));
    let page = stays_out(
        &mut walker,
        &format!("{here}/sign-in/openid/back?code=x&state={state}"),
        503,
    );
    assert!(page.contains("Quay Practice does not answer"), "{page}");
}

fn while_it_is_down(town: &Town, here: &str) {
    let mut walker = Walker::default();
    let page = walker
        .ask(&format!("{here}/sign-in?to=%2Fmy"), None)
        .expect(200)
        .text;
    assert!(
        page.contains("Sign in with Quay Practice") && page.contains("/sign-in/openid?to=%2Fmy"),
        "{page}"
    );
    let page = walker
        .ask(&format!("{here}/sign-in/openid"), None)
        .expect(503)
        .text;
    assert!(page.contains("link sent to your e-mail address"), "{page}");
    // The other way in stays.
    Person::new(town, "navigator").get("/account").expect(200);
}

fn roles_follow_the_claims(town: &Town, here: &str) {
    let (_, page) = comes_in(town, "sam.nurse.other");
    assert!(
        page.contains("Care navigator") && page.contains("sam"),
        "{page}"
    );
    // The same person by another role: still one account, as the provider says by the same name for them.
    let (_, page) = comes_in(town, "amy.staff.nurse");
    assert!(page.contains("Provider"), "{page}");
    // An account that has this address, which the provider has made sure of, is theirs, and the claims decide.
    let made = [
        "account",
        "create",
        "--role",
        "navigator",
        "--email",
        "ada@quay.example",
        "--name",
        "Ada",
        "--public-url",
        here,
    ];
    done(&command(&town.database, &made));
    let (mut ada, page) = comes_in(town, "ada.boss");
    assert!(page.contains("Steward"), "{page}");
    comes_in(town, "ada.boss");
    let audit = ada.ask(&format!("{here}/audit.csv"), None).expect(200).text;
    for action in ["account.linked", "account.role_changed", "account.created"] {
        assert!(audit.contains(action), "{action}: {audit}");
    }
    let listed = accounts(town);
    assert_eq!(listed.matches("ada@quay.example").count(), 1, "{listed}");
    // One whose account was closed stays out.
    done(&command(
        &town.database,
        &["account", "close", "sam@quay.example"],
    ));
    let mut walker = Walker::default();
    let back = walker.there(here, "sam.nurse.other");
    assert!(stays_out(&mut walker, &back, 403).contains("was closed"));
}

fn state_of(address: &str) -> String {
    let url: reqwest::Url = address.parse().expect("an address");
    let found = url.query_pairs().find(|(name, _)| name == "state");
    found.expect("a state").1.into_owned()
}

fn what_does_not_fit_is_refused(town: &Town, here: &str) {
    // Another state, or none of this browser.
    let mut walker = Walker::default();
    let back = walker.there(here, "eve.nurse");
    let page = stays_out(&mut walker, &back.replace("state=", "state=f"), 400);
    assert!(page.contains("does not fit the sign-in"), "{page}");
    stays_out(&mut walker, &back, 400);
    stays_out(&mut Walker::default(), &back, 400);
    // Another nonce or verifier than the provider was told of.
    for field in ["nonce", "verifier"] {
        let mut walker = Walker::default();
        let back = walker.there(here, "eve.nurse");
        let cookie = walker.cookie(here, "headroom-way");
        let mut flight: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&*cookie).unwrap()).unwrap();
        flight[field] = json!("0123456789abcdef0123456789abcdef0123456789abcdef");
        *cookie = URL_SAFE_NO_PAD.encode(flight.to_string());
        stays_out(&mut walker, &back, 400);
    }
    // Another issuer, no code, or a word that somebody did not want to.
    for change in [
        "iss=https%3A%2F%2Fevil.example",
        "error=access_denied",
        "code=",
    ] {
        let mut walker = Walker::default();
        let state = state_of(&walker.there(here, "eve.nurse"));
        stays_out(
            &mut walker,
            &format!("{here}/sign-in/openid/back?state={state}&{change}"),
            400,
        );
    }
    // A second use, with all that the browser had the first time.
    let mut walker = Walker::default();
    let back = walker.there(here, "bob.nurse");
    let before = walker.cookie(here, "headroom-way").clone();
    walker.ask(&back, None).expect(303);
    *walker.cookie(here, "headroom-way") = before;
    stays_out(&mut walker, &back, 400);
    // A code that waited for too long.
    let mut walker = Walker::default();
    let back = walker.there(here, "eve.nurse");
    std::thread::sleep(Duration::from_millis(3200));
    stays_out(&mut walker, &back, 400);
    assert!(!accounts(town).contains("eve"), "eve never came in");
}

fn whoever_has_no_role_is_told_whom_to_ask(town: &Town, here: &str) {
    for person in ["nob", "nob.clerk", "nob.ghost"] {
        let mut walker = Walker::default();
        let back = walker.there(here, person);
        let page = stays_out(&mut walker, &back, 403);
        assert!(
            page.contains("Ask those who look after accounts at Quay Practice"),
            "{page}"
        );
    }
    let mut walker = Walker::default();
    let back = walker.there(here, "una.nurse.unsure");
    assert!(stays_out(&mut walker, &back, 403).contains("confirm your address"));
    // Nor does an address that nobody made sure of open the account of somebody else.
    let mut walker = Walker::default();
    let back = walker.there(here, "ada.nurse.unsure");
    stays_out(&mut walker, &back, 403);
    let listed = accounts(town);
    assert!(
        !listed.contains("nob@") && !listed.contains("una@"),
        "{listed}"
    );
}

/// Without a provider there is no button and no such page.
#[test]
fn what_is_not_configured_is_not_there() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[]);
    let page = town.anyone().get("/sign-in").expect(200).text;
    assert!(!page.contains("/sign-in/openid"), "{page}");
    town.anyone().get("/sign-in/openid").expect(404);
    town.anyone()
        .get("/sign-in/openid/back?code=x&state=y")
        .expect(404);
}

/// What cannot work is said at the start, and no secret is.
#[test]
fn a_wrong_configuration_is_refused_at_the_start() {
    let serve = |more: &[&str]| {
        let output = command(
            "sqlite:/nowhere/x.sqlite",
            &[&["serve", "--listen", "127.0.0.1:0"], more].concat(),
        );
        assert!(!output.status.success(), "{more:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let said = serve(&["--oidc-issuer", "http://quay.example"]);
    assert!(said.contains("write https://HOST/PATH"), "{said}");
    let said = serve(&["--oidc-issuer", "https://quay.example"]);
    assert!(said.contains("--oidc-client-id is missing"), "{said}");
}

fn identity(subject: &str, email: Option<&str>, role: Role) -> Identity {
    Identity {
        issuer: "https://quay.example".into(),
        subject: subject.into(),
        email: email.map(str::to_owned),
        name: Some("Sam".into()),
        grant: Some(Grant {
            role,
            organization_id: None,
            areas: Vec::new(),
        }),
    }
}

on_both_databases! {
    /// One person is one account, whatever their address becomes; an address of nobody makes one.
    fn whoever_came_before_is_known_again(db: &TestDatabase) {
        let db = Database::open(&db.url().parse().unwrap()).unwrap();
        let now = Timestamp::now();
        let come = |who: Identity| db.write(move |tx| enter(tx, &who, "/my", now)).unwrap();
        let account = |entered: Entered| match entered {
            Entered::In(signed_in) => signed_in.account,
            other => panic!("{other:?}"),
        };
        assert_eq!(come(identity("s-1", None, Role::Navigator)), Entered::NoAddress);
        let first = account(come(identity("s-1", Some("sam@quay.example"), Role::Navigator)));
        let again = account(come(identity("s-1", Some("sam.quay@quay.example"), Role::Commissioner)));
        assert_eq!((&again.id, again.role, again.email.as_str()), (&first.id, Role::Commissioner, "sam@quay.example"));
        let other = account(come(identity("s-2", Some("sam@quay.example"), Role::Navigator)));
        assert_eq!((&other.id, other.role), (&first.id, Role::Navigator));
        let nothing = Identity { grant: None, ..identity("s-1", None, Role::Steward) };
        assert_eq!(come(nothing), Entered::NoRole);
        let id = first.id;
        db.write(move |tx| people::close(tx, &id, true, now)).unwrap();
        assert_eq!(come(identity("s-1", None, Role::Steward)), Entered::Closed);
        assert_eq!(come(identity("s-3", Some("sam@quay.example"), Role::Steward)), Entered::Closed);
    }
}
