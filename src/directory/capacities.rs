//! What a feed says about room in the `capacities` of an HSDS service.

use super::record::{Document, objects, text};
use super::withheld::mark;
use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::Value;

/// One statement of a feed about room.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedObservation {
    /// Units free, whole ones.
    pub available: i32,
    /// Units at most, if the feed says.
    pub maximum: Option<i32>,
    /// What is counted, as `Bed`.
    pub unit: String,
    /// When it was true.
    pub updated: Timestamp,
}

/// What the service says to everybody about its room; none where it says nothing that can be read, or counts
/// more than one kind of unit, for then no one number is its room.
pub fn observation(service: &Document) -> Option<FeedObservation> {
    let told = objects(service, "capacities").filter(|one| mark::level(one).is_none());
    let mut readable = told.filter_map(read);
    let first = readable.next()?;
    readable.next().is_none().then_some(first)
}

fn read(capacity: &Document) -> Option<FeedObservation> {
    let maximum = capacity.get("maximum").and_then(whole);
    let available = capacity.get("available").and_then(whole)?;
    Some(FeedObservation {
        // More free than there can be is a mistake: the lower of the two promises nobody too much.
        available: maximum.map_or(available, |maximum| available.min(maximum)),
        maximum,
        unit: text(capacity.get("unit")?.as_object()?, "name")?.to_owned(),
        updated: time(text(capacity, "updated")?)?,
    })
}

/// A count: rounded down, for half a bed is no bed; none below zero or beyond counting.
fn whole(value: &Value) -> Option<i32> {
    let number = value.as_f64()?.floor();
    let fits = (0.0..=f64::from(i32::MAX)).contains(&number);
    fits.then_some(number as i32)
}

/// A time with its offset, or in UTC where it has none.
fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: civil::DateTime = text.parse().ok()?;
        Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(capacities: Value) -> Option<FeedObservation> {
        observation(json!({ "capacities": capacities }).as_object().unwrap())
    }

    fn beds(available: Value, updated: &str) -> Value {
        json!({ "unit": { "name": "Bed" }, "available": available, "maximum": 10, "updated": updated })
    }

    #[test]
    fn one_capacity_is_an_observation() {
        let seen = said(json!([beds(json!(3), "2024-09-25T14:23:06.5+01:00")])).unwrap();
        assert_eq!(
            (seen.available, seen.maximum, seen.unit.as_str()),
            (3, Some(10), "Bed")
        );
        assert_eq!(seen.updated.to_string(), "2024-09-25T13:23:06.5Z");
    }

    #[test]
    fn never_more_than_the_maximum_and_only_whole_units() {
        let seen =
            |available| said(json!([beds(available, "2024-09-25T14:23:06")])).map(|o| o.available);
        assert_eq!(seen(json!(12)), Some(10));
        assert_eq!(seen(json!(2.9)), Some(2));
        assert_eq!(seen(json!(-1)), None);
        assert_eq!(seen(json!("3")), None);
    }

    #[test]
    fn what_cannot_be_read_or_is_two_things_is_none() {
        assert_eq!(said(json!([])), None);
        assert_eq!(said(Value::Null), None);
        assert_eq!(said(json!([beds(json!(3), "yesterday")])), None);
        let bed = beds(json!(3), "2024-09-25T14:23:06Z");
        assert_eq!(said(json!([bed, bed])), None);
    }
}
