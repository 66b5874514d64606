//! The pages in a real browser, at a desk and on a telephone, with scripts and without.

use serde_json::json;

use crate::support::town::say;
use crate::support::{Browser, Listing, Screen, TestDatabase, Town, service};

fn lunch() -> Listing {
    service(1, "Tuesday lunch club")
        .described("A warm lunch and company for older people.")
        .at(1, 53.949, -3.75)
}

fn supper() -> Listing {
    service(2, "Supper club")
        .described("An evening meal.")
        .at(2, 53.941, -3.75)
}

fn quiet() -> Listing {
    service(3, "Walking club").at(3, 53.942, -3.75)
}

/// One club with room, one that is full and one that has never said.
fn town() -> (TestDatabase, Town) {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[lunch(), supper(), quiet()]);
    let steward = town.steward();
    let room =
        json!({ "state": "open", "places_free": 4, "places_total": 12, "note": "just turn up" });
    say(&steward, &lunch(), &room).expect(200);
    say(&steward, &supper(), &json!({ "state": "full" })).expect(200);
    (db, town)
}

/// From the first page to a service that has room, as somebody would go.
fn look_for_a_club(browser: &Browser) {
    let (_db, town) = town();
    browser.goto(&format!("{}/", town.server.url()));
    browser.fill("#q", "club");
    browser.fill("#near", "QH1 1AA");
    browser.click("form.ask .go");
    browser.find(".cards");
    assert_eq!(
        browser.texts(".card h3 a"),
        ["Tuesday lunch club", "Walking club"]
    );
    assert_eq!(
        browser.texts(".card .badge"),
        ["Has room: 4 of 12 places", "Room not confirmed: ring first"]
    );
    let ages = browser.texts(".card .age");
    assert!(ages[0].starts_with("confirmed "), "{ages:?}");
    assert_eq!(ages[1], "has never said");
    assert!(browser.text(".card .f-where").contains("1.0 km"));
    let hidden = browser.text(".hidden-note");
    assert!(
        hidden.contains("1 more matches but is not shown: 1 full"),
        "{hidden}"
    );
    browser.click(".card h3 a");
    browser.find("#room");
    assert_eq!(browser.text("h1"), "Tuesday lunch club");
    assert_eq!(browser.text(".place .badge"), "Has room: 4 of 12 places");
    assert!(browser.text(".place .note").contains("just turn up"));
    browser.click(".back a");
    browser.click(".hidden-note a");
    browser.find(".badge.full");
    assert_eq!(browser.texts(".card h3 a").len(), 3);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_club_with_room_is_found_at_a_desk() {
    look_for_a_club(&Browser::open(Screen::Desktop));
}

#[test]
fn a_club_with_room_is_found_on_a_telephone() {
    look_for_a_club(&Browser::open(Screen::Telephone));
}

#[test]
fn a_club_with_room_is_found_at_a_desk_without_scripts() {
    look_for_a_club(&Browser::without_javascript(Screen::Desktop));
}

#[test]
fn a_club_with_room_is_found_on_a_telephone_without_scripts() {
    look_for_a_club(&Browser::without_javascript(Screen::Telephone));
}

/// Nothing is wider than the screen, so that nobody has to move the page sideways.
#[test]
fn every_page_fits_on_a_telephone() {
    let (_db, town) = town();
    let browser = Browser::open(Screen::Telephone);
    let service = format!("/services/{}", lunch().id());
    for path in [
        "/",
        "/?q=club&near=QH1+1AA",
        "/?near=nowhere",
        &service,
        "/docs",
        "/nothing-here",
    ] {
        browser.goto(&format!("{}{path}", town.server.url()));
        let over = browser.overhang();
        assert!(over <= 0, "{path} is {over} points too wide");
    }
}

/// What is typed is completed, and what is chosen is looked for.
#[test]
fn what_is_typed_is_completed() {
    let (_db, town) = town();
    let browser = Browser::open(Screen::Desktop);
    browser.goto(&format!("{}/", town.server.url()));
    browser.enter("#near", "Tansy");
    browser.find("#near-list:not([hidden]) [role=option]");
    assert!(
        browser
            .text("#near-list [role=option]")
            .contains("Tansyfield")
    );
    browser.fill("#q", "supper");
    browser.click("#q-list:not([hidden]) [data-kind=service]");
    browser.find("#room");
    assert_eq!(browser.text("h1"), "Supper club");
    assert_eq!(browser.console_errors(), [""; 0]);
}

/// A place that is not known is said beside its field, with what was typed still there.
#[test]
fn a_place_that_is_not_known_is_said_beside_its_field() {
    let (_db, town) = town();
    let browser = Browser::without_javascript(Screen::Desktop);
    browser.goto(&format!("{}/?q=club&near=Nowhereton", town.server.url()));
    assert!(browser.text("#near-problem").contains("Nowhereton"));
    assert_eq!(
        browser.attribute("#near", "value").as_deref(),
        Some("Nowhereton")
    );
    assert_eq!(browser.attribute("#q", "value").as_deref(), Some("club"));
    assert!(browser.text("#problems").contains("from everywhere"));
    assert!(browser.count(".cards > li") > 0, "{}", browser.text("main"));
}

/// What a listing says is shown as text, whatever it looks like.
#[test]
fn what_a_listing_says_is_never_run() {
    let db = TestDatabase::sqlite();
    let script =
        "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";
    let listing = service(1, &format!("Lunch {script}"))
        .described(script)
        .by(1, script);
    let town = Town::start(&db, std::slice::from_ref(&listing));
    say(
        &town.steward(),
        &listing,
        &json!({ "state": "open", "note": script, "unit": "<b>seat" }),
    )
    .expect(200);
    let browser = Browser::open(Screen::Desktop);
    for path in [
        "/?q=lunch".to_owned(),
        format!("/?q={script}"),
        format!("/services/{}", listing.id()),
    ] {
        browser.goto(&format!("{}{path}", town.server.url()));
        browser.find("main");
        assert_ne!(browser.title(), "taken", "{path}");
        assert_eq!(
            browser.count("main script, main img[src=x], main b[onerror]"),
            0,
            "{path}"
        );
    }
}

/// What leads nowhere is a page that leads on.
#[test]
fn what_is_not_there_is_a_page() {
    let (_db, town) = town();
    for path in [
        "/nothing-here",
        "/services/nonsense",
        &format!("/services/{}", service(99, "").id()),
    ] {
        let reply = town.anyone().get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(
            reply
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("text/html")),
            "{path}"
        );
        assert!(reply.text.contains("href=\"/\""), "{path}");
    }
}
