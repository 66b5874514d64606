//! What the follower asks of the database: the current rows, never a change's content. The floors
//! above, which know the rows, answer it.

use super::entry::Listing;
use crate::db::{Conn, Kind};
use crate::domain::availability::{Availability, Known};
use crate::error::Result;
use crate::geography::Gazetteer;
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};

/// One capacity line as the database has it now.
#[derive(Debug, Clone, PartialEq)]
pub struct LineRow {
    /// Its place on the board.
    pub slot: u32,
    /// The service.
    pub service_id: String,
    /// The location; empty for none.
    pub location_id: String,
    /// Whether the listing itself says that the service does not run.
    pub closed: bool,
    /// What is known of its room.
    pub known: Known,
}

/// The database, as the follower sees it.
pub trait Truth: Send + Sync {
    /// These listings as they are now; one that is gone is left out.
    ///
    /// # Errors
    /// The database fails.
    fn listings(
        &self,
        conn: &mut Conn,
        service_ids: &[String],
        gazetteer: &Gazetteer,
    ) -> Result<Vec<Listing>>;

    /// Up to `limit` ids of services that come after this one, in order.
    ///
    /// # Errors
    /// The database fails.
    fn service_ids_after(&self, conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<String>>;

    /// The services whose listings show something of this.
    ///
    /// # Errors
    /// The database fails.
    fn services_touched_by(&self, conn: &mut Conn, kind: Kind, id: &str) -> Result<Vec<String>>;

    /// Up to `limit` capacity lines with slots above this one, in order.
    ///
    /// # Errors
    /// The database fails.
    fn lines_after(&self, conn: &mut Conn, slot: i64, limit: i64) -> Result<Vec<LineRow>>;

    /// The lines with these keys, see [`Kind::Capacity`], by their keys; one that is gone is left out.
    ///
    /// # Errors
    /// The database fails.
    fn lines(&self, conn: &mut Conn, keys: &BTreeSet<&str>) -> Result<HashMap<String, LineRow>>;
}

impl LineRow {
    /// What to show of it at `now`.
    pub fn availability(&self, now: Timestamp) -> Availability {
        Availability::of(&self.known, self.closed, now)
    }
}
