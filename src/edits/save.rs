//! Writing a changed listing by the ordinary way: documents, change feed and audit in one transaction.

use super::Values;
use crate::accounts::audit::{self, Actor, Deed};
use crate::capacity::which::missing;
use crate::db::Tx;
use crate::directory::record::{self, Document};
use crate::directory::store;
use crate::domain::time::rfc3339;
use crate::error::{Error, Result};
use jiff::Timestamp;

/// The whole listing of a service, which nobody else can change until this transaction ends.
///
/// # Errors
/// There is no such service, or the database fails.
pub fn hold(tx: &mut Tx, service_id: &str) -> Result<Document> {
    store::hold(tx, service_id)?;
    store::assemble(tx, service_id)?.ok_or_else(|| missing(service_id))
}

/// Keeps a nested service as it is now, and notes what was changed: the same fields before and after.
///
/// # Errors
/// The listing cannot be kept as it is, or the database fails.
pub fn save(
    tx: &mut Tx,
    mut service: Document,
    change: (&Values, &Values),
    who: &Actor,
    now: Timestamp,
) -> Result<()> {
    service.insert("last_modified".into(), rfc3339(now).into());
    let parts = record::split(service).map_err(Error::Invalid)?;
    let id = record::text(&parts.service, "id")
        .unwrap_or_default()
        .to_owned();
    for location in &parts.locations {
        store::put_location(tx, location)?;
    }
    store::put_service(tx, &parts.service)?;
    let deed = Deed {
        action: "listing.changed",
        kind: "service",
        id: &id,
    };
    audit::note(tx, who, deed, (Some(change.0), Some(change.1)), now)
}
