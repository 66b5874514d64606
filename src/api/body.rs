//! Bodies: JSON, read strictly, so that nobody's personal details slip in by accident.

use crate::error::Error;
use actix_web::web::Bytes;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// Reads a JSON body. An empty one is read as `{}`.
///
/// # Errors
/// It is no JSON, or has a field that is unknown, missing or of another type.
pub fn json<T: DeserializeOwned>(body: &Bytes) -> Result<T, Error> {
    let text = if body.is_empty() {
        b"{}".as_slice()
    } else {
        body.as_ref()
    };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "body" } else { path.as_str() };
        refuse(field, error.inner())
    })?;
    reader.end().map_err(|error| refuse("body", &error))?;
    Ok(value)
}

fn refuse(field: &str, error: &serde_json::Error) -> Error {
    match error.classify() {
        Category::Data => Error::invalid(field, error.to_string()),
        Category::Syntax | Category::Eof | Category::Io => {
            Error::bad("body", format!("is not JSON: {error}"))
        }
    }
}
