//! The desks in a real browser: on a desk and on a telephone, with scripts and without.

use super::*;

/// Signs in with a browser, by the link.
fn enter_with(browser: &Browser, town: &Town, role: &str, organization: Option<u32>) {
    browser.goto(&link(town, role, organization, &[]));
    browser.click("button.go");
    // The page it leads to is there.
    browser.find("a[href='/account']");
}

/// A picture for whoever wants to look, if `HEADROOM_TEST_PICTURES` names a folder.
fn picture(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("HEADROOM_TEST_PICTURES") {
        browser.screenshot(&std::path::Path::new(&folder).join(format!("{name}.png")));
    }
}

fn is_narrow_enough(browser: &Browser) {
    assert!(browser.overhang() <= 0, "{}", browser.url());
}

fn kitchen() -> Listing {
    let phone = json!([{ "number": "0161 496 0000" }]);
    lunch().at(1, 53.949, -3.75).with("phones", phone)
}

/// One tap, seen, and taken back.
#[test]
fn a_provider_taps_once() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[kitchen(), service(2, "Choir").at(2, 53.95, -3.76)]);
    for (browser, name) in [
        (Browser::open(Screen::Desktop), "my-desktop"),
        (Browser::open(Screen::Telephone), "my-telephone"),
        (Browser::without_javascript(Screen::Telephone), "my-plain"),
    ] {
        say(
            &town.provider(1),
            &kitchen(),
            &json!({ "state": "open", "places_free": 3 }),
        )
        .expect(200);
        enter_with(&browser, &town, "provider", Some(1));
        browser.find("section.mine");
        assert!(browser.url().ends_with("/my"), "{}", browser.url());
        let its = "section.mine:has([value=\"00000010-0000-4000-8000-000000000001\"])";
        picture(&browser, name);
        browser.click(&format!("{its} button[value=full]"));
        browser.find(".now-done");
        picture(&browser, &format!("{name}-done"));
        assert_eq!(room(&town, &kitchen())["state"], "full");
        browser.click("button[value=undo]");
        browser.find(&format!("{its} button[value=same]"));
        assert_eq!(room(&town, &kitchen())["places_free"], 3);
        if name != "my-plain" {
            is_narrow_enough(&browser);
        }
    }
}

/// From the list to a closed task.
#[test]
fn a_steward_rings() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[kitchen()]);
    for (browser, name) in [
        (Browser::open(Screen::Desktop), "task-desktop"),
        (Browser::open(Screen::Telephone), "task-telephone"),
        (Browser::without_javascript(Screen::Telephone), "task-plain"),
    ] {
        dispute(&town, &kitchen());
        enter_with(&browser, &town, "steward", None);
        assert!(browser.url().ends_with("/tasks"), "{}", browser.url());
        picture(&browser, &format!("{name}-list"));
        let tel = browser.attribute(".card a.call", "href");
        assert_eq!(tel.as_deref(), Some("tel:01614960000"));
        browser.click(".card button.quieter");
        browser.find("button[value=limited]");
        picture(&browser, name);
        if name != "task-plain" {
            is_narrow_enough(&browser);
        }
        browser.click(".taps details summary");
        browser.fill("#places_free", "2");
        browser.click("button[value=limited]");
        browser.find("[role=status]");
        assert!(
            browser.url().ends_with("/tasks?said=reached"),
            "{}",
            browser.url()
        );
        assert_eq!(room(&town, &kitchen())["places_free"], 2);
        assert_eq!(browser.count(".card"), 0);
    }
}

/// Somebody is added, and the pages of people, keys and the audit fit a telephone.
#[test]
fn a_steward_adds_somebody() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[kitchen()]);
    for (browser, name) in [
        (Browser::open(Screen::Desktop), "desktop"),
        (Browser::open(Screen::Telephone), "telephone"),
    ] {
        enter_with(&browser, &town, "steward", None);
        browser.goto(&format!("{}/people", town.server.url()));
        browser.click("details summary");
        browser.fill("#name", "Nasreen Khan");
        browser.fill("#email", &format!("{name}@practice.example"));
        browser.script("document.getElementById('role').value = 'navigator'");
        browser.click("details button.go");
        assert!(browser.text(".once").contains("/sign-in/"));
        for path in ["people", "keys", "audit"] {
            browser.goto(&format!("{}/{path}", town.server.url()));
            is_narrow_enough(&browser);
            picture(&browser, &format!("{path}-{name}"));
            assert_eq!(browser.console_errors(), [""; 0]);
        }
        enter_with(&browser, &town, "provider", Some(1));
        for (path, called) in [
            ("my/people", "own"),
            (&format!("my/poster/{}", kitchen().id()), "poster"),
        ] {
            browser.goto(&format!("{}/{path}", town.server.url()));
            is_narrow_enough(&browser);
            picture(&browser, &format!("{called}-{name}"));
        }
    }
}
