//! What comes in an address: parameters and ids.

use super::problem::Problem;
use crate::domain::id;
use crate::error::{Error, FieldError};
use actix_web::HttpRequest;
use percent_encoding::percent_decode_str;

/// Parameters that one address may have at most.
const MOST_PAIRS: usize = 200;

/// The parameters of an address, decoded.
///
/// # Errors
/// There are too many, or one is not UTF-8 once decoded.
pub fn decode(query: &str) -> Result<Vec<(String, String)>, Error> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pairs = parts.take(MOST_PAIRS + 1).map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        Ok((text(name)?, text(value)?))
    });
    let pairs: Vec<_> = pairs.collect::<Result<_, Error>>()?;
    if pairs.len() > MOST_PAIRS {
        return Err(Error::bad(
            "query",
            format!("has more than {MOST_PAIRS} parameters"),
        ));
    }
    Ok(pairs)
}

fn text(encoded: &str) -> Result<String, Error> {
    let spaced = encoded.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded
        .map(|text| text.into_owned())
        .map_err(|_| Error::bad("query", "is not UTF-8 once decoded"))
}

/// The parameters of a request, of which only these names are known: one that is misspelt would
/// otherwise be passed over in silence, and the answer be one to another question.
///
/// # Errors
/// A name is not known, or see [`decode`].
pub fn known(request: &HttpRequest, names: &[&str]) -> Result<Vec<(String, String)>, Problem> {
    let pairs = decode(request.query_string())?;
    let unknown = pairs
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()));
    let faults: Vec<FieldError> = unknown
        .map(|(name, _)| {
            let shown: String = name.chars().take(40).collect();
            let known = if names.is_empty() {
                "none".into()
            } else {
                names.join(", ")
            };
            FieldError::new(
                shown,
                format!("is not a parameter here; there are: {known}"),
            )
        })
        .collect();
    if faults.is_empty() {
        Ok(pairs)
    } else {
        Err(Error::BadRequest(faults).into())
    }
}

/// The value of a parameter, if it is there and not empty.
pub fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs
        .iter()
        .rev()
        .find(|(key, value)| key == name && !value.is_empty());
    found.map(|(_, value)| value.as_str())
}

/// A whole number that is not negative.
///
/// # Errors
/// The value is something else.
pub fn number(pairs: &[(String, String)], name: &str) -> Result<Option<i64>, Problem> {
    let Some(text) = value(pairs, name) else {
        return Ok(None);
    };
    let number = text.parse::<i64>().ok().filter(|number| *number >= 0);
    let wrong = || Error::bad(name, "must be a whole number from 0");
    Ok(Some(number.ok_or_else(wrong)?))
}

/// An id as the tables have it.
///
/// # Errors
/// It is not a UUID.
pub fn uuid(field: &str, text: &str) -> Result<String, Error> {
    let id = id::parse(text).map_err(|why| Error::bad(field, why))?;
    Ok(id.to_string())
}
