//! `/service_at_locations`.

use super::answer::{List, answer};
use super::asked::Asked;
use super::brief::brief;
use super::catalogue::Kept;
use super::chosen::{Choice, Chosen, FILTERS, Wish};
use super::fault::{Refusal, missing};
use super::format::id_of;
use super::record::whole;
use crate::app::App;
use crate::app::work::read;
use crate::db::Conn;
use crate::directory::record::{self, Document, text};
use crate::domain::point::Point;
use crate::error::Result;
use crate::geography::Gazetteer;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Services whose places are looked at together.
const AT_ONCE: usize = 500;

struct Sites {
    choice: Choice,
    full: bool,
}

impl List for Sites {
    fn keys(&self, conn: &mut Conn, skip: usize, limit: usize) -> Result<(Vec<String>, usize)> {
        let catalogue = self.choice.kept.now(conn)?;
        let chosen = self
            .choice
            .wish
            .choose(&self.choice.app, &self.choice.kept, conn)?;
        let services = match chosen {
            Chosen::All => {
                let page = catalogue
                    .sites()
                    .skip(skip)
                    .take(limit)
                    .map(Uuid::to_string);
                return Ok((page.collect(), catalogue.count_of_sites()));
            }
            Chosen::These(services) => services,
        };
        let keys: Vec<String> = match self.choice.wish.circle() {
            Some((place, metres)) => {
                let gazetteer = self.choice.app.engine.gazetteer();
                within(conn, &gazetteer, &services, (place.point, metres))?
            }
            None => {
                let sites = services
                    .iter()
                    .flat_map(|id| catalogue.sites_of(&id_of(id)));
                sites.map(Uuid::to_string).collect()
            }
        };
        let total = keys.len();
        Ok((keys.into_iter().skip(skip).take(limit).collect(), total))
    }

    fn records(&self, conn: &mut Conn, keys: &[String]) -> Result<Vec<Value>> {
        let mut found = sites(conn, &self.choice.kept, keys)?;
        let records = keys.iter().filter_map(|key| found.remove(key));
        let shown = records.map(|site| if self.full { site } else { brief(site) });
        Ok(shown.map(Value::Object).collect())
    }
}

/// The services at locations, a page at a time.
pub async fn list(
    request: HttpRequest,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::strict(&request, &[&FILTERS[..], &["full"]].concat())?;
    let wish = Wish::read(&app, &asked).await?;
    let choice = Choice {
        app: app.clone(),
        kept,
        wish,
    };
    let full = asked.flag("full")?;
    answer(app, &asked, Sites { choice, full }).await
}

/// One service at one location, whole.
pub async fn one(
    request: HttpRequest,
    id: Path<String>,
    app: Data<App>,
    kept: Data<Kept>,
) -> Result<HttpResponse, Refusal> {
    Asked::strict(&request, &[])?;
    let key = id_of(&id).to_string();
    let wanted = vec![key.clone()];
    let mut found = read(&app, move |conn| sites(conn, &kept, &wanted)).await?;
    let site = found
        .remove(&key)
        .ok_or_else(|| missing("service at a location", &id))?;
    Ok(HttpResponse::Ok().json(site))
}

/// The services at these locations, each with its service inside, by their ids.
fn sites(conn: &mut Conn, kept: &Kept, keys: &[String]) -> Result<HashMap<String, Document>> {
    let catalogue = kept.now(conn)?;
    let services = keys
        .iter()
        .filter_map(|key| catalogue.service_at(&id_of(key)));
    let services: BTreeSet<String> = services.map(|id| id.to_string()).collect();
    let services: Vec<String> = services.into_iter().collect();
    let mut found = HashMap::with_capacity(keys.len());
    for mut service in whole(conn, &services, Timestamp::now())? {
        let sites = service.shift_remove("service_at_locations");
        for site in objects(sites) {
            let id = text(&site, "id").unwrap_or_default().to_owned();
            // Others on a page may be of the same service.
            let mut site = site;
            site.insert("service".into(), Value::Object(service.clone()));
            found.insert(id, site);
        }
    }
    Ok(found)
}

/// The ids of the services at locations that are no farther than this from a place, in metres.
fn within(
    conn: &mut Conn,
    gazetteer: &Gazetteer,
    services: &[String],
    (from, metres): (Point, f64),
) -> Result<Vec<String>> {
    let mut near = Vec::new();
    for services in services.chunks(AT_ONCE) {
        for mut service in crate::directory::store::assemble_all(conn, services)? {
            let id = text(&service, "id").unwrap_or_default().to_owned();
            let sites = objects(service.shift_remove("service_at_locations"));
            for (at, site) in sites.iter().enumerate() {
                if point(site, gazetteer).is_some_and(|point| point.distance_m(from) <= metres) {
                    near.push(super::record::site_id(&id, at, site));
                }
            }
        }
    }
    Ok(near)
}

/// Where it is: where the record says, or where its postcode is.
fn point(site: &Document, gazetteer: &Gazetteer) -> Option<Point> {
    let location = site.get("location")?.as_object()?;
    let degrees = |field| location.get(field).and_then(Value::as_f64);
    let said = degrees("latitude").zip(degrees("longitude"));
    let said = said.and_then(|(latitude, longitude)| Point::new(latitude, longitude));
    said.or_else(|| {
        let mut addresses = record::objects(location, "addresses");
        let postcode = addresses.find_map(|address| text(address, "postal_code"))?;
        Some(gazetteer.locate(postcode).ok()?.point)
    })
}

fn objects(list: Option<Value>) -> Vec<Document> {
    let list = match list {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    let objects = list.into_iter().filter_map(|value| match value {
        Value::Object(object) => Some(object),
        _ => None,
    });
    objects.collect()
}
