//! The desks of those who sign in: what they can do there, and what nobody else can.

mod audit;
mod browsers;
mod people;
mod provider;
mod rights;
mod steward;

use serde_json::{Value, json};

use crate::support::listing::{location_id, organization_id};
use crate::support::town::{command, done, room_of, say};
use crate::support::{Browser, Listing, Person, Reply, Screen, TestDatabase, Town};
use crate::support::{on_both_databases, service};

fn lunch() -> Listing {
    service(1, "Lunch club").with("email", "lunch@quay.example")
}

/// The link that signs in an account which is made for it.
fn link(town: &Town, role: &str, organization: Option<u32>, more: &[&str]) -> String {
    let organization = organization.map(organization_id);
    let email = format!("{}@desk.example", uuid::Uuid::new_v4());
    let url = town.server.url();
    let mut arguments = vec!["account", "create", "--role", role, "--name", "Ada Desk"];
    arguments.extend(["--email", &email, "--public-url", url]);
    arguments.extend(organization.iter().flat_map(|id| ["--organization", id]));
    arguments.extend(more);
    done(&command(&town.database, &arguments)).trim().to_owned()
}

/// Signs somebody in who has this role.
fn sign_in(town: &Town, role: &str, organization: Option<u32>, more: &[&str]) -> Person {
    enter(town, &link(town, role, organization, more))
}

/// Uses a link.
fn enter(town: &Town, link: &str) -> Person {
    let path = link.strip_prefix(town.server.url()).unwrap_or(link);
    Person::by_link(&town.anyone(), path, String::new())
}

/// The room of a service as anybody is told.
#[track_caller]
fn room(town: &Town, listing: &Listing) -> Value {
    town.anyone().get(&room_of(listing)).expect(200).body
}

/// Somebody was sent and could not get through: that is a task.
#[track_caller]
fn dispute(town: &Town, listing: &Listing) {
    say(&town.steward(), listing, &json!({ "state": "open" })).expect(200);
    let code = send(town, listing);
    let navigator = town.with_role("navigator");
    let address = format!("/api/v1/signposts/{code}/outcome");
    let body = json!({ "outcome": "could_not_contact" });
    navigator.post(&address, &body).expect(200);
}

/// Somebody is sent to a service; the code.
#[track_caller]
fn send(town: &Town, listing: &Listing) -> String {
    let body = json!({ "service_id": listing.id(), "hold": true });
    let navigator = town.with_role("navigator");
    let made = navigator.post("/api/v1/signposts", &body).expect(201).body;
    made["code"].as_str().expect("a code").to_owned()
}

/// The only task.
#[track_caller]
fn only_task(town: &Town) -> Value {
    let list = town
        .steward()
        .get("/api/v1/tasks?put_off=true")
        .expect(200)
        .body;
    assert_eq!(list["total_items"], 1, "{list}");
    list["contents"][0].clone()
}

/// The path of a task.
fn path(task: &Value) -> String {
    format!("/tasks/{}", task["id"].as_str().expect("an id"))
}
