//! Our own taxonomies: the needs vocabulary, and the words for room.

use super::format::named;
use crate::directory::record::Document;
use crate::domain::availability::State;
use crate::needs::{Need, vocabulary};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use uuid::Uuid;

/// What links an attribute to a state of room.
pub const AVAILABILITY: &str = "availability";
/// What the two taxonomies are called.
const NEEDS: &str = "Headroom needs";
const ROOM: &str = "Headroom availability";

/// A taxonomy.
fn taxonomy(name: &str, description: &str) -> Document {
    let mut fields = Map::new();
    fields.insert("id".into(), named("taxonomy", name).to_string().into());
    fields.insert("name".into(), name.into());
    fields.insert("description".into(), description.into());
    fields
}

/// Our taxonomies.
pub fn taxonomies() -> [Document; 2] {
    [
        taxonomy(
            NEEDS,
            "What people lack, in plain words. Services are found by these needs whatever taxonomy they are classified by.",
        ),
        taxonomy(
            ROOM,
            "How much room a service has, as it is shown to those who look for one.",
        ),
    ]
}

/// The terms of both.
pub fn terms() -> impl Iterator<Item = Document> {
    let needs = vocabulary().needs().iter().map(need);
    needs.chain(
        State::ALL
            .into_iter()
            .map(|state| object(self::state(state))),
    )
}

/// The id of the term for a need.
fn id_of_need(id: &str) -> Uuid {
    named("need", id)
}

/// What the search calls the need of this term; none for a term that is none of ours.
pub fn need_of(term: &Uuid) -> Option<&'static str> {
    static NEEDS: LazyLock<Vec<(Uuid, &'static str)>> = LazyLock::new(|| {
        let needs = vocabulary().needs().iter();
        needs
            .map(|need| (id_of_need(&need.id), need.id.as_str()))
            .collect()
    });
    NEEDS
        .iter()
        .find(|(id, _)| id == term)
        .map(|(_, need)| *need)
}

/// Whether this is the taxonomy of needs: a service is in it that meets any need.
pub fn is_needs(taxonomy: &Uuid) -> bool {
    *taxonomy == named("taxonomy", NEEDS)
}

fn need(need: &Need) -> Document {
    let mut term = object(term(
        id_of_need(&need.id),
        &need.id,
        &need.label,
        &need.label,
        NEEDS,
    ));
    if let Some(parent) = need.parent {
        let parent = id_of_need(&vocabulary().need(parent).id);
        term.insert("parent_id".into(), parent.to_string().into());
    }
    term
}

/// The term for a state of room.
pub fn state(state: State) -> Value {
    let description = match state {
        State::Open => "It has room.",
        State::Limited => "It has a little room.",
        State::Unconfirmed => "Nobody has said lately whether it has room: ask first.",
        State::WaitingList => "It has no room now, and puts people on a list.",
        State::Paused => "It does not take anybody for now.",
        State::Full => "It has no room, and no list.",
        State::Closed => "The service does not run.",
    };
    term(
        named("state", state.as_str()),
        state.as_str(),
        state.label(),
        description,
        ROOM,
    )
}

fn term(id: Uuid, code: &str, name: &str, description: &str, taxonomy: &str) -> Value {
    json!({
        "id": id.to_string(),
        "code": code,
        "name": name,
        "term": name,
        "description": description,
        "taxonomy": taxonomy,
        "taxonomy_id": named("taxonomy", taxonomy).to_string(),
        "language": "en",
    })
}

fn object(value: Value) -> Document {
    match value {
        Value::Object(object) => object,
        _ => Document::new(),
    }
}
