//! The form, the queue and the duplicates in a real browser.

use super::*;
use crate::support::{Browser, Screen};
use std::path::Path;

/// A picture for whoever wants to look, if `HEADROOM_TEST_PICTURES` names a folder.
fn picture(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("HEADROOM_TEST_PICTURES") {
        browser.screenshot(&Path::new(&folder).join(format!("{name}.png")));
    }
}

fn enter(browser: &Browser, town: &Town, role: &str, more: &[&str]) {
    let email = format!("{}@quay.example", uuid::Uuid::new_v4());
    let path = crate::support::person::account(&town.database, role, &email, more);
    browser.goto(&format!("{}{path}", town.server.url()));
    browser.click("button.go");
    browser.find("a[href='/account']");
}

fn is_narrow_enough(browser: &Browser) {
    assert!(browser.overhang() <= 0, "{}", browser.url());
}

/// From a hint to what a steward approves, on a telephone; and two listings made one.
#[test]
fn a_listing_is_edited_on_a_telephone_and_looked_at_by_a_steward() {
    let db = TestDatabase::sqlite();
    let twin = service(2, "Lunch clubb")
        .with("phones", json!([{ "number": "0161 496 0000" }]))
        .at(2, 53.94, -3.75);
    let town = Town::start(&db, &[lunch(), twin.clone()]);
    let browser = Browser::open(Screen::Telephone);
    let own = crate::support::listing::organization_id(1);
    enter(&browser, &town, "provider", &["--organization", &own]);
    picture(&browser, "edit-my");
    browser.goto(&format!("{}{}", town.server.url(), page_of(&lunch())));
    is_narrow_enough(&browser);
    picture(&browser, "edit-form");
    browser.fill("#phone", "0161 496 1111");
    browser.fill("#name", "Lunch and a chat");
    browser.click("button[value=preview]");
    browser.find("ins");
    is_narrow_enough(&browser);
    picture(&browser, "edit-preview");
    browser.click("button[value=send]");
    browser.find("[role=status]");
    picture(&browser, "edit-sent");
    let steward = Browser::open(Screen::Desktop);
    enter(&steward, &town, "steward", &[]);
    steward.goto(&format!("{}/moderation", town.server.url()));
    picture(&steward, "edit-queue");
    steward.click("button[value=approve]");
    steward.find("[role=status]");
    assert_eq!(listing(&town, &lunch())["name"], "Lunch and a chat");
    steward.goto(&format!("{}/duplicates", town.server.url()));
    steward.click("form[action='/duplicates/look'] button");
    steward.find("[role=status]");
    picture(&steward, "edit-duplicates");
    steward.goto(&format!(
        "{}/duplicates/{}/{}",
        town.server.url(),
        lunch().id(),
        twin.id()
    ));
    picture(&steward, "edit-pair");
    assert_eq!(browser.console_errors(), [""; 0]);
}
