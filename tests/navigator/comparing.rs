//! Services side by side: which ones stands in the address.

use super::*;
use crate::support::Screen;

on_both_databases! {
    /// What is kept goes along with the search, and stands side by side.
    fn what_is_kept_stands_side_by_side(db: &TestDatabase) {
        let lunch = lunch().weekly("TU", "12:00", "14:00").costs(3.5);
        let town = Town::start(db, &[lunch.clone(), supper()]);
        free(&town, &lunch, 4);
        let (one, other) = (lunch.id(), supper().id());
        let page = town.anyone().get(&format!("/?q=club&keep={one}")).expect(200).text;
        assert!(page.contains("1 service kept") && page.contains(&format!("href=\"/compare?id={one}\"")), "{page}");
        assert!(page.contains(&format!("/?q=club&#38;keep={one}&#38;keep={other}#s-{other}")), "{page}");
        assert!(page.contains(&format!("/?q=club#s-{one}")) && page.contains(&format!("name=\"keep\" value=\"{one}\"")), "{page}");
        let start = town.anyone().get(&format!("/?keep={one}")).expect(200).text;
        assert!(start.contains("1 service kept") && start.contains("What people often need"), "{start}");
        let service = town.anyone().get(&format!("/services/{other}?keep={one}&q=club")).expect(200).text;
        assert!(service.contains(&format!("/compare?id={other}&#38;id={one}")), "{service}");
        let both = town.anyone().get(&format!("/compare?id={one}&id={other}")).expect(200).text;
        for words in ["Tuesday lunch club", "Supper club", "Has room: 4 places", "£3.50", "Next: ", &format!("/compare?id={other}\""), &format!("/?keep={one}&#38;keep={other}")] {
            assert!(both.contains(words), "{words}: {both}");
        }
        let gone = "0000005e-0000-4000-8000-000000000009";
        let page = town.anyone().get(&format!("/compare?id={gone}&id=x&id={one}&id={one}")).expect(200).text;
        assert!(page.contains("no longer in the directory"), "{page}");
        assert_eq!(page.matches("scope=\"col\"").count(), 1);
        assert!(town.anyone().get("/compare").expect(200).text.contains("Nothing is kept yet"));
    }
}

/// Keeping two and comparing them is three clicks, without a script too.
fn keep_two_and_compare(browser: &Browser, name: &str) {
    let db = TestDatabase::sqlite();
    let town = town(&db, 4);
    browser.goto(&format!("{}/?q=club", town.server.url()));
    browser.click(".card:first-child .keep a");
    browser.find(".kept-bar");
    browser.click(".card:last-child .keep a");
    assert_eq!(browser.text(".kept-bar b"), "2 services kept");
    browsers::picture(browser, &format!("kept-{name}"));
    browser.click(".kept-bar a");
    assert_eq!(browser.texts("thead th").len(), 2);
    browsers::picture(browser, &format!("compare-{name}"));
    browser.click(".drop td:last-child a");
    browser.find("p.back");
    assert_eq!(browser.texts("thead th").len(), 1);
}

#[test]
fn two_are_kept_and_compared_at_a_desk() {
    keep_two_and_compare(&Browser::open(Screen::Desktop), "desk");
}

#[test]
fn two_are_kept_and_compared_without_scripts() {
    keep_two_and_compare(&Browser::without_javascript(Screen::Telephone), "plain");
}

/// Somebody who is signed in finds again what they looked at; somebody who is not leaves no trace.
#[test]
fn what_was_looked_at_is_found_again_until_one_signs_out() {
    let db = TestDatabase::sqlite();
    let town = town(&db, 4);
    let browser = Browser::open(Screen::Desktop);
    let url = town.server.url();
    let held = "return sessionStorage.getItem('looked-at')";
    browser.goto(&format!("{url}{}", page_of(&lunch())));
    assert_eq!(browser.script(held), Value::Null);
    sign_in(&browser, &town, "navigator");
    for listing in [lunch(), supper(), lunch()] {
        browser.goto(&format!("{url}{}", page_of(&listing)));
        browser.find("[data-recent]");
    }
    browser.goto(&format!("{url}/"));
    assert_eq!(
        browser.texts("#recent a"),
        ["Tuesday lunch club", "Supper club"]
    );
    browsers::picture(&browser, "recent-desk");
    browser.goto(&format!("{url}/account"));
    browser.click("form[action='/sign-out'] button");
    browser.find("a[href='/sign-in']");
    browser.goto(&format!("{url}/"));
    assert_eq!(browser.count("#recent"), 0);
    assert_eq!(browser.script(held), Value::Null);
    assert_eq!(browser.console_errors(), [""; 0]);
}
