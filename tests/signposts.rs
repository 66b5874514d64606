//! Signposts over HTTP: places that are kept, codes, and what became of those who were sent.

mod holds;
mod order;
mod outcomes;
mod race;
mod requests;
mod shown_then;

use serde_json::{Value, json};

use crate::support::town::{room_of, say};
use crate::support::{Client, Listing, Reply, Town, on_both_databases, service};

fn lunch() -> Listing {
    service(1, "Lunch club").at(1, 53.94, -3.75)
}

/// Says that so many places are free at a service.
#[track_caller]
fn free(town: &Town, listing: &Listing, places: i32) {
    let body = json!({ "state": "open", "places_free": places });
    say(&town.steward(), listing, &body).expect(200);
}

/// Sends somebody there, with a place kept.
fn hold(client: &Client, listing: &Listing) -> Reply {
    client.post(
        "/api/v1/signposts",
        &json!({ "service_id": listing.id(), "hold": true }),
    )
}

/// Sends somebody there without keeping a place.
fn send(client: &Client, listing: &Listing) -> Reply {
    client.post("/api/v1/signposts", &json!({ "service_id": listing.id() }))
}

/// The code of a signpost that was made.
#[track_caller]
fn code(reply: Reply) -> String {
    let body = reply.expect(201).body;
    body["code"].as_str().expect("a code").to_owned()
}

fn tell(client: &Client, code: &str, outcome: &str) -> Reply {
    client.post(
        &format!("/api/v1/signposts/{code}/outcome"),
        &json!({ "outcome": outcome }),
    )
}

/// The room of a service, as anybody is told.
fn room(town: &Town, listing: &Listing) -> Value {
    town.anyone().get(&room_of(listing)).expect(200).body
}
