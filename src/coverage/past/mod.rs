//! What there was: as it was at the end of any day, put together from the histories, and day by day as it was
//! counted when each had ended.

mod day;
pub mod keep;
mod store;
pub mod trend;

pub use day::{Day, day, ended, first_day};
pub use store::wait_weeks;

use crate::capacity::then::all_then;
use crate::db::Conn;
use crate::directory::store::standing_then;
use crate::error::Result;
use crate::search::survey::Then;
use jiff::Timestamp;

/// What was known at a moment of the past: what had been said of room by then, holds and arrivals, and which
/// services were listed and ran. Where they are and what they are for is not kept, so that is as it is now.
///
/// # Errors
/// The database fails.
pub fn then(conn: &mut Conn, at: Timestamp) -> Result<Then> {
    let standing = standing_then(conn, at)?;
    Ok(Then {
        at,
        known: all_then(conn, at)?,
        absent: standing.absent,
        closed: standing.closed,
    })
}
