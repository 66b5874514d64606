//! Where else somebody could be sent who finds no room: the nearest services for the same need that
//! have some.

use super::{App, DatabaseTruth};
use crate::db::Conn;
use crate::domain::point::Point;
use crate::error::Result;
use crate::geography::{Gazetteer, Outcode, Place, Precision, Written};
use crate::search::answer::Found;
use crate::search::entry::{Entry, TagKind};
use crate::search::request::{Request, Sort, Wanted};
use crate::search::truth::Truth;
use crate::signposts::Wish;
use jiff::Timestamp;

/// How many are offered.
const OFFERED: usize = 5;
/// Below this many with room that was confirmed, others are offered too.
const ENOUGH: usize = 3;

impl App {
    /// The nearest services with room for the need of a wish that could not be met, or else for what
    /// the service that was asked for is for: those that have said so lately, then others. Reads from
    /// the database.
    ///
    /// # Errors
    /// Database or index fail.
    pub fn alternatives(&self, wish: &Wish, now: Timestamp) -> Result<Vec<Found>> {
        let gazetteer = self.engine.gazetteer();
        let entry = self
            .db
            .read(|conn| entry(conn, &wish.service_id, &gazetteer))?;
        let Some(entry) = entry else {
            return Ok(Vec::new());
        };
        let request = request(wish, &entry, &gazetteer);
        let mut offered = Vec::new();
        for wanted in [Wanted::Confirmed, Wanted::Signpostable] {
            if offered.len() < ENOUGH {
                let asked = Request {
                    wanted,
                    ..request.clone()
                };
                add(
                    &mut offered,
                    self.engine.search(&asked, now)?.contents,
                    &entry,
                );
            }
        }
        Ok(offered)
    }
}

fn entry(conn: &mut Conn, service_id: &str, gazetteer: &Gazetteer) -> Result<Option<Entry>> {
    let mut listings = DatabaseTruth.listings(conn, &[service_id.to_owned()], gazetteer)?;
    Ok(listings.pop().map(|listing| listing.entry))
}

fn request(wish: &Wish, entry: &Entry, gazetteer: &Gazetteer) -> Request {
    let own = entry.tags.iter().filter(|tag| tag.kind == TagKind::Need);
    let needs: Vec<String> = match &wish.need {
        Some(need) => vec![need.clone()],
        None => own.map(|tag| tag.id.clone()).collect(),
    };
    let near = from(wish, entry, gazetteer);
    Request {
        // Of a service that is for nothing in particular, its name says what it is.
        q: if needs.is_empty() {
            entry.name.clone()
        } else {
            String::new()
        },
        tags: if needs.is_empty() {
            Vec::new()
        } else {
            vec![(TagKind::Need, needs)]
        },
        sort: if near.is_some() {
            Sort::Distance
        } else {
            Sort::Best
        },
        near,
        page: 1,
        // The service itself may be among them.
        per_page: OFFERED + 1,
        ..Request::default()
    }
}

/// Where the person is, as far as that is known; or else where the service is.
fn from(wish: &Wish, entry: &Entry, gazetteer: &Gazetteer) -> Option<Place> {
    let outcode = wish.outcode.as_deref();
    let outcode = outcode.and_then(|text| Outcode::exact(text.as_bytes()));
    let home = outcode.and_then(|outcode| gazetteer.exact(Written::Outcode(outcode)));
    let meant = |id: &str| {
        wish.location_id
            .as_deref()
            .is_none_or(|wanted| wanted == id)
    };
    let mut sites = entry.lines.iter().filter_map(|line| line.site.as_ref());
    let there = || {
        let site = sites.find(|site| meant(&site.id.to_string()))?;
        Some(place(&entry.name, site.point?))
    };
    home.or_else(there)
}

fn place(name: &str, point: Point) -> Place {
    Place {
        label: name.to_owned(),
        point,
        precision: Precision::Point,
        instead_of: None,
        outcode: None,
    }
}

/// Adds what is not there yet, and never the service itself.
fn add(offered: &mut Vec<Found>, found: Vec<Found>, not: &Entry) {
    for one in found.into_iter().filter(|one| one.id != not.id) {
        if offered.len() < OFFERED && offered.iter().all(|other| other.id != one.id) {
            offered.push(one);
        }
    }
}
