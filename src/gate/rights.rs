//! Whether somebody speaks for what they ask about.

use crate::accounts::Principal;
use crate::capacity::which::missing;
use crate::db::Conn;
use crate::directory::store;
use crate::error::Result;

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
        let owners = store::organization_and_parents(conn, run_by)?;
        who.must_speak_for(&owners)
    })
}

/// The organisation of a service, and its parents.
///
/// # Errors
/// There is no such service.
pub fn owners(conn: &mut Conn, service_id: &str) -> Result<Vec<String>> {
    store::owners(conn, service_id)?.ok_or_else(|| missing(service_id))
}
