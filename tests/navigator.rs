//! The pages of somebody who sends people: a code in two clicks, what became of it, and what they hand out.

mod browsers;
mod comparing;
mod handouts;
mod notes;
mod outcomes;
mod sending;
mod sending_sheets;
mod wrong;

use serde_json::{Value, json};

use crate::support::person::account;
use crate::support::town::{room_of, say};
use crate::support::{
    Browser, Listing, Person, Reply, TestDatabase, Town, on_both_databases, service,
};

fn lunch() -> Listing {
    service(1, "Tuesday lunch club")
        .described("A warm lunch and company for older people.")
        .for_need("loneliness", "Loneliness")
        .at_postcode(1, "QH1 1AA")
}

fn supper() -> Listing {
    service(2, "Supper club")
        .described("An evening meal.")
        .by(2, "Harbour Kitchen")
        .for_need("loneliness", "Loneliness")
        .at_postcode(2, "QH1 1AB")
}

/// A town in which the lunch club has so many places free, and the supper club a few.
fn town(db: &TestDatabase, places: i32) -> Town {
    let town = Town::start(db, &[lunch(), supper()]);
    free(&town, &lunch(), places);
    free(&town, &supper(), 3);
    town
}

#[track_caller]
fn free(town: &Town, listing: &Listing, places: i32) {
    let body = json!({ "state": "open", "places_free": places });
    say(&town.steward(), listing, &body).expect(200);
}

fn page_of(listing: &Listing) -> String {
    format!("/services/{}", listing.id())
}

/// Presses a button of the page of a service: with a place kept, or without.
fn press(person: &Person, listing: &Listing, hold: &str) -> Reply {
    let page = person.get(&page_of(listing)).expect(200).text;
    send(person, listing, &hidden(&page, "once"), hold)
}

fn send(person: &Person, listing: &Listing, once: &str, hold: &str) -> Reply {
    let path = format!("{}/signposts", page_of(listing));
    person.post(&path, &format!("once={once}&location=&hold={hold}"))
}

/// The code that a form led to.
#[track_caller]
fn code(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text);
    let to = reply.header("location").expect("where it leads");
    let code = to.strip_prefix("/signposts/").expect("a signpost");
    code.trim_end_matches("?again").to_owned()
}

/// The room of a service, as anybody is told.
fn room(town: &Town, listing: &Listing) -> Value {
    town.anyone().get(&room_of(listing)).expect(200).body
}

/// Somebody with this role; a provider speaks for this organisation.
fn somebody(town: &Town, role: &str, organization: Option<u32>) -> Person {
    match organization {
        Some(number) => Person::provider(town, number),
        None => Person::new(town, role),
    }
}

/// Signs somebody in with a browser.
fn sign_in(browser: &Browser, town: &Town, role: &str) {
    let path = account(&town.database, role, "sam@quay.example", &[]);
    browser.goto(&format!("{}{path}", town.server.url()));
    browser.click("button.go");
    browser.find("nav a[href='/account']");
}

/// What a hidden field of a page holds.
#[track_caller]
fn hidden(page: &str, field: &str) -> String {
    let start = format!("name=\"{field}\" value=\"");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {field}: {page}"));
    rest.split('"').next().expect("its value").to_owned()
}
