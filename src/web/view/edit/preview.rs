//! What navigators will see of an edit, before it is sent.

use super::Loaded;
use super::marks::{Piece, pieces};
use super::words::{label, of};
use crate::edits::field::Field;
use crate::edits::{Values, tier, waits};
use crate::web::tongue::filters;
use crate::web::view::card::Card;
use crate::web::view::service::ServicePage;
use askama::Template;
use std::ops::Deref;

/// The page.
#[derive(Debug, Template)]
#[template(path = "edit_preview.html")]
pub struct PreviewPage {
    /// The id of the service.
    pub id: String,
    /// What it is called now.
    pub name: String,
    /// What differs, field by field.
    pub differences: Vec<Difference>,
    /// The card of a search, as HTML, with what is new marked.
    pub card: String,
    /// The page of the service, in the same way.
    pub part: String,
    /// What was typed, to be sent: name and value.
    pub hidden: Vec<(String, String)>,
    /// Postcodes that nobody here knows.
    pub nowhere: Vec<String>,
}

/// A field that is to change.
#[derive(Debug)]
pub struct Difference {
    /// What it is called.
    pub label: String,
    /// What it says and what it is to say, laid over each other.
    pub pieces: Vec<Piece>,
    /// Whether a steward looks at it first.
    pub waits: bool,
    /// Why.
    pub reason: &'static str,
}

/// A card by itself.
#[derive(Debug, Template)]
#[template(
    source = "{% import \"partials/badge.html\" as badges %}{% include \"partials/card.html\" %}",
    ext = "html"
)]
pub struct CardPart {
    /// The card.
    pub card: Card,
}

/// What the page of a service says, without what stands around it.
#[derive(Debug, Template)]
#[template(path = "service.html", block = "part")]
pub struct ServicePart<'a>(pub &'a ServicePage);

impl Deref for ServicePart<'_> {
    type Target = ServicePage;

    fn deref(&self) -> &ServicePage {
        self.0
    }
}

/// What differs, in the order of the fields.
pub fn differences(
    loaded: &Loaded,
    base: &Values,
    typed: &Values,
    changed: &[Field],
) -> Vec<Difference> {
    let value =
        |values: &Values, field: &Field| of(field, values.get(field).map_or("", String::as_str));
    let all = changed.iter().map(|field| Difference {
        label: full_label(loaded, field),
        pieces: pieces(&value(base, field), &value(typed, field)),
        waits: waits(&loaded.who, field, &loaded.standings),
        reason: tier::tier(field, loaded.standings.of(field)).reason(),
    });
    all.collect()
}

/// What a field is called, with the place where there are several.
pub fn full_label(loaded: &Loaded, field: &Field) -> String {
    let places = loaded.places();
    let Some(place) = field.location() else {
        return label(field).to_owned();
    };
    match places.iter().position(|known| known == place) {
        None => format!("One more place: {}", label(field)),
        Some(_) if places.len() == 1 => label(field).to_owned(),
        Some(at) => format!("Place {}: {}", at + 1, label(field)),
    }
}
