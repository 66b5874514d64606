//! One page of a list: the HSDS envelope, or that of Open Referral UK 1.x.

use serde_json::{Map, Value};

/// The items of a page and what it says about those that follow.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// The records.
    pub items: Vec<Value>,
    /// How many records it says that all pages have.
    pub listed: Option<u64>,
    total: Option<u64>,
    last: Option<bool>,
}

impl Page {
    /// The one page of a list that has no pages.
    pub fn only(items: Vec<Value>) -> Self {
        Self {
            items,
            listed: None,
            total: None,
            last: Some(true),
        }
    }

    /// Whether no page comes after this one, which has this number. A page without records ends
    /// the list, whatever it says.
    pub fn is_last(&self, number: u64) -> bool {
        self.items.is_empty()
            || self.last == Some(true)
            || self.total.is_some_and(|total| total <= number)
    }

    /// Whether it says how many pages there are, or that it is not the last.
    pub fn promises_more(&self) -> bool {
        self.total.is_some() || self.last.is_some()
    }
}

/// The page that a JSON value is, or the value itself if it is none.
pub fn contents(value: Value) -> Result<Page, Value> {
    let Value::Object(mut object) = value else {
        return Err(value);
    };
    // A service that happens to have a field `contents` is still a service.
    let field = ["contents", "content"].into_iter().find(|field| {
        object.get(*field).is_some_and(Value::is_array) && !object.contains_key("name")
    });
    match field.and_then(|field| object.shift_remove(field)) {
        Some(Value::Array(items)) => Ok(Page {
            items,
            listed: either(&object, "total_items", "totalElements").and_then(Value::as_u64),
            total: either(&object, "total_pages", "totalPages").and_then(Value::as_u64),
            last: either(&object, "last_page", "last").and_then(Value::as_bool),
        }),
        _ => Err(Value::Object(object)),
    }
}

fn either<'a>(object: &'a Map<String, Value>, new: &str, old: &str) -> Option<&'a Value> {
    object.get(new).or_else(|| object.get(old))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(rest: Value) -> Page {
        let mut page = json!({ "contents": [{}] });
        page.as_object_mut()
            .unwrap()
            .extend(rest.as_object().unwrap().clone());
        contents(page).unwrap()
    }

    #[test]
    fn a_list_ends_where_either_standard_says() {
        assert!(page(json!({ "last_page": true })).is_last(1));
        assert!(page(json!({ "last": true })).is_last(1));
        assert!(page(json!({ "total_pages": 2 })).is_last(2));
        assert!(!page(json!({ "totalPages": 2, "last": false })).is_last(1));
        assert!(!page(json!({})).is_last(1));
        assert!(contents(json!({ "content": [] })).unwrap().is_last(1));
    }

    #[test]
    fn a_service_is_no_page() {
        let service = json!({ "id": "1", "name": "a", "contents": [] });
        assert_eq!(contents(service.clone()), Err(service));
    }
}
