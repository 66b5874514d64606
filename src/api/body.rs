//! Bodies: JSON, read strictly, so that nobody's personal details slip in by accident.

use super::LARGEST_BODY;
use super::problem::Problem;
use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use std::future::Future;
use std::pin::Pin;

/// The bytes of a body, of which there are not too many.
pub struct Body(Bytes);

/// Bytes that a body of one resource can have, where it is not [`LARGEST_BODY`].
#[derive(Debug, Clone, Copy)]
pub struct Largest(pub usize);

impl Body {
    /// What was sent.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl FromRequest for Body {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let largest = request.app_data::<Largest>();
        let largest = largest.map_or(LARGEST_BODY, |largest| largest.0);
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            match bytes.await {
                Ok(bytes) => Ok(Self(bytes)),
                Err(error) => Err(refuse_bytes(&error, largest).into()),
            }
        })
    }
}

fn refuse_bytes(error: &actix_web::Error, largest: usize) -> Error {
    let status = error.as_response_error().status_code();
    if status == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Error::TooLarge(format!("the body is larger than {largest} bytes"));
    }
    Error::bad("body", format!("cannot be read to its end: {error}"))
}

/// Reads a JSON body. An empty one is read as `{}`.
///
/// # Errors
/// It is no JSON, or has a field that is unknown, missing or of another type.
pub fn json<T: DeserializeOwned>(Body(body): &Body) -> Result<T, Error> {
    let text = if body.is_empty() {
        b"{}".as_slice()
    } else {
        body.as_ref()
    };
    // A list would be taken for the values of the fields, in their order.
    if text.trim_ascii_start().starts_with(b"[") {
        return Err(Error::invalid("body", "must be an object, not a list"));
    }
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
