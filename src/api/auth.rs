//! Who is asking: the bearer key of a request.

use super::problem::Problem;
use crate::accounts::{Principal, store};
use crate::db::Conn;
use crate::error::{Error, Result};
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};

/// Letters in a key at most.
const LONGEST: usize = 200;

/// The key that came with a request; whose it is, the database knows.
pub struct Key(String);

impl FromRequest for Key {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(AUTHORIZATION);
        let text = header.and_then(|value| value.to_str().ok());
        let key = text.and_then(|text| {
            let (scheme, key) = text.split_once(' ')?;
            let fits = scheme.eq_ignore_ascii_case("bearer") && key.len() <= LONGEST;
            fits.then(|| Key(key.trim().to_owned()))
        });
        ready(key.ok_or_else(|| refused().into()))
    }
}

impl Key {
    /// Whose key it is.
    ///
    /// # Errors
    /// It is nobody's.
    pub fn principal(&self, conn: &mut Conn) -> Result<Principal> {
        store::principal(conn, &self.0)?.ok_or_else(refused)
    }
}

fn refused() -> Error {
    Error::Unauthorized("send a key that is known here, as \"Authorization: Bearer KEY\"; make one with \"headroom key create\"".into())
}
