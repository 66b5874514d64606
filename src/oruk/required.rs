//! What the standard requires and a record does not say. It is filled in only where that says nothing new;
//! what nobody can fill in costs the object that lacks it, and never the whole record.

use super::format::{id_of, named};
use super::shape::Kind;
use crate::directory::record::{Document, text};

/// The name of a country where an address has none: all of them are of the United Kingdom.
const COUNTRY: &str = "GB";

/// Fills in what is required. False where that cannot be done.
pub fn fill(kind: Kind, object: &mut Document) -> bool {
    match kind {
        Kind::Service => has(object, "name") && either(object, "status", &[], "active"),
        Kind::Organization => {
            any_of(object, "name", &["alternate_name"]) && any_of(object, "description", &["name"])
        }
        Kind::Program | Kind::Taxonomy => {
            has(object, "name") && any_of(object, "description", &["name"])
        }
        Kind::TaxonomyTerm => term(object),
        Kind::Attribute => attribute(object),
        Kind::OrganizationIdentifier => {
            has(object, "identifier")
                && either(
                    object,
                    "identifier_type",
                    &["identifier_scheme"],
                    "Identifier",
                )
        }
        Kind::Location => location(object),
        Kind::Address => address(object),
        Kind::Phone => has(object, "number"),
        Kind::Url => has(object, "url"),
        Kind::Unit => has(object, "name"),
        Kind::ServiceCapacity => ["unit", "available", "updated"]
            .iter()
            .all(|field| has(object, field)),
        _ => true,
    }
}

fn has(object: &Document, field: &str) -> bool {
    object.contains_key(field)
}

/// Whether the field is there, or could be filled from one of the others.
fn any_of(object: &mut Document, field: &str, others: &[&str]) -> bool {
    if has(object, field) {
        return true;
    }
    let other = others
        .iter()
        .find_map(|other| text(object, other))
        .map(String::from);
    match other {
        Some(other) => object.insert(field.to_owned(), other.into()).is_none(),
        None => false,
    }
}

/// The same with a word for where nothing is known.
fn either(object: &mut Document, field: &str, others: &[&str], word: &str) -> bool {
    any_of(object, field, others) || object.insert(field.to_owned(), word.into()).is_none()
}

/// A term has a name, which Open Referral UK calls `term`, and says which taxonomy it is of.
fn term(term: &mut Document) -> bool {
    let named_so = any_of(term, "name", &["term", "code"]);
    let whole =
        named_so && any_of(term, "description", &["name"]) && any_of(term, "term", &["name"]);
    if !has(term, "taxonomy_id") {
        let detail = term
            .get("taxonomy_detail")
            .and_then(|detail| detail.get("id"));
        let of = detail.and_then(|id| id.as_str()).map(id_of);
        let of = of.or_else(|| text(term, "taxonomy").map(|words| named("taxonomy", words.trim())));
        if let Some(of) = of {
            term.insert("taxonomy_id".into(), of.to_string().into());
        }
    }
    whole
}

fn attribute(attribute: &mut Document) -> bool {
    let term = attribute
        .get("taxonomy_term")
        .and_then(|term| term.get("id"))
        .cloned();
    if let Some(id) = term {
        attribute.insert("taxonomy_term_id".into(), id);
    }
    true
}

/// A place with nothing but an address of the web is virtual.
fn location(location: &mut Document) -> bool {
    let online = has(location, "url") && !has(location, "addresses") && !has(location, "latitude");
    let kind = if online { "virtual" } else { "physical" };
    either(location, "location_type", &[], kind)
}

fn address(address: &mut Document) -> bool {
    has(address, "postal_code")
        && any_of(address, "city", &["region", "state_province"])
        && any_of(address, "address_1", &["address_2", "attention", "city"])
        && any_of(address, "state_province", &["region", "city"])
        && either(address, "country", &[], COUNTRY)
        && either(address, "address_type", &[], "physical")
}
