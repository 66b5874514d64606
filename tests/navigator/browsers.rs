//! The way of somebody with a patient on the telephone, in a real browser.

use super::*;
use crate::support::Screen;
use std::path::Path;

/// Writes a picture of the page, if somebody wants to look at it.
pub fn picture(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("PICTURES") {
        browser.screenshot(&Path::new(&folder).join(format!("{name}.png")));
    }
}

/// From the answers of a search to a code: one click opens the service, one sends.
fn from_search_to_code(browser: &Browser, name: &str) {
    let db = TestDatabase::sqlite();
    let town = town(&db, 1);
    sign_in(browser, &town, "navigator");
    browser.goto(&format!("{}/?q=lunch&near=QH1+1AA", town.server.url()));
    browser.click(".card h3 a");
    browser.find(".send");
    picture(browser, &format!("service-{name}"));
    browser.click(".send .go");
    let code = browser.text(".big-code");
    assert_eq!(code.len(), 9, "{code}");
    picture(browser, &format!("signpost-{name}"));
    if !name.starts_with("plain") {
        assert!(browser.overhang() <= 0);
    }
    browser.click("nav a[href='/signposts']");
    assert_eq!(browser.text(".sent-one .code"), code);
    picture(browser, &format!("signposts-{name}"));
    browser.click("button[value=attended]");
    browser.find("table");
    assert_eq!(browser.count(".sent-one"), 0);
    browser.goto(&format!("{}{}", town.server.url(), page_of(&lunch())));
    browser.click(".elsewhere a");
    assert_eq!(browser.texts(".card h3 a"), ["Supper club"]);
    picture(browser, &format!("elsewhere-{name}"));
    browser.click(".send .go");
    browser.find(".big-code");
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn from_search_to_code_in_two_clicks_at_a_desk() {
    from_search_to_code(&Browser::open(Screen::Desktop), "desk");
}

#[test]
fn from_search_to_code_in_two_clicks_on_a_telephone() {
    from_search_to_code(&Browser::open(Screen::Telephone), "telephone");
}

#[test]
fn from_search_to_code_in_two_clicks_without_scripts() {
    from_search_to_code(&Browser::without_javascript(Screen::Telephone), "plain");
}

/// What is wrong is said in two clicks; a note is added; and a page is there to take along.
fn wrong_noted_and_handed_out(browser: &Browser, name: &str) {
    let db = TestDatabase::sqlite();
    let town = town(&db, 4);
    sign_in(browser, &town, "navigator");
    let service = format!("{}{}", town.server.url(), page_of(&lunch()));
    browser.goto(&service);
    browser.fill("#note-body", "Ring at the side door.");
    browser.click(".notes .quieter");
    assert_eq!(browser.texts(".remark > p")[0], "Ring at the side door.");
    picture(browser, &format!("notes-{name}"));
    browser.goto(&service);
    browser.click(".wrong summary");
    picture(browser, &format!("wrong-{name}"));
    browser.click("button[value=full]");
    assert!(browser.text("#said").starts_with("Thank you."));
    assert_eq!(
        browser.text(".place .badge"),
        "Room not confirmed: ring first"
    );
    picture(browser, &format!("said-{name}"));
    browser.click(".send .go");
    browser.click("a[href$='/handout']");
    browser.find(".qr svg");
    picture(browser, &format!("handout-{name}"));
    assert!(browser.overhang() <= 0);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn wrong_noted_and_handed_out_at_a_desk() {
    wrong_noted_and_handed_out(&Browser::open(Screen::Desktop), "desk");
}

#[test]
fn wrong_noted_and_handed_out_on_a_telephone() {
    wrong_noted_and_handed_out(&Browser::open(Screen::Telephone), "telephone");
}
