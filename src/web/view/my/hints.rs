//! What a listing does not say, though those who send people ask for it.

use crate::directory::record::{Document, location_ids, objects, text};
use crate::directory::tags::tags;
use crate::edits::field::{Field, Part};
use crate::search::entry::TagKind;
use crate::web::view::edit::words::anchor;
use crate::web::view::service::facts::{cost, eligibility};

/// Something that a listing does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it is, in a few words.
    pub words: &'static str,
    /// The anchor of its field in the form.
    pub anchor: String,
}

/// What is missing: what matters most first. `is_asked` says whether anybody can be asked how much room
/// there is.
pub fn missing(service: &Document, is_asked: bool) -> Vec<Hint> {
    let at = |part| {
        let place = location_ids(service).into_iter().next();
        place.map(|place| anchor(&Field::At(place, part)))
    };
    let times = at(Part::Times).unwrap_or_else(|| anchor(&Field::Times));
    let access = at(Part::Access).unwrap_or_default();
    let checks = [
        (
            is_asked,
            "an address at which we can ask about room",
            anchor(&Field::Email),
        ),
        (has_times(service), "when it is open", times),
        (
            text(service, "description").is_some(),
            "what it is",
            anchor(&Field::Description),
        ),
        (
            !eligibility(service).is_empty(),
            "who it is for",
            anchor(&Field::Eligibility),
        ),
        (
            !cost(service).is_empty(),
            "what it costs, or that it is free",
            anchor(&Field::Free),
        ),
        (has_access(service), "steps, ramps and other access", access),
    ];
    let missing = checks.into_iter().filter(|(is_there, ..)| !is_there);
    missing
        .map(|(_, words, anchor)| Hint { words, anchor })
        .collect()
}

/// Whether the service, or it at any place, says when.
fn has_times(service: &Document) -> bool {
    let mut all = std::iter::once(service).chain(objects(service, "service_at_locations"));
    all.any(|one| objects(one, "schedules").next().is_some())
}

/// Whether anything is said of access; where people do not come, nothing need be.
fn has_access(service: &Document) -> bool {
    let is_nowhere = objects(service, "service_at_locations").next().is_none();
    is_nowhere || tags(service).iter().any(|tag| tag.kind == TagKind::Access)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn document(value: Value) -> Document {
        value.as_object().cloned().unwrap_or_default()
    }

    fn whole() -> Document {
        let place =
            json!({ "name": "Hall", "accessibility": [{ "description": "Step-free entrance" }] });
        document(json!({
            "name": "Lunch club", "description": "Soup.", "fees_description": "Free",
            "eligibility_description": "Anybody",
            "schedules": [{ "freq": "WEEKLY", "byday": "MO" }],
            "service_at_locations": [{ "location": place }],
        }))
    }

    fn told(service: &Document, is_asked: bool) -> Vec<&'static str> {
        missing(service, is_asked)
            .iter()
            .map(|hint| hint.words)
            .collect()
    }

    #[test]
    fn each_hint_leads_to_its_field() {
        let id = "00000010-0000-4000-8000-000000000001";
        let bare = document(json!({ "service_at_locations": [{ "location_id": id }] }));
        let anchors: Vec<String> = missing(&bare, false)
            .into_iter()
            .map(|hint| hint.anchor)
            .collect();
        let times = format!("at-{id}-times");
        let access = format!("at-{id}-access");
        assert_eq!(
            anchors,
            [
                "email",
                &times,
                "description",
                "eligibility",
                "free",
                &access
            ]
        );
    }

    #[test]
    fn a_listing_that_says_everything_lacks_nothing() {
        assert_eq!(told(&whole(), true), [""; 0]);
    }

    #[test]
    fn each_thing_that_is_not_said_is_named() {
        let fields = [
            ("schedules", "when it is open"),
            ("description", "what it is"),
            ("eligibility_description", "who it is for"),
            ("fees_description", "what it costs, or that it is free"),
        ];
        for (field, words) in fields {
            let mut service = whole();
            service.remove(field);
            assert_eq!(told(&service, true), [words]);
        }
        assert_eq!(missing(&whole(), false).len(), 1);
        let bare = document(json!({ "service_at_locations": [{ "location": {} }] }));
        assert_eq!(missing(&bare, false).len(), 6);
    }

    #[test]
    fn where_people_do_not_come_nothing_need_be_said_of_access() {
        let mut service = whole();
        service.remove("service_at_locations");
        assert_eq!(told(&service, true), [""; 0]);
    }

    #[test]
    fn times_of_one_place_are_times() {
        let mut service = whole();
        service.remove("schedules");
        let at = json!([{ "schedules": [{ "freq": "WEEKLY", "byday": "TU" }], "location": { "accessibility": [{ "description": "Ramp" }] } }]);
        service.insert("service_at_locations".into(), at);
        assert_eq!(told(&service, true), [""; 0]);
    }

    proptest! {
        #[test]
        fn whatever_a_listing_holds_nothing_panics(field in "(schedules|cost_options|service_at_locations|attributes|description)", text in ".{0,20}", list in any::<bool>()) {
            let value = if list { json!([text, { "location": text }]) } else { json!(text) };
            let service = document(json!({ field: value }));
            prop_assert!(missing(&service, true).len() <= 6);
        }
    }
}
