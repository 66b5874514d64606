//! What people wrote stands against a feed that has nothing newer to say. Pure.

use crate::directory::record::Document;
use crate::directory::sources::Sources;

/// Puts what people wrote back into a document that a feed gives, which it last changed at `modified`; the
/// fields that stay so though the feed says something else.
pub fn keep(
    held: &Document,
    new: &mut Document,
    sources: &Sources,
    modified: Option<i64>,
) -> Vec<String> {
    let mut kept = Vec::new();
    for (field, _) in sources.written() {
        let stands = sources.stands(field, new.get(field), modified);
        if !stands || held.get(field) == new.get(field) {
            continue;
        }
        match held.get(field) {
            Some(value) => drop(new.insert(field.to_owned(), value.clone())),
            None => drop(new.shift_remove(field)),
        }
        kept.push(field.to_owned());
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    fn document(value: Value) -> Document {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_was_edited_stays_and_the_rest_is_taken() {
        let held = document(json!({ "id": "1", "name": "By hand", "email": "a@b.example" }));
        let mut sources = Sources::given("a", 1);
        sources.write("name", Some(&json!("Old")), 10);
        sources.write("alert", Some(&json!("Closed")), 10);
        let mut new = document(
            json!({ "id": "1", "name": "Old", "email": "c@d.example", "alert": "Closed" }),
        );
        assert_eq!(keep(&held, &mut new, &sources, Some(99)), ["alert", "name"]);
        assert_eq!(
            Value::Object(new),
            json!({ "id": "1", "name": "By hand", "email": "c@d.example" })
        );
    }

    #[test]
    fn what_is_newer_wins() {
        let held = document(json!({ "name": "By hand" }));
        let mut sources = Sources::default();
        sources.write("name", Some(&json!("Old")), 10);
        let mut new = document(json!({ "name": "Newest" }));
        assert_eq!(keep(&held, &mut new.clone(), &sources, Some(10)), ["name"]);
        assert_eq!(keep(&held, &mut new, &sources, Some(11)), [""; 0]);
        assert_eq!(new["name"], "Newest");
    }

    fn fields() -> impl Strategy<Value = Document> {
        prop::collection::btree_map("[a-d]", 0..4i32, 0..4).prop_map(|fields| {
            let fields = fields
                .into_iter()
                .map(|(name, value)| (name, Value::from(value)));
            fields.collect::<Map<_, _>>()
        })
    }

    proptest! {
        #[test]
        fn keeping_twice_keeps_nothing_more(held in fields(), before in fields(), new in fields(), modified in prop::option::of(0..20i64)) {
            let mut sources = Sources::default();
            for field in ["a", "b"] {
                sources.write(field, before.get(field), 10);
            }
            let mut once = new;
            keep(&held, &mut once, &sources, modified);
            let mut twice = once.clone();
            keep(&held, &mut twice, &sources, modified);
            prop_assert_eq!(twice, once);
        }
    }
}
