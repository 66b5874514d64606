//! What people looked for near those who run services: for the needs that their services meet.

use super::blocks::{self, BLOCKS_NEAR};
use super::demand::{Demand, Of, Searches};
use super::reading::{Need, label};
use crate::db::Conn;
use crate::domain::point::Point;
use crate::domain::schedule::local_day;
use crate::error::Result;
use crate::geography::{Outcode, Written};
use crate::search::Engine;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashSet;
use uuid::Uuid;

/// How far from where a service is given the middle of an outcode may be, in metres.
pub const NEAR_M: f64 = 8_000.0;

/// What people looked for near some services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// By need; where most was not found comes first.
    pub needs: Vec<(Need, Searches)>,
    /// The first Monday that is counted, and the one before which.
    pub weeks: (Date, Date),
}

/// What people looked for near these services in the last whole weeks.
///
/// # Errors
/// The database fails, or the index is being built.
pub fn near(conn: &mut Conn, engine: &Engine, ids: &[String], now: Timestamp) -> Result<Near> {
    let ids: HashSet<Uuid> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let (met, places) = engine.met_by(&ids)?;
    let blocks = blocks::passed(local_day(now, 0), BLOCKS_NEAR);
    let demand = Demand::read(conn, &blocks)?;
    let gazetteer = engine.gazetteer();
    let from = |outcode: Outcode| {
        let middle = gazetteer.exact(Written::Outcode(outcode));
        middle.is_some_and(|middle| is_near(middle.point, &places))
    };
    let of = Of {
        from: Some(&from),
        need: &|need| met.contains(need),
    };
    let needs = demand.by_need(&of).into_iter();
    Ok(Near {
        needs: needs.map(|(id, all)| (label(engine, id), all)).collect(),
        weeks: blocks::span(&blocks),
    })
}

fn is_near(middle: Point, places: &[Point]) -> bool {
    let mut places = places.iter();
    places.any(|place| place.distance_m(middle) <= NEAR_M)
}
