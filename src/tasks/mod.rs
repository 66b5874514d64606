//! The stewards' work list: services that somebody should ring, most urgent first.
//!
//! That a task is open is a state of things and not of a job: [`causes`] reads what is the matter,
//! [`sync`] brings the rows in step with it whenever somebody looks, [`priority`] orders them.
//! [`store`] keeps what only the rows know: who has a task, until when it is put off, how it ended.

pub mod calls;
pub mod causes;
pub mod demand;
pub mod desk;
pub mod doubt;
pub mod priority;
pub mod reason;
pub mod rules;
pub mod store;
pub mod sync;
pub mod view;

pub use reason::{Reason, Reasons};

use crate::capacity::Author;
use crate::db::Tx;
use crate::error::Result;
use crate::signposts::store::Standing;
use crate::signposts::{Code, Outcome, store as signposts};
use jiff::Timestamp;

/// Records what became of a signpost. A report that what is shown is wrong opens a task in the same
/// transaction.
///
/// # Errors
/// There is no such signpost.
pub fn tell(
    tx: &mut Tx,
    code: &Code,
    outcome: Outcome,
    by: &Author,
    now: Timestamp,
) -> Result<Standing> {
    let standing = signposts::tell(tx, code, outcome, by, now)?;
    if outcome.is_failure() && standing.line.known.disputed {
        let reasons = Reasons::from([Reason::Disputed]);
        let service = &standing.signpost.service_id;
        store::open(tx, service, &reasons, now.as_millisecond())?;
    }
    Ok(standing)
}
