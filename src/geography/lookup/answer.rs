//! What the server answers, as `postcodes.io` does: `{"status":200,"result":{…}}` where it knows the
//! postcode, 404 and `{"status":404,"error":"…"}` where it does not. Anything else is a failure.

use super::LookedUp;
use crate::domain::point::Point;
use crate::geography::postcode::Written;
use serde_json::Value;
use std::time::Duration;

/// Where it is, if the server knows.
pub type Answer = Option<LookedUp>;

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// In words, for the log: without the postcode.
    pub why: String,
    /// How long to leave the server in peace, if it said so.
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// A failure of which the server says nothing.
    pub fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            retry_after: None,
        }
    }
}

/// A list of the server, by its name in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Postcodes in use.
    Postcodes,
    /// Postcodes that are no longer in use.
    Terminated,
    /// Outcodes.
    Outcodes,
}

impl List {
    /// As the address has it.
    pub fn as_str(self) -> &'static str {
        match self {
            List::Postcodes => "postcodes",
            List::Terminated => "terminated_postcodes",
            List::Outcodes => "outcodes",
        }
    }
}

/// What a list says about a postcode or outcode.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry {
    /// It is on the list; where it is may not be known.
    There(Answer),
    /// It is not.
    NotThere,
}

/// Reads the answer of a list.
///
/// # Errors
/// It is none.
pub fn read(list: List, asked: Written, status: u16, body: &[u8]) -> Result<Entry, Failure> {
    let not_understood = || Failure::new(format!("the answer {status} is not understood"));
    if !matches!(status, 200 | 404) {
        return Err(Failure::new(format!("the answer was {status}")));
    }
    let body: Value = serde_json::from_slice(body).map_err(|_| not_understood())?;
    if status == 404 {
        // The page of some other server may say 404 as well, to everything.
        let is_its_own = body["status"] == 404;
        return is_its_own
            .then_some(Entry::NotThere)
            .ok_or_else(not_understood);
    }
    let result = &body["result"];
    match is_about(result, list, asked) {
        true => Ok(Entry::There(found(result, list))),
        false => Err(not_understood()),
    }
}

/// Whether it is what was asked for, and has a position or says that it has none.
fn is_about(result: &Value, list: List, asked: Written) -> bool {
    let name = match list {
        List::Outcodes => "outcode",
        List::Postcodes | List::Terminated => "postcode",
    };
    let degrees = |name| matches!(result.get(name), Some(Value::Number(_) | Value::Null));
    let same = result[name].as_str() == Some(asked.to_string().as_str());
    same && degrees("latitude") && degrees("longitude")
}

fn found(result: &Value, list: List) -> Answer {
    let (latitude, longitude) = (result["latitude"].as_f64()?, result["longitude"].as_f64()?);
    if Point::is_nowhere(latitude, longitude) {
        return None;
    }
    let in_use = list != List::Terminated;
    Some(LookedUp {
        at: Point::new(latitude, longitude)?.into(),
        in_use,
        terminated: month(result).filter(|_| !in_use),
    })
}

/// The month in which it ended.
fn month(result: &Value) -> Option<String> {
    let year = result["year_terminated"].as_u64()?;
    let month = result["month_terminated"].as_u64()?;
    let fits = (1900..=9999).contains(&year) && (1..=12).contains(&month);
    fits.then(|| format!("{year}-{month:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::units::Steps;
    use serde_json::json;

    fn of(list: List, status: u16, body: &Value) -> Result<Entry, Failure> {
        let text = if list == List::Outcodes {
            "QH3"
        } else {
            "QH3 3CC"
        };
        read(
            list,
            text.parse().unwrap(),
            status,
            body.to_string().as_bytes(),
        )
    }

    fn at(latitude: f64, longitude: f64) -> Steps {
        Point::new(latitude, longitude).unwrap().into()
    }

    #[test]
    fn what_is_known_has_a_position() {
        let body = json!({ "status": 200, "result": { "postcode": "QH3 3CC", "latitude": 53.9, "longitude": -3 } });
        let found = LookedUp {
            at: at(53.9, -3.0),
            in_use: true,
            terminated: None,
        };
        assert_eq!(
            of(List::Postcodes, 200, &body),
            Ok(Entry::There(Some(found)))
        );
        let body = json!({ "status": 200, "result": { "outcode": "QH3", "latitude": 53.9, "longitude": -3.1 } });
        let found = LookedUp {
            at: at(53.9, -3.1),
            in_use: true,
            terminated: None,
        };
        assert_eq!(
            of(List::Outcodes, 200, &body),
            Ok(Entry::There(Some(found)))
        );
    }

    #[test]
    fn what_has_ended_says_when() {
        let ended = |year: Value, month: Value| {
            let body = json!({ "status": 200, "result": { "postcode": "QH3 3CC", "latitude": 53.9, "longitude": -3.1,
                "year_terminated": year, "month_terminated": month } });
            match of(List::Terminated, 200, &body) {
                Ok(Entry::There(Some(found))) => (found.in_use, found.terminated),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(
            ended(json!(2003), json!(7)),
            (false, Some("2003-07".into()))
        );
        assert_eq!(ended(json!(2003), json!(13)), (false, None));
        assert_eq!(ended(Value::Null, Value::Null), (false, None));
    }

    #[test]
    fn what_has_no_position_is_there_but_nowhere() {
        for degrees in [
            json!([null, null]),
            json!([0, 0]),
            json!([99.999999, 0.0]),
            json!([91, 0]),
        ] {
            let body = json!({ "status": 200, "result": { "postcode": "QH3 3CC", "latitude": degrees[0], "longitude": degrees[1] } });
            assert_eq!(
                of(List::Postcodes, 200, &body),
                Ok(Entry::There(None)),
                "{degrees}"
            );
        }
    }

    #[test]
    fn what_is_not_known_says_so_itself() {
        let body = json!({ "status": 404, "error": "Postcode not found" });
        assert_eq!(of(List::Postcodes, 404, &body), Ok(Entry::NotThere));
        assert!(of(List::Postcodes, 404, &json!("no such page")).is_err());
        assert!(read(List::Outcodes, "QH3".parse().unwrap(), 404, b"<html>").is_err());
    }

    #[test]
    fn anything_else_is_a_failure() {
        let other = json!({ "status": 200, "result": { "postcode": "QH3 3CD", "latitude": 53.9, "longitude": -3.1 } });
        let text = json!({ "status": 200, "result": { "postcode": "QH3 3CC", "latitude": "53.9", "longitude": -3.1 } });
        let without = json!({ "status": 200, "result": { "postcode": "QH3 3CC" } });
        for body in [
            other,
            text,
            without,
            json!({}),
            json!([1]),
            json!({ "result": null }),
        ] {
            assert!(of(List::Postcodes, 200, &body).is_err(), "{body}");
        }
        for status in [204, 302, 429, 500, 503] {
            let failure = of(List::Postcodes, status, &json!({})).unwrap_err();
            assert_eq!(failure.why, format!("the answer was {status}"));
        }
    }
}
