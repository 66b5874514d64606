//! Where a service of 1.x is given.

use super::super::mend::each;
use super::{add, entries, rename, times};
use crate::directory::record::Document;
use serde_json::Value;

/// Converts a service at a place, with the place inside.
pub fn convert(entry: &mut Document) {
    times::convert(entry);
    if let Some(Value::Object(location)) = entry.get_mut("location") {
        place(location);
    }
}

fn place(location: &mut Document) {
    let mut addresses = entries(location, &["physical_addresses"]);
    for address in &mut addresses {
        if !address.contains_key("address_type") {
            address.insert("address_type".into(), "physical".into());
        }
    }
    add(location, "addresses", addresses);
    let access = entries(location, &["accessibility_for_disabilities"]);
    add(location, "accessibility", access);
    each(location, "accessibility", |_, access| {
        if let Some(said) = access.get("accessibility").cloned()
            && !access.contains_key("description")
        {
            access.insert("description".into(), said);
        }
    });
    rename(location, "location_name", "name");
    if !location.contains_key("location_type") {
        location.insert("location_type".into(), "physical".into());
    }
}
