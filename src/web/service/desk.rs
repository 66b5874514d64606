//! What the page of a service has for somebody who is signed in.

use crate::accounts::secret;
use crate::error::Result;
use crate::gate::Visitor;
use crate::web::view::service::Desk;
use crate::web::view::service::desk::span;
use jiff::SignedDuration;

/// Bytes of chance that tell one page from all others.
const ONCE_BYTES: usize = 16;

/// What somebody needs to work with a service; none for whoever only looks.
///
/// # Errors
/// The system has no chance to give.
pub fn of(visitor: &Visitor, service: &str, kept_for: SignedDuration) -> Result<Option<Desk>> {
    let Some(session) = visitor.session() else {
        return Ok(None);
    };
    let account = &session.account;
    Ok(Some(Desk {
        service: service.to_owned(),
        form: session.form.clone(),
        once: secret::<ONCE_BYTES>()?,
        kept: span(kept_for),
        sends: Desk::is_for(account.role) && !account.room_only,
    }))
}
