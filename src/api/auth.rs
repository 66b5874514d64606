//! Who is asking: the key of a request.

use super::problem::Problem;
use super::services::missing;
use crate::accounts::{Principal, Role, store};
use crate::db::Conn;
use crate::directory;
use crate::error::{Error, Result};
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};

/// What may stand before a key: `Token` is what clients of the NHS Directory of Services send.
const SCHEMES: [&str; 2] = ["bearer", "token"];
/// Letters in a key at most.
const LONGEST: usize = 200;

/// The key that came with a request; whose it is, the database knows.
pub struct Key(String);

impl FromRequest for Key {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(|| refused().into()))
    }
}

impl Key {
    /// The key that came with a request, if one did.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        let header = request.headers().get(AUTHORIZATION)?;
        let (scheme, key) = header.to_str().ok()?.split_once(' ')?;
        let is_known = SCHEMES
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known));
        (is_known && key.len() <= LONGEST).then(|| Self(key.trim().to_owned()))
    }

    /// Whose key it is.
    ///
    /// # Errors
    /// It is nobody's.
    pub fn principal(&self, conn: &mut Conn) -> Result<Principal> {
        store::principal(conn, &self.0)?.ok_or_else(refused)
    }
}

/// Refuses everybody who may not look behind a listing: its provider may, commissioners and
/// stewards.
///
/// # Errors
/// The key is nobody's, or somebody else's; there is no such service.
pub fn must_be_insider(conn: &mut Conn, key: &Key, service_id: &str) -> Result<()> {
    let who = key.principal(conn)?;
    who.must_be(&[Role::Provider, Role::Commissioner])?;
    who.must_speak_for(&owners(conn, service_id)?)
}

/// Refuses everybody who may not speak for a service: its provider may, and stewards.
///
/// # Errors
/// The key is nobody's, or somebody else's; there is no such service.
pub fn must_run(conn: &mut Conn, key: &Key, service_id: &str) -> Result<()> {
    let who = key.principal(conn)?;
    who.must_be(&[Role::Provider])?;
    who.must_speak_for(&owners(conn, service_id)?)
}

/// Refuses a provider of another organisation than the one that runs a service, or one above it.
///
/// # Errors
/// The organisation is another, or the database fails.
pub fn must_speak_for(conn: &mut Conn, who: &Principal, run_by: Option<&str>) -> Result<()> {
    let Some(run_by) = run_by else {
        return who.must_speak_for(&[]);
    };
    // Most speak for the organisation itself: then nobody need look for those above it.
    let own = [run_by.to_owned()];
    who.must_speak_for(&own).or_else(|_| {
        let owners = directory::store::organization_and_parents(conn, run_by)?;
        who.must_speak_for(&owners)
    })
}

/// The organisation of a service, and its parents.
///
/// # Errors
/// There is no such service.
pub fn owners(conn: &mut Conn, service_id: &str) -> Result<Vec<String>> {
    directory::store::owners(conn, service_id)?.ok_or_else(|| missing(service_id))
}

fn refused() -> Error {
    Error::Unauthorized("send a key that is known here, as \"Authorization: Bearer KEY\"; make one with \"headroom key create\"".into())
}
