//! What an answer is: a page of a list, a whole list, one record, or nothing that can be read.

use crate::directory::record::Document;
use crate::exchange::input::page::{self, Page};
use serde_json::{Deserializer, Value};
use std::borrow::Cow;

const BYTE_ORDER_MARK: &[u8] = &[0xef, 0xbb, 0xbf];
const GZIP: &[u8] = &[0x1f, 0x8b];

/// What an answer is.
#[derive(Debug, PartialEq)]
pub enum Read {
    /// A page of a list, or a list.
    Page(Page),
    /// One thing, such as what an API says of itself.
    One(Document),
}

/// Reads an answer.
///
/// # Errors
/// What it is instead, to follow the address.
pub fn read(body: &[u8]) -> Result<Read, String> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let body = body.trim_ascii();
    match body.first() {
        None => return Err("the answer is empty".into()),
        Some(b'<') => return Err("the answer is a web page (HTML or XML), not JSON".into()),
        Some(_) if body.starts_with(GZIP) => {
            return Err("the answer is packed twice: it must be JSON".into());
        }
        Some(_) => {}
    }
    // What is not UTF-8 here and there is read all the same, with a mark in its place.
    let text: Cow<str> = String::from_utf8_lossy(body);
    let mut values = Vec::new();
    for value in Deserializer::from_str(&text).into_iter::<Value>() {
        values.push(value.map_err(|e| format!("the answer is not whole, or not JSON: {e}"))?);
    }
    Ok(of(values))
}

fn of(mut values: Vec<Value>) -> Read {
    if values.len() > 1 {
        // One record a line.
        return Read::Page(Page::only(values));
    }
    match page::contents(values.pop().unwrap_or_default()) {
        Ok(page) => Read::Page(page),
        Err(Value::Array(items)) => Read::Page(Page::only(items)),
        Err(Value::Object(one)) => Read::One(one),
        Err(other) => Read::Page(Page::only(vec![other])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn items(body: &str) -> usize {
        match read(body.as_bytes()).unwrap() {
            Read::Page(page) => page.items.len(),
            Read::One(_) => usize::MAX,
        }
    }

    #[test]
    fn pages_lists_lines_and_single_records_are_told_apart() {
        assert_eq!(items(r#"{"contents": [{}, {}], "total_items": 2}"#), 2);
        assert_eq!(items(r#"{"content": [{}], "totalElements": 1}"#), 1);
        assert_eq!(items("[{}, {}, {}]"), 3);
        assert_eq!(items("{\"id\": 1}\n{\"id\": 2}\n"), 2);
        let one = read(br#"{"version": "HSDS-UK-3.0"}"#).unwrap();
        assert_eq!(
            one,
            Read::One(
                json!({ "version": "HSDS-UK-3.0" })
                    .as_object()
                    .unwrap()
                    .clone()
            )
        );
    }

    #[test]
    fn what_is_no_json_is_said_to_be_what_it_is() {
        assert!(read(b"  ").unwrap_err().contains("empty"));
        assert!(read(b"<!doctype html>").unwrap_err().contains("web page"));
        assert!(
            read(b"{\"contents\": [{\"id\"")
                .unwrap_err()
                .contains("not whole")
        );
        assert!(
            read(&[0x1f, 0x8b, 8, 0])
                .unwrap_err()
                .contains("packed twice")
        );
        let deep = "[".repeat(100_000);
        assert!(read(deep.as_bytes()).unwrap_err().contains("not JSON"));
    }

    #[test]
    fn a_wrong_character_costs_no_more_than_itself() {
        let Read::Page(page) = read(b"[{\"name\": \"Caf\xe9\"}]").unwrap() else {
            panic!("a list")
        };
        assert_eq!(page.items[0]["name"], "Caf\u{fffd}");
    }
}
