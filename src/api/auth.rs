//! Who is asking, and whether they speak for what they ask about.

use super::problem::Problem;
use super::services::missing;
use crate::accounts::{Principal, Role};
use crate::db::Conn;
use crate::directory;
use crate::error::Result;
use crate::gate::Credential;
use crate::gate::credential::refused;
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
