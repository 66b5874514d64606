//! The page of a service, from documents as they are published.

use super::*;
use serde_json::json;

fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

fn page(service: Value) -> ServicePage {
    let Value::Object(service) = service else {
        panic!("not an object");
    };
    let known = Known {
        service,
        lines: Vec::new(),
        funding: crate::domain::funding::FundingFacts::default(),
        reliability: None,
    };
    ServicePage::view(&known, None, None, now())
}

#[test]
fn markup_becomes_paragraphs_and_nothing_else() {
    let text = "<p>Tea &amp; cake.</p><p>Under <b>5s</b> &lt;3</p><script>alert(1)</script>";
    assert_eq!(
        paragraphs(Some(text)),
        ["Tea & cake.", "Under 5s <3", "alert(1)"]
    );
    assert!(paragraphs(None).is_empty());
}

#[test]
fn a_link_that_a_browser_would_run_is_no_link() {
    let page = page(json!({ "name": "x", "url": "javascript:alert(1)", "email": "a b@c" }));
    assert_eq!(page.contacts.website, None);
    assert!(page.contacts.emails.is_empty());
    let website = contact::website(Some("www.example.org/a")).unwrap();
    assert_eq!(website.link, "https://www.example.org/a");
    assert_eq!(website.name, "example.org");
}

#[test]
fn ages_and_costs_are_words() {
    let service = json!({
        "name": "x", "minimum_age": 11, "maximum_age": 18,
        "cost_options": [{ "option": "A session", "amount": 2.5, "currency": "GBP" }],
    });
    let page = page(service);
    assert_eq!(page.eligibility, ["Aged 11 to 18."]);
    assert_eq!(page.facts[0].lines, ["£2.50: A session."]);
}

#[test]
fn the_words_to_say_hold_what_is_known_and_nothing_else() {
    let service = json!({
        "name": "Chatty café", "organization": { "name": "Tea for Two" },
        "cost_options": [{ "option": "Free", "amount": 0 }],
        "phones": [{ "number": "01632 960 691" }],
        "attributes": [{ "link_type": "referral_route", "value": "drop_in" }],
    });
    let said = page(service).say;
    assert_eq!(
        said,
        [
            "It is called “Chatty café” and is run by Tea for Two.",
            "It is free.",
            "You can just turn up, or ring 01632 960 691 first.",
        ]
    );
}

#[test]
fn a_service_that_does_not_run_says_so_first() {
    let page =
        page(json!({ "name": "x", "status": "temporarily closed", "alert": "Back in spring" }));
    assert_eq!(
        page.alerts,
        [
            "This service is closed for the time being.",
            "Back in spring"
        ]
    );
}

#[test]
fn a_number_is_shown_as_written_and_dialled_without_spaces() {
    let page = page(json!({ "name": "x", "phones": [
        { "number": "0808 157 0837", "type": "text", "description": "Free to call." },
        { "number": "08081570837" },
    ] }));
    assert_eq!(page.contacts.phones.len(), 1);
    assert_eq!(page.contacts.phones[0].link, "08081570837");
    assert_eq!(
        page.contacts.phones[0].about.as_deref(),
        Some("Free to call")
    );
}
