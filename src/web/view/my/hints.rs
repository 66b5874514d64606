//! What a listing does not say, though those who send people ask for it.

use crate::directory::record::{Document, objects, text};
use crate::directory::tags::tags;
use crate::search::entry::TagKind;
use crate::web::view::service::facts::{cost, eligibility};

/// What is missing, in a few words each: what matters most first. `is_asked` says whether anybody can be
/// asked how much room there is.
pub fn missing(service: &Document, is_asked: bool) -> Vec<&'static str> {
    let checks = [
        (is_asked, "an address at which we can ask about room"),
        (has_times(service), "when it is open"),
        (text(service, "description").is_some(), "what it is"),
        (!eligibility(service).is_empty(), "who it is for"),
        (
            !cost(service).is_empty(),
            "what it costs, or that it is free",
        ),
        (has_access(service), "steps, ramps and other access"),
    ];
    let missing = checks.iter().filter(|(is_there, _)| !is_there);
    missing.map(|(_, words)| *words).collect()
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

    #[test]
    fn a_listing_that_says_everything_lacks_nothing() {
        assert_eq!(missing(&whole(), true), [""; 0]);
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
            assert_eq!(missing(&service, true), [words]);
        }
        assert_eq!(missing(&whole(), false).len(), 1);
        let bare = document(json!({ "service_at_locations": [{ "location": {} }] }));
        assert_eq!(missing(&bare, false).len(), 6);
    }

    #[test]
    fn where_people_do_not_come_nothing_need_be_said_of_access() {
        let mut service = whole();
        service.remove("service_at_locations");
        assert_eq!(missing(&service, true), [""; 0]);
    }

    #[test]
    fn times_of_one_place_are_times() {
        let mut service = whole();
        service.remove("schedules");
        let at = json!([{ "schedules": [{ "freq": "WEEKLY", "byday": "TU" }], "location": { "accessibility": [{ "description": "Ramp" }] } }]);
        service.insert("service_at_locations".into(), at);
        assert_eq!(missing(&service, true), [""; 0]);
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
