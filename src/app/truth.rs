//! The database as the follower sees it: listings from the directory, lines from capacity.

use crate::capacity;
use crate::db::{Conn, Kind};
use crate::directory;
use crate::directory::indexing::{Beside, listing};
use crate::error::Result;
use crate::funding;
use crate::geography::Gazetteer;
use crate::search::entry::Listing;
use crate::search::truth::{LineRow, Truth};
use std::collections::{BTreeSet, HashMap};

/// Answers the follower from the rows of the database.
pub struct DatabaseTruth;

impl Truth for DatabaseTruth {
    fn listings(
        &self,
        conn: &mut Conn,
        ids: &[String],
        gazetteer: &Gazetteer,
    ) -> Result<Vec<Listing>> {
        let ids = &directory::store::standing(conn, ids)?;
        let documents = directory::store::assemble_all(conn, ids)?;
        let mut slots: HashMap<String, Vec<(String, u32)>> = HashMap::new();
        for (service, location, slot) in capacity::store::slots_of(conn, ids)? {
            let slot = u32::try_from(slot).unwrap_or(u32::MAX);
            slots.entry(service).or_default().push((location, slot));
        }
        let mut funding = funding::store::facts(conn, ids)?;
        let listings = documents.iter().filter_map(|document| {
            let id = directory::record::text(document, "id")?;
            let beside = Beside {
                slots: slots.get(id).map_or(&[], Vec::as_slice),
                funding: funding.remove(id).unwrap_or_default(),
                gazetteer,
            };
            listing(document, &beside)
        });
        Ok(listings.collect())
    }

    fn service_ids_after(&self, conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<String>> {
        directory::store::ids_after(conn, after, limit)
    }

    fn services_touched_by(&self, conn: &mut Conn, kind: Kind, id: &str) -> Result<Vec<String>> {
        match kind {
            Kind::Organization => directory::store::services_of_organization(conn, id),
            Kind::Location => directory::store::services_at_location(conn, id),
            Kind::Service => Ok(vec![id.to_owned()]),
            Kind::Capacity | Kind::Gazetteer => Ok(Vec::new()),
        }
    }

    fn lines_after(&self, conn: &mut Conn, slot: i64, limit: i64) -> Result<Vec<LineRow>> {
        capacity::store::lines_after(conn, slot, limit)
    }

    fn lines(&self, conn: &mut Conn, keys: &BTreeSet<&str>) -> Result<HashMap<String, LineRow>> {
        capacity::store::lines_with_keys(conn, keys)
    }
}
