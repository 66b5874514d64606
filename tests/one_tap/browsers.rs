//! The page on a telephone, in a real browser.

use std::time::{Duration, Instant};

use super::*;
use crate::support::town::within;
use crate::support::{Browser, Screen};

/// How long an answer that is open elsewhere may take to change, on a busy machine; it takes a moment.
const PATIENCE: Duration = Duration::from_secs(15);

fn open_town(db: &TestDatabase) -> (Town, Link) {
    let town = Town::start(db, &[lunch().at(1, 53.949, -3.75)]);
    let body = json!({ "state": "open", "places_free": 3, "as_of": in_seconds(-3 * 86_400) });
    say(&town.provider(1), &lunch(), &body).expect(200);
    let link = Link::new(&town);
    (town, link)
}

/// Two taps, the link and the button, and it is done; meanwhile somebody else is looking at the
/// answers of a search.
#[test]
fn two_taps_and_whoever_looks_for_a_place_knows() {
    let db = TestDatabase::sqlite();
    let (town, link) = open_town(&db);
    let desk = Browser::open(Screen::Desktop);
    desk.goto(&format!("{}/?q=lunch&near=QH1+1AA", town.server.url()));
    assert_eq!(desk.text(".card .badge"), "Has room: 3 places");
    desk.script("window.stayed = true");
    let telephone = Browser::open(Screen::Telephone);
    let begun = Instant::now();
    telephone.goto(&format!("{}{}", town.server.url(), link.path));
    telephone.click("button[value=full]");
    telephone.find(".now-done");
    assert_eq!(telephone.text(".now .badge"), "Full");
    let changed = within(PATIENCE, || {
        (desk.text(".card .badge") == "Full").then_some(())
    });
    assert!(changed.is_some(), "{}", desk.text(".card"));
    let taken = begun.elapsed();
    println!("link, tap, done and shown elsewhere in {taken:?}");
    assert_eq!(desk.script("return window.stayed"), json!(true));
    telephone.click("button[value=undo]");
    telephone.find("button[value=full]");
    assert_eq!(telephone.text(".now .badge"), "Has room: 3 places");
    for browser in [&telephone, &desk] {
        assert_eq!(browser.console_errors(), [""; 0]);
    }
}

/// Without scripts, with numbers, and with an error that is put right.
#[test]
fn numbers_are_typed_and_put_right() {
    let db = TestDatabase::sqlite();
    let (town, link) = open_town(&db);
    let browser = Browser::without_javascript(Screen::Telephone);
    browser.goto(&format!("{}{}", town.server.url(), link.path));
    browser.click("details summary");
    browser.fill("#places_free", "4");
    browser.click("button[value=full]");
    browser.find("#places_free-problem");
    assert_eq!(
        browser.attribute("#places_free", "value").as_deref(),
        Some("4")
    );
    browser.click("button[value=limited]");
    browser.find(".now-done");
    assert_eq!(browser.text(".now .badge"), "A little room: 4 places");
}

/// A key that sends a form from a field presses no button.
#[test]
fn the_return_key_says_nothing() {
    let db = TestDatabase::sqlite();
    let (town, link) = open_town(&db);
    let browser = Browser::open(Screen::Telephone);
    browser.goto(&format!("{}{}", town.server.url(), link.path));
    browser.click("details summary");
    browser.enter("#places_free", "4\u{e007}");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(browser.count(".now-done"), 0);
    assert_eq!(room(&town)["version"], 1);
}

/// Everything is large enough for a thumb and nothing is wider than the screen.
#[test]
fn everything_is_large_enough_for_a_thumb() {
    let db = TestDatabase::sqlite();
    let (town, link) = open_town(&db);
    let browser = Browser::open(Screen::Telephone);
    let url = format!("{}{}", town.server.url(), link.path);
    let small = "return [...document.querySelectorAll('button, summary')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40)
        .map((one) => one.textContent)";
    let last =
        "return document.querySelector('button[value=paused]').getBoundingClientRect().bottom";
    browser.goto(&url);
    let bottom = browser.script(last);
    println!("the last button ends at {bottom} of 844 points");
    assert!(
        bottom.as_f64().is_some_and(|bottom| bottom <= 844.0),
        "{bottom}"
    );
    for form in [None, Some("say=full")] {
        if let Some(form) = form {
            link.send(form).expect(303);
        }
        browser.goto(&url);
        assert!(browser.overhang() <= 0);
        assert_eq!(browser.script(small), json!([]));
    }
    browser.goto(&format!("{}/u/nonsense", town.server.url()));
    assert!(browser.overhang() <= 0);
}
