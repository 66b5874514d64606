//! Who is asking, and whether they speak for what they ask about.

use super::problem::Problem;
use crate::accounts::Role;
use crate::db::Conn;
use crate::error::Result;
use crate::gate::Credential;
use crate::gate::credential::refused;
pub use crate::gate::rights::{must_speak_for, owners};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};

impl FromRequest for Credential {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(|| refused().into()))
    }
}

/// Refuses everybody who may not look behind a listing: its provider may, commissioners and
/// stewards.
///
/// # Errors
/// The key is nobody's, or somebody else's; there is no such service.
pub fn must_be_insider(conn: &mut Conn, key: &Credential, service_id: &str) -> Result<()> {
    let who = key.principal(conn)?;
    who.must_be(&[Role::Provider, Role::Commissioner])?;
    who.must_speak_for(&owners(conn, service_id)?)
}

/// Refuses everybody who may not speak for a service: its provider may, and stewards.
///
/// # Errors
/// The key is nobody's, or somebody else's; there is no such service.
pub fn must_run(conn: &mut Conn, key: &Credential, service_id: &str) -> Result<()> {
    let who = key.principal(conn)?;
    who.must_be(&[Role::Provider])?;
    who.must_speak_for(&owners(conn, service_id)?)
}
