//! Editing a listing by hand, what stewards decide about that, and making one of two listings.

mod browsers;
mod duplicates;
mod form;
mod noise;
mod provider;
mod steward;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::support::listing::location_id;
use crate::support::town::{say, soon};
use crate::support::{Listing, Person, Reply, TestDatabase, Town};
use crate::support::{on_both_databases, service};
use form::Form;

/// A listing that says most of what there is to say.
fn lunch() -> Listing {
    let address =
        json!({ "address_1": "1 High Street", "city": "Wythmere", "postal_code": "QH1 1AA" });
    let place = json!({ "name": "Quay Hall", "latitude": 53.94, "longitude": -3.75, "addresses": [address] });
    service(1, "Lunch club")
        .described("Hot soup and company.")
        .with("eligibility_description", "Anybody over 50.")
        .with(
            "phones",
            json!([{ "number": "0161 496 0000", "description": "Mornings" }]),
        )
        .with("x_own", json!({ "kept": "as it is" }))
        .at_place(1, place)
        .weekly("MO", "10:00", "12:00")
}

/// The page on which a listing is edited.
fn page_of(listing: &Listing) -> String {
    format!("/my/services/{}/edit", listing.id())
}

/// The form of a listing as this person finds it.
#[track_caller]
fn form(person: &Person, listing: &Listing) -> Form {
    Form::read(&person.get(&page_of(listing)).expect(200).text)
}

/// Sends a form with one of its buttons.
fn press(person: &Person, listing: &Listing, form: &Form, step: &str) -> Reply {
    person.post(&page_of(listing), &form.clone().with("step", step).body())
}

/// The whole listing, as anybody gets it.
#[track_caller]
fn listing(town: &Town, of: &Listing) -> Value {
    let address = format!("/api/v1/services/{}", of.id());
    town.anyone().get(&address).expect(200).body
}

/// The changes that wait in the queue: the id of each, and what stands for what was seen.
#[track_caller]
fn waiting(steward: &Person) -> Vec<(String, String)> {
    let page = steward.get("/moderation").expect(200).text;
    let forms = page
        .split("<form method=\"post\" action=\"/moderation/")
        .skip(1);
    let read = forms.filter_map(|form| {
        let (id, rest) = form.split_once('"')?;
        let rest = rest.split("</form>").next()?;
        let (_, seen) = rest.split_once("name=\"seen\" value=\"")?;
        rest.contains("value=\"approve\"").then(|| {
            (
                id.to_owned(),
                seen.split('"').next().unwrap_or_default().to_owned(),
            )
        })
    });
    read.collect()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
